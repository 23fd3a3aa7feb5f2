// The words that cases are made of: pages, hosts, paths, tokens whole and broken, and how to bend
// one URL into near misses of itself.

import { createHash } from 'node:crypto';
import { SCRIPT_BODY } from '../lab/resources.mjs';

export const PAGES = {
  'http://self.test/': 8,
  'https://self.test/': 8,
  'http://self.test:8080/': 2,
  'https://self.test:8443/': 3,
  'http://self.test:443/': 1,
  'https://self.test:80/': 1,
  'https://www.self.test/sub/page': 1,
  'http://192.0.2.1/': 1,
  'https://xn--9ca.test/': 1,
  'https://[2001:db8::1]/': 0.5,
  'http://self.test./': 1,
};

const HOSTS = [
  'a.test', 'b.a.test', 'cdn.a.test', 'x.cdn.a.test', 'nota.test', 'atest', 'b.test', 'self.test',
  'www.self.test', 'xn--9ca.test', '192.0.2.1', '[2001:db8::1]', 'a.test.',
];

const PATHS = [
  '/', '/lib', '/lib/', '/lib/app.js', '/lib/sub/app.js', '/LIB/app.js', '/libapp.js', '/lib//app.js',
  '/lib%2Fapp.js', '/lib%2fapp.js', '/%6Cib/app.js', '/lib/app.js?v=1', '/lib/a%3Bb', '/lib/a,b',
  '/lib/%C3%A9', '/lib/%E9', '/lib/%25', '/lib/+', '/lib/~x', '/lib/app.png',
];

/** Source paths that need not fit the grammar. */
const SOURCE_PATHS = [
  '', '', '', '/', '/lib', '/lib/', '/lib/app.js', '/lib//', '/LIB/', '/l%69b/', '/lib%2Fapp.js', '/lib%2fapp.js',
  '/lib/app.js/', '/lib/?q', '/lib/app.js?v=1', '/lib/#f', '/lib/./', '/lib/../lib/', '/lib/%', '/lib/%zz',
  '/lib/a%3Bb', '/lib/a%2Cb', '/lib/%C3%A9', '/lib/%E9', '/lib/*', '/lib/|', '//lib/', '/lib/"x"', '/lib/[x]',
];

const PORTS = { http: ['', '', '', ':8080', ':443', ':81'], https: ['', '', '', ':8443', ':80', ':8080'] };

const SOURCE_PORTS = ['', '', '', '', ':80', ':443', ':8080', ':8443', ':*', ':', ':0', ':080', ':8*', ':65536'];

const SOURCE_SCHEMES = ['', '', '', 'http://', 'http://', 'https://', 'https://', 'ws://', 'wss://', 'HTTPS://', '//', 'ftp://'];

/** Tokens that are not what they look like, and some that are nothing. */
export const ODD_TOKENS = [
  'self', 'none', '"self"', "'self", "self'", "'Self'", "'NONE'", "'none'", 'http', 'https:/', 'http://', '*.', '*.*', '**',
  '*a.test', 'a.*.test', '.a.test', 'a..test', 'a_b.test', '_a.test', 'user@a.test', '*://a.test', '*://*', 'a.test:80:80',
  '[::1]', '[2001:db8::1]', 'http://[2001:db8::1]', 'unsafe-inline', "'unsafe-redirect'", "'unsafe-allow-redirects'",
  "''", "'", '*:*', '*:80', '*:443', '*/', '*/lib/', 'http://*', 'https://*:*', 'http:*', 'data', 'about:', 'javascript:',
  'filesystem:', 'mediastream:', 'ws:', 'wss:', 'xn--9ca.test', '*.xn--9ca.test', 'XN--9CA.TEST', '192.0.2.1', '192.0.2.1:8080',
  '*.2.1', '192.0.2.*', '0xC0.0.2.1', 'a.test.', '*.test.', 'http://a.test.', '%61.test', 'a.test?x', 'a.test#x', 'A.TEST', "'self'x",
  "'self''none'", 'blob:*', 'data:*', 'blob://*', "'unsafe-inline''self'",
];

/** Tokens with bytes that a policy should not hold; what becomes of their directive differs. */
export const FOREIGN_TOKENS = [
  '\u00e9.test', '*.\u00e9.test', 'a.test/\u00e9', '\u2018self\u2019', '\u00a0', '\u200b', '\x01', '\x0b', '\x7f', 'a\x1bb', '\x0c', 'a.test\u00a0',
];

export const KEYWORDS = [
  "'self'", '*', "'none'", "'unsafe-inline'", "'unsafe-eval'", "'wasm-unsafe-eval'", "'strict-dynamic'", "'unsafe-hashes'",
  "'report-sample'", "'trusted-types-eval'", "'report-sha256'", "'inline-speculation-rules'", "'unsafe-webtransport-hashes'",
];

export const SCHEMES = ['http:', 'https:', 'ws:', 'wss:', 'data:', 'blob:', 'HTTPS:', 'http:', 'https:'];

// ---- URLs and sources near each other ---------------------------------------------------------------

/** A URL as parts: { scheme, host, port, path }. */
export function randomTarget(random) {
  const scheme = random.pick(['http', 'https']);
  return { scheme, host: random.pick(HOSTS), port: random.pick(PORTS[scheme]), path: random.pick(PATHS) };
}

function bendHost(random, host) {
  if (host.startsWith('[') || /^\d/.test(host)) return host;
  return random.pick([`x.${host}`, `not${host}`, host.replace(/^[^.]+\./, ''), host.replace('.', ''), `${host.replace(/\.$/, '')}.`, host]);
}

/** A target that differs from `target` in one part, or in none. */
export function bendTarget(random, target) {
  const scheme = random.pick(['http', 'https']);
  switch (random.below(6)) {
    case 0: return { ...target, host: bendHost(random, target.host) };
    case 1: return { ...target, port: random.pick(PORTS[target.scheme]) };
    case 2: return { ...target, scheme, port: target.port };
    case 3: return { ...target, path: random.pick(PATHS) };
    case 4: return { ...target, scheme, port: '' };
    default: return target;
  }
}

const DEFAULT_PORTS = { http: ':80', https: ':443' };

/** The URL's text, as a URL parser would serialise it; `websocket` gives ws: or wss:. */
export function urlOf({ scheme, host, port, path }, websocket = false) {
  const shown = port === DEFAULT_PORTS[scheme] ? '' : port;
  return `${websocket ? scheme.replace('http', 'ws') : scheme}://${host}${shown}${path}`;
}

/** A source expression that admits `target`, or just fails to. */
export function sourceNear(random, { scheme, host, port, path }) {
  const wild = random.chance(0.25) ? `*.${host.replace(/^[^.]+\./, '')}` : host;
  const cased = random.chance(0.08) ? wild.toUpperCase() : wild;
  const bent = random.chance(0.12) ? bendHost(random, cased) : cased;
  const shownScheme = random.chance(0.5) ? random.pick(SOURCE_SCHEMES) : random.pick(['', `${scheme}://`]);
  const shownPort = random.chance(0.5) ? port : random.pick(SOURCE_PORTS);
  const shownPath = random.chance(0.75) ? random.pick(['', '', '', path.split('?')[0], path.replace(/[^/]*$/, '')]) : random.pick(SOURCE_PATHS);
  return `${shownScheme}${bent}${shownPort}${shownPath}`.replace(/[;,]/g, (c) => encodeURIComponent(c));
}

// ---- content with nonces and hashes -------------------------------------------------------------------

export const SCRIPT_TEXTS = ['__ran()', '__ran();', ' __ran() ', '__ran("\u00e9")', '__ran("%41")', '__ran()\n'];
export const STYLE_TEXTS = ['.x{color:red}', ' .x { color: red }\n', '.x{color:red/*\u00e9*/}'];
export const STYLE_ATTRIBUTES = ['color:red', ' color: red; ', 'color:red;'];
export const JAVASCRIPT_TEXTS = ['__ran()', '__ran();', '__ran(%22x%22)', '__ran("a")', '__ran("%C3%A9")'];

const ALGORITHMS = ['sha256', 'sha384', 'sha512'];

const digest = (algorithm, text) => createHash(algorithm).update(text, 'utf8').digest('base64');

const toUrlAlphabet = (base64) => base64.replace(/\+/g, '-').replace(/\//g, '_');

/** A hash source for `text`, mostly right. */
export function hashSource(random, text) {
  const algorithm = random.pick(ALGORITHMS);
  const value = digest(algorithm, text);
  return random.weighted({
    [`'${algorithm}-${value}'`]: 8,
    [`'${algorithm}-${toUrlAlphabet(value)}'`]: 1,
    [`'${algorithm.toUpperCase()}-${value}'`]: 1,
    [`'${algorithm}-${value.replace(/=+$/, '')}'`]: 0.7,
    [`'sha256-${digest('sha256', `${text} `)}'`]: 1,
    [`'${algorithm.replace('sha', 'sha-')}-${value}'`]: 0.4,
    [`'${algorithm}-${value.toLowerCase()}'`]: 0.3,
    [`${algorithm}-${value}`]: 0.3,
    [`'${algorithm}-${value}`]: 0.3,
    [`'sha1-${value}'`]: 0.3,
    [`'${algorithm}-@@'`]: 0.4,
    [`'${algorithm}-'`]: 0.3,
  });
}

export const NONCE_SOURCES = ["'nonce-abc'", "'nonce-abc'", "'NONCE-abc'", "'nonce-ABC'", "'nonce-a+/-_=='", "'nonce-'", "'nonce-a!b'", "'nonce-abc", 'nonce-abc', "'nonce-a=b'"];
export const NONCES = ['abc', 'abc', 'ABC', 'a+/-_==', '', ' abc ', 'abcd', 'a=b'];

/** Integrity metadata for the body that every external script has; what is strongest in it is right. */
export function integrityText(random) {
  const of = (algorithm) => `${algorithm}-${digest(algorithm, SCRIPT_BODY)}`;
  return random.pick([of('sha256'), of('sha384'), of('sha512'), `${of('sha256')} ${of('sha384')}`, `${of('sha256')} md5-zz`, `${of('sha256')}?x`,
    toUrlAlphabet(of('sha256')), of('sha256').toUpperCase().slice(0, 6) + of('sha256').slice(6), `sha256-@@ ${of('sha256')}`, `sha384-AAAA ${of('sha256')}`, `${of('sha512')}\t${of('sha256')}`, `  ${of('sha384')}  `, '', 'md5-zz']);
}

export const BODY_TEXT = SCRIPT_BODY;

// ---- Trusted Types ----------------------------------------------------------------------------------

export const TYPE_NAMES = ['p', 'q', 'P', 'default', 'p#=_/@.%-1', 'p!', 'p q', 'p:1', '*'];
export const TYPE_TOKENS = ['*p', '!p', '"p"', "'none'p", 'p', 'q', 'P', 'default', '*', "'none'", "'NONE'", "'allow-duplicates'", "'ALLOW-DUPLICATES'", 'p#=_/@.%-1', 'p!', "'p'", 'p*', "'script'", 'p:1'];

// ---- framing ----------------------------------------------------------------------------------------

export const FRAME_OPTIONS = [
  'DENY', 'deny', 'SAMEORIGIN', 'SameOrigin', 'ALLOWALL', 'ALLOW-FROM https://a.test', '', '*', 'bogus', 'DENY, DENY', 'SAMEORIGIN, SAMEORIGIN',
  'SAMEORIGIN, DENY', 'DENY, ALLOWALL', 'ALLOWALL, bogus', 'SAMEORIGIN, bogus', '"DENY"', 'DENY;', ' SAMEORIGIN ', 'DENY,', ',SAMEORIGIN',
];

export const ANCESTORS = ['https://a.test/', 'http://a.test/', 'https://self.test/', 'http://self.test/', 'https://a.test:8443/', 'https://b.a.test/', 'http://192.0.2.1/', 'null'];

export const SANDBOX_TOKENS = ['allow-scripts', 'allow-scripts', 'allow-scripts', 'allow-same-origin', 'allow-forms', 'allow-popups', 'ALLOW-SCRIPTS', 'allow-top-navigation', "'allow-scripts'", 'bogus'];
