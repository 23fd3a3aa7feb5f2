// Holds the one place where text is edited and exchanges it: textarea, editor, or a view of a text too
// large for both.
import type { Edit, Span } from 'headstrong';
import { LargeText } from './large_text';
import type { Meaning } from './meanings';
import { PlainEditor } from './plain';
import {
  isEditable,
  NO_MARKS,
  normalizeLineEnds,
  type ChangeKind,
  type Marks,
  type PortEvents,
  type Steps,
  type TextPort,
} from './port';

export interface HostEvents {
  changed(text: string, kind: ChangeKind): void;
  isExample(): boolean;
  explained(meaning: Meaning | null): void;
  files(files: FileList): void;
}

/** Makes the editor in place of the textarea, with its text, selection and history. */
export type RichFactory = (parent: HTMLElement, plain: PlainEditor, events: PortEvents) => TextPort;

export class EditorHost {
  readonly #parent: HTMLElement;
  readonly #events: HostEvents;
  readonly #portEvents: PortEvents;
  /** What edits; stays, hidden, while a text too large for it is held. */
  #editor: TextPort;
  #held: LargeText | null = null;
  #marks: Marks = NO_MARKS;

  constructor(parent: HTMLElement, area: HTMLTextAreaElement, events: HostEvents) {
    this.#parent = parent;
    this.#events = events;
    this.#portEvents = {
      changed: (text, kind) => events.changed(text, kind),
      isExample: () => events.isExample(),
      explained: (meaning) => events.explained(meaning),
      grown: (text) => this.#hold(text),
      files: (files) => events.files(files),
    };
    this.#editor = new PlainEditor(area, this.#portEvents);
  }

  get text(): string {
    return this.#port.text;
  }

  get #port(): TextPort {
    return this.#held ?? this.#editor;
  }

  /** Puts the editor in the textarea's place. */
  upgrade(make: RichFactory): void {
    const plain = this.#editor;
    if (!(plain instanceof PlainEditor)) return;
    this.#editor = make(this.#parent, plain, this.#portEvents);
    plain.remove();
    this.#editor.mark(this.#marks);
  }

  replace(text: string): void {
    if (!isEditable(text)) {
      this.#hold(text);
      return;
    }
    this.#release();
    this.#editor.replace(text);
  }

  apply(edits: readonly Edit[]): void {
    this.#port.apply(edits);
  }

  get steps(): Steps {
    return this.#port.steps;
  }

  undo(): void {
    this.#port.undo();
  }

  redo(): void {
    this.#port.redo();
  }

  mark(marks: Marks): void {
    this.#marks = marks;
    this.#port.mark(marks);
  }

  reveal(span: Span): void {
    this.#port.reveal(span);
  }

  focus(): void {
    this.#port.focus();
  }

  #hold(text: string): void {
    if (this.#held) {
      this.#held.replace(text);
      return;
    }
    this.#held = new LargeText(this.#parent, text, {
      pasted: (pasted) => this.replace(normalizeLineEnds(pasted)),
      changed: (changed) => this.#events.changed(changed, 'edited'),
      left: () => {
        this.#release();
        this.#events.changed(this.#editor.text, 'whole');
        this.#editor.focus();
      },
    });
    this.#parent.dataset['held'] = '';
    this.#events.changed(text, 'whole');
  }

  #release(): void {
    if (!this.#held) return;
    this.#held.remove();
    this.#held = null;
    delete this.#parent.dataset['held'];
  }
}
