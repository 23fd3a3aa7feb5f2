// One question to the engine and its answer. Pure: the page and the worker run the same lines.
import type {
  AnalyzeOptions,
  Comparison,
  Edit,
  Elsewhere,
  Emitted,
  Hardened,
  HardenOptions,
  Header,
  Headstrong,
  Matrix,
  Report,
  Rollout,
  Secret,
  Target,
  ToldRequest,
  WriteIntoOptions,
} from 'headstrong';
import { applyEdits } from '../editor/port';
import { compareResponses } from '../judge/compare';
import { inPageWords, TARGET } from '../state/choice_words';
import { write as writePaper, type Paper } from './papers';
import { judgeLoad, type LoadAnswer, type LoadQuestion } from '../judge/load';
import { EMIT_VALUES } from './emit_values';

/** What the "Configuration" panel asks for. */
export interface HomeQuestion {
  harden: HardenOptions;
  target: string;
  /** Options of the target. */
  emit?: Record<string, string>;
  /** The way there, step by step: which of the steps is shown, empty the first. Absent: all of it at once. */
  step?: string;
  /** The first day of the plan. */
  from?: string;
  /** What the site sends, where the text was edited since. */
  today?: string;
}

export interface Job {
  text: string;
  analyze: AnalyzeOptions;
  /** These are absent while nobody looks at their panel. */
  home?: HomeQuestion;
  load?: LoadQuestion;
  /** What a browser's console said, pasted beside the text. */
  console?: string;
  matrix?: true;
  elsewhere?: true;
}

/** What takes longer than a key may. */
export interface Study {
  text: string;
  analyze: AnalyzeOptions;
  /** Changes of the text, of which each is compared with it. */
  effects?: Edit[][];
  /** A text to compare with. */
  changed?: { text: string; is: 'before' | 'after' };
}
export interface Studied {
  effects?: Comparison[];
  changed?: Comparison;
  /** Which of the two the other text was. */
  is?: 'before' | 'after';
}

export type Task = { kind: 'job'; job: Job } | { kind: 'study'; study: Study } | { kind: 'paper'; paper: Paper } | { kind: 'secrets'; texts: readonly string[] };

/** Either what the target carries, or why it refuses, and which other target it names. */
export type HomeFiles = { kind: 'files'; emitted: Emitted } | { kind: 'refused'; reason: string; instead?: string | undefined };

/** The text's own edits that write the set into it, or why it can't be written. */
export type Written = { kind: 'edits'; edits: Edit[]; notes: string[] } | { kind: 'refused'; reason: string };

/** Choices that are typed, so that they can be incomplete or wrong. */
export type FreeChoice = 'framing' | 'endpoint';

/** The hardened set and its files, made without the choices that have faults; or why there is no set. */
export type Home =
  | { kind: 'set'; hardened: Hardened; files: HomeFiles; written: Written; faults: FreeChoice[]; plan: Plan | null }
  | { kind: 'refused'; reason: string };

/** The way to the hardened set, and where on it the headers and files belong. */
export interface Plan extends Rollout {
  /** The steps of one day are made together; those that change no header are left out. */
  stages: Stage[];
  /** Of `stages`, the one that is shown; 0 where there is none. */
  shown: number;
}
export interface Stage {
  id: string;
  day: number;
  date?: string;
  title: string;
}

/** What the set allows, or why that can't be said. */
export type MatrixAnswer = { kind: 'matrix'; matrix: Matrix } | { kind: 'unanswered'; reason: string };

export interface Answer {
  report: Report;
  home?: Home;
  load?: LoadAnswer;
  /** The requests that the console's messages tell of. */
  told?: ToldRequest[];
  matrix?: MatrixAnswer;
  elsewhere?: Elsewhere | null;
}

export function perform(engine: Headstrong, task: Task): Answer | Studied | Document | Secret[][] {
  if (task.kind === 'secrets') return task.texts.map((text) => engine.secrets(text));
  if (task.kind === 'paper') return documentOf(engine, task.paper);
  return task.kind === 'job' ? answer(engine, task.job) : study(engine, task.study);
}

/** Either the document or why there is none. */
export type Document = { kind: 'written'; text: string } | { kind: 'refused'; reason: string };

function documentOf(engine: Headstrong, paper: Paper): Document {
  try {
    return { kind: 'written', text: writePaper(engine, paper) };
  } catch (error) {
    return { kind: 'refused', reason: inPageWords(reasonOf(error)) };
  }
}

function answer(engine: Headstrong, job: Job): Answer {
  const { text, home, load, matrix, elsewhere } = job;
  const { report, analyze } = judge(engine, text, job.analyze);
  const result: Answer = { report };
  if (home) result.home = configure(engine, text, analyze === job.analyze ? home : withoutResponse(home));
  if (load) result.load = judgeLoad(engine, text, analyze, report, load);
  if (job.console !== undefined) result.told = engine.analyze(job.console, { elsewhere: 'off' }).input.requests ?? [];
  if (matrix) result.matrix = tabulate(engine, text, analyze);
  // With the report, so that it says where the two disagree, and why.
  if (elsewhere) result.elsewhere = engine.analyze(text, { ...analyze, elsewhere: 'on' }).elsewhere;
  return result;
}

/** What other tools say is asked apart, where somebody looks. A response that was chosen may go while the text is edited; then the engine chooses. */
function judge(engine: Headstrong, text: string, analyze: AnalyzeOptions): { report: Report; analyze: AnalyzeOptions } {
  try {
    return { report: engine.analyze(text, { ...analyze, elsewhere: 'off' }), analyze };
  } catch (error) {
    reasonOf(error);
    const { response, ...rest } = analyze;
    if (response === undefined) throw error;
    return { report: engine.analyze(text, { ...rest, elsewhere: 'off' }), analyze: rest };
  }
}

function withoutResponse(home: HomeQuestion): HomeQuestion {
  const { response: _, ...harden } = home.harden;
  return { ...home, harden };
}

function study(engine: Headstrong, question: Study): Studied {
  const { text, effects, changed } = question;
  const analyze = question.analyze.response === undefined ? question.analyze : judge(engine, text, question.analyze).analyze;
  const asked = { ...question, analyze };
  const result: Studied = {};
  if (effects) {
    result.effects = effects.map((edits) => compareResponses(engine, text, applyEdits(text, edits), analyze));
  }
  if (changed) Object.assign(result, { changed: compareWith(engine, asked, changed), is: changed.is });
  return result;
}

/** The other text is compared as the engine itself would read it. */
function compareWith(engine: Headstrong, { text, analyze: { response } }: Study, other: NonNullable<Study['changed']>): Comparison {
  const which = (name: 'before' | 'after') => (response === undefined ? {} : { [name]: response });
  return other.is === 'before' ? engine.compare(other.text, text, which('after')) : engine.compare(text, other.text, which('before'));
}

function tabulate(engine: Headstrong, text: string, { response }: AnalyzeOptions): MatrixAnswer {
  try {
    return { kind: 'matrix', matrix: engine.matrix(text, response === undefined ? {} : { response }) };
  } catch (error) {
    return { kind: 'unanswered', reason: reasonOf(error) };
  }
}

function configure(engine: Headstrong, text: string, question: HomeQuestion): Home {
  const harden = { ...question.harden };
  const faults: FreeChoice[] = [];
  if (harden.framing !== undefined && !accepts(engine, { framing: harden.framing })) {
    faults.push('framing');
    delete harden.framing;
  }
  if (harden.endpoint !== undefined && !accepts(engine, { endpoint: harden.endpoint })) {
    faults.push('endpoint');
    delete harden.endpoint;
  }
  const words = wordsOf(engine, question.target);
  let hardened: Hardened;
  try {
    hardened = engine.hardenWithReasons(text, harden);
  } catch (error) {
    return { kind: 'refused', reason: words(reasonOf(error)) };
  }
  const plan = planOf(engine, text, harden, question, words);
  hardened = { ...hardened, ...stepOf(plan) };
  hardened.changes = hardened.changes.map((change) => ({ ...change, sentence: words(change.sentence) }));
  const { headers } = hardened;
  const { response } = harden;
  return {
    kind: 'set',
    hardened,
    files: write(engine, hardened, question, words),
    plan,
    written: writeInto(engine, text, headers, response === undefined ? {} : { response }),
    faults,
  };
}

/** They never change, and are asked for on every key. */
const known = new WeakMap<Headstrong, Target[]>();
function targetsOf(engine: Headstrong): Target[] {
  const targets = known.get(engine) ?? engine.targets();
  known.set(engine, targets);
  return targets;
}

/** Sentences of the core in the page's words, with the chosen target's options before those of others. */
type Words = (text: string) => string;
function wordsOf(engine: Headstrong, chosen: string): Words {
  const targets = targetsOf(engine);
  const own = targets.find(({ id }) => id === chosen);
  const options = [own, ...targets.filter((target) => target !== own)].flatMap((target) => target?.options ?? []);
  return (text) => inPageWords(text, options, targets);
}

/** Who chooses how the policy is enforced has no plan. */
function planOf(engine: Headstrong, text: string, harden: HardenOptions, { step, from, today }: HomeQuestion, words: Words): Plan | null {
  if (step === undefined || harden.reporting !== undefined) return null;
  const plan = engine.rollout(text, { ...harden, ...(from ? { from } : {}), ...(today === undefined ? {} : { today }) });
  const stages: Stage[] = [];
  for (const { id, day, date, title } of plan.steps) {
    const last = stages.at(-1);
    if (id === 'read') continue;
    if (last?.day === day) Object.assign(last, { id, title: `${last.title}, ${title}` });
    else stages.push({ id, day, title, ...(date === undefined ? {} : { date }) });
  }
  const shown = Math.max(0, stages.findIndex(({ id }) => id === step));
  return { ...plan, steps: plan.steps.map((one) => ({ ...one, tasks: one.tasks.map(words) })), markdown: words(plan.markdown), stages, shown };
}

/** The set of the step that is shown; null where there is no plan, or nothing left of it. */
function stepOf(plan: Plan | null): Pick<Hardened, 'headers' | 'changes' | 'grade'> | null {
  const step = plan?.steps.find(({ id }) => id === plan.stages[plan.shown]?.id);
  return plan && step ? { headers: [...step.headers, ...(plan.cookies ?? [])], changes: step.changes, grade: { ...plan.grade, now: step.grade } } : null;
}

function writeInto(engine: Headstrong, text: string, headers: Header[], options: WriteIntoOptions): Written {
  try {
    const { edits, notes } = engine.writeIntoWithNotes(text, headers, options);
    return { kind: 'edits', edits, notes: notes.map((note) => inPageWords(note)) };
  } catch (error) {
    return { kind: 'refused', reason: inPageWords(reasonOf(error)) };
  }
}

function accepts(engine: Headstrong, options: HardenOptions): boolean {
  try {
    engine.harden('', options);
    return true;
  } catch (error) {
    reasonOf(error);
    return false;
  }
}

function write(engine: Headstrong, { headers, changes }: Hardened, { target, emit }: HomeQuestion, words: Words): HomeFiles {
  try {
    const emitted = engine.emit(headers, target, { ...EMIT_VALUES, ...emit, notes: changes });
    const warnings = emitted.warnings.map((warning) => ({ ...warning, message: words(warning.message) }));
    return { kind: 'files', emitted: { ...emitted, warnings, files: emitted.files.map((file) => ({ ...file, place: words(file.place) })) } };
  } catch (error) {
    const reason = reasonOf(error);
    return { kind: 'refused', reason: words(reason), instead: targetsOf(engine).find(({ id }) => id === TARGET.exec(reason)?.[1])?.id };
  }
}

/** The class is in the loader, which is not bundled with the page. */
export function isPartNotLoaded(error: unknown): boolean {
  return error instanceof Error && error.name === 'PartNotLoaded';
}

/**
 * A refusal is an Error with a reason; anything else means that the engine itself has stopped, or that a
 * part of it is not there yet.
 */
function reasonOf(error: unknown): string {
  if (error instanceof Error && !isTrap(error) && !isPartNotLoaded(error)) return error.message;
  throw error;
}

function isTrap(error: Error): boolean {
  return error instanceof WebAssembly.RuntimeError || error instanceof RangeError;
}
