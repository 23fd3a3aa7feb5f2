// Documents that the core writes to be taken along: the report on a text, and the plan of a rollout.
import type { AnalyzeOptions, Headstrong, HardenOptions } from 'headstrong';

export type ReportFormat = 'markdown' | 'html' | 'json' | 'sarif';

export interface Paper {
  text: string;
  format: ReportFormat;
  analyze: AnalyzeOptions;
  /** Cookie values and tokens are written out. */
  withSecrets: boolean;
  /** The folder of the rule book that the report links to; empty: without links. */
  book: string;
}

/** One step of a rollout. */
export interface PlanStep {
  id: string;
  /** Days after the first. */
  day: number;
  title: string;
  why: string;
  tasks: string[];
  changed: string[];
}
export interface Plan {
  steps: PlanStep[];
  /** The same as a document. */
  markdown: string;
}

/** What a module can do besides; one that was built without it does not offer it. */
export interface Writers {
  report(text: string, options: Record<string, unknown>): string;
  rollout(text: string, options: HardenOptions): Plan;
}

export function writersOf(engine: Headstrong): Partial<Writers> {
  return engine as Headstrong & Partial<Writers>;
}

/** Either the document or why there is none. */
export type Written = { kind: 'written'; text: string } | { kind: 'refused'; reason: string };

export function write(engine: Headstrong, { text, format, analyze, withSecrets, book }: Paper): Written {
  const { report } = writersOf(engine);
  if (!report) return { kind: 'refused', reason: 'this version of the engine writes no reports' };
  try {
    const options = { ...analyze, format, secrets: withSecrets ? 'show' : 'mask', ...(book === '' ? {} : { book }) };
    return { kind: 'written', text: report.call(engine, text, options) };
  } catch (error) {
    if (error instanceof WebAssembly.RuntimeError || error instanceof RangeError || !(error instanceof Error)) throw error;
    return { kind: 'refused', reason: error.message };
  }
}
