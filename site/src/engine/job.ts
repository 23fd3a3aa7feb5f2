// One question to the engine and its answer. Pure: the page and the worker run the same lines.
import type {
  AnalyzeOptions,
  Comparison,
  Edit,
  Emitted,
  Hardened,
  HardenOptions,
  Header,
  Headstrong,
  Report,
} from 'headstrong';
import { applyEdits } from '../editor/port';
import { compareResponses, responseOf } from '../judge/compare';
import { judgeLoad, type LoadAnswer, type LoadQuestion } from '../judge/load';
import { judgeMatrix, type MatrixAnswer } from '../judge/matrix';

/** What the "Take home" panel asks for. */
export interface HomeQuestion {
  harden: HardenOptions;
  target: string;
}

export interface Job {
  text: string;
  analyze: AnalyzeOptions;
  /** These are absent while nobody looks at their panel. */
  home?: HomeQuestion;
  load?: LoadQuestion;
  matrix?: true;
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
}

export type Task = { kind: 'job'; job: Job } | { kind: 'study'; study: Study };

/** Either what the target carries, or why it refuses. */
export type HomeFiles = { kind: 'files'; emitted: Emitted } | { kind: 'refused'; reason: string };

/** Choices that are typed, so that they can be incomplete or wrong. */
export type FreeChoice = 'framing' | 'endpoint';

/** The hardened set and its files, made without the choices that have faults; or why there is no set. */
export type Home =
  | { kind: 'set'; hardened: Hardened; files: HomeFiles; faults: FreeChoice[] }
  | { kind: 'refused'; reason: string };

export interface Answer {
  report: Report;
  home?: Home;
  load?: LoadAnswer;
  matrix?: MatrixAnswer;
}

export function perform(engine: Headstrong, task: Task): Answer | Studied {
  return task.kind === 'job' ? answer(engine, task.job) : study(engine, task.study);
}

function answer(engine: Headstrong, job: Job): Answer {
  const { text, analyze, home, load, matrix } = job;
  const report = engine.analyze(text, analyze);
  const result: Answer = { report };
  if (home) result.home = takeHome(engine, text, home);
  if (load) result.load = judgeLoad(engine, text, analyze, report, load);
  if (matrix) result.matrix = judgeMatrix(engine, report);
  return result;
}

function study(engine: Headstrong, asked: Study): Studied {
  const { text, analyze, effects, changed } = asked;
  const result: Studied = {};
  if (effects) {
    result.effects = effects.map((edits) => compareResponses(engine, text, applyEdits(text, edits), analyze));
  }
  if (changed) result.changed = compareWith(engine, asked, changed);
  return result;
}

/** The other text is compared as the engine itself would read it. */
function compareWith(engine: Headstrong, { text, analyze }: Study, other: NonNullable<Study['changed']>): Comparison {
  const now = responseOf(engine, text, analyze);
  return other.is === 'before' ? engine.compare(other.text, now) : engine.compare(now, other.text);
}

function takeHome(engine: Headstrong, text: string, question: HomeQuestion): Home {
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
  let hardened: Hardened;
  try {
    hardened = engine.hardenWithReasons(text, harden);
  } catch (error) {
    return { kind: 'refused', reason: reasonOf(error) };
  }
  return { kind: 'set', hardened, files: write(engine, hardened.headers, question.target), faults };
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

function write(engine: Headstrong, headers: Header[], target: string): HomeFiles {
  try {
    return { kind: 'files', emitted: engine.emit(headers, target) };
  } catch (error) {
    return { kind: 'refused', reason: reasonOf(error) };
  }
}

/** A refusal is an Error with a reason; anything else means that the engine itself has stopped. */
function reasonOf(error: unknown): string {
  if (error instanceof Error && !isTrap(error)) return error.message;
  throw error;
}

function isTrap(error: Error): boolean {
  return error instanceof WebAssembly.RuntimeError || error instanceof RangeError;
}
