// What a person can do, each as one function. Only these write the store; each ends in a question to
// the engine where the answer may have changed.
import type { AnalyzeOptions, Edit, Report, RequestType, PolicyInput, Secret, Span, TargetOption, ToldRequest } from 'headstrong';
import type { EditorHost } from '../editor/host';
import type { Meaning } from '../editor/meanings';
import { normalizeLineEnds, NO_MARKS, type ChangeKind, type Marks } from '../editor/port';
import type { Engine } from '../engine/engine';
import type { ReportFormat } from '../engine/papers';
import { EMIT_VALUES } from '../engine/emit_values';
import type { Answer, HomeQuestion, Job, Studied, Study } from '../engine/job';
import { EMPTY_FORM, pageOf, requestOf, type RequestForm } from '../judge/requests';
import { formOf, tellSame } from '../judge/told';
import type { Outcome } from '../engine/runner';
import { isOnlyTold } from '../judge/load';
import { decodeText, isText, MAX_FILE_BYTES } from '../files/files';
import {
  choose,
  DEFAULT_INPUT,
  hardenOptions,
  inputFrom,
  isDay,
  LINK_TARGET,
  MAX_LONG_TEXT,
  optionsOf,
  type HardenKey,
  type Input,
} from './input';
import { bookAddress } from '../sharing/book';
import { redact, withLines, type PlacedSecret } from '../sharing/secrets';
import { decodeShare, encodeShare, linkProblemText, type Encoded, type Shared } from '../sharing/share';
import type { Filter, Notice, State, Store } from './store';

export const FINDINGS_PANEL = 'findings';
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
  #searched: { texts: readonly string[]; found: Promise<Secret[][]> } | null = null;

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
    // Only now can findings say why, and the target be told from the text.
    this.#ask();
  }
  engineFailed(reason: string): void {
    const text = `The engine did not start, so nothing can be analysed here: ${reason}. Reload the page to try again.`;
    this.store.update({ engine: 'failed', notice: { kind: 'problem', text } });
  }

  /** Called by the editor on every change. */
  textChanged(text: string, kind: ChangeKind): void {
    const { input, isExample } = this.store.state;
    const steps = this.#editor?.steps ?? this.store.state.steps;
    if (text === input.text) {
      this.store.update({ steps });
      return;
    }
    const response = kind === 'whole' ? null : input.response;
    const change: Partial<State> = { notice: null, done: null, steps, isExample: isExample && this.#ours };
    if (kind === 'whole' && !this.#ours) {
      change.pasted = isTyped(text) ? null : text;
      change.filter = {};
      this.#isNew = true;
    }
    // Another site's plan begins at its beginning.
    const step = change.pasted === undefined ? input.step : '';
    this.#put({ ...input, text, response, step }, change);
  }
  /** Another text came, and where it leads was not seen to yet. */
  #isNew = false;
  /** The message that asks for the page's headers, as it quotes no policy: they come in its place. */
  #unquoted = '';
  /** A message opened the panel that is looked at. */
  #wasLed = false;
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

  /** Puts a text in place of the one there, from a file or a paste beside the editor. */
  load(text: string): void {
    const mine = this.#ownText();
    this.#editor?.replace(normalizeLineEnds(text));
    this.#sayReplaced(mine);
  }
  loadExample(text: string): void {
    this.load(text);
    this.store.update({ isExample: text !== '' });
  }
  /** What the editor was filled with before anybody wrote. */
  startWith(example: string): void {
    this.store.update({ isExample: true, pasted: example, input: { ...this.store.state.input, text: example } });
  }
  #ownText(): string {
    const { isExample, input } = this.store.state;
    return isExample ? '' : input.text;
  }
  #sayReplaced(mine: string): void {
    if (mine !== '' && mine !== this.store.state.input.text) this.store.update({ done: 'Your text was replaced.' });
  }

  undo(): void {
    this.#editor?.undo();
    this.store.update({ done: null, steps: this.#editor?.steps ?? this.store.state.steps });
  }
  redo(): void {
    this.#editor?.redo();
  }
  explain(meaning: Meaning | null): void {
    const { meaning: shown } = this.store.state;
    if (meaning?.start !== shown?.start || meaning?.text !== shown?.text) this.store.update({ meaning });
  }
  dismissDone(): void {
    this.store.update({ done: null });
  }

  /** Lists the findings that are also of this kind; the same once more takes the choice back. */
  filter(change: Filter): void {
    const filter = { ...this.store.state.filter };
    for (const key of Object.keys(change) as (keyof Filter)[]) {
      if (change[key] === undefined || filter[key] === change[key]) delete filter[key];
      else Object.assign(filter, { [key]: change[key] });
    }
    this.store.update({ filter });
    if (this.store.state.panel !== FINDINGS_PANEL) this.showPanel(FINDINGS_PANEL);
  }
  showAll(): void {
    this.store.update({ filter: {} });
  }
  print(printing: boolean): void {
    this.store.update({ printing });
  }

  /** Forgets all that was put in about a site: the text, the request and its messages, the second text, the choices. */
  clear(): void {
    this.#unquoted = '';
    this.#put(
      { ...this.store.state.input, load: EMPTY_FORM, other: '', harden: DEFAULT_INPUT.harden, step: '', from: '' },
      { panel: FINDINGS_PANEL, console: '', messages: [], message: null, filled: null },
    );
    const mine = this.#ownText();
    this.load('');
    if (mine !== '') this.store.update({ done: 'Your text was removed.' });
    this.#editor?.focus();
  }

  async openFile(file: File): Promise<void> {
    const refuse = (why: string) => this.#notice('problem', `“${file.name}” ${why}. Your text is unchanged.`);
    if (file.size > MAX_FILE_BYTES) {
      refuse('is larger than 8 MiB, the most that can be read');
      return;
    }
    const text = decodeText(new Uint8Array(await file.arrayBuffer()));
    if (isText(text)) this.load(text);
    else refuse('is an image or other binary file, not text');
  }

  /** The policy that a message quotes, changed as a remedy says, becomes the text; the message goes on asking. */
  applyToQuoted(changed: PolicyInput, quoted: string): void {
    const { input } = this.store.state;
    this.#change(() => this.#editor?.replace(headerLine(changed.value, changed.disposition)));
    // What the site sends today is the policy without the change.
    this.store.update({ console: input.text, pasted: headerLine(quoted, changed.disposition), isExample: false, done: 'The changed policy is your text now.', steps: this.#editor?.steps ?? this.store.state.steps });
    this.#ask();
  }

  /** What was pasted has no headers: starts a set from nothing, or from the policy that a message quotes. */
  begin(message: ToldRequest | null): void {
    const { input } = this.store.state;
    // The message stays where it fills in a request.
    const console = isOnlyTold(this.store.state.answer?.report) ? input.text : '';
    this.load(message?.policy === undefined ? '' : headerLine(message.policy, message.disposition));
    this.store.update({ console });
    this.showPanel(HOME_PANEL);
  }

  chooseResponse(response: number | null): void {
    this.#put({ ...this.store.state.input, response });
  }
  chooseObservatory(observatory: 4 | 6): void {
    this.#put({ ...this.store.state.input, observatory });
  }
  chooseTarget(target: string): void {
    try {
      localStorage.setItem(LAST_TARGET, target);
    } catch {
      // Storage that is switched off remembers nothing; that is all.
    }
    this.#put({ ...this.store.state.input, target }, { lastTarget: target });
  }
  /** The target that is shown is one to come back to; one that a half typed word found is none. */
  keepTarget(): void {
    const { recent } = this.store.state;
    const target = targetOf(this.store.state);
    if (!recent.includes(target)) this.store.update({ recent: [...recent, target].slice(-MOST_RECENT) });
  }
  /** From earlier visits. */
  recallTarget(): void {
    try {
      const lastTarget = localStorage.getItem(LAST_TARGET) ?? '';
      if (/^[a-z0-9-]{1,60}$/.test(lastTarget)) this.store.update({ lastTarget });
    } catch {
      // As above.
    }
  }
  chooseHarden(key: HardenKey, value: string): void {
    const { input } = this.store.state;
    const harden = { ...input.harden };
    if (choose(harden, key, value)) this.#put({ ...input, harden });
  }
  /** An option of the target; its default is left out. */
  chooseEmit({ name, values }: TargetOption, value: string): void {
    const { input } = this.store.state;
    const { [name]: _, ...emit } = input.emit;
    if (!values.startsWith(`${value}|`)) emit[name] = value;
    this.#put({ ...input, emit });
  }
  /** Which step of the plan the headers and files are for. */
  chooseStep(step: string): void {
    this.#put({ ...this.store.state.input, step });
  }
  /** The plan's first day, or none; a year that is half typed changes nothing. */
  beginOn(from: string): void {
    if (from === '' || isDay(from)) this.#put({ ...this.store.state.input, from });
  }
  /** Adds a service to those that the policy admits, where one sees what that does. */
  addService(id: string): void {
    const message = this.store.state.messages[this.store.state.message ?? 0];
    if (message?.policy !== undefined && isOnlyTold(this.store.state.answer?.report)) this.begin(message);
    const { services } = this.store.state.input.harden;
    const chosen = services.split(',').filter((known) => known !== '' && known !== id);
    this.chooseHarden('services', [...chosen, id].join(','));
    this.showPanel(HOME_PANEL);
  }
  /** The report on the text; an error has the reason. */
  makeReport(format: ReportFormat, withSecrets: boolean, title: string): Promise<string> {
    const { input } = this.store.state;
    const book = bookAddress(location);
    return new Promise((resolve, reject) => {
      this.#engine?.write({ text: input.text, format, analyze: analyzeOptions(input), withSecrets, title, book }, (outcome) => {
        if (outcome.kind === 'stopped') reject(new Error(outcome.reason));
        else if (outcome.answer.kind === 'refused') reject(new Error(outcome.answer.reason));
        else resolve(outcome.answer.text);
      });
    });
  }
  resetHarden(): void {
    const { harden, step, from } = DEFAULT_INPUT;
    this.#put({ ...this.store.state.input, harden, step, from });
  }

  showPanel(panel: string): void {
    this.#wasLed = false;
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
  /** `done` says afterwards what was changed, in a few words. */
  applyFix(edits: readonly Edit[], done = ''): void {
    const { answer, answered, input } = this.store.state;
    // What was typed since has moved the places.
    if (answered?.text !== input.text) return;
    const before = answer ? gradeWords(answer.report) : null;
    this.#change(() => this.#editor?.apply(edits));
    this.#applied = done === '' || before === null ? null : { done, before };
    this.#sayApplied();
  }
  /** Said once the new text has its grade. */
  #applied: { done: string; before: string } | null = null;
  #sayApplied(): void {
    const { answer, answered, input } = this.store.state;
    if (!this.#applied || !answer || answered?.text !== input.text) return;
    const { done, before } = this.#applied;
    this.#applied = null;
    const now = gradeWords(answer.report);
    this.store.update({ done: before === now ? `${done} The grade stays ${now}.` : `${done} Grade: ${before} before, ${now} now.` });
  }
  /** Writes the hardened set into the text, to be judged and edited like any other. */
  adopt(edits: readonly Edit[]): void {
    this.applyFix(edits, 'The new headers are in your text.');
  }

  /** Asks about another request; one that was filled in from a message is then the person's own. */
  askAbout(change: Partial<RequestForm>): void {
    const { input } = this.store.state;
    this.#put({ ...input, load: { ...input.load, ...change } });
  }
  /** What a browser's console said fills in the request, once the engine has read it; of several messages the first. */
  pasteConsole(text: string): void {
    const { input, console: before } = this.store.state;
    // Without headers the message itself is the text: it quotes the policy.
    if (input.text === '' && before === '' && !isTyped(text)) {
      this.load(text);
      return;
    }
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
  /** What decides a cell of the table: its request, asked about. */
  askAboutCell(type: RequestType, url: string): void {
    const page = this.store.state.answer?.matrix;
    const known = page?.kind === 'matrix' ? page.matrix.page : '';
    this.store.update({ input: { ...this.store.state.input, load: formOf({ type, url, page: known }) } });
    this.showPanel(LOAD_PANEL);
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

  openShare(sharing: NonNullable<State['sharing']>): void {
    this.store.update({ sharing });
  }
  closeShare(): void {
    this.store.update({ sharing: null });
  }
  /** What a link would give away, as the dialog lists it. */
  async secrets(): Promise<PlacedSecret[]> {
    const { input } = this.store.state;
    const [first = [], second = []] = await this.#secretsIn(textsOf(input));
    const inSecond = withLines(input.other, second).map((secret) => ({ ...secret, what: `${secret.what}, in the second text` }));
    return [...withLines(input.text, first), ...inSecond];
  }

  /** Asked once for a dialog and the links that are made in it; fails where there is no engine. */
  #secretsIn(texts: readonly string[]): Promise<Secret[][]> {
    const known = this.#searched;
    if (known?.texts.length === texts.length && known.texts.every((text, i) => text === texts[i])) return known.found;
    const found = new Promise<Secret[][]>((resolve, reject) => {
      if (!this.#engine) throw new Error('The engine isn’t loaded, so secrets can’t be left out.');
      this.#engine.secrets(texts, (outcome) => {
        if (outcome.kind === 'stopped') reject(new Error(outcome.reason));
        else resolve(outcome.answer);
      });
    });
    const search = { texts, found };
    found.catch(() => {
      if (this.#searched === search) this.#searched = null;
    });
    this.#searched = search;
    return found;
  }

  /** Makes the link from what was put in and writes it into the address, without a history entry. */
  async makeLink(withSecrets: boolean): Promise<Encoded> {
    const { input: now, panel, answer } = this.store.state;
    // What was guessed from the text is written down: the link gives the same files anywhere.
    const input = { ...now, target: targetOf(this.store.state) };
    const shared = withSecrets ? input : withoutSecrets(input, await this.#secretsIn(textsOf(input)));
    const rubric = answer?.report.rubric ?? 0;
    const options = optionsOf(shared);
    // The plan goes from there to the text.
    const today = sentToday(this.store.state);
    if (today !== null && today.length <= MAX_LONG_TEXT) {
      const [secrets = []] = withSecrets ? [] : await this.#secretsIn([today]);
      options['pasted'] = redact(today, secrets);
    }
    const encoded = await encodeShare({ text: shared.text, options, rubric, view: panel });
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
    if (!LINK.test(hash)) return;
    const turn = ++this.#opening;
    const decoded = await decodeShare(hash);
    // Of two links the later one counts, whichever is read first.
    if (decoded.kind === 'none' || turn !== this.#opening) return;
    if (decoded.kind === 'problem') {
      history.replaceState(null, '', location.pathname + location.search);
      this.#link = '';
      this.#notice('problem', linkProblemText(decoded.problem));
      return;
    }
    this.#link = hash;
    this.#openShared(decoded.shared, panels);
  }
  /** The link in the address, and how many were tried. */
  #link = '';
  #opening = 0;

  #openShared(shared: Shared, panels: readonly string[]): void {
    const { pasted, ...options } = shared.options;
    const { input, unknown } = inputFrom(shared.text, options);
    const panel = panels.includes(shared.view) ? shared.view : FINDINGS_PANEL;
    this.#sharedRubric = shared.rubric;
    const said: string[] = [];
    if (unknown.length > 0) said.push('This link has options that this page does not know. They are at their defaults.');
    const text = this.#ownText();
    if (input.text === '' && text !== '') {
      input.text = text;
      said.push('This link has options but no text, so your text stays.');
    }
    this.#open(input, pasted ?? (input.text || null), { panel, notice: said.length > 0 ? { kind: 'info', text: said.join(' ') } : null });
  }
  /** Under which weights the opened link was made, until that was said. */
  #sharedRubric: number | null = null;

  #open(input: Input, pasted: string | null, change: Partial<State>): void {
    const mine = this.#ownText();
    const first = { isExample: false, filter: {}, done: null, sharing: null, pasted };
    this.store.update({ ...change, ...first, input });
    this.#editor?.replace(input.text);
    this.#sayReplaced(mine);
    // The editor's own report of the change found the text known already; the question is put here.
    this.#ask();
  }

  #notice(kind: Notice['kind'], text: string): void {
    this.store.update({ notice: { kind, text } });
  }

  #put(input: Input, change: Partial<State> = {}): void {
    // The address must not hold a link to something else than what is shown.
    if (this.#link !== '' && location.hash === this.#link) history.replaceState(null, '', location.pathname + location.search);
    this.#link = '';
    this.store.update({ ...change, input });
    this.#ask();
  }

  #ask(): void {
    if (!this.#engine) return;
    const job = jobFor(this.store.state);
    let answered = false;
    this.#engine.ask(job, (outcome) => {
      answered = true;
      this.#told(job, outcome);
    });
    if (!answered) this.store.update({ busy: true });
  }

  #told(job: Job, outcome: Outcome<Answer>): void {
    if (outcome.kind === 'stopped') {
      this.#editor?.mark(NO_MARKS);
      this.store.update({ busy: false, answer: null, answered: null, studied: {} });
      this.#notice('problem', `The engine stopped on this text (${outcome.reason}) and was restarted. Your text is unchanged. This is our bug, not a fault in your text.`);
      return;
    }
    const { answer } = outcome;
    this.store.update({ busy: false, answer, answered: job, studied: stillGood(this.store.state) });
    this.#editor?.mark(marksOf(answer, this.store.state.panel));
    this.#takeMessages(answer);
    this.#isNew = false;
    this.#sayApplied();
    this.#study();
    this.#compareRubric(answer.report.rubric);
    // Which server the text tells of is known only now.
    if (job.home && job.home.target !== targetOf(this.store.state)) this.#ask();
  }

  /** Messages that are new fill the request in. Where they are all that was pasted, nothing else is to be seen. */
  #takeMessages({ report, told }: Answer): void {
    const { console: pasted, messages, panel } = this.store.state;
    const here = toldBy(report);
    if (isOnlyTold(report)) this.#unquoted = here[0]?.policy === undefined ? this.store.state.answered?.text ?? '' : '';
    if (this.#isNew && this.#unquoted !== '' && report.input.responses.length > 0 && pasted === '') {
      this.store.update({ console: this.#unquoted });
      this.#unquoted = '';
      this.#isNew = false;
      this.showPanel(LOAD_PANEL);
      return;
    }
    if (this.#isNew && isOnlyTold(report) && panel !== LOAD_PANEL) {
      this.showPanel(LOAD_PANEL);
      this.#wasLed = true;
    } else if (this.#isNew && this.#wasLed && here.length === 0) {
      // Nobody chose that panel, and there is more to see of this text.
      this.showPanel(FINDINGS_PANEL);
    }
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
      this.store.update({ isStudying: false });
      return;
    }
    this.store.update({ isStudying: true });
    this.#engine?.study(study, (outcome) => {
      this.store.update({ isStudying: false, ...(outcome.kind === 'answer' ? { studied: outcome.answer } : {}) });
      if (outcome.kind === 'stopped') this.#notice('problem', `The engine stopped while comparing (${outcome.reason}) and was restarted. Your text is unchanged. This is our bug, not a fault in your text.`);
    });
  }

  #compareRubric(today: number): void {
    const then = this.#sharedRubric;
    this.#sharedRubric = null;
    if (then === null || then === 0 || then === today) return;
    this.#notice('info', `This link was made with version ${then} of the scoring. You see the grade by version ${today}.`);
  }
}

const MOST_RECENT = 8;

/** Where the browser keeps the target that was chosen last: its id and nothing else. */
const LAST_TARGET = 'headstrong-target';

/** The chosen target; else what the text tells of the server, else the last one, else nginx. */
export function targetOf({ input, answer, lastTarget, isExample, targets }: State): string {
  if (input.target !== '') return input.target;
  return (!isExample && targets.length > 0 && answer?.report.input.targets?.[0]) || lastTarget || LINK_TARGET;
}

/** What the site sends, as it was pasted, where the text was edited since and the plan needs it; else null. */
function sentToday({ input, panel, pasted }: State): string | null {
  return panel === HOME_PANEL && input.harden.reporting === '' && pasted !== input.text ? pasted : null;
}

/** The options that were chosen and that the target takes. */
function emitOptions(state: State): Record<string, string> {
  const target = state.targets.find(({ id }) => id === targetOf(state));
  return Object.fromEntries((target?.options ?? []).map((option) => [option.name, emitValue(state.input.emit, option)] as const).filter(([name]) => name in state.input.emit));
}
/** What an option of the target is, as far as it takes what was chosen. */
export function emitValue(emit: Input['emit'], { name, values }: TargetOption): string {
  const known = values.split('|');
  return [emit[name], EMIT_VALUES[name], known[0]].find((value) => value !== undefined && known.includes(value)) ?? '';
}

function gradeWords({ grade }: Report): string {
  return grade.letter === null ? 'none' : `${grade.letter} (${grade.score})`;
}

/** What of the input may hold secrets, in the order in which `withoutSecrets` puts it back. */
function textsOf({ text, other, load, harden }: Input): string[] {
  return [text, other, harden.endpoint, harden.inlineCode, load.url, load.page, load.content, load.ancestors];
}
function withoutSecrets(input: Input, secrets: readonly Secret[][]): Input {
  const cleaned = textsOf(input).map((text, i) => redact(text, secrets[i] ?? []));
  const [text = '', other = '', endpoint = '', inlineCode = '', url = '', page = '', content = '', ancestors = ''] = cleaned;
  return { ...input, text, other, harden: { ...input.harden, endpoint, inlineCode }, load: { ...input.load, url, page, content, ancestors } };
}

function headerLine(policy: string, disposition: 'enforce' | 'report'): string {
  return `Content-Security-Policy${disposition === 'report' ? '-Report-Only' : ''}: ${policy}\n`;
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
  if (panel === HOME_PANEL) job.home = { harden: hardenOptions(input), target: targetOf(state), emit: emitOptions(state), ...planned(state) };
  if (panel === MATRIX_PANEL) job.matrix = true;
  if (panel === ELSEWHERE_PANEL) job.elsewhere = true;
  if (panel !== LOAD_PANEL) return job;
  if (state.console.trim() !== '') job.console = state.console;
  const request = requestOf(input.load);
  if (request) {
    const page = pageOf(input.load);
    const message = state.message === null ? undefined : state.messages[state.message];
    job.load = { request, ...(page === undefined ? {} : { page }), ...(message ? { message, asTold: state.filled === input.load, isEdited: state.pasted !== null && state.pasted !== input.text } : {}) };
  }
  return job;
}

/** Which parts of the answer are to what is chosen now. The text may have changed since: that is seen in the text. */
export function isAnswered(state: State): { set: boolean; files: boolean; load: boolean } {
  const [then, now] = [state.answered, jobFor(state)];
  const isSame = (part: (job: Job) => unknown) => then !== null && JSON.stringify(part(then)) === JSON.stringify(part(now));
  const set = isSame(({ home }) => home && [home.harden, home.step, home.from]);
  return { set, files: set && isSame(({ home }) => [home?.target, home?.emit]), load: isSame(({ load }) => [load?.request, load?.page]) };
}

function planned(state: State): Pick<HomeQuestion, 'step' | 'from' | 'today'> {
  const { step, from } = state.input;
  const today = sentToday(state);
  return { step, from, ...(today === null ? {} : { today }) };
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

/** Until the next comparison is there the last one stays, if it is the same two texts that are compared, edited. */
function stillGood(state: State): Studied {
  const { changed, is } = state.studied;
  return changed && is && studyFor(state)?.changed?.is === is ? { changed, is } : {};
}
