// What helps a blocked request beside an edit of the policy. Whether it does is asked of the engine, so that
// no list other than the one that decides, in the browsers that block, has a say.
import type { Browser, DecidedBy, Headstrong, PolicyDirective, Report, Request, Verdict } from 'headstrong';
import { blockedIn, BROWSERS } from './load';
import { decideAll, directiveOf } from './policies';
import { isReported } from './proposals';
import { typeInfo } from './requests';

export interface Advice {
  sentence: string;
  /** Where it helps; null where it does in every browser that needs it. */
  only: Browser[] | null;
}

/** More nonces than these in the lists are not tried. */
const MAX_NONCES = 20;

/** `remedies`: how many edits of the policy are offered. */
export function adviceFor(
  engine: Headstrong,
  report: Report,
  verdict: Verdict,
  request: Request,
  remedies: number,
): Advice | null {
  const case_ = new Case(engine, report, verdict, request);
  const say = (sentence: string): Advice => ({ sentence, only: null });
  // A sandbox asks neither for nonces nor for hashes.
  const byList = !case_.standing.some(({ list }) => list === 'sandbox');
  switch (request.type) {
    case 'script':
    case 'style':
    case 'inline-script':
    case 'inline-style':
      return case_.byNonce() ?? (remedies === 0 && request.type === 'script' ? case_.byTrust() : null) ?? (
        byList && /^inline/.test(request.type) && !request.content && !request.contentHash
          ? say('Paste the code itself to get the hash that would allow it.')
          : null
      );
    case 'script-attribute':
    case 'javascript-url':
      if (!byList) return null;
      return say(
        remedies > 0
          ? 'Better than a hash: add the handler in a script with `addEventListener`.'
          : 'Paste the code to get the hash that would allow it. Better: add the handler in a script with `addEventListener`.',
      );
    case 'style-attribute':
      return remedies > 0 || !byList ? null : say('Paste the value of the attribute to get the hash that would allow it.');
    case 'trusted-type-sink':
      return say('The code has to give the sink a value made by a Trusted Types policy (`TrustedHTML`, `TrustedScript`, `TrustedScriptURL`) in place of a string.');
    case 'frame-ancestors':
      return remedies === 0 && case_.blocked.some((browser) => verdict.directive[browser] === 'x-frame-options')
        ? say('`X-Frame-Options` can name no other site: remove it, or add a policy with `frame-ancestors`, which puts it out of force.')
        : null;
    default:
      return null;
  }
}

/** One request that is blocked, or is let through and reported. */
class Case {
  readonly #engine: Headstrong;
  readonly #report: Report;
  readonly #request: Request;
  readonly blocked: readonly Browser[];
  /** The policies that stand in the way. */
  readonly standing: readonly DecidedBy[];

  constructor(engine: Headstrong, report: Report, verdict: Verdict, request: Request) {
    this.#engine = engine;
    this.#report = report;
    this.#request = request;
    this.blocked = blockedIn(verdict);
    const disposition = this.#onlyReported ? 'report' : 'enforce';
    const all = verdict.decidedBy.filter((by) => by.disposition === disposition);
    const refusing = all.filter(({ allowed }) => !allowed);
    // Where the draft allows what a browser blocks, any of its policies may be the one.
    this.standing = refusing.length > 0 ? refusing : all;
  }

  get #onlyReported(): boolean {
    return this.blocked.length === 0;
  }

  /** An element that carries a nonce of the lists. */
  byNonce(): Advice | null {
    if (this.#request.nonce) return null;
    const nonces = this.#nonces();
    const helped = this.#helpedBy(nonces.map((nonce) => ({ nonce })));
    // One element has one nonce: the one that helps in most browsers.
    const most = helped.sort((a, b) => b.length - a.length)[0] ?? [];
    const end = this.#onlyReported ? 'is not reported' : 'is let through';
    return this.#advice(most, `The list that decides has a nonce: an element with the \`nonce\` of the same response ${end}, without any change of the policy.`);
  }

  /** With 'strict-dynamic' a script that runs already may add others. */
  byTrust(): Advice | null {
    const lists = this.#lists().filter(({ values }) => values.some(({ text }) => text.toLowerCase() === "'strict-dynamic'"));
    const [helped = []] = this.#helpedBy([{ parserInserted: false }]);
    if (lists.length === 0 || helped.length === 0) return null;
    if (!lists.every(({ values }) => values.some(({ kind }) => kind === 'nonce' || kind === 'hash'))) {
      return { sentence: "The list has `'strict-dynamic'` and neither a nonce nor a hash, so no script can start: add a nonce to it.", only: null };
    }
    return this.#advice(helped, "With `'strict-dynamic'` hosts do not count: let a script that is trusted add this one.");
  }

  #advice(helped: readonly Browser[], sentence: string): Advice | null {
    if (helped.length === 0) return null;
    return { sentence, only: this.#onlyReported || helped.length === this.blocked.length ? null : [...helped] };
  }

  /** The directives that may decide, in the policies that stand in the way. */
  #lists(): PolicyDirective[] {
    const { chain } = typeInfo(this.#request.type);
    return this.standing.flatMap(({ policy, list }) => {
      const of = this.#report.policies[policy];
      const names = new Set(list === null ? chain : [list, ...chain]);
      return of ? [...names].map((name) => directiveOf(of, name)).filter((found) => found !== undefined) : [];
    });
  }

  #nonces(): string[] {
    const words = this.#lists().flatMap(({ values }) => values.filter(({ kind }) => kind === 'nonce'));
    return [...new Set(words.map(({ text }) => nonceOf(text)))].slice(0, MAX_NONCES);
  }

  /** For each change of the request: the browsers that block it as it is and would not then. */
  #helpedBy(changes: readonly Partial<Request>[]): Browser[][] {
    if (changes.length === 0) return [];
    const answers = decideAll(this.#engine, this.#report, changes.map((change) => ({ ...this.#request, ...change })));
    return answers.map((answer) => {
      if ('error' in answer) return [];
      if (this.#onlyReported) return isReported(answer) ? [] : [...BROWSERS];
      return this.blocked.filter((browser) => answer.verdict[browser] === 'allowed');
    });
  }
}

/** The value of a nonce source. */
export function nonceOf(source: string): string {
  return source.replace(/^'nonce-/i, '').replace(/'$/, '');
}
