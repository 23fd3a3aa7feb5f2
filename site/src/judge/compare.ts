// Two pasted texts compared.
import type { AnalyzeOptions, Comparison, Headstrong, Report } from 'headstrong';

/** The engine compares the responses that it would choose; another one is handed over alone. */
export function responseOf(engine: Headstrong, text: string, options: AnalyzeOptions): string {
  return options.response === undefined ? text : archiveOf(engine.analyze(text, { ...options, elsewhere: 'off' }));
}

export function compareResponses(
  engine: Headstrong,
  before: string,
  after: string,
  options: AnalyzeOptions,
): Comparison {
  return engine.compare(responseOf(engine, before, options), responseOf(engine, after, options));
}

/** The policies of a report as a HAR file, which has a place for the address. */
function archiveOf(report: Report): string {
  const headers = report.policies
    .filter(({ source }) => source === 'header')
    .map(({ disposition, text }) => ({
      name: `Content-Security-Policy${disposition === 'report' ? '-Report-Only' : ''}`,
      value: text,
    }));
  if (report.xFrameOptions !== undefined) headers.push({ name: 'X-Frame-Options', value: report.xFrameOptions });
  const metas = report.policies
    .filter(({ source }) => source === 'meta')
    .map(({ text }) => `<meta http-equiv="Content-Security-Policy" content="${escaped(text)}">`);
  const response = {
    status: 200,
    statusText: 'OK',
    httpVersion: 'HTTP/2',
    headers,
    content: { mimeType: 'text/html', text: `<!doctype html><head>${metas.join('')}</head>` },
  };
  const request = { method: 'GET', url: report.page, httpVersion: 'HTTP/2', headers: [] };
  return JSON.stringify({ log: { version: '1.2', entries: [{ request, response }] } });
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/"/g, '&quot;');
}
