// The editor: CodeMirror in a shadow root, where its styles need no <style> element in the document.
import { autocompletion, completionKeymap } from '@codemirror/autocomplete';
import { history, historyKeymap, insertNewline, redo, redoDepth, standardKeymap, undo, undoDepth } from '@codemirror/commands';
import { lintGutter, lintKeymap } from '@codemirror/lint';
import { EditorSelection, EditorState, Transaction, type Extension } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, hoverTooltip, keymap, lineNumbers, placeholder } from '@codemirror/view';
import type { Edit, Policy, Span } from 'headstrong';
import { completeHeaders } from './completions';
import { setMarks, wordMarks } from './marks';
import { meaningAt, type Meaning } from './meanings';
import type { PlainEditor } from './plain';
import { isEditable, normalizeLineEnds, type Marks, type PortEvents, type Steps, type TextPort } from './port';
import type { Change } from './recording';
import { theme } from './theme';
import { invisibleCharacters } from './invisible_characters';

export class RichEditor implements TextPort {
  readonly #host = document.createElement('div');
  readonly #view: EditorView;
  readonly #policies: { list: readonly Policy[] } = { list: [] };

  constructor(parent: HTMLElement, plain: PlainEditor, events: PortEvents) {
    this.#host.className = 'rich';
    const root = this.#host.attachShadow({ mode: 'open' });
    const hadFocus = plain.hasFocus;
    const scrollTop = plain.scrollTop;
    this.#view = new EditorView({ state: startState(plain, events, this.#policies), parent: root, root });
    parent.append(this.#host);
    this.#selectExample(events);
    this.#view.scrollDOM.scrollTop = scrollTop;
    if (hadFocus) this.#view.focus();
  }

  get text(): string {
    return this.#view.state.doc.toString();
  }

  get steps(): Steps {
    const { state } = this.#view;
    return { undo: undoDepth(state) > 0, redo: redoDepth(state) > 0 };
  }

  undo(): void {
    undo(this.#view);
  }

  redo(): void {
    redo(this.#view);
  }

  /** Who comes to write finds the example selected: the first key or paste replaces it. A second click sets the caret. */
  #selectExample(events: PortEvents): void {
    const { contentDOM } = this.#view;
    const selectAll = () => {
      if (!events.isExample()) return;
      this.#view.dispatch({ selection: { anchor: 0, head: this.#view.state.doc.length } });
    };
    contentDOM.addEventListener('focus', () => this.#revealing || selectAll());
    contentDOM.addEventListener('mousedown', (event) => {
      if (this.#view.hasFocus || !events.isExample()) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      contentDOM.focus();
    }, { capture: true });
    contentDOM.addEventListener('paste', selectAll, { capture: true });
  }
  #revealing = false;

  replace(text: string): void {
    this.#view.dispatch({
      changes: { from: 0, to: this.#view.state.doc.length, insert: this.#view.state.toText(text) },
      selection: { anchor: 0 },
      scrollIntoView: true,
      userEvent: 'input.paste',
    });
  }

  apply(edits: readonly Edit[]): void {
    const { state } = this.#view;
    this.#view.dispatch({
      changes: edits.map(({ start, end, text }) => ({ from: start, to: end, insert: state.toText(text) })),
      userEvent: 'input.complete',
    });
  }

  mark(marks: Marks): void {
    this.#policies.list = marks.policies;
    this.#view.dispatch(setMarks(this.#view.state, marks));
  }

  reveal({ start, end }: Span): void {
    const { length } = this.#view.state.doc;
    const selection = EditorSelection.range(Math.min(start, length), Math.min(end, length));
    this.#view.dispatch({
      selection,
      effects: EditorView.scrollIntoView(selection, { y: 'center' }),
    });
    this.#revealing = true;
    this.#view.focus();
    this.#revealing = false;
  }

  focus(): void {
    this.#view.focus();
  }

  remove(): void {
    this.#view.destroy();
    this.#host.remove();
  }
}

/** The state after all that was typed into the textarea, so that undo goes back through it. */
function startState(plain: PlainEditor, events: PortEvents, policies: { list: readonly Policy[] }): EditorState {
  const { start, end } = plain.selection;
  const base = plain.replayable ? plain.base : plain.text;
  const steps = plain.replayable ? plain.recorded : [];
  let state = EditorState.create({ doc: base, extensions: [extensions(events), explanations(policies, events), placeholder(plain.placeholder)] });
  for (const step of steps) state = replay(state, step);
  return state.update({ selection: { anchor: start, head: end } }).state;
}

function replay(state: EditorState, { from, to, insert, time }: Change): EditorState {
  const typed = insert.length <= 1 ? (insert === '' ? 'delete' : 'input.type') : 'input.paste';
  return state.update({
    changes: { from, to, insert: state.toText(insert) },
    selection: { anchor: from + insert.length },
    userEvent: typed,
    annotations: Transaction.time.of(time),
  }).state;
}

function extensions(events: PortEvents): Extension {
  return [
    // One unit a line end, as the engine's positions have it; a lone CR stays and is shown.
    EditorState.lineSeparator.of('\n'),
    EditorView.contentAttributes.of({
      'aria-label': 'Headers, configuration, code or a console message',
      // It can be edited, and so be reached by keys; only this says so to all that ask.
      tabindex: '0',
      spellcheck: 'false',
      autocapitalize: 'off',
      autocorrect: 'off',
    }),
    EditorView.clipboardInputFilter.of(normalizeLineEnds),
    EditorView.lineWrapping,
    lineNumbers(),
    lintGutter(),
    history(),
    drawSelection(),
    highlightActiveLine(),
    autocompletion({ override: [completeHeaders], icons: false, activateOnTyping: true }),
    invisibleCharacters(),
    wordMarks(),
    theme,
    // A plain line end: an indented line would be the fold of the header above it.
    keymap.of([
      ...completionKeymap, { key: 'Enter', run: insertNewline }, ...lintKeymap, ...historyKeymap, ...standardKeymap,
    ]),
    reportChanges(events),
    takePaste(events),
    typeOverSelection(),
    beginAtTheTop(),
  ];
}

/** What the word under the pointer means; of the word at the caret the page says it beneath. */
function explanations(policies: { list: readonly Policy[] }, events: PortEvents): Extension {
  const meaning = (state: EditorState, position: number): Meaning | null => {
    const line = state.doc.lineAt(position);
    return meaningAt(policies.list, position, line.text, line.from);
  };
  return [
    hoverTooltip(({ state }, position) => {
      const found = meaning(state, position);
      if (!found) return null;
      const dom = document.createElement('div');
      dom.className = 'cm-meaning';
      dom.textContent = found.text;
      return { pos: found.start, end: found.end, create: () => ({ dom }) };
    }),
    EditorView.updateListener.of(({ state, selectionSet, docChanged }) => {
      if (!selectionSet && !docChanged) return;
      const { main } = state.selection;
      events.explained(main.empty ? meaning(state, main.head) : null);
    }),
  ];
}

/**
 * Where letters replace selected words, Chromium itself would keep the words' looks in a style attribute,
 * which our policy blocks and reports; so they are put in place of the words here.
 */
function typeOverSelection(): Extension {
  return EditorView.domEventHandlers({
    beforeinput(event, view) {
      const { state } = view;
      if (event.inputType !== 'insertText' || event.data === null || event.isComposing) return false;
      if (state.selection.main.empty || view.composing) return false;
      event.preventDefault();
      view.dispatch(state.replaceSelection(event.data), { userEvent: 'input.type', scrollIntoView: true });
      return true;
    },
  });
}

/** Of a text that is pasted as a whole one wants to see the beginning, not the caret behind its end. */
function beginAtTheTop(): Extension {
  return EditorState.transactionExtender.of((transaction) => {
    if (!transaction.isUserEvent('input.paste') || !isWhole(transaction)) return null;
    return { effects: EditorView.scrollIntoView(0) };
  });
}

/** Nothing is left of the text that was there. */
function isWhole({ changes, startState }: Pick<Transaction, 'changes' | 'startState'>): boolean {
  let whole = false;
  changes.iterChangedRanges((from, to) => {
    if (from === 0 && to === startState.doc.length) whole = true;
  });
  return whole;
}

function reportChanges(events: PortEvents): Extension {
  return EditorView.updateListener.of((update) => {
    if (!update.docChanged) return;
    const text = update.state.doc.toString();
    if (!isEditable(text)) {
      events.grown(text);
      return;
    }
    events.changed(text, isWhole(update) ? 'whole' : 'edited');
  });
}

/** Files, and texts too large to be edited, do not go through the editor. */
function takePaste(events: PortEvents): Extension {
  function take(event: ClipboardEvent | DragEvent, view: EditorView): boolean {
    const data = event instanceof ClipboardEvent ? event.clipboardData : event.dataTransfer;
    const text = normalizeLineEnds(data?.getData('text/plain') ?? '');
    if (data && data.files.length > 0 && text === '') {
      event.preventDefault();
      events.files(data.files);
      return true;
    }
    const { from, to } = view.state.selection.main;
    const { doc } = view.state;
    const whole = doc.sliceString(0, from) + text + doc.sliceString(to);
    if (text === '' || isEditable(whole)) return false;
    event.preventDefault();
    events.grown(whole);
    return true;
  }
  return EditorView.domEventHandlers({ paste: take, drop: take });
}

export function makeRichEditor(
  parent: HTMLElement,
  plain: PlainEditor,
  events: PortEvents,
): TextPort {
  return new RichEditor(parent, plain, events);
}
