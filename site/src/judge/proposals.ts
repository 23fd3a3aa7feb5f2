// Edits of policies that could let a blocked request through, from the narrowest to the widest. Whether
// they do is for `decide` to say; how they are spelled in the pasted language, for `spell`.
import type { DecidedBy, Edit, Policy, PolicyDirective, Report, Request, Verdict } from 'headstrong';
import { directiveOf, endOf } from './policies';
import { typeInfo } from './requests';
import { sha256 } from './sha256';

export interface Proposal {
  title: string;
  edits: Edit[];
}

/** Where a source is written: into the list that decided, or into a directive of its own. */
type Place = 'own' | 'list';

/** `hosts`: whether hosts may be named, which may be the page's own where its address is not known. */
export function proposals(report: Report, verdict: Verdict, request: Request, hosts = true): Proposal[] {
  const blockers = blocking(report, verdict, request);
  const found: Proposal[] = [];
  for (const sources of sourcesFor(report, request, blockers, hosts)) {
    for (const place of ['own', 'list'] as const) {
      const proposal = propose(report, request, blockers, sources, place);
      if (proposal && !found.some(({ title }) => title === proposal.title)) found.push(proposal);
    }
  }
  return found;
}

/** Lets the request through, but has it reported. */
export function isReported({ decidedBy }: Verdict): boolean {
  return decidedBy.some(({ allowed, disposition }) => !allowed && disposition === 'report');
}

/** The policies that stand in the way: enforced ones, or where none does, those that report it. */
function blocking(report: Report, verdict: Verdict, request: Request): DecidedBy[] {
  const { chromium, firefox, webkit } = verdict.verdict;
  if ([chromium, firefox, webkit].every((word) => word === 'allowed')) {
    return verdict.decidedBy.filter(({ allowed, disposition }) => !allowed && disposition === 'report');
  }
  const enforced = verdict.decidedBy.filter(({ disposition }) => disposition === 'enforce');
  const blockers = enforced.filter(({ allowed }) => !allowed);
  if (blockers.length > 0) return blockers;
  if (request.type === 'frame-ancestors') {
    // X-Frame-Options blocks; a policy that names the ancestors puts it out of force.
    return enforced.filter(({ policy }) => report.policies[policy]?.source === 'header').slice(0, 1);
  }
  // A browser blocks what the draft allows.
  return enforced.filter(({ list }) => list !== null);
}

function propose(
  report: Report,
  request: Request,
  blockers: readonly DecidedBy[],
  sources: string,
  place: Place,
): Proposal | null {
  const edits: Edit[] = [];
  const names = new Set<string>();
  for (const by of blockers) {
    const policy = report.policies[by.policy];
    if (!policy) return null;
    const made = place === 'own' ? ownDirective(policy, by, request, sources) : intoList(policy, by, sources);
    if (!made) return null;
    edits.push(made.edit);
    names.add(made.directive);
  }
  if (edits.length === 0) return null;
  edits.sort((a, b) => a.start - b.start);
  const where = [...names].map((name) => `\`${name}\``).join(' and ');
  const policies = edits.length > 1 ? ` in ${edits.length} policies` : '';
  return { title: place === 'own' ? `Add ${where}${policies}` : `Add \`${sources}\` to ${where}${policies}`, edits };
}

interface Made {
  directive: string;
  edit: Edit;
}

/** Instead of widening `default-src` for everything: a copy of its list for this kind alone. */
function ownDirective(policy: Policy, by: DecidedBy, request: Request, sources: string): Made | null {
  const name = typeInfo(request.type).own;
  if (by.list === name || (by.list !== null && !standsIn(by.list, request)) || directiveOf(policy, name)) return null;
  const fallback = by.list === null ? undefined : directiveOf(policy, by.list);
  const last = policy.directives[policy.directives.length - 1];
  if (!last) return null;
  const kept = fallback ? keptOf(fallback, name) : [];
  const at = Math.max(...policy.directives.map(endOf));
  const written = [name, ...kept, sources].join(' ');
  return { directive: written.length > MAX_SHOWN ? `${name} … ${sources}` : written, edit: { start: at, end: at, text: `; ${written}` } };
}

/** A copied list longer than this is shown by its ends. */
const MAX_SHOWN = 160;
/** Words that mean something for code only. */
const CODE_WORDS = new Set(['nonce', 'hash', 'keyword']);

/** Nonces, hashes and keywords are left behind where the new directive has no use for them. */
function keptOf(fallback: PolicyDirective, name: string): string[] {
  const takesCode = name.startsWith('script-src') || name.startsWith('style-src');
  return fallback.values
    .filter(({ kind, text }) => !isNone(text) && (takesCode || !CODE_WORDS.has(kind) || text.toLowerCase() === "'self'"))
    .map(({ text }) => text);
}

/** `list` is further out in the chain than the directive one would write. */
function standsIn(list: string, request: Request): boolean {
  const { chain, own } = typeInfo(request.type);
  return chain.indexOf(list) > chain.indexOf(own);
}

function intoList(policy: Policy, by: DecidedBy, sources: string): Made | null {
  const directive = by.list === null ? undefined : directiveOf(policy, by.list);
  if (!directive || by.list === null) return null;
  const [only] = directive.values;
  const replaces = directive.values.length === 1 && only && isNone(only.text);
  const edit = replaces
    ? { ...only.span, text: sources }
    : { start: endOf(directive), end: endOf(directive), text: ` ${sources}` };
  return { directive: by.list, edit };
}

function isNone(word: string): boolean {
  return word.toLowerCase() === "'none'";
}

/** What could be written for a request, the narrowest first. */
function sourcesFor(report: Report, request: Request, blockers: readonly DecidedBy[], hosts: boolean): string[] {
  if (blockers.some(({ list }) => list === 'sandbox')) return sandboxTokens(request);
  switch (request.type) {
    case 'eval':
      return ["'unsafe-eval'"];
    case 'wasm-eval':
      return ["'wasm-unsafe-eval'", "'unsafe-eval'"];
    case 'trusted-type-policy':
      return request.name && TRUSTED_TYPE_NAME.test(request.name) ? [request.name] : [];
    case 'trusted-type-sink':
      return [];
    case 'inline-script':
    case 'inline-style':
      return hashes(request);
    case 'script-attribute':
    case 'style-attribute':
    case 'javascript-url':
      return hashes(request).map((hash) => `'unsafe-hashes' ${hash}`);
    case 'frame-ancestors':
      return hosts ? ancestorSources(request) : [];
    default:
      return [...integrityHashes(request), ...(hosts ? urlSources(report.page, request) : [])];
  }
}

/** `tt-policy-name` of Trusted Types. */
const TRUSTED_TYPE_NAME = /^[A-Za-z0-9\-#=_/@.%]+$/;

function sandboxTokens({ type }: Request): string[] {
  if (type === 'form-action') return ['allow-forms'];
  return ['allow-scripts'];
}

function hashes({ type, content, contentHash }: Request): string[] {
  if (contentHash) return [`'${contentHash}'`];
  if (!content) return [];
  return [`'sha256-${sha256(type === 'javascript-url' ? `javascript:${content}` : content)}'`];
}

/** Of external scripts, browsers take the element's integrity for its hash. */
function integrityHashes({ type, integrity }: Request): string[] {
  if (type !== 'script' || !integrity) return [];
  const words = integrity.split(/\s+/).filter((word) => /^sha(256|384|512)-[A-Za-z0-9+/_-]+={0,2}$/.test(word));
  return words.length > 0 ? [words.map((word) => `'${word}'`).join(' ')] : [];
}

function ancestorSources({ url, ancestors }: Request): string[] {
  const origins = (ancestors ?? [url ?? '']).map(originOf);
  if (origins.includes(null)) return [];
  return [[...new Set(origins)].join(' ')];
}

function urlSources(page: string, { url, redirects }: Request): string[] {
  const parsed = parse(url ?? '');
  if (!parsed) return [];
  const origin = originOf(parsed.href);
  if (!origin) return [parsed.protocol];
  // The page's own host is never named: a policy that does is of one site.
  if (hostOf(origin) === hostOf(page)) return ["'self'"];
  const sources: string[] = [];
  // After a redirect the path does not count.
  if (parsed.pathname !== '/' && !redirects) sources.push(origin + sourcePath(parsed.pathname));
  sources.push(origin);
  return sources;
}

/** `;` ends a directive and `,` a policy, so in a path they are written encoded. */
function sourcePath(path: string): string {
  return path.replace(/;/g, '%3B').replace(/,/g, '%2C');
}

function originOf(address: string): string | null {
  const parsed = parse(address);
  return parsed && /^(https?|wss?):$/.test(parsed.protocol) ? `${parsed.protocol}//${parsed.host}` : null;
}

/** Host and port, the same of http and ws, https and wss. */
function hostOf(address: string): string | null {
  const origin = originOf(address);
  return origin && new URL(origin).host;
}

function parse(address: string): URL | null {
  try {
    return new URL(address);
  } catch {
    return null;
  }
}
