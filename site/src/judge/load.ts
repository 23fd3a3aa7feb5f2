// "Would this load?": the verdict on one request, the words that decided it, and, where it is blocked,
// what would let it through. Pure; runs beside the engine.
import type { Advice, AnalyzeOptions, Browser, DecidedBy, Headstrong, Remedies, Remedy, Report, Request, SeenService, Span, Told, ToldRequest, Verdict } from 'headstrong';
import { decideOne, decidingSpan, listsAll, toldPage } from './policies';

export interface LoadQuestion {
  request: Request;
  /** The message or report that it was filled in from. */
  message?: ToldRequest;
  /** It was not altered since: where browsers differ, a remedy is sought for the message's own. */
  asTold?: boolean;
  /** The text was changed since, so that it need not have what the message quotes. */
  isEdited?: boolean;
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
      /** Each was tried out: with it, the request is allowed, or is not reported any more. */
      remedies: Remedy[];
      /** What helps beside these. */
      advice: Advice | null;
      /** Whose URL it is. */
      service?: SeenService;
    };

/** Nothing but messages and reports was pasted: the policies are those that they bring. */
export function isOnlyTold(report: Report | undefined): boolean {
  return report !== undefined && report.input.responses.length === 0 && report.input.requests !== undefined;
}

export function judgeLoad(
  engine: Headstrong,
  text: string,
  options: AnalyzeOptions,
  judged: Report,
  { request, message, asTold = false, isEdited = false, page }: LoadQuestion,
): LoadAnswer {
  const told = message && asTold ? toldOf(message, toldPage(judged)) : null;
  const browser = told?.browser ?? null;
  if (isOnlyTold(judged)) return judgeTold(engine, request, message, told, page ?? '');
  const known = page ?? toldPage(judged);
  const report = known === '' ? judged : { ...judged, page: known };
  if (!listsAll(report)) {
    return { kind: 'unanswered', reason: 'These policies are too long to be checked completely, so a verdict could be wrong.' };
  }
  const verdict = decideOne(engine, report, request, known !== '', told);
  if (!verdict) return { kind: 'unanswered', reason: 'The engine gave no answer.' };
  if ('error' in verdict) return { kind: 'unanswered', reason: reasonFor(verdict.error) };
  if (isEdited) delete verdict.cause;
  return {
    kind: 'verdict',
    request,
    verdict,
    deciding: decidingSpans(report, verdict),
    ...(isWanted(verdict) ? remediesFor(engine, text, options, request, browser, known) : NO_REMEDIES),
  };
}

function toldOf({ browser, policy, disposition, page }: ToldRequest, policiesOf: string): Told {
  return {
    ...(browser ? { browser } : {}),
    ...(policy === undefined ? {} : { policy }),
    ...(page === undefined || policiesOf === '' ? {} : { page, policiesOf }),
    disposition,
  };
}

/** By the policy that the message brings, which may be one directive of several. */
function judgeTold(engine: Headstrong, request: Request, message: ToldRequest | undefined, told: Told | null, page: string): LoadAnswer {
  if (!message?.policy) {
    return { kind: 'unanswered', reason: 'This message doesn’t quote the policy. Paste the page’s headers in its place: the message is kept and answered here.' };
  }
  const policies = [{ value: message.policy, disposition: message.disposition, delivery: 'header' as const }];
  const base = { policies, request, ...(page === '' ? {} : { page }) };
  const verdict = engine.decide({ ...base, ...(told ? { told } : {}) });
  if ('error' in verdict) return { kind: 'unanswered', reason: reasonFor(verdict.error) };
  const remedies = isWanted(verdict)
    ? engine.remedies({ ...base, opens: false, ...(told?.browser ? { browser: told.browser } : {}) })
    : NO_REMEDIES;
  return { kind: 'verdict', request, verdict, deciding: [], ...remedies };
}

function isWanted(verdict: Verdict): boolean {
  return blockedIn(verdict).length > 0 || isReported(verdict);
}

function reasonFor(error: string): string {
  return error.includes('contentHash') ? BAD_HASH : error;
}

const NO_REMEDIES: Remedies = { remedies: [], advice: null };

/** What else a remedy opens takes longer: that is a study of its own. */
function remediesFor(
  engine: Headstrong,
  text: string,
  { response }: AnalyzeOptions,
  request: Request,
  browser: Browser | null,
  page: string,
): Remedies {
  return engine.remedies({
    text,
    request,
    page,
    opens: false,
    ...(response === undefined ? {} : { response }),
    ...(browser ? { browser } : {}),
  });
}

const BAD_HASH =
  'This hash is incomplete: `sha256-`, `sha384-` and `sha512-` are followed by 44, 64 and 88 characters of base64. Correct it, or paste the code itself.';

/** Lets the request through, but has it reported. */
export function isReported({ decidedBy }: Verdict): boolean {
  return decidedBy.some(({ allowed, disposition }) => !allowed && disposition === 'report');
}

export function blockedIn({ verdict }: Verdict): Browser[] {
  const { spec: _, ...inBrowsers } = verdict;
  return (Object.keys(inBrowsers) as Browser[]).filter((browser) => inBrowsers[browser] === 'blocked');
}

function decidingSpans(report: Report, verdict: Verdict): Span[] {
  const spans = [...verdict.decidedBy]
    .sort((a, b) => weight(a) - weight(b))
    .map((by) => decidingSpan(report, by))
    .filter((span) => span !== null);
  if (verdict.directive.spec === 'x-frame-options' && report.xFrameOptionsSpan) spans.unshift(report.xFrameOptionsSpan);
  return spans;
}

/** What blocks for real comes before what admits, and that before what only reports. */
function weight({ allowed, disposition }: DecidedBy): number {
  return (disposition === 'report' ? 2 : 0) + (allowed ? 1 : 0);
}
