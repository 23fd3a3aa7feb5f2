// The policies of a report as `decide` takes them, and back from its answer to words of the text.
import type { DecideBase, DecidedBy, Headstrong, Policy, PolicyDirective, Report, Request, Span, Told, VerdictOrError } from 'headstrong';

/** The report lists this many directives and values at most; policies behind them are left out. */
const MAX_LISTED = 4000;

/** False where a report does not list all policies, so that nothing can be decided from it. */
export function listsAll(report: Report): boolean {
  let listed = 0;
  for (const { directives } of report.policies) {
    for (const { values } of directives) listed += 1 + values.length;
  }
  return listed < MAX_LISTED;
}

export function decideBase(report: Report): DecideBase {
  return {
    page: report.page,
    policies: report.policies.map(({ text, disposition, source }) => ({
      value: text,
      disposition,
      delivery: source,
    })),
    ...(report.xFrameOptions === undefined ? {} : { xFrameOptions: report.xFrameOptions }),
  };
}

/** The address of the page as the text tells it; empty where it doesn't. */
export function toldPage(report: Report): string {
  return report.input.responses.find(({ chosen, url }) => chosen && url)?.url ?? '';
}

/** One request, what its answer hangs on, and what else stops it. A page that is not known stays open. */
export function decideOne(engine: Headstrong, report: Report, request: Request, isPageKnown: boolean, told: Told | null): VerdictOrError {
  const { page, ...rest } = decideBase(report);
  const { responseHeaders } = report;
  return engine.decide({
    ...(isPageKnown && page ? { page } : {}),
    ...rest,
    ...(responseHeaders ? { responseHeaders } : {}),
    ...(told ? { told } : {}),
    request,
  });
}

/** The directive of that name that counts: a second one of the same name does not. */
export function directiveOf(policy: Policy, name: string): PolicyDirective | undefined {
  return policy.directives.find((directive) => !directive.duplicate && directive.name.toLowerCase() === name);
}

/** The words that decided: the source expression that matched, or the whole list where none did. */
export function decidingSpan(report: Report, by: DecidedBy): Span | null {
  const policy = report.policies[by.policy];
  const directive = policy && by.list !== null ? directiveOf(policy, by.list) : undefined;
  if (!directive) return null;
  const source = directive.values.find(({ text }) => text === by.source);
  if (source) return source.span;
  return { start: directive.span.start, end: endOf(directive) };
}

/** Behind the last word of a directive. */
export function endOf(directive: PolicyDirective): number {
  return directive.values[directive.values.length - 1]?.span.end ?? directive.span.end;
}
