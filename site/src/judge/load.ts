// "Would this load?": the verdict on one request, the words that decided it, and, where it is blocked,
// the smallest edits that would let it through. Pure; runs beside the engine.
import type { AnalyzeOptions, Browser, DecidedBy, Headstrong, Report, Request, Span, Verdict } from 'headstrong';
import { applyEdits } from '../editor/port';
import { adviceFor, type Advice } from './advice';
import { decideAll, decideOne, decidingSpan, listsAll, toldPage } from './policies';
import { isReported, proposals, type Proposal } from './proposals';

export const BROWSERS: readonly Browser[] = ['chromium', 'firefox', 'webkit'];

export interface LoadQuestion {
  request: Request;
  /** Whose console told of it: where it differs, it is for this one that a remedy is sought. */
  browser: Browser | null;
  /** The page's address; empty where it is not known, and absent where it is the one that the text tells. */
  page?: string;
}

export type LoadAnswer =
  | { kind: 'unanswered'; reason: string }
  | {
      kind: 'verdict';
      request: Request;
      verdict: Verdict;
      /** The deciding words of every policy that has a say, those that block first. */
      deciding: Span[];
      /** Edits that were tried out: with each, the request is allowed, or is not reported any more. */
      remedies: Proposal[];
      /** What helps beside these. */
      advice: Advice | null;
    };

export function judgeLoad(
  engine: Headstrong,
  text: string,
  options: AnalyzeOptions,
  judged: Report,
  { request, browser, page = toldPage(judged) }: LoadQuestion,
): LoadAnswer {
  const report = page === '' ? judged : { ...judged, page };
  if (!listsAll(report)) {
    return { kind: 'unanswered', reason: 'The policies have more words than are listed here, so a verdict could be wrong.' };
  }
  const verdict = decideOne(engine, report, request, page !== '');
  if (!verdict) return { kind: 'unanswered', reason: 'The engine gave no answer.' };
  if ('error' in verdict) return { kind: 'unanswered', reason: verdict.error.includes('contentHash') ? BAD_HASH : verdict.error };
  const wanted = blockedIn(verdict).length > 0 || isReported(verdict);
  const offered = wanted ? remedies(engine, text, options, report, verdict, { request, browser }) : [];
  const hangsOnPage = wanted && dependsOnPage(verdict, browser);
  return {
    kind: 'verdict',
    request,
    verdict,
    deciding: decidingSpans(text, report, verdict),
    remedies: offered,
    advice: hangsOnPage ? PAGE_ADVICE : wanted ? adviceFor(engine, report, verdict, request, offered.length) : null,
  };
}

const BAD_HASH =
  'The hash is not a whole one: behind `sha256-`, `sha384-` or `sha512-` there are 44, 64 or 88 characters of base64. Correct it, or paste the code itself.';

/** Nothing is proposed that may be the page's own host; a console's message tells that it is not. */
function dependsOnPage(verdict: Verdict, browser: Browser | null): boolean {
  return browser === null && (verdict.assumed?.includes('page') ?? false);
}

const PAGE_ADVICE: Advice = {
  sentence: 'Give the page’s address first: a file of its own host may need no change of the policy.',
  only: null,
};

export function blockedIn(verdict: Verdict): Browser[] {
  return BROWSERS.filter((browser) => verdict.verdict[browser] === 'blocked');
}

function decidingSpans(text: string, report: Report, verdict: Verdict): Span[] {
  const spans = [...verdict.decidedBy]
    .sort((a, b) => weight(a) - weight(b))
    .map((by) => decidingSpan(report, by))
    .filter((span) => span !== null);
  if (verdict.directive.spec === 'x-frame-options') {
    const header = frameOptionsSpan(text, report);
    if (header) spans.unshift(header);
  }
  return spans;
}

/** What blocks for real comes before what admits, and that before what only reports. */
function weight({ allowed, disposition }: DecidedBy): number {
  return (disposition === 'report' ? 2 : 0) + (allowed ? 1 : 0);
}

/** The name of the header in the text of the judged response. */
function frameOptionsSpan(text: string, report: Report): Span | null {
  const response = report.input.responses.find(({ chosen }) => chosen);
  const { start, end } = response?.span ?? { start: 0, end: text.length };
  const found = /\bx-frame-options\b[^\n]*/i.exec(text.slice(start, end));
  return found && { start: start + found.index, end: start + found.index + found[0].trimEnd().length };
}

/** More than these are a choice that nobody reads. */
const MAX_REMEDIES = 3;

function remedies(
  engine: Headstrong,
  text: string,
  options: AnalyzeOptions,
  report: Report,
  verdict: Verdict,
  { request, browser }: LoadQuestion,
): Proposal[] {
  const found: { remedy: Proposal; everywhere: boolean }[] = [];
  const onlyReported = blockedIn(verdict).length === 0;
  for (const proposal of proposals(report, verdict, request, !dependsOnPage(verdict, browser))) {
    const remedy = spelled(engine, text, options, proposal);
    if (!remedy) continue;
    const after = engine.analyze(applyEdits(text, remedy.edits), options);
    const again = decideAll(engine, { ...after, page: report.page }, [request])[0];
    if (!again || 'error' in again) continue;
    if (onlyReported && isReported(again)) continue;
    const left = blockedIn(again);
    const helps = browser ? !left.includes(browser) : left.length === 0;
    if (helps) found.push({ remedy, everywhere: left.length === 0 });
  }
  // What helps in one browser only is offered where nothing helps in all.
  const everywhere = found.filter((item) => item.everywhere);
  const offered = everywhere.length > 0 ? everywhere : found;
  return offered.slice(0, MAX_REMEDIES).map(({ remedy }) => remedy);
}

/** Proposals say what a policy is to read; the engine knows how that is written in the pasted language. */
function spelled(engine: Headstrong, text: string, { response }: AnalyzeOptions, proposal: Proposal): Proposal | null {
  try {
    return { ...proposal, edits: engine.spell(text, proposal.edits, response === undefined ? {} : { response }) };
  } catch (error) {
    // A refusal is a plain Error; anything else is a fault of ours.
    if (error instanceof Error && error.name === 'Error') return null;
    throw error;
  }
}
