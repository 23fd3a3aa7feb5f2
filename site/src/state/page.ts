// What a person can do, each as one function. Only these write the store; each ends in a question to
// the engine where the answer may have changed.
import type { AnalyzeOptions, Edit, Header, Span } from 'headstrong';
import type { EditorHost } from '../editor/host';
import { normalizeLineEnds, NO_MARKS, type ChangeKind } from '../editor/port';
import type { Engine } from '../engine/engine';
import type { Job } from '../engine/job';
import type { Outcome } from '../engine/runner';
import { decodeText, MAX_FILE_BYTES } from './files';
import {
  choose,
  DEFAULT_INPUT,
  hardenOptions,
  inputFrom,
  optionsOf,
  type HardenKey,
  type Input,
} from './input';
import { findSecrets, redact, type Secret } from './secrets';
import { decodeShare, encodeShare, linkProblemText, type Encoded, type Shared } from './share';
import type { Notice, State, Store } from './store';

/** Panels for which the hardened set is worked out. */
export const HOME_PANEL = 'home';

export class Page {
  readonly store: Store;
  #engine: Engine | null = null;
  #editor: EditorHost | null = null;

  constructor(store: Store) {
    this.store = store;
  }

  /** The two parts that need this object to exist before them. */
  connectEditor(editor: EditorHost): void {
    this.#editor = editor;
  }
  connectEngine(engine: Engine): void {
    this.#engine = engine;
    this.store.update({ engine: 'ready', targets: engine.targets(), services: engine.services() });
    this.#ask();
  }
  engineFailed(reason: string): void {
    const text = `The engine could not be started, so nothing can be judged here: ${reason}. Reload the page to try again.`;
    this.store.update({ engine: 'failed', notice: { kind: 'problem', text } });
  }

  /** Called by the editor on every change. */
  textChanged(text: string, kind: ChangeKind): void {
    const { input } = this.store.state;
    if (text === input.text) return;
    const response = kind === 'whole' ? null : input.response;
    this.#put({ ...input, text, response }, { notice: null });
  }

  /** Puts a text in place of the one there, from an example or a file. */
  load(text: string): void {
    this.#editor?.replace(normalizeLineEnds(text));
  }

  clear(): void {
    this.store.update({ panel: 'findings' });
    this.load('');
    this.#editor?.focus();
  }

  async openFile(file: Blob): Promise<void> {
    if (file.size > MAX_FILE_BYTES) {
      this.#notice('problem', 'This file is larger than 8 MiB, which is the most that is read.');
      return;
    }
    this.load(decodeText(new Uint8Array(await file.arrayBuffer())));
  }

  chooseResponse(response: number): void {
    this.#put({ ...this.store.state.input, response });
  }
  chooseObservatory(observatory: 4 | 6): void {
    this.#put({ ...this.store.state.input, observatory });
  }
  chooseTarget(target: string): void {
    this.#put({ ...this.store.state.input, target });
  }
  chooseHarden(key: HardenKey, value: string): void {
    const { input } = this.store.state;
    const harden = { ...input.harden };
    if (choose(harden, key, value)) this.#put({ ...input, harden });
  }
  resetHarden(): void {
    this.#put({ ...this.store.state.input, harden: DEFAULT_INPUT.harden });
  }

  showPanel(panel: string): void {
    this.store.update({ panel });
    if (panel === HOME_PANEL) this.#ask();
  }
  dismissNotice(): void {
    this.store.update({ notice: null });
  }
  reveal(span: Span): void {
    this.#editor?.reveal(span);
  }
  applyFix(edits: readonly Edit[]): void {
    this.#editor?.apply(edits);
  }
  /** Puts a header set in place of the text, to be judged and edited like any other. */
  adopt(headers: readonly Header[]): void {
    this.load(headers.map(([name, value]) => `${name}: ${value}\n`).join(''));
  }

  openShare(): void {
    this.store.update({ sharing: true });
  }
  closeShare(): void {
    this.store.update({ sharing: false });
  }
  secrets(): Secret[] {
    return findSecrets(this.store.state.input.text);
  }

  /** Makes the link from what was put in and writes it into the address, without a history entry. */
  async makeLink(withSecrets: boolean): Promise<Encoded> {
    const { input, panel, answer } = this.store.state;
    const text = withSecrets ? input.text : redact(input.text, findSecrets(input.text));
    const rubric = answer?.report.rubric ?? 0;
    const encoded = await encodeShare({ text, options: optionsOf(input), rubric, view: panel });
    if (encoded.kind === 'link') history.replaceState(null, '', encoded.hash);
    return encoded;
  }

  /** Opens what the address holds; a link that can't be read gives an empty page and says why. */
  async openLink(hash: string, panels: readonly string[]): Promise<void> {
    const decoded = await decodeShare(hash);
    if (decoded.kind === 'none') return;
    if (decoded.kind === 'problem') {
      history.replaceState(null, '', location.pathname + location.search);
      this.#open(DEFAULT_INPUT, { notice: { kind: 'problem', text: linkProblemText(decoded.problem) } });
      return;
    }
    this.#openShared(decoded.shared, panels);
  }

  #openShared(shared: Shared, panels: readonly string[]): void {
    const { input, unknown } = inputFrom(shared.text, shared.options);
    const panel = panels.includes(shared.view) ? shared.view : 'findings';
    this.#sharedRubric = shared.rubric;
    const text = `This link has choices that this page does not know (${unknown.join(', ')}); they are at their defaults.`;
    this.#open(input, { panel, notice: unknown.length > 0 ? { kind: 'info', text } : null });
  }
  /** Under which weights the opened link was made, until that was said. */
  #sharedRubric: number | null = null;

  #open(input: Input, change: Partial<State>): void {
    this.store.update({ ...change, input });
    this.#editor?.replace(input.text);
    // The editor's own report of the change found the text known already; the question is put here.
    this.#ask();
  }

  #notice(kind: Notice['kind'], text: string): void {
    this.store.update({ notice: { kind, text } });
  }

  #put(input: Input, change: Partial<State> = {}): void {
    this.store.update({ ...change, input });
    this.#ask();
  }

  #ask(): void {
    const { input, panel } = this.store.state;
    if (!this.#engine) return;
    const { text } = input;
    let answered = false;
    this.#engine.ask(jobFor(input, panel), (outcome) => {
      answered = true;
      this.#told(text, outcome);
    });
    if (!answered) this.store.update({ busy: true });
  }

  #told(text: string, outcome: Outcome): void {
    if (outcome.kind === 'stopped') {
      this.#editor?.mark(NO_MARKS);
      this.store.update({ busy: false, answer: null, answeredText: null });
      this.#notice('problem', `The engine stopped on this text (${outcome.reason}) and was started anew. Your text is untouched; this is a fault of ours, not of the text.`);
      return;
    }
    const { answer } = outcome;
    this.store.update({ busy: false, answer, answeredText: text });
    this.#editor?.mark(answer.report);
    this.#compareRubric(answer.report.rubric);
  }

  #compareRubric(today: number): void {
    const then = this.#sharedRubric;
    this.#sharedRubric = null;
    if (then === null || then === 0 || then === today) return;
    this.#notice('info', `This link was made under weights ${then}; what you see is judged by today’s, ${today}.`);
  }
}

function jobFor(input: Input, panel: string): Job {
  const analyze: AnalyzeOptions = { observatory: input.observatory };
  if (input.response !== null) analyze.response = input.response;
  if (panel !== HOME_PANEL) return { text: input.text, analyze, home: null };
  return { text: input.text, analyze, home: { harden: hardenOptions(input), target: input.target } };
}
