// What tests find in pages, beyond what the DOM's types tell: a selector or the focus names an element without its kind.

interface Element {
  value: string;
  content: string;
  placeholder: string;
  hidden: boolean;
  naturalWidth: number;
  selectionStart: number;
  selectionEnd: number;
  readonly dataset: DOMStringMap;
  files: FileList;
  readonly labels: NodeListOf<HTMLLabelElement>;
  readonly cells: HTMLCollectionOf<HTMLTableCellElement>;
  readonly selectedOptions: HTMLCollectionOf<HTMLOptionElement>;
  blur(): void;
  click(): void;
  focus(options?: FocusOptions): void;
}

/** What pages of ours leave for the test to read. */
interface Window {
  __lab: Record<string, (argument: unknown) => unknown>;
  complaints: string[];
  state: object;
  injected: unknown;
  own: unknown;
  ran: unknown;
  cdata: unknown;
  loaded: unknown;
  settled: unknown;
}
