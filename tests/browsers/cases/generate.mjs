// Makes cases: pages of a few requests under one set of policies, seeded, with policies and requests
// that are near misses of each other.

import { casesOfCells } from './cells.mjs';
import * as words from './vocabulary.mjs';

const LOCAL_BLOB = '00000000-0000-4000-8000-000000000000';

/** Request types with a URL that any page can ask for, by weight. */
const URL_TYPES = {
  image: 5, script: 4, style: 3, font: 2, fetch: 3, websocket: 4, eventsource: 1, beacon: 1, audio: 1, video: 1, track: 1,
  object: 1.5, embed: 1.2, iframe: 2, prefetch: 1.2, 'form-action': 1, 'base-uri': 1,
};

const FETCH_DIRECTIVES = [
  'default-src', 'default-src', 'default-src', 'script-src', 'script-src-elem', 'style-src', 'style-src-elem', 'img-src', 'img-src', 'font-src', 'connect-src',
  'connect-src', 'media-src', 'object-src', 'frame-src', 'child-src', 'worker-src', 'manifest-src', 'prefetch-src', 'form-action', 'base-uri',
  'script-src-attr', 'style-src-attr', 'bogus-src',
];

const enforced = (value) => ({ value, disposition: 'enforce', delivery: 'header' });

const times = (n, make) => Array.from({ length: n }, make);

// ---- policies ---------------------------------------------------------------------------------------

function spellName(random, name) {
  return random.chance(0.08) ? name.toUpperCase() : name;
}

/** Directives as text, with the carelessness of real policies. */
function spellPolicy(random, directives) {
  const parts = directives.map(([name, tokens]) => {
    const gap = random.weighted({ ' ': 12, '  ': 1, '\t': 1, '\f': 0.3 });
    return [spellName(random, name), ...tokens].join(gap);
  });
  if (random.chance(0.08)) parts.splice(random.below(parts.length + 1), 0, random.pick(['', 'bogus', 'report-uri /r', 'img-src1 x', 'upgrade', '\u00e9 x', "'self'"]));
  return parts.join(random.weighted({ '; ': 10, ';': 2, ' ; ': 1, ';;': 0.5 })) + (random.chance(0.1) ? ';' : '');
}

function sourceList(random, targets, extra = []) {
  const tokens = times(random.between(1, 4), () => random.weighted({ near: 12, keyword: 3, scheme: 2, odd: 4, foreign: 0.35 }))
    .map((kind) => {
      if (kind === 'near') return words.sourceNear(random, random.pick(targets));
      if (kind === 'keyword') return random.pick(words.KEYWORDS);
      if (kind === 'scheme') return random.pick(words.SCHEMES);
      return random.pick(kind === 'odd' ? words.ODD_TOKENS : words.FOREIGN_TOKENS);
    });
  if (random.chance(0.05)) tokens.push(tokens[0]);
  if (random.chance(0.04)) return extra;
  return random.shuffled([...tokens, ...extra]);
}

/** Gives the policy to the page in one of the ways there are. */
function deliver(random, value, other) {
  const isMetaFit = !/[\n]/.test(value);
  switch (random.weighted({ header: 14, meta: isMetaFit ? 2 : 0, two: 1.5, three: 0.3, joined: 1, reportBeside: 1, reportOnly: 0.3, metaBeside: 0.6, trailing: 0.4 })) {
    case 'meta': return [{ value, disposition: 'enforce', delivery: 'meta' }];
    case 'two': return [enforced(value), enforced(other())];
    case 'three': return [enforced(value), enforced(other()), enforced(other())];
    case 'joined': return [enforced(`${value}, ${other()}`)];
    case 'reportBeside': return [enforced(value), { ...enforced(other()), disposition: 'report' }];
    case 'reportOnly': return [{ ...enforced(value), disposition: 'report' }];
    case 'metaBeside': return [enforced(other()), { value, disposition: 'enforce', delivery: 'meta' }];
    case 'trailing': return [enforced(`${value},`)];
    default: return [enforced(value)];
  }
}

/** A case line in its shortest form. */
function lineOf(page, policies, request, xFrameOptions) {
  const plain = policies.every((p) => p.disposition === 'enforce' && p.delivery === 'header');
  const line = plain ? { page, headers: policies.map((p) => p.value) } : { page, policies };
  if (xFrameOptions !== undefined) line.xFrameOptions = xFrameOptions;
  return { ...line, request };
}

// ---- kinds of pages -----------------------------------------------------------------------------------

function urlRequest(random, page, targets) {
  const type = random.weighted(URL_TYPES);
  const target = words.bendTarget(random, random.pick(targets));
  const request = { type, url: words.urlOf(target, type === 'websocket') };
  if (type === 'script' && random.chance(0.5)) request.parserInserted = false;
  if ((type === 'script' || type === 'style') && random.chance(0.15)) request.nonce = random.pick(words.NONCES);
  return request;
}

function workerRequest(random, page) {
  const type = random.pick(['worker', 'worker', 'sharedworker', 'serviceworker']);
  const path = random.pick(['/w.js', '/lib/w.js', '/lib/sub/w.js', '/LIB/w.js']);
  return { type, url: new URL(path, page).href };
}

/** Hosts, ports, schemes and paths against each other. */
function urlPage(random) {
  const page = random.weighted(words.PAGES);
  const own = new URL(page);
  const self = { scheme: own.protocol.slice(0, -1), host: own.hostname, port: own.port && `:${own.port}`, path: '/lib/app.js' };
  const targets = [self, ...times(random.between(1, 3), () => words.randomTarget(random))];
  const policy = () => {
    const names = times(random.between(1, 3), () => random.pick(FETCH_DIRECTIVES));
    return spellPolicy(random, names.map((name) => [name, sourceList(random, targets)]));
  };
  const policies = deliver(random, policy(), policy);
  const requests = times(11, () => urlRequest(random, page, targets));
  requests.push(workerRequest(random, page));
  if (random.chance(0.25)) requests.push({ type: 'manifest', url: words.urlOf(words.bendTarget(random, random.pick(targets))) });
  return requests.map((request) => lineOf(page, policies, request));
}

/** One request of every type that takes a URL, under policies of a few short lists: who falls back to whom. */
function fallbackPage(random) {
  const page = random.pick(['http://self.test/', 'https://self.test/', 'https://self.test:8443/']);
  const scheme = new URL(page).protocol.slice(0, -1);
  const list = () => times(random.weighted({ 0: 0.5, 1: 6, 2: 3, 3: 1 }), () => random.pick(["'self'", "'self'", "'none'", '*', 'a.test', 'b.test', `${scheme}:`, 'blob:', "'strict-dynamic'", "'unsafe-inline'",
    "'nonce-abc'", "'unsafe-eval'", "'unsafe-hashes'", "'wasm-unsafe-eval'", "'report-sample'", 'ws:', 'wss:']));
  const policy = () => {
    const names = random.shuffled([...new Set(FETCH_DIRECTIVES)]).slice(0, random.between(0, 3));
    if (random.chance(0.6)) names.splice(random.below(names.length + 1), 0, 'default-src');
    return spellPolicy(random, (names.length > 0 ? names : ['default-src']).map((name) => [name, list()]));
  };
  const policies = deliver(random, policy(), policy);
  const url = () => `${scheme}://${random.pick(['self.test', 'a.test', 'b.test'])}/x`;
  /** @type {{ type: string, url?: string, content?: string, parserInserted?: boolean }[]} */
  const requests = Object.keys(URL_TYPES).map((type) => ({ type, url: type === 'websocket' ? url().replace(/^http/, 'ws') : url() }));
  for (const request of requests) if (request.type === 'script' && random.chance(0.5)) request.parserInserted = false;
  requests.push({ type: 'manifest', url: url() }, workerRequest(random, page), { type: 'inline-script', content: '__ran()' }, { type: 'inline-style', content: '.x{color:red}' }, { type: 'script-attribute', content: '__ran()' },
    { type: 'style-attribute', content: 'color:red' }, { type: 'javascript-url', content: '__ran()' }, { type: 'eval' }, { type: 'wasm-eval' });
  return requests.map((request) => lineOf(page, policies, request));
}

/** External scripts and workers: hosts beside nonces, hashes of integrity metadata and 'strict-dynamic'. */
function scriptPage(random) {
  const page = random.pick(['http://self.test/', 'https://self.test/']);
  const own = new URL(page).protocol.slice(0, -1);
  const targets = [{ scheme: own, host: 'self.test', port: '', path: '/lib/app.js' }, { ...words.randomTarget(random), scheme: own }];
  const token = () => {
    switch (random.weighted({ near: 4, hash: 3, nonce: 2.5, dynamic: 2, keyword: 1.5, scheme: 1, odd: 0.7 })) {
      case 'near': return words.sourceNear(random, random.pick(targets));
      case 'hash': return words.hashSource(random, words.BODY_TEXT);
      case 'nonce': return random.pick(words.NONCE_SOURCES);
      case 'dynamic': return random.pick(["'strict-dynamic'", "'strict-dynamic'", "'Strict-Dynamic'", 'strict-dynamic']);
      case 'keyword': return random.pick(words.KEYWORDS);
      case 'scheme': return random.pick(words.SCHEMES);
      default: return random.pick(words.ODD_TOKENS);
    }
  };
  const policy = () => {
    const names = random.shuffled(['script-src', 'script-src', 'script-src-elem', 'default-src', 'default-src', 'worker-src', 'child-src', 'style-src', 'img-src']).slice(0, random.between(1, 3));
    return spellPolicy(random, names.map((name) => [name, times(random.between(1, 5), token)]));
  };
  const policies = deliver(random, policy(), policy);
  const requests = times(10, () => {
    const request = { type: 'script', url: words.urlOf(words.bendTarget(random, random.pick(targets))) };
    if (random.chance(0.5)) request.parserInserted = false;
    if (random.chance(0.35)) request.nonce = random.pick(words.NONCES);
    if (random.chance(0.45)) request.integrity = words.integrityText(random);
    return request;
  });
  requests.push(workerRequest(random, page), { type: 'image', url: words.urlOf(random.pick(targets)) }, { type: 'prefetch', url: words.urlOf(random.pick(targets)) },
    { type: 'style', url: words.urlOf(random.pick(targets)), nonce: 'abc' }, { type: 'worker', url: `blob:${new URL(page).origin}/${LOCAL_BLOB}` }, { type: 'script', url: 'data:text/plain,x', parserInserted: random.chance(0.5), nonce: random.pick(words.NONCES) });
  return requests.map((request) => lineOf(page, policies, request));
}

const LOCAL_TYPES = ['image', 'script', 'style', 'font', 'fetch', 'audio', 'video', 'track', 'object', 'embed', 'iframe', 'worker', 'sharedworker', 'prefetch'];

/** `data:` and `blob:`. */
function localPage(random) {
  const page = random.pick(['http://self.test/', 'https://self.test/', 'https://self.test:8443/']);
  const list = () => times(random.between(1, 3), () => random.pick(["'self'", '*', 'data:', 'blob:', 'DATA:', 'http:', 'https:', "'none'", "'strict-dynamic'", "'nonce-abc'", 'blob:*', 'data:*', 'blob://*', 'data', 'a.test', "'unsafe-inline'"]));
  const names = times(random.between(1, 2), () => random.pick(['default-src', 'img-src', 'script-src', 'style-src', 'font-src', 'connect-src', 'media-src', 'object-src', 'frame-src', 'child-src', 'worker-src']));
  const policy = () => spellPolicy(random, names.map((name) => [name, list()]));
  const policies = deliver(random, policy(), policy);
  const requests = times(8, () => {
    const type = random.pick(LOCAL_TYPES);
    const blob = random.chance(0.5);
    if (type === 'iframe' && random.chance(0.15)) return { type, url: 'about:blank' };
    const request = { type, url: blob ? `blob:${new URL(page).origin}/${LOCAL_BLOB}` : 'data:text/plain,x' };
    if (type === 'script' && (blob || random.chance(0.7))) request.parserInserted = false;
    if (type === 'script' && random.chance(0.3)) request.nonce = random.pick(words.NONCES);
    return request;
  });
  return requests.map((request) => lineOf(page, policies, request));
}

function inlineRequest(random, texts) {
  const type = random.weighted({ 'inline-script': 4, 'inline-style': 2, 'script-attribute': 2, 'style-attribute': 1.5, 'javascript-url': 2, eval: 1, 'wasm-eval': 0.7, script: 3, style: 1 });
  const request = { type };
  if (type in texts) request.content = texts[type];
  if ((type === 'inline-script' || type === 'inline-style' || type === 'script') && random.chance(0.4)) request.parserInserted = false;
  if (['inline-script', 'inline-style', 'script', 'style', 'style-attribute', 'script-attribute'].includes(type) && random.chance(0.5)) request.nonce = random.pick(words.NONCES);
  if (type === 'script' || type === 'style') request.url = random.pick(['http://a.test/lib/app.js', 'https://a.test/lib/app.js', 'http://self.test/x.js']);
  if (type === 'script' && random.chance(0.4)) request.integrity = words.integrityText(random);
  return request;
}

/** Inline code, nonces, hashes, 'strict-dynamic'. */
function inlinePage(random) {
  const page = random.pick(['http://self.test/', 'https://self.test/']);
  const texts = {
    'inline-script': random.pick(words.SCRIPT_TEXTS),
    'script-attribute': random.pick(words.SCRIPT_TEXTS),
    'inline-style': random.pick(words.STYLE_TEXTS),
    'style-attribute': random.pick(words.STYLE_ATTRIBUTES),
    'javascript-url': random.pick(words.JAVASCRIPT_TEXTS),
  };
  const hashed = [...Object.values(texts), `javascript:${texts['javascript-url']}`, words.BODY_TEXT];
  const token = () => {
    switch (random.weighted({ keyword: 8, hash: 5, nonce: 3, host: 2, odd: 1 })) {
      case 'keyword': return random.pick(["'unsafe-inline'", "'unsafe-inline'", "'UNSAFE-INLINE'", "'strict-dynamic'", "'STRICT-DYNAMIC'", "'unsafe-hashes'", "'unsafe-hashes'", "'unsafe-eval'", "'wasm-unsafe-eval'", "'self'", "'none'", "'report-sample'", "'report-sha256'", "'inline-speculation-rules'", "'trusted-types-eval'"]);
      case 'hash': return words.hashSource(random, random.pick(hashed));
      case 'nonce': return random.pick(words.NONCE_SOURCES);
      case 'host': return random.pick(['a.test', '*', 'https:', 'http://a.test/lib/']);
      default: return random.pick(words.ODD_TOKENS);
    }
  };
  const policy = () => {
    const names = random.shuffled(['script-src', 'script-src', 'script-src-elem', 'script-src-attr', 'style-src', 'style-src-elem', 'style-src-attr', 'default-src', 'default-src', 'worker-src', 'child-src']).slice(0, random.between(1, 3));
    return spellPolicy(random, names.map((name) => [name, times(random.between(1, 4), token)]));
  };
  const policies = deliver(random, policy(), policy);
  const requests = [...times(12, () => inlineRequest(random, texts)), workerRequest(random, page)];
  return requests.map((request) => lineOf(page, policies, request));
}

/** Trusted Types, and the code that starts from strings. */
function typesPage(random) {
  const page = random.pick(['http://self.test/', 'https://self.test/']);
  const policy = () => {
    const directives = [];
    if (random.chance(0.75)) directives.push(['trusted-types', times(random.between(0, 3), () => random.pick(words.TYPE_TOKENS))]);
    if (random.chance(0.6)) directives.push(['require-trusted-types-for', [random.pick(["'script'", "'script'", "'script'", "'SCRIPT'", 'script', "'none'", "'style'", "'script' 'style'", ''])]]);
    if (random.chance(0.35)) directives.push([random.pick(['script-src', 'default-src']), times(random.between(1, 3), () => random.pick(["'trusted-types-eval'", "'unsafe-eval'", "'unsafe-inline'", "'self'", '*', "'strict-dynamic'"]))]);
    return spellPolicy(random, random.shuffled(directives));
  };
  const policies = deliver(random, policy(), policy);
  const requests = random.shuffled(words.TYPE_NAMES).slice(0, 6).map((name) => ({ type: 'trusted-type-policy', name }));
  requests.push({ type: 'trusted-type-sink' }, workerRequest(random, page), { type: 'inline-script', content: '__ran()' },
    { type: 'inline-script', content: '__ran()', parserInserted: false }, { type: 'script', url: `${page}x.js`, parserInserted: random.chance(0.5) },
    { type: 'javascript-url', content: '__ran()' }, { type: 'eval' }, { type: 'worker', url: `blob:${new URL(page).origin}/${LOCAL_BLOB}` }, { type: 'script-attribute', content: '__ran()' });
  return requests.map((request) => lineOf(page, policies, request));
}

const FRAMING_TOKENS = ["'none'", "'self'", "'self'", '*', 'https:', 'http:', 'a.test', 'https://a.test', 'http://a.test', 'a.test:80', 'http://a.test:80', 'a.test:*', '*.a.test', '*.test', 'a.test/', 'a.test/x', 'https://a.test:8443',
  'data:', '192.0.2.1', "'SELF'", "'unsafe-inline'", "'nonce-x'", 'null', '\u00e9.test', 'A.TEST'];

/** frame-ancestors and X-Frame-Options, with one parent or a chain of them. */
function framingPage(random) {
  const top = random.pick(words.ANCESTORS);
  return times(9, () => {
    const page = random.pick(['https://self.test/', 'https://self.test/', 'http://self.test/', 'https://self.test:8443/']);
    const list = () => times(random.between(0, 3), () => random.pick(FRAMING_TOKENS));
    const other = () => random.pick([['sandbox', ['allow-scripts']], ['sandbox', ['allow-scripts', 'allow-same-origin']], ['upgrade-insecure-requests', []], ['frame-src', ["'none'"]], ['frame-ancestors', list()]]);
    const policy = () => spellPolicy(random, random.chance(0.85) ? [['frame-ancestors', list()], ...(random.chance(0.2) ? [other()] : [])] : [['default-src', list()], ['img-src', ['*']]]);
    const policies = random.chance(0.2) ? [] : deliver(random, policy(), policy);
    const options = policies.length === 0 || random.chance(0.25) ? random.pick(words.FRAME_OPTIONS) : undefined;
    const between = random.chance(0.3) ? times(random.between(1, 2), () => random.pick(words.ANCESTORS.filter((url) => url !== 'null'))) : [];
    const request = { type: 'frame-ancestors', url: between[0] ?? top };
    if (between.length > 0) request.ancestors = [...between, top];
    return lineOf(page, policies, request, options);
  });
}

const REDIRECTABLE = ['image', 'script', 'style', 'font', 'fetch', 'eventsource', 'beacon', 'audio', 'track', 'object', 'embed', 'iframe', 'prefetch', 'form-action', 'video'];

/** Redirects: the hops before the last are admitted, so that the verdict is about the last. */
function redirectPage(random) {
  const page = random.pick(['http://self.test/', 'https://self.test/']);
  const scheme = new URL(page).protocol.slice(0, -1);
  const targets = [...times(2, () => ({ ...words.randomTarget(random), ...(random.chance(0.7) ? { scheme } : {}) })), { scheme, host: 'self.test', port: '', path: '/lib/app.js' }];
  const hops = random.chance(0.7) ? [`${scheme}://hop.test/go`, `${scheme}://hop2.test/go`] : [`${page}go`, `${scheme}://hop2.test/go`];
  const admitted = [hops[0].startsWith(page) ? "'self'" : random.pick(['hop.test', 'hop.test/go', `${scheme}://hop.test/`]), 'hop2.test'];
  const policy = spellPolicy(random, [
    ['default-src', sourceList(random, targets, [...admitted, ...(random.chance(0.4) ? ["'unsafe-inline'"] : [])])],
    ['form-action', sourceList(random, targets, admitted)],
  ]);
  const policies = random.chance(0.8) ? [enforced(policy)] : [{ value: policy, disposition: 'enforce', delivery: 'meta' }];
  const requests = times(10, () => {
    const via = random.chance(0.75) ? hops.slice(0, 1) : hops;
    const request = { type: random.pick(REDIRECTABLE), url: words.urlOf(words.bendTarget(random, random.pick(targets))), redirects: via.length, via };
    if (request.type === 'script' && random.chance(0.7)) request.parserInserted = false;
    return request;
  });
  const own = random.pick(['worker', 'sharedworker']);
  requests.push({ type: own, url: `${page}lib/w.js`, redirects: 1, via: [`${page}go`] });
  return requests.map((request) => lineOf(page, policies, request));
}

/** sandbox: what its missing flags take away. */
function sandboxPage(random) {
  const page = random.pick(['http://self.test/', 'https://self.test/']);
  const policy = () => {
    const directives = [['sandbox', times(random.between(0, 3), () => random.pick(words.SANDBOX_TOKENS))]];
    if (random.chance(0.4)) directives.push(['default-src', times(2, () => random.pick(["'self'", 'blob:', 'data:', '*', "'unsafe-inline'", 'a.test']))]);
    return spellPolicy(random, directives);
  };
  const policies = deliver(random, policy(), policy);
  if (random.chance(0.15)) policies.push({ value: policy(), disposition: 'enforce', delivery: 'meta' });
  const requests = [
    { type: 'inline-script', content: '__ran()' }, { type: 'image', url: `${page}x` }, { type: 'script', url: `${page}x.js` },
    { type: 'inline-style', content: '.x{color:red}' }, { type: 'form-action', url: 'http://a.test/x' }, workerRequest(random, page), { type: 'eval' },
    { type: 'script-attribute', content: '__ran()' }, { type: 'fetch', url: `${page}x` }, { type: 'iframe', url: `${page}x` }, { type: 'style', url: 'http://a.test/x' },
    { type: 'worker', url: `blob:${new URL(page).origin}/${LOCAL_BLOB}` }, { type: 'javascript-url', content: '__ran()' }, { type: 'wasm-eval' },
  ];
  return requests.map((request) => lineOf(page, policies, request));
}

/** upgrade-insecure-requests before every check. */
function upgradePage(random) {
  const page = random.pick(['http://self.test/', 'https://self.test/']);
  const list = () => times(random.between(1, 3), () => random.pick(['http:', 'https:', 'a.test', 'http://a.test', 'https://a.test', 'a.test:80', 'a.test:443', 'a.test:8080', "'self'", 'ws:', 'wss:', '*']));
  const policy = () => spellPolicy(random, random.shuffled([
    ...(random.chance(0.8) ? [['upgrade-insecure-requests', []]] : [['block-all-mixed-content', []]]),
    [random.pick(['default-src', 'img-src', 'connect-src', 'script-src', 'form-action']), list()],
  ]));
  const policies = deliver(random, policy(), policy);
  const targets = [{ scheme: 'http', host: 'a.test', port: '', path: '/x' }, { scheme: 'http', host: 'a.test', port: ':8080', path: '/x' }, { scheme: 'http', host: 'self.test', port: '', path: '/x' }];
  return times(10, () => urlRequest(random, page, targets)).map((request) => lineOf(page, policies, request));
}

/** One token of each form that a short run may not meet in a deciding list with both verdicts. */
const SAMPLE_TOKENS = ['a.test/lib/', 'a.test/lib', 'a.test:*', 'a.test:8080', 'https://a.test:8443/lib/', 'https://a.test/lib', 'https://a.test:8443', 'http://a.test', '*.a.test', 'https://*:8443', 'a.test.', 'xn--9ca.test',
  '[2001:db8::1]', '192.0.2.1', 'ws:', 'data:', 'filesystem:', "'sha256-abcd'", "'sha384-abcd'", "'sha512-abcd'", "'nonce-abc'", "'unsafe-hashes'", "'wasm-unsafe-eval'", "'unsafe-eval'", "'trusted-types-eval'", "'report-sample'",
  "'report-sha256'", "'inline-speculation-rules'", "'unsafe-redirect'", 'a_b.test|'];

/** Cases that every run asks, so that no short one leaves a hole in the table of what was covered. */
export function fixedCases() {
  const page = 'https://self.test/';
  const case_ = (policy, request) => ({ page, headers: [policy], request });
  const redirected = { type: 'image', url: 'https://b.test/x', redirects: 1, via: [`${page}go`] };
  const samples = SAMPLE_TOKENS.flatMap((token) => ['https://b.test/x', 'https://c.test/x'].map((url) => case_(`img-src ${token} https://b.test`, { type: 'image', url })));
  return [
    ...samples, case_("img-src 'self'", redirected), case_("img-src 'self' b.test", redirected), case_("img-src 'self' b.test/y", redirected),
    case_("trusted-types p 'allow-duplicates'", { type: 'trusted-type-policy', name: 'p' }), case_("trusted-types p 'allow-duplicates'", { type: 'trusted-type-policy', name: 'q' }),
    case_("manifest-src 'none'", { type: 'manifest', url: `${page}m` }), case_("manifest-src 'self'", { type: 'manifest', url: `${page}m` }),
    case_("default-src 'none'", { type: 'serviceworker', url: `${page}w.js` }), case_("default-src 'self'", { type: 'serviceworker', url: `${page}w.js` }),
    case_("default-src 'wasm-unsafe-eval'", { type: 'wasm-eval' }), case_("default-src 'wasm-unsafe-eval'", { type: 'eval' }),
    case_("script-src 'report-sample' 'report-sha256' 'inline-speculation-rules' 'self'", { type: 'script', url: `${page}x.js` }), case_("script-src 'report-sample' 'report-sha256' 'inline-speculation-rules' 'self'", { type: 'script', url: 'https://b.test/x.js' }),
    ...trustedEvals(case_), ...shownObjects(case_), ...jsonModules(case_),
    case_("script-src 'trusted-types-eval' 'unsafe-eval'", { type: 'eval' }), case_("script-src 'trusted-types-eval'", { type: 'eval' }),
    ...upgradedRedirects(case_), ...ownMachine(case_), ...spellings(case_), ...casesOfCells(),
  ];
}

/** eval of a string and of a TrustedScript, with what admits either. */
function trustedEvals(case_) {
  const lists = ['img-src *', "script-src 'self'", "script-src 'unsafe-eval'", "script-src 'trusted-types-eval'", "script-src 'unsafe-eval' 'trusted-types-eval'", "default-src 'trusted-types-eval'"];
  const policies = lists.flatMap((list) => [list, `${list}; require-trusted-types-for 'script'`, `${list}, require-trusted-types-for 'script'`, `${list}; require-trusted-types-for 'script', script-src 'self'`]);
  return policies.flatMap((policy) => [case_(policy, { type: 'eval' }), case_(policy, { type: 'eval', trusted: true })]);
}

/** Objects that are images by their type or their file's name, and others. */
function shownObjects(case_) {
  const policies = ["object-src *; frame-src 'none'; img-src *", "object-src *; frame-src *; img-src 'none'"];
  const files = ['x', 'x.png', 'x.JPG', 'x.jpe', 'x.jfif', 'x.apng', 'x.ico', 'x.bmp', 'x.avif', 'x.avifs', 'x.dib', 'x.webp', 'x.gif', 'x.svg', 'x.svgz', 'x.SVGZ', 'x.html', 'x.pdf', 'a.png/x'];
  const types = ['image/png', 'image/x-icon', 'IMAGE/JPEG', 'image/svg+xml', 'text/html', 'image/webp; a=b'];
  const requests = ['object', 'embed'].flatMap((type) => [
    ...files.map((file) => ({ type, url: `https://a.test/${file}` })),
    ...types.flatMap((contentType) => ['x', 'x.png', 'x.html', 'x.svgz'].map((file) => ({ type, url: `https://a.test/${file}`, contentType }))),
  ]);
  const inline = ["object-src * data:; frame-src 'none'; img-src data:", "object-src * data:; frame-src data:; img-src 'none'"];
  const local = ['object', 'embed'].flatMap((type) => ['data:image/png;base64,AA==', 'data:text/html,x.png'].map((url) => ({ type, url })));
  return [...policies.flatMap((policy) => requests.map((request) => case_(policy, request))), ...inline.flatMap((policy) => local.map((request) => case_(policy, request)))];
}

/** JSON modules are connections to some and scripts to others. */
function jsonModules(case_) {
  return ["connect-src 'none'", "script-src-elem 'none'", "script-src 'none'; connect-src *", "default-src 'none'; connect-src *", "default-src 'none'; script-src-elem *", 'default-src *', "script-src 'strict-dynamic'"]
    .map((policy) => case_(policy, { type: 'json', url: 'https://a.test/x.json' }));
}

/** upgrade-insecure-requests and a redirect at once: engines check before the one and after the other. */
function upgradedRedirects(case_) {
  const types = ['image', 'script', 'style', 'fetch', 'beacon', 'audio', 'video', 'track', 'eventsource', 'object', 'embed', 'iframe', 'form-action'];
  return types.flatMap((type) => ['https:', 'http:'].flatMap((scheme) => [1, 2].map((redirects) => case_(
    `upgrade-insecure-requests; default-src ${scheme}; form-action ${scheme}`,
    { type, url: 'http://b.test/q', redirects, via: ['https://a.test/p', 'https://c.test/p'].slice(0, redirects) }))));
}

/** Addresses of the browser's own machine count as safe in places. */
function ownMachine(case_) {
  return ['localhost', 'localhost.', 'a.localhost'].flatMap((host) => ['script', 'fetch', 'iframe', 'websocket'].flatMap((type) => {
    const url = `${type === 'websocket' ? 'ws' : 'http'}://${host}/x`;
    return ['upgrade-insecure-requests; default-src https: wss:', 'block-all-mixed-content'].map((policy) => case_(policy, { type, url }));
  }));
}

/** Nonces and hashes that one engine reads and another does not. */
function spellings(case_) {
  const inline = { type: 'inline-script', content: '__ran()' };
  const digest = 'CV+AUaCs/SuB/OksL9j+4g7lqs+vd7k1Mp2Bh+gLL6E';
  const hashes = ['==', 'F=', 'F'].map((end) => digest.replace(/E$/, end.startsWith('=') ? `E${end}` : end))
    .concat([digest.replace('+', '-'), digest.replaceAll('+', '-').replaceAll('/', '_'), 'abcd=', 'abcd', 'abc==', 'ab==', 'ab-/']);
  const nonces = ['\v', '\u00a0', '\u0085', '\u1680', '\u2003', '\u2028', '\u202f', '\u3000'];
  const file = '//8AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';
  return [
    ...hashes.flatMap((hash) => ['', "'unsafe-inline' "].map((before) => case_(`script-src ${before}'sha256-${hash}'`, inline))),
    ...nonces.flatMap((space) => [`${space}abc`, `abc${space}`].map((nonce) => case_("script-src 'nonce-abc'", { ...inline, nonce }))),
    ...[`${file}==`, file.replace(/A$/, 'B'), file.replace('/', '_')].flatMap((odd) => [[odd, `${file}=`], [`${file}=`, odd]])
      .map(([listed, asked]) => case_(`script-src 'sha256-${listed}'`, { type: 'script', url: 'https://x.test/a.js', integrity: `sha256-${asked}` })),
  ];
}

const KINDS = {
  url: [urlPage, 38], fallback: [fallbackPage, 5], script: [scriptPage, 6], local: [localPage, 8], inline: [inlinePage, 16], types: [typesPage, 6], framing: [framingPage, 7],
  redirect: [redirectPage, 6], sandbox: [sandboxPage, 4], upgrade: [upgradePage, 4],
};

const WEIGHTS = Object.fromEntries(Object.entries(KINDS).map(([name, [, weight]]) => [name, weight]));

/** `count` cases or a few more, page by page, with no case twice. */
export function generateCases(random, count) {
  const lines = [];
  const seen = new Set();
  while (lines.length < count) {
    const [makePage] = KINDS[random.weighted(WEIGHTS)];
    for (const line of makePage(random)) {
      const text = JSON.stringify(line);
      if (seen.has(text)) continue;
      seen.add(text);
      lines.push(line);
    }
  }
  return lines;
}
