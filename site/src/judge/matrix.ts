// "What it allows": kinds of resources against kinds of origins, all asked of `decide` in one call.
import type { Headstrong, PerProfile, Report, Request, RequestType, VerdictOrError } from 'headstrong';
import { BROWSERS, type Browser } from './load';
import { decideAll, listsAll } from './policies';

/** `nonce`: blocked as it stands, allowed with the response's nonce. `partly`: see the parts. */
export type CellState = 'allowed' | 'blocked' | 'nonce' | 'partly';

export interface CellPart {
  /** What was asked about, where a cell holds several: "<script>", "onclick". */
  label: string;
  state: Exclude<CellState, 'partly'>;
  /** The browsers that decide otherwise than the first. */
  others: Browser[];
}
export interface Cell {
  state: CellState;
  parts: CellPart[];
}

export interface MatrixRow {
  label: string;
  /** One for each of `COLUMNS`; null where the two can't meet. */
  cells: (Cell | null)[];
}

/** What one of the hosts that the policies list may serve that not any other host may. */
export interface HostRow {
  /** As the policy has it. */
  host: string;
  allowed: string[];
  /** Of these, what not every browser allows. */
  disputed: string[];
}

export interface Matrix {
  rows: MatrixRow[];
  hosts: HostRow[];
  /** How many listed hosts were left out. */
  moreHosts: number;
  /** Some policy is enforced, or X-Frame-Options is there. */
  enforced: boolean;
}
export type MatrixAnswer = { kind: 'matrix'; matrix: Matrix } | { kind: 'unanswered'; reason: string };

export const COLUMNS = ['Same origin', 'Any https host', 'Any http host', 'data:', 'blob:', 'Inline', 'eval'] as const;

interface Kind {
  label: string;
  /** Asked with an address; the label tells them apart where they differ. */
  types: readonly (readonly [type: RequestType, label: string])[];
  inline?: readonly (readonly [type: RequestType, label: string])[];
  evals?: readonly (readonly [type: RequestType, label: string])[];
  /** Its element can carry a nonce. */
  nonced?: boolean;
  /** No address without a host can stand here. */
  hostsOnly?: boolean;
}

export const KINDS: readonly Kind[] = [
  {
    label: 'Scripts',
    types: [['script', '']],
    inline: [['inline-script', '<script>'], ['script-attribute', 'onclick'], ['javascript-url', 'javascript: links']],
    evals: [['eval', 'eval'], ['wasm-eval', 'WebAssembly']],
    nonced: true,
  },
  {
    label: 'Styles',
    types: [['style', '']],
    inline: [['inline-style', '<style>'], ['style-attribute', 'style attribute']],
    nonced: true,
  },
  { label: 'Images', types: [['image', '']] },
  { label: 'Fonts', types: [['font', '']] },
  { label: 'Connections', types: [['fetch', 'fetch()'], ['websocket', 'WebSocket'], ['eventsource', 'EventSource'], ['beacon', 'beacon']] },
  { label: 'Media', types: [['audio', 'audio'], ['video', 'video'], ['track', 'subtitles']] },
  { label: 'Frames', types: [['iframe', '']] },
  { label: 'Objects', types: [['object', '<object>'], ['embed', '<embed>']] },
  { label: 'Workers', types: [['worker', 'worker'], ['sharedworker', 'shared worker'], ['serviceworker', 'service worker']] },
  { label: 'Forms', types: [['form-action', '']] },
  { label: '<base>', types: [['base-uri', '']], hostsOnly: true },
  { label: 'Framed by', types: [['frame-ancestors', '']], hostsOnly: true },
];

/** Stand for any host: of top-level domains that nobody can have (RFC 6761), so no policy has both. */
const STRANGERS = ['k7q2-somewhere.example', 'v3x9-elsewhere.invalid'];
/** More listed hosts than these are left out. */
const MAX_HOSTS = 100;

/** Requests collected for one call, and where their answers belong. */
class Questions {
  readonly requests: Request[] = [];
  ask(request: Request): number {
    return this.requests.push(request) - 1;
  }
}

/** A part that waits for its answers. All of `plain` have to be allowed; `nonced` is the same again. */
interface OpenPart {
  label: string;
  plain: number[];
  nonced: number[];
}
type OpenCell = OpenPart[] | null;

export function judgeMatrix(engine: Headstrong, report: Report): MatrixAnswer {
  if (!listsAll(report)) {
    return { kind: 'unanswered', reason: 'The policies have more words than are listed here, so the table could be wrong.' };
  }
  const questions = new Questions();
  const nonce = firstNonce(report);
  const open = KINDS.map((kind) => ({ label: kind.label, cells: openCells(questions, kind, report.page, nonce) }));
  const listed = listedHosts(report);
  const hosts = listed.slice(0, MAX_HOSTS).map((host) => ({
    host,
    kinds: KINDS.flatMap((kind) => openHost(questions, kind, exampleOf(host, report.page))),
  }));
  const answers = decideAll(engine, report, questions.requests);
  const failed = answers.find((answer) => 'error' in answer);
  if (failed && 'error' in failed) return { kind: 'unanswered', reason: failed.error };
  return {
    kind: 'matrix',
    matrix: {
      rows: open.map(({ label, cells }) => ({ label, cells: cells.map((cell) => cell && closeCell(cell, answers)) })),
      hosts: hosts.map(({ host, kinds }) => hostRow(host, kinds, answers)),
      moreHosts: Math.max(0, listed.length - MAX_HOSTS),
      enforced: report.xFrameOptions !== undefined || report.policies.some(({ disposition }) => disposition === 'enforce'),
    },
  };
}

function openCells(questions: Questions, kind: Kind, page: string, nonce: string | null): OpenCell[] {
  const { types, inline, evals, nonced, hostsOnly } = kind;
  const withNonce = nonced ? nonce : null;
  const byUrl = (urls: string[]): OpenCell =>
    types.map((type) => openPart(questions, [type], urls, withNonce, type[1]));
  const byType = (list: Kind['inline'], own: string | null): OpenCell =>
    list ? list.map((type) => openPart(questions, [type], [], own, type[1])) : null;
  const origin = originOf(page);
  return [
    byUrl([`${origin}/k7q2`]),
    byUrl(STRANGERS.map((host) => `https://${host}/k7q2`)),
    byUrl(STRANGERS.map((host) => `http://${host}/k7q2`)),
    hostsOnly ? null : byUrl(['data:text/plain,k7q2']),
    hostsOnly ? null : byUrl([`blob:${origin}/0b1c2d3e-0000-4000-8000-000000000000`]),
    byType(inline, withNonce),
    byType(evals, null),
  ];
}

interface OpenHost {
  label: string;
  part: OpenPart;
  /** The same asked of hosts that no policy lists. */
  anyHost: number[];
}

/** Of a kind's types the one that speaks the scheme of the address. */
function openHost(questions: Questions, { label, types }: Kind, url: string): OpenHost[] {
  const isSocket = /^wss?:/i.test(url);
  const type = isSocket ? types.find(([name]) => name === 'websocket') : types[0];
  if (!type) return [];
  const anyHost = STRANGERS.map((host) => questions.ask({ type: type[0], url: `${isSocket ? 'wss' : 'https'}://${host}/k7q2` }));
  return [{ label, part: openPart(questions, [type], [url], null, ''), anyHost }];
}

function openPart(
  questions: Questions,
  types: readonly (readonly [RequestType, string])[],
  urls: readonly string[],
  nonce: string | null,
  label: string,
): OpenPart {
  const part: OpenPart = { label, plain: [], nonced: [] };
  for (const [type] of types) {
    for (const request of requestsFor(type, urls)) {
      part.plain.push(questions.ask(request));
      // Attributes and addresses have no nonce.
      if (nonce !== null && !/attribute|javascript/.test(type)) part.nonced.push(questions.ask({ ...request, nonce }));
    }
  }
  return part;
}

function requestsFor(type: RequestType, urls: readonly string[]): Request[] {
  if (urls.length === 0) return [{ type, content: 'k7q2' }];
  const scheme = (url: string) => (type === 'websocket' ? url.replace(/^http/, 'ws') : url);
  return urls.map((url) => ({ type, url: scheme(url) }));
}

function closeCell(cell: OpenPart[], answers: readonly VerdictOrError[]): Cell {
  const parts = cell.map((part) => closePart(part, answers));
  const states = new Set(parts.map(({ state }) => state));
  const [first] = states;
  return { state: states.size === 1 && first ? first : 'partly', parts };
}

function closePart({ label, plain, nonced }: OpenPart, answers: readonly VerdictOrError[]): CellPart {
  const state = (profile: keyof PerProfile<unknown>): CellPart['state'] => {
    if (allAllowed(plain, answers, profile)) return 'allowed';
    return nonced.length > 0 && allAllowed(nonced, answers, profile) ? 'nonce' : 'blocked';
  };
  // What most browsers do is the cell's word; the others are named.
  const states = BROWSERS.map((browser) => [browser, state(browser)] as const);
  const main = states.find(([, word]) => states.filter(([, other]) => other === word).length > 1)?.[1] ?? state('chromium');
  return { label, state: main, others: states.filter(([, word]) => word !== main).map(([browser]) => browser) };
}

function allAllowed(
  indexes: readonly number[],
  answers: readonly VerdictOrError[],
  profile: keyof PerProfile<unknown>,
): boolean {
  return indexes.every((index) => {
    const answer = answers[index];
    return answer !== undefined && !('error' in answer) && answer.verdict[profile] === 'allowed';
  });
}

function hostRow(
  host: string,
  kinds: readonly OpenHost[],
  answers: readonly VerdictOrError[],
): HostRow {
  const row: HostRow = { host, allowed: [], disputed: [] };
  for (const { label, part, anyHost } of kinds) {
    if (BROWSERS.every((browser) => allAllowed(anyHost, answers, browser))) continue;
    const browsers = BROWSERS.filter((browser) => allAllowed(part.plain, answers, browser));
    if (browsers.length === 0) continue;
    row.allowed.push(label);
    if (browsers.length < BROWSERS.length) row.disputed.push(label);
  }
  return row;
}

/** Every host source of the policies once, in order. */
function listedHosts(report: Report): string[] {
  const hosts = new Set<string>();
  for (const { directives } of report.policies) {
    for (const { duplicate, values } of directives) {
      if (duplicate) continue;
      for (const { kind, text } of values) if (kind === 'host') hosts.add(text);
    }
  }
  return [...hosts];
}

/** An address that a host source stands for: with a host for `*`, and a file where a folder is named. */
export function exampleOf(source: string, page: string): string {
  const parts = /^(?:([a-z][a-z0-9+.-]*):\/\/)?([^/:]*|\[[^\]]*\])(?::(\d+|\*))?(\/.*)?$/i.exec(source);
  if (!parts) return `https://${source}`;
  const [, scheme, host = '', port, path = '/'] = parts;
  const name = host === '*' ? STRANGERS[0] : host.replace(/^\*\./, 'k7q2.');
  const shown = scheme ?? (page.startsWith('http:') && port !== '443' ? 'http' : 'https');
  const place = port === undefined || port === '*' ? '' : `:${port}`;
  return `${shown}://${name}${place}${path.endsWith('/') ? `${path}k7q2` : path}`;
}

function firstNonce(report: Report): string | null {
  for (const { disposition, directives } of report.policies) {
    if (disposition !== 'enforce') continue;
    for (const { values } of directives) {
      const nonce = values.find(({ kind }) => kind === 'nonce');
      if (nonce) return nonce.text.replace(/^'nonce-/i, '').replace(/'$/, '');
    }
  }
  return null;
}

function originOf(page: string): string {
  try {
    return new URL(page).origin;
  } catch {
    return 'https://site.example';
  }
}
