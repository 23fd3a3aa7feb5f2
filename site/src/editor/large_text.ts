// A text too large to be edited: a window of it is shown, all of it is analysed.
import type { Edit, Span } from 'headstrong';
import { applyEdits, type TextPort } from './port';

/** What is shown at a time; browsers lay out this much on one line without a pause. */
const WINDOW_UNITS = 16 * 1024;
/** Whole earlier texts that are kept for undo; strings share no memory, so these are few. */
const MAX_PAST = 5;

export interface LargeTextEvents {
  /** A text was pasted over this one. */
  pasted(text: string): void;
  changed(text: string): void;
  /** Back to the text before the first one that was too large. */
  left(): void;
}

export class LargeText implements TextPort {
  readonly #events: LargeTextEvents;
  readonly #root = document.createElement('div');
  readonly #area = document.createElement('textarea');
  readonly #where = document.createElement('p');
  readonly #undo = document.createElement('button');
  readonly #past: string[] = [];
  #text: string;
  #from = 0;

  constructor(parent: HTMLElement, text: string, events: LargeTextEvents) {
    this.#text = text;
    this.#events = events;
    this.#root.className = 'held';
    this.#area.readOnly = true;
    this.#area.spellcheck = false;
    this.#area.wrap = 'soft';
    this.#area.addEventListener('paste', (event) => this.#paste(event));
    this.#area.setAttribute('aria-label', 'Part of the pasted text, read-only');
    this.#undo.type = 'button';
    this.#undo.addEventListener('click', () => this.#back());
    const bar = document.createElement('div');
    bar.className = 'held-bar';
    bar.append(this.#where, this.#undo);
    this.#root.append(bar, this.#area);
    parent.append(this.#root);
    this.#show();
  }

  get text(): string {
    return this.#text;
  }

  /** The way back never ends here: behind the first of these texts is the one that was edited. */
  readonly steps = { undo: true, redo: false };

  undo(): void {
    this.#back();
  }

  redo(): void {
    // Whole earlier texts are kept one way only.
  }

  replace(text: string): void {
    this.#past.push(this.#text);
    if (this.#past.length > MAX_PAST) this.#past.shift();
    this.#set(text);
  }

  apply(edits: readonly Edit[]): void {
    this.replace(applyEdits(this.#text, edits));
  }

  mark(): void {
    // The window is a plain textarea; the list of findings leads to the places.
  }

  reveal({ start, end }: Span): void {
    if (start < this.#from || end > this.#from + WINDOW_UNITS) {
      this.#from = Math.max(0, start - WINDOW_UNITS / 2);
      this.#show();
    }
    this.#area.focus();
    this.#area.setSelectionRange(start - this.#from, Math.min(end - this.#from, WINDOW_UNITS));
  }

  focus(): void {
    this.#area.focus();
  }

  remove(): void {
    this.#root.remove();
  }

  #paste(event: ClipboardEvent): void {
    const text = event.clipboardData?.getData('text/plain') ?? '';
    if (text === '') return;
    event.preventDefault();
    this.#events.pasted(text);
  }

  #back(): void {
    const before = this.#past.pop();
    if (before === undefined) {
      this.#events.left();
      return;
    }
    this.#set(before);
  }

  #set(text: string): void {
    this.#text = text;
    this.#from = Math.min(this.#from, Math.max(0, text.length - WINDOW_UNITS));
    this.#show();
    this.#events.changed(text);
  }

  #show(): void {
    const to = Math.min(this.#text.length, this.#from + WINDOW_UNITS);
    this.#area.value = this.#text.slice(this.#from, to);
    this.#where.textContent =
      `Too large to edit here (${count(this.#text.length)} characters), so this is a part of it: ` +
      `${count(this.#from)} to ${count(to)}. All of it was read.`;
    this.#undo.textContent = this.#past.length > 0 ? 'Undo' : 'Back to the text before';
  }
}

function count(n: number): string {
  return n.toLocaleString('en');
}
