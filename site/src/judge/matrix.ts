// "What it allows": kinds of resources against kinds of origins, all asked of `decide` in one call.
import type { Headstrong, PerProfile, Report, Request, RequestType, VerdictOrError } from 'headstrong';
import { BROWSERS, type Browser } from './load';
import { nonceOf } from './advice';
import { decideAll, directiveOf, listsAll } from './policies';
import { typeInfo } from './requests';

/** `nonce`: blocked as it stands, allowed with the response's nonce. `partly`: see the parts. */
export type CellState = 'allowed' | 'blocked' | 'nonce' | 'partly';
type PartState = Exclude<CellState, 'partly'>;

export interface CellPart {
  /** What was asked about, where a cell holds several: "fetch()", "WebSocket". */
  label: string;
  state: PartState;
  /** The browsers that decide otherwise than most, and how. */
  others: { browser: Browser; state: PartState }[];
}
/** What an attacker gains where it is allowed; as grave as the finding on it. */
export interface Risk {
  severity: 'critical' | 'high' | 'medium';
  words: string;
}
export interface Cell {
  state: CellState;
  parts: CellPart[];
  /** Some browser allows it, which is dangerous. */
  risk: Risk | null;
}

export interface MatrixRow {
  label: string;
  /** One for each of `COLUMNS`; null where the two can't meet. */
  cells: (Cell | null)[];
}

/** Code that has no address. */
export interface CodeRow {
  label: string;
  /** How it is written. */
  example: string;
  cell: Cell;
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
  code: CodeRow[];
  rows: MatrixRow[];
  hosts: HostRow[];
  /** How many listed hosts were left out. */
  moreHosts: number;
  /** Some policy is enforced, or X-Frame-Options is there. */
  enforced: boolean;
}
export type MatrixAnswer = { kind: 'matrix'; matrix: Matrix } | { kind: 'unanswered'; reason: string };

export const COLUMNS = ['Same origin', 'Any https host', 'Any http host', 'data:', 'blob:'] as const;
type Column = (typeof COLUMNS)[number];

interface Kind {
  label: string;
  /** Asked with an address; the label tells them apart where they differ. */
  types: readonly (readonly [type: RequestType, label: string])[];
  /** No address without a host can stand here. */
  hostsOnly?: boolean;
  risks?: Partial<Record<Column, Risk>>;
}

const ANY_SCRIPT: Risk = { severity: 'critical', words: 'anyone’s script runs' };
const INJECTED: Risk = { severity: 'critical', words: 'injected code runs' };
const ANY_PLUGIN: Risk = { severity: 'medium', words: 'anyone’s content' };
const CLICKJACKING: Risk = { severity: 'high', words: 'clickjacking' };

export const KINDS: readonly Kind[] = [
  {
    label: 'Scripts',
    types: [['script', '']],
    risks: {
      'Any https host': ANY_SCRIPT,
      'Any http host': ANY_SCRIPT,
      'data:': INJECTED,
      'blob:': { severity: 'medium', words: 'text becomes code' },
    },
  },
  { label: 'Styles', types: [['style', '']] },
  { label: 'Images', types: [['image', '']] },
  { label: 'Fonts', types: [['font', '']] },
  { label: 'Connections', types: [['fetch', 'fetch()'], ['websocket', 'WebSocket'], ['eventsource', 'EventSource'], ['beacon', 'beacon']] },
  { label: 'Media', types: [['audio', 'audio'], ['video', 'video'], ['track', 'subtitles']] },
  { label: 'Frames', types: [['iframe', '']] },
  {
    label: 'Objects',
    types: [['object', '<object>'], ['embed', '<embed>']],
    risks: { 'Any https host': ANY_PLUGIN, 'Any http host': ANY_PLUGIN, 'data:': ANY_PLUGIN },
  },
  { label: 'Workers', types: [['worker', 'worker'], ['sharedworker', 'shared worker'], ['serviceworker', 'service worker']] },
  { label: 'Forms', types: [['form-action', '']] },
  { label: '<base>', types: [['base-uri', '']], hostsOnly: true },
  {
    label: 'Framed by',
    types: [['frame-ancestors', '']],
    hostsOnly: true,
    risks: { 'Any https host': CLICKJACKING, 'Any http host': CLICKJACKING },
  },
];

interface CodeKind {
  label: string;
  example: string;
  type: RequestType;
  risk?: Risk;
}

export const CODE_KINDS: readonly CodeKind[] = [
  { label: 'Inline scripts', example: '<script>…</script>', type: 'inline-script', risk: INJECTED },
  { label: 'Event handlers', example: 'onclick="…"', type: 'script-attribute', risk: INJECTED },
  { label: 'javascript: links', example: 'href="javascript:…"', type: 'javascript-url', risk: INJECTED },
  { label: 'Code from strings', example: 'eval, Function', type: 'eval', risk: { severity: 'medium', words: 'text becomes code' } },
  { label: 'WebAssembly', example: 'WebAssembly.compile()', type: 'wasm-eval' },
  { label: 'Inline styles', example: '<style>…</style>', type: 'inline-style' },
  { label: 'Style attributes', example: 'style="…"', type: 'style-attribute' },
];

/** Elements that can carry a nonce. */
const NONCED: ReadonlySet<RequestType> = new Set(['script', 'style', 'inline-script', 'inline-style']);

/** Stand for any host: of top-level domains that nobody can have (RFC 6761), so no policy has both. */
const STRANGERS = ['k7q2-somewhere.example', 'v3x9-elsewhere.invalid'];
/** More listed hosts than these are left out. */
const MAX_HOSTS = 100;
/** Longer hosts and nonces are left out: each is asked about many times. */
const MAX_ASKED = 2048;

/** More nonces than these for one kind of element are not tried. */
const MAX_NONCES = 8;

/** Requests collected for one call, and where their answers belong. */
class Questions {
  readonly requests: Request[] = [];
  readonly #report: Report;
  constructor(report: Report) {
    this.#report = report;
  }

  /** Nonces that the lists for this type have; attributes and addresses carry none. */
  noncesFor(type: RequestType): readonly string[] {
    return NONCED.has(type) ? noncesOf(this.#report, typeInfo(type).chain) : [];
  }
  ask(request: Request): number {
    return this.requests.push(request) - 1;
  }
}

/** A part that waits for its answers: all of `plain` have to be allowed. Each of `nonced` is the same with a nonce. */
interface OpenPart {
  label: string;
  plain: number[];
  nonced: number[][];
}
interface OpenCell {
  parts: OpenPart[];
  risk: Risk | undefined;
}

export function judgeMatrix(engine: Headstrong, report: Report): MatrixAnswer {
  if (!listsAll(report)) {
    return { kind: 'unanswered', reason: 'The policies have more words than are listed here, so the table could be wrong.' };
  }
  const questions = new Questions(report);
  const code = CODE_KINDS.map((kind) => ({
    label: kind.label,
    example: kind.example,
    cell: { parts: [openPart(questions, kind.type, [], '')], risk: kind.risk },
  }));
  const open = KINDS.map((kind) => ({ label: kind.label, cells: openCells(questions, kind, report.page) }));
  const listed = listedHosts(report);
  const shown = listed.filter((host) => host.length <= MAX_ASKED).slice(0, MAX_HOSTS);
  const hosts = shown.map((host) => ({
    host,
    kinds: KINDS.flatMap((kind) => openHost(questions, kind, exampleOf(host, report.page))),
  }));
  const answers = decideAll(engine, report, questions.requests);
  const failed = answers.find((answer) => 'error' in answer);
  if (failed && 'error' in failed) return { kind: 'unanswered', reason: failed.error };
  return {
    kind: 'matrix',
    matrix: {
      code: code.map(({ label, example, cell }) => ({ label, example, cell: closeCell(cell, answers) })),
      rows: open.map(({ label, cells }) => ({ label, cells: cells.map((cell) => cell && closeCell(cell, answers)) })),
      hosts: hosts.map(({ host, kinds }) => hostRow(host, kinds, answers)),
      moreHosts: listed.length - shown.length,
      enforced: report.xFrameOptions !== undefined || report.policies.some(({ disposition }) => disposition === 'enforce'),
    },
  };
}

/** One for each of `COLUMNS`. */
function openCells(questions: Questions, { types, hostsOnly, risks }: Kind, page: string): (OpenCell | null)[] {
  const origin = originOf(page);
  const urls: Record<Column, string[] | null> = {
    'Same origin': [`${origin}/k7q2`],
    'Any https host': STRANGERS.map((host) => `https://${host}/k7q2`),
    'Any http host': STRANGERS.map((host) => `http://${host}/k7q2`),
    'data:': hostsOnly ? null : ['data:text/plain,k7q2'],
    'blob:': hostsOnly ? null : [`blob:${origin}/0b1c2d3e-0000-4000-8000-000000000000`],
  };
  return COLUMNS.map((column) => {
    const asked = urls[column];
    if (!asked) return null;
    return { parts: types.map(([type, label]) => openPart(questions, type, asked, label)), risk: risks?.[column] };
  });
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
  return [{ label, part: openPart(questions, type[0], [url], '', []), anyHost }];
}

function openPart(
  questions: Questions,
  type: RequestType,
  urls: readonly string[],
  label: string,
  nonces = questions.noncesFor(type),
): OpenPart {
  const requests = requestsFor(type, urls);
  return {
    label,
    plain: requests.map((request) => questions.ask(request)),
    nonced: nonces.map((nonce) => requests.map((request) => questions.ask({ ...request, nonce }))),
  };
}

function requestsFor(type: RequestType, urls: readonly string[]): Request[] {
  if (urls.length === 0) return [{ type, content: 'k7q2' }];
  const scheme = (url: string) => (type === 'websocket' ? url.replace(/^http/, 'ws') : url);
  return urls.map((url) => ({ type, url: scheme(url) }));
}

function closeCell({ parts: open, risk }: OpenCell, answers: readonly VerdictOrError[]): Cell {
  const parts = open.map((part) => closePart(part, answers));
  const states = new Set(parts.map(({ state }) => state));
  const [first] = states;
  const allowed = parts.some(({ state, others }) => state === 'allowed' || others.some((other) => other.state === 'allowed'));
  return { state: states.size === 1 && first ? first : 'partly', parts, risk: allowed && risk ? risk : null };
}

function closePart({ label, plain, nonced }: OpenPart, answers: readonly VerdictOrError[]): CellPart {
  const stateIn = (profile: keyof PerProfile<unknown>): PartState => {
    if (allAllowed(plain, answers, profile)) return 'allowed';
    return nonced.some((requests) => allAllowed(requests, answers, profile)) ? 'nonce' : 'blocked';
  };
  // What most browsers do is the cell's word; the others are named.
  const states = BROWSERS.map((browser) => ({ browser, state: stateIn(browser) }));
  const main = states.find(({ state }) => states.filter((other) => other.state === state).length > 1)?.state ?? stateIn('chromium');
  return { label, state: main, others: states.filter(({ state }) => state !== main) };
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

function noncesOf(report: Report, chain: readonly string[]): string[] {
  const nonces = report.policies
    .filter(({ disposition }) => disposition === 'enforce')
    .flatMap((policy) => chain.flatMap((name) => directiveOf(policy, name)?.values ?? []))
    .filter(({ kind }) => kind === 'nonce')
    .map(({ text }) => nonceOf(text))
    .filter((nonce) => nonce.length <= MAX_ASKED);
  return [...new Set(nonces)].slice(0, MAX_NONCES);
}

function originOf(page: string): string {
  try {
    return new URL(page).origin;
  } catch {
    return 'https://site.example';
  }
}
