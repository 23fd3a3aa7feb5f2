// The textarea: there from the first paint, and all there is if the editor never arrives.
import type { Edit, Span } from 'headstrong';
import { applyEdits, isEditable, normalizeLineEnds, type PortEvents, type Steps, type TextPort } from './port';
import { changeBetween, isWhole, type Change } from './recording';

/** Keeping more would let a long session grow without bound; older steps can no longer be undone. */
const MAX_RECORDED = 5000;
/** Browsers take seconds to "type" a long text; above this it is set instead, without their undo. */
const MAX_TYPED = 32 * 1024;

export class PlainEditor implements TextPort {
  readonly #area: HTMLTextAreaElement;
  readonly #events: PortEvents;
  readonly #gone = new AbortController();
  #text: string;
  /** The text when recording began, and what happened since. */
  readonly base: string;
  readonly recorded: Change[] = [];

  constructor(area: HTMLTextAreaElement, events: PortEvents) {
    this.#area = area;
    this.#events = events;
    this.#text = this.base = area.value;
    const { signal } = this.#gone;
    area.addEventListener('input', () => this.#changed(), { signal });
    area.addEventListener('paste', (event) => this.#paste(event), { signal });
    area.addEventListener('focus', () => this.#select(), { signal });
    area.addEventListener('mousedown', (event) => {
      if (this.hasFocus || !events.isExample()) return;
      event.preventDefault(); // or the caret would take the place of the selection
      area.focus();
    }, { signal });
  }

  /** While a place in the text is shown, the focus selects that. */
  #revealing = false;
  #select(): void {
    if (!this.#revealing && this.#events.isExample()) this.#area.select();
  }

  get text(): string {
    return this.#text;
  }
  get selection(): Span {
    return { start: this.#area.selectionStart, end: this.#area.selectionEnd };
  }
  get hasFocus(): boolean {
    return document.activeElement === this.#area;
  }
  get scrollTop(): number {
    return this.#area.scrollTop;
  }

  /** The browser keeps the steps and tells nobody how many. */
  get steps(): Steps {
    return { undo: this.recorded.length > 0, redo: this.recorded.length > 0 };
  }

  undo(): void {
    this.#step('undo');
  }

  redo(): void {
    this.#step('redo');
  }

  #step(command: string): void {
    this.#focusOnly();
    document.execCommand(command);
    this.#changed();
  }

  #focusOnly(): void {
    this.#revealing = true;
    this.#area.focus({ preventScroll: true });
    this.#revealing = false;
  }

  /** What an empty field shows. */
  get placeholder(): string {
    return this.#area.placeholder;
  }

  /** Everything before `base` plus `recorded` is lost once steps were dropped. */
  get replayable(): boolean {
    return this.recorded.length < MAX_RECORDED;
  }

  replace(text: string): void {
    this.#splice(0, this.#text.length, text);
    this.#area.setSelectionRange(0, 0);
    this.#area.scrollTop = 0;
  }

  apply(edits: readonly Edit[]): void {
    const change = changeBetween(this.#text, applyEdits(this.#text, edits), 0);
    if (!change) return;
    const focused = document.activeElement;
    this.#splice(change.from, change.to, change.insert);
    // A fix is pressed elsewhere, on a phone some screens away.
    if (focused instanceof HTMLElement && focused !== this.#area) focused.focus({ preventScroll: true });
  }

  mark(): void {
    // A textarea has no place for marks; the list of findings says where each is.
  }

  reveal({ start, end }: Span): void {
    this.#revealing = true;
    this.#area.focus();
    // Only moving the caret makes every browser scroll to it.
    this.#area.setSelectionRange(start, start);
    this.#area.blur();
    this.#area.focus();
    this.#revealing = false;
    this.#area.setSelectionRange(start, end);
  }

  focus(): void {
    this.#area.focus();
  }

  remove(): void {
    this.#gone.abort();
    this.#area.remove();
  }

  /** As if typed, so that the browser's own undo takes it back. */
  #splice(from: number, to: number, insert: string): void {
    if (from === to && insert === '') return;
    if (!this.#type(from, to, insert)) this.#area.setRangeText(insert, from, to, 'end');
    this.#changed();
  }

  #type(from: number, to: number, insert: string): boolean {
    // Into the empty field of a page that opens with a link nothing is typed: the focus would move there.
    if (this.#text === '' || insert.length > MAX_TYPED) return false;
    this.#focusOnly();
    this.#area.setSelectionRange(from, to);
    return document.execCommand(insert === '' ? 'delete' : 'insertText', false, insert);
  }

  #changed(): void {
    const change = changeBetween(this.#text, this.#area.value, Date.now());
    if (!change) return;
    const kind = isWhole(change, this.#text) ? 'whole' : 'edited';
    this.#text = this.#area.value;
    if (this.recorded.length < MAX_RECORDED) this.recorded.push(change);
    this.#events.changed(this.#text, kind);
  }

  #paste(event: ClipboardEvent): void {
    const files = event.clipboardData?.files;
    const pasted = normalizeLineEnds(event.clipboardData?.getData('text/plain') ?? '');
    if (files && files.length > 0 && pasted === '') {
      event.preventDefault();
      this.#events.files(files);
      return;
    }
    if (this.#events.isExample()) this.#area.select();
    const { start, end } = this.selection;
    const whole = this.#text.slice(0, start) + pasted + this.#text.slice(end);
    if (isEditable(whole)) return;
    event.preventDefault();
    this.#events.grown(whole);
  }
}
