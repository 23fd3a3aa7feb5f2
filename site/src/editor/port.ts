// What the page needs of a place where text is edited. Three stand behind it: the plain textarea that
// is there from the first paint, the editor that replaces it, and a view for texts too large for both.
import type { Edit, Finding, Policy, Span } from 'headstrong';
import type { Meaning } from './meanings';

/** What is marked in the text. Positions are UTF-16 units. */
export interface Marks {
  findings: readonly Finding[];
  policies: readonly Policy[];
  /** The words that decided what is asked about. */
  deciding: readonly Span[];
}

export const NO_MARKS: Marks = { findings: [], policies: [], deciding: [] };

/** `whole`: nothing of the old text is left, so what was chosen about it no longer holds. */
export type ChangeKind = 'edited' | 'whole';

export interface PortEvents {
  changed(text: string, kind: ChangeKind): void;
  /** The text is an example of ours: who comes to write finds all of it selected, and a paste replaces it. */
  isExample(): boolean;
  /** The caret is at a word of which something can be said, or no more. */
  explained(meaning: Meaning | null): void;
  /** A paste would make the text too large to be edited here. */
  grown(text: string): void;
  /** Files were pasted or dropped. */
  files(files: FileList): void;
}

/** Whether there is a step to undo, and one to do again. */
export interface Steps {
  undo: boolean;
  redo: boolean;
}

export interface TextPort {
  readonly text: string;
  readonly steps: Steps;
  undo(): void;
  redo(): void;
  /** Puts another text in place of all; can be undone. */
  replace(text: string): void;
  /** Applies edits (in order, not overlapping) as one step that can be undone. */
  apply(edits: readonly Edit[]): void;
  mark(marks: Marks): void;
  /** Selects the words, brings them into view and gives them the focus. */
  reveal(span: Span): void;
  focus(): void;
  /** Takes its elements out of the page. */
  remove(): void;
}

/**
 * Texts longer than this, or with a longer line, are shown in part and not edited: Chromium lays out
 * a line of a million letters in seconds, whatever the element.
 */
export const EDITABLE_UNITS = 512 * 1024;
export const EDITABLE_LINE = 64 * 1024;

export function isEditable(text: string): boolean {
  if (text.length > EDITABLE_UNITS) return false;
  if (text.length <= EDITABLE_LINE) return true;
  let start = 0;
  while (start < text.length) {
    let end = text.indexOf('\n', start);
    if (end < 0) end = text.length;
    if (end - start > EDITABLE_LINE) return false;
    start = end + 1;
  }
  return true;
}

/** Line ends as the engine's positions count them: one unit each. A lone CR stays, it is an error. */
export function normalizeLineEnds(text: string): string {
  return text.includes('\r\n') ? text.replace(/\r\n/g, '\n') : text;
}

export function applyEdits(text: string, edits: readonly Edit[]): string {
  let result = '';
  let at = 0;
  for (const edit of edits) {
    result += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return result + text.slice(at);
}
