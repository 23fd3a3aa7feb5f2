// What a run has asked: every request type, every form of source expression and every row of the
// table of differences has to be there, with blocked and with allowed cases.

import { policiesOf } from './lab/session.mjs';

/** Forms of tokens, the first that fits counts. The regular expressions describe the text only. */
/** @type {[string, RegExp][]} */
const FORMS = [
  ["'none'", /^'none'$/i],
  ["'self'", /^'self'$/i],
  ['*', /^\*$/],
  ["'unsafe-inline'", /^'unsafe-inline'$/i],
  ["'unsafe-eval'", /^'unsafe-eval'$/i],
  ["'wasm-unsafe-eval'", /^'wasm-unsafe-eval'$/i],
  ["'trusted-types-eval'", /^'trusted-types-eval'$/i],
  ["'strict-dynamic'", /^'strict-dynamic'$/i],
  ["'unsafe-hashes'", /^'unsafe-hashes'$/i],
  ["'report-sample'", /^'report-sample'$/i],
  ["'report-sha256'", /^'report-sha(256|384|512)'$/i],
  ["'inline-speculation-rules'", /^'inline-speculation-rules'$/i],
  ["'allow-duplicates'", /^'allow-duplicates'$/i],
  ["'nonce-…'", /^'nonce-[^']+'$/i],
  ["'sha256-…'", /^'sha256-[^']+'$/i],
  ["'sha384-…'", /^'sha384-[^']+'$/i],
  ["'sha512-…'", /^'sha512-[^']+'$/i],
  ['other quoted word', /^'/],
  ['non-ASCII or control', /[^\x21-\x7e]/],
  ['http: https:', /^https?:$/i],
  ['ws: wss:', /^wss?:$/i],
  ['data: blob:', /^(data|blob):$/i],
  ['other scheme', /^[a-z][a-z0-9+.-]*:$/i],
  ['IPv4 address', /^([a-z]+:\/\/)?\d+\.\d+\.\d+\.\d+(:|\/|$)/i],
  ['IPv6 address', /\[/],
  ['xn-- host', /xn--/i],
  ['host with a trailing dot', /^([a-z]+:\/\/)?[\w.*-]+\.(:[\d*]+)?(\/|$)/i],
  ['*.host', /^([a-z]+:\/\/)?\*\.[\w.-]+/i],
  ['* with a scheme, port or path', /^([a-z]+:\/\/)?\*[:/]?/i],
  ['scheme://host:port/path', /^[a-z]+:\/\/[\w.-]+:[\d*]+\/./i],
  ['scheme://host/path', /^[a-z]+:\/\/[\w.-]+\/./i],
  ['scheme://host:port', /^[a-z]+:\/\/[\w.-]+:[\d*]+\/?$/i],
  ['scheme://host', /^[a-z]+:\/\/[\w.-]+\/?$/i],
  ['host:*', /^[\w.-]+:\*/],
  ['host:port', /^[\w.-]+:\d+\/?$/],
  ['host/path/', /^[\w.-]+(:\d+)?\/.*\/$/],
  ['host/path', /^[\w.-]+(:\d+)?\/./],
  ['host', /^[\w-]+(\.[\w-]+)*\/?$/],
  ['broken', /./],
];

export const formOf = (token) => FORMS.find(([, pattern]) => pattern.test(token))[0];

const REQUEST_TYPES = [
  'image', 'script', 'style', 'font', 'fetch', 'websocket', 'eventsource', 'beacon', 'audio', 'video', 'track', 'object', 'embed', 'iframe', 'worker',
  'sharedworker', 'serviceworker', 'manifest', 'prefetch', 'form-action', 'base-uri', 'frame-ancestors', 'inline-script', 'inline-style',
  'script-attribute', 'style-attribute', 'javascript-url', 'eval', 'wasm-eval', 'trusted-type-policy', 'trusted-type-sink',
];

/** Ways of asking that are no request type of their own. */
const WAYS = {
  'script not parser-inserted': ({ request }) => request.type === 'script' && request.parserInserted === false,
  'inline-script not parser-inserted': ({ request }) => request.type === 'inline-script' && request.parserInserted === false,
  'script with a nonce': ({ request }) => request.type === 'script' && request.nonce !== undefined,
  'script with integrity': ({ request }) => request.integrity !== undefined,
  'data: URL': ({ request }) => /^data:/.test(request.url ?? ''),
  'blob: URL': ({ request }) => /^blob:/.test(request.url ?? ''),
  'IPv4 URL': ({ request }) => /\/\/\d+\.\d+\.\d+\.\d+/.test(request.url ?? ''),
  'IPv6 URL': ({ request }) => /\/\/\[/.test(request.url ?? ''),
  'internationalised host': ({ request }) => /\/\/xn--/.test(request.url ?? ''),
  'same-origin redirect': ({ request, page }) => request.via !== undefined && new URL(request.via[0]).origin === new URL(page).origin,
  'cross-origin redirect': ({ request, page }) => request.via !== undefined && new URL(request.via[0]).origin !== new URL(page).origin,
  'nested ancestors': ({ request }) => request.ancestors !== undefined,
  'X-Frame-Options': ({ xFrameOptions }) => xFrameOptions !== undefined,
  'https page': ({ page }) => page.startsWith('https:'),
  'http page': ({ page }) => page.startsWith('http:'),
  'page with a port': ({ page }) => new URL(page).port !== '',
  'meta policy': (line) => policiesOf(line).some((p) => p.delivery === 'meta'),
  'report-only beside enforced': (line) => new Set(policiesOf(line).map((p) => p.disposition)).size === 2,
  'several enforced policies': (line) => policiesOf(line).filter((p) => p.disposition === 'enforce').length > 1,
  'commas': (line) => policiesOf(line).some((p) => p.value.includes(',')),
  'sandbox': (line) => policiesOf(line).some((p) => /(^|[;,])\s*sandbox/i.test(p.value)),
  'upgrade-insecure-requests': (line) => policiesOf(line).some((p) => /upgrade-insecure-requests/i.test(p.value)),
};

/** The tokens of the list that decided, for each enforced policy, as the program names it. */
function decidingTokens(line, answer) {
  const values = policiesOf(line).filter((p) => p.disposition === 'enforce').map((p) => p.value).join(';');
  const lists = new Set((answer.decidedBy ?? []).map((entry) => entry.list).filter(Boolean));
  const tokens = [];
  for (const directive of values.split(/[;,]/)) {
    const [name, ...rest] = directive.trim().split(/[\t\n\f\r ]+/);
    if (lists.has(name.toLowerCase())) tokens.push(...(rest.length > 0 ? rest : []));
  }
  return tokens;
}

export class Coverage {
  /** `rows`: the table of differences; those read in source code cannot be shown by a page. */
  constructor(rows) {
    this.cells_ = new Map();
    this.excused_ = new Set();
    for (const type of REQUEST_TYPES) this.cell_('type', type);
    for (const way of Object.keys(WAYS)) this.cell_('way', way);
    for (const [form] of FORMS) this.cell_('form', form);
    for (const row of rows) if (row.checked !== 'source') this.cell_('difference', row.id);
  }

  cell_(group, name) {
    const key = `${group}: ${name}`;
    if (!this.cells_.has(key)) this.cells_.set(key, { allowed: 0, blocked: 0 });
    return this.cells_.get(key);
  }

  /** Counts a verdict of a browser. `rows` are ids of the differences that the case was made for. */
  add(line, verdict, answer, rows = []) {
    this.cell_('type', line.request.type)[verdict] += 1;
    for (const [name, fits] of Object.entries(WAYS)) if (fits(line)) this.cell_('way', name)[verdict] += 1;
    for (const form of new Set(decidingTokens(line, answer).map(formOf))) this.cell_('form', form)[verdict] += 1;
    for (const id of rows) this.cell_('difference', id)[verdict] += 1;
  }

  /** Rows of which no case need show what they say. */
  excuse(rows) {
    for (const id of rows) this.excused_.add(`difference: ${id}`);
  }

  /** The names of cells with fewer than so many blocked or allowed cases. */
  holes(least = 1) {
    return [...this.cells_].filter(([name, { allowed, blocked }]) => !this.excused_.has(name) && (allowed < least || blocked < least))
      .map(([name, { allowed, blocked }]) => `${name} (${allowed} allowed, ${blocked} blocked)`);
  }

  print() {
    const width = Math.max(...[...this.cells_.keys()].map((name) => name.length));
    console.log(`${'coverage'.padEnd(width)}  allowed  blocked`);
    for (const [name, { allowed, blocked }] of this.cells_) {
      console.log(`${name.padEnd(width)}  ${String(allowed).padStart(7)}  ${String(blocked).padStart(7)}`);
    }
  }
}
