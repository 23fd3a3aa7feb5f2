// What a person can do, each as one function. Only these write the store; each ends in a question to
// the engine where the answer may have changed.
import type { AnalyzeOptions, Edit, Report, Span, ToldRequest } from 'headstrong';
import type { EditorHost } from '../editor/host';
import { normalizeLineEnds, NO_MARKS, type ChangeKind, type Marks } from '../editor/port';
import type { Engine } from '../engine/engine';
import type { Answer, Job, Studied, Study } from '../engine/job';
import { EMPTY_FORM, pageOf, requestOf, type RequestForm } from '../judge/requests';
import { formOf, tellSame } from '../judge/told';
import type { Outcome } from '../engine/runner';
import { isOnlyTold } from '../judge/load';
import { decodeText, MAX_FILE_BYTES } from '../files/files';
import {
  choose,
  DEFAULT_INPUT,
  hardenOptions,
  inputFrom,
  optionsOf,
  type HardenKey,
  type Input,
} from './input';
import { findSecrets, redact, type Secret } from '../sharing/secrets';
import { decodeShare, encodeShare, linkProblemText, type Encoded, type Shared } from '../sharing/share';
import type { Notice, State, Store } from './store';

/** Panels for which more than the report is asked. */
export const HOME_PANEL = 'home';
export const LOAD_PANEL = 'load';
export const MATRIX_PANEL = 'allows';
export const ELSEWHERE_PANEL = 'elsewhere';
export const CHANGED_PANEL = 'changed';
/** What begins otherwise is a place in the page. */
const LINK = /^#v\d/;
const ASKING_PANELS: readonly string[] = [HOME_PANEL, LOAD_PANEL, MATRIX_PANEL, CHANGED_PANEL, ELSEWHERE_PANEL];

export class Actions {
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
    this.store.update({ engine: 'ready' });
    this.#ask();
  }
  /** Everything of the engine is there. */
  engineCompleted(engine: Engine): void {
    this.store.update({ targets: engine.targets(), services: engine.services() });
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
    const change: Partial<State> = { notice: null };
    if (kind === 'whole' && !this.#ours) change.pasted = isTyped(text) ? null : text;
    this.#put({ ...input, text, response }, change);
  }
  /** The change comes from a button of ours, so what was pasted before stays what it is compared with. */
  #ours = false;
  #change(make: () => void): void {
    this.#ours = true;
    try {
      make();
    } finally {
      this.#ours = false;
    }
  }

  /** Puts a text in place of the one there, from an example or a file. */
  load(text: string): void {
    this.#editor?.replace(normalizeLineEnds(text));
  }

  /** Forgets all that was put in about a site: the text, the request and its messages, the second text, the choices. */
  clear(): void {
    this.#put(
      { ...this.store.state.input, load: EMPTY_FORM, other: '', harden: DEFAULT_INPUT.harden },
      { panel: 'findings', console: '', messages: [], message: null, filled: null },
    );
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
    if (ASKING_PANELS.includes(panel)) this.#ask();
    else this.#editor?.mark(marksOf(this.store.state.answer, panel));
  }
  dismissNotice(): void {
    this.store.update({ notice: null });
  }
  reveal(span: Span): void {
    this.#editor?.reveal(span);
  }
  applyFix(edits: readonly Edit[]): void {
    this.#change(() => this.#editor?.apply(edits));
  }
  /** Writes the hardened set into the text, to be judged and edited like any other. */
  adopt(edits: readonly Edit[]): void {
    const { input, answeredText } = this.store.state;
    // What was typed since has moved the places.
    if (answeredText === input.text) this.applyFix(edits);
  }

  /** Asks about another request; one that was filled in from a message is then the person's own. */
  askAbout(change: Partial<RequestForm>): void {
    const { input } = this.store.state;
    this.#put({ ...input, load: { ...input.load, ...change } });
  }
  /** What a browser's console said fills in the request, once the engine has read it; of several messages the first. */
  pasteConsole(text: string): void {
    this.store.update({ console: text });
    this.#ask();
  }
  chooseMessage(index: number): void {
    const { input, messages } = this.store.state;
    const message = messages[index];
    if (!message) return;
    const load = formOf(message);
    this.#put({ ...input, load }, { message: index, filled: load });
  }
  clearRequest(): void {
    const { input } = this.store.state;
    const messages = toldBy(this.store.state.answer?.report);
    this.#put({ ...input, load: EMPTY_FORM }, { console: '', messages, message: null, filled: null });
  }

  /** A second text for "What changed". */
  compareWith(other: string): void {
    this.#put({ ...this.store.state.input, other: normalizeLineEnds(other) });
  }
  /** From here on the text is compared with what it is now. */
  remember(): void {
    this.store.update({ pasted: this.store.state.input.text });
    this.#ask();
  }

  openShare(): void {
    this.store.update({ sharing: true });
  }
  closeShare(): void {
    this.store.update({ sharing: false });
  }
  secrets(): Secret[] {
    const { text, other } = this.store.state.input;
    const second = findSecrets(other).map((secret) => ({ ...secret, what: `${secret.what}, in the second text` }));
    return [...findSecrets(text), ...second];
  }

  /** Makes the link from what was put in and writes it into the address, without a history entry. */
  async makeLink(withSecrets: boolean): Promise<Encoded> {
    const { input, panel, answer } = this.store.state;
    const shared = withSecrets ? input : withoutSecrets(input);
    const rubric = answer?.report.rubric ?? 0;
    const encoded = await encodeShare({ text: shared.text, options: optionsOf(shared), rubric, view: panel });
    if (encoded.kind === 'link') {
      this.#link = encoded.hash;
      history.replaceState(null, '', encoded.hash);
    }
    return encoded;
  }

  /**
   * Opens the link that the address holds; any other fragment is a place in the page. What can't be read gives
   * a notice and changes nothing else.
   */
  async openLink(hash: string, panels: readonly string[]): Promise<void> {
    // On the way back from another place of the page the link is open already, and its text may have been edited.
    if (!LINK.test(hash) || (hash === this.#link && this.store.state.input.text !== '')) return;
    const turn = ++this.#opening;
    const decoded = await decodeShare(hash);
    // Of two links the later one counts, whichever is read first.
    if (decoded.kind === 'none' || turn !== this.#opening) return;
    if (decoded.kind === 'problem') {
      history.replaceState(null, '', location.pathname + location.search);
      this.#notice('problem', linkProblemText(decoded.problem));
      return;
    }
    this.#link = hash;
    this.#openShared(decoded.shared, panels);
  }
  /** The link that was opened or made last, and how many were tried. */
  #link = '';
  #opening = 0;

  #openShared(shared: Shared, panels: readonly string[]): void {
    const { input, unknown, sentences } = inputFrom(shared.text, shared.options);
    const panel = panels.includes(shared.view) ? shared.view : 'findings';
    this.#sharedRubric = shared.rubric;
    const said = [...sentences];
    if (unknown.length > 0) said.push('This link has choices that this page does not know; they are at their defaults.');
    const { text } = this.store.state.input;
    if (input.text === '' && text !== '') {
      input.text = text;
      said.push('This link holds choices and no text, so your text stays.');
    }
    this.#open(input, { panel, notice: said.length > 0 ? { kind: 'info', text: said.join(' ') } : null });
  }
  /** Under which weights the opened link was made, until that was said. */
  #sharedRubric: number | null = null;

  #open(input: Input, change: Partial<State>): void {
    this.store.update({ ...change, input, pasted: input.text === '' ? null : input.text });
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
    const { input } = this.store.state;
    if (!this.#engine) return;
    const { text } = input;
    let answered = false;
    this.#engine.ask(jobFor(this.store.state), (outcome) => {
      answered = true;
      this.#told(text, outcome);
    });
    if (!answered) this.store.update({ busy: true });
  }

  #told(text: string, outcome: Outcome<Answer>): void {
    if (outcome.kind === 'stopped') {
      this.#editor?.mark(NO_MARKS);
      this.store.update({ busy: false, answer: null, answeredText: null, studied: {} });
      this.#notice('problem', `The engine stopped on this text (${outcome.reason}) and was started anew. Your text is untouched; this is a fault of ours, not of the text.`);
      return;
    }
    const { answer } = outcome;
    this.store.update({ busy: false, answer, answeredText: text, studied: stillGood(this.store.state) });
    this.#editor?.mark(marksOf(answer, this.store.state.panel));
    this.#takeMessages(answer);
    this.#study();
    this.#compareRubric(answer.report.rubric);
  }

  /** Messages that are new fill the request in. Where they are all that was pasted, nothing else is to be seen. */
  #takeMessages({ report, told }: Answer): void {
    const { console: pasted, messages, panel } = this.store.state;
    const here = toldBy(report);
    if (isOnlyTold(report) && panel !== LOAD_PANEL) this.showPanel(LOAD_PANEL);
    // Those of the console are read while their panel is looked at.
    if (pasted.trim() !== '' && !told) return;
    const now = told ?? here;
    if (tellSame(now, messages)) return;
    this.store.update({ messages: now, message: null, filled: null });
    if (now.length > 0) this.chooseMessage(0);
  }

  /** Puts the longer question that the answer and the panel raise. */
  #study(): void {
    const study = studyFor(this.store.state);
    if (!study) {
      this.#engine?.forgetStudy();
      return;
    }
    this.#engine?.study(study, (outcome) => {
      if (outcome.kind === 'answer') this.store.update({ studied: outcome.answer });
      else this.#notice('problem', `The engine stopped while comparing (${outcome.reason}) and was started anew. Your text is untouched; this is a fault of ours, not of the text.`);
    });
  }

  #compareRubric(today: number): void {
    const then = this.#sharedRubric;
    this.#sharedRubric = null;
    if (then === null || then === 0 || then === today) return;
    this.#notice('info', `This link was made under weights ${then}; what you see is judged by today’s, ${today}.`);
  }
}

function withoutSecrets(input: Input): Input {
  const clean = (text: string) => redact(text, findSecrets(text));
  const { text, other, load, harden } = input;
  return {
    ...input,
    text: clean(text),
    other: clean(other),
    harden: { ...harden, endpoint: clean(harden.endpoint) },
    load: { ...load, url: clean(load.url), page: clean(load.page), content: clean(load.content), ancestors: clean(load.ancestors) },
  };
}

/** Somebody types a text from its first letter: that is no paste. */
function isTyped(text: string): boolean {
  return text.length <= 1;
}

function marksOf(answer: Answer | null, panel: string): Marks {
  if (!answer) return NO_MARKS;
  const { findings, policies } = answer.report;
  const load = panel === LOAD_PANEL ? answer.load : undefined;
  return { findings, policies, deciding: load?.kind === 'verdict' ? load.deciding : [] };
}

function analyzeOptions({ observatory, response }: Input): AnalyzeOptions {
  return response === null ? { observatory } : { observatory, response };
}

function jobFor(state: State): Job {
  const { input, panel } = state;
  const job: Job = { text: input.text, analyze: analyzeOptions(input) };
  if (panel === HOME_PANEL) job.home = { harden: hardenOptions(input), target: input.target };
  if (panel === MATRIX_PANEL) job.matrix = true;
  if (panel === ELSEWHERE_PANEL) job.elsewhere = true;
  if (panel !== LOAD_PANEL) return job;
  if (state.console.trim() !== '') job.console = state.console;
  const request = requestOf(input.load);
  if (request) {
    const page = pageOf(input.load);
    const message = state.message === null ? undefined : state.messages[state.message];
    job.load = { request, ...(page === undefined ? {} : { page }), ...(message ? { message, asTold: state.filled === input.load } : {}) };
  }
  return job;
}

const NOTHING_TOLD: readonly ToldRequest[] = [];
function toldBy(report: Report | undefined): readonly ToldRequest[] {
  return report?.input.requests ?? NOTHING_TOLD;
}

function studyFor({ input, panel, answer, pasted }: State): Study | null {
  const study: Study = { text: input.text, analyze: analyzeOptions(input) };
  if (panel === LOAD_PANEL && answer?.load?.kind === 'verdict' && answer.load.remedies.some(({ edits }) => edits)) {
    return { ...study, effects: answer.load.remedies.map(({ edits = [] }) => edits) };
  }
  if (panel !== CHANGED_PANEL) return null;
  if (input.other !== '') return { ...study, changed: { text: input.other, is: 'after' } };
  return pasted === null ? null : { ...study, changed: { text: pasted, is: 'before' } };
}

/** Until the next comparison is there the last one stays, if there is something to compare. */
function stillGood(state: State): Studied {
  const { changed } = state.studied;
  return changed && studyFor(state)?.changed ? { changed } : {};
}
