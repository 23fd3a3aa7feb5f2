// The report on a text as a document: the core writes it, as the program does.
import type { AnalyzeOptions, Headstrong, ReportOptions } from 'headstrong';
import { redact } from '../sharing/secrets';

export type ReportFormat = NonNullable<ReportOptions['format']> | 'json';

export interface Paper {
  text: string;
  format: ReportFormat;
  analyze: AnalyzeOptions;
  /** Cookie values and tokens are written out. */
  withSecrets: boolean;
  /** Empty: the host of the response's URL, where it has one. */
  title: string;
  /** The folder of the rule book that the report links to; empty: without links. */
  book: string;
}

export function write(engine: Headstrong, { text, format, analyze, withSecrets, title, book }: Paper): string {
  const { response, observatory } = analyze;
  if (format === 'json') {
    // A report in JSON has the values as they are in the text.
    const judged = withSecrets ? text : redact(text, engine.secrets(text));
    return `${JSON.stringify(engine.analyze(judged, analyze), null, 2)}\n`;
  }
  return engine.report(text, {
    format,
    secrets: withSecrets ? 'show' : 'mask',
    ...(response === undefined ? {} : { response }),
    ...(observatory === undefined ? {} : { observatory }),
    ...(title === '' ? {} : { title }),
    ...(book === '' ? {} : { book }),
  });
}
