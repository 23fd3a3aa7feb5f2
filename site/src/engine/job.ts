// One question to the engine and its answer. Pure: the page and the worker run the same lines.
import type {
  AnalyzeOptions,
  Emitted,
  Hardened,
  HardenOptions,
  Header,
  Headstrong,
  Report,
} from 'headstrong';

/** What the "Take home" panel asks for. */
export interface HomeQuestion {
  harden: HardenOptions;
  target: string;
}

export interface Job {
  text: string;
  analyze: AnalyzeOptions;
  /** null while nobody looks at the panel. */
  home: HomeQuestion | null;
}

/** Either what the target carries, or why it refuses. */
export type HomeFiles = { kind: 'files'; emitted: Emitted } | { kind: 'refused'; reason: string };

/** The hardened set and its files, or why there is no set. */
export type Home =
  | { kind: 'set'; hardened: Hardened; files: HomeFiles }
  | { kind: 'refused'; reason: string };

export interface Answer {
  report: Report;
  home: Home | null;
}

export function answer(engine: Headstrong, job: Job): Answer {
  const report = engine.analyze(job.text, job.analyze);
  return { report, home: job.home && takeHome(engine, job.text, job.home) };
}

function takeHome(engine: Headstrong, text: string, question: HomeQuestion): Home {
  let hardened: Hardened;
  try {
    hardened = engine.hardenWithReasons(text, question.harden);
  } catch (error) {
    return { kind: 'refused', reason: reasonOf(error) };
  }
  return { kind: 'set', hardened, files: write(engine, hardened.headers, question.target) };
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
