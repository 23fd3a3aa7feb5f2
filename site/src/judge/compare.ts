// Two pasted texts compared.
import type { AnalyzeOptions, Comparison, Headstrong } from 'headstrong';

/** A text before and after a change: of both the response that was chosen. */
export function compareResponses(engine: Headstrong, before: string, after: string, { response }: AnalyzeOptions): Comparison {
  return engine.compare(before, after, response === undefined ? {} : { before: response, after: response });
}
