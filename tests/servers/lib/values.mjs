// What is sent through every target.

/** Deterministic numbers in [0, 1): mulberry32. */
export function generator(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const printable = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i));

/** The header sets of the guide that the project grew from (issue 2), and Google's strict policy. */
export const guideSets = {
  complete: [
    ['X-Content-Type-Options', 'nosniff'],
    ['X-Frame-Options', 'DENY'],
    ['X-XSS-Protection', '1; mode=block'],
    ['Strict-Transport-Security', 'max-age=31536000; includeSubDomains'],
    ['Content-Security-Policy', "default-src 'self'"],
    ['Referrer-Policy', 'strict-origin-when-cross-origin'],
    ['Permissions-Policy', 'geolocation=(), microphone=(), camera=()'],
  ],
  basic: [
    [
      'Content-Security-Policy',
      "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; " +
        "img-src 'self' data: https:; font-src 'self'; connect-src 'self'; frame-ancestors 'none'",
    ],
    ['X-Frame-Options', 'SAMEORIGIN'],
    ['Strict-Transport-Security', 'max-age=300'],
    ['X-XSS-Protection', '0'],
  ],
  strict: [
    [
      'Content-Security-Policy',
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; " +
        "connect-src 'self'; frame-ancestors 'none'; base-uri 'self'; form-action 'self'",
    ],
    ['X-Frame-Options', 'ALLOW-FROM https://example.com/'],
    ['Strict-Transport-Security', 'max-age=31536000; includeSubDomains; preload'],
    ['Referrer-Policy', 'no-referrer'],
    ['Cross-Origin-Opener-Policy', 'same-origin'],
    ['Cross-Origin-Embedder-Policy', 'require-corp'],
    ['Cross-Origin-Resource-Policy', 'same-origin'],
    ['Origin-Agent-Cluster', '?1'],
    ['X-Permitted-Cross-Domain-Policies', 'none'],
    ['X-DNS-Prefetch-Control', 'off'],
  ],
  cdn: [
    [
      'Content-Security-Policy',
      "default-src 'self'; script-src 'self' https://cdn.jsdelivr.net https://code.jquery.com; " +
        "style-src 'self' https://cdn.jsdelivr.net; font-src 'self' https://cdn.jsdelivr.net;",
    ],
    ['Feature-Policy', "geolocation 'none'; microphone 'none'"],
    ['X-XSS-Protection', '1'],
  ],
  reporting: [
    ['Content-Security-Policy', "default-src 'self'; report-uri /csp-violation-report"],
    ['Content-Security-Policy-Report-Only', "default-src 'self'; report-uri /csp-violation-report"],
    ['Reporting-Endpoints', 'main="https://reports.example/csp?site=1&kind=a"'],
    ['NEL', '{"report_to":"main","max_age":2592000}'],
  ],
  reportOnly: [
    ['Content-Security-Policy-Report-Only', "default-src 'self'; script-src 'self' 'report-sample'"],
  ],
  compact: [['Content-Security-Policy', "script-src 'self';object-src 'none';upgrade-insecure-requests"]],
  tabs: [
    ['Content-Security-Policy', "default-src\t'self';\timg-src 'self'\tdata:"],
    ['Permissions-Policy', 'geolocation=(),\tcamera=()'],
    ['X-Note', 'a\tb'],
  ],
  valueless: [
    [
      'Content-Security-Policy',
      "default-src 'self'; upgrade-insecure-requests; block-all-mixed-content; sandbox allow-scripts",
    ],
    ['Referrer-Policy', 'no-referrer,strict-origin-when-cross-origin'],
    ['Permissions-Policy', 'geolocation=(self "https://example.com"), camera=*'],
  ],
};

export const weakSet = [
  ['X-Frame-Options', 'DENY'],
  ['X-Odd', 'a "b" \\ c %{x} #{z} \' <d> ; e'],
  ['Content-Security-Policy', "default-src 'self'; script-src 'self' 'unsafe-inline'"],
];

export const strictNoncePolicy =
  "script-src 'nonce-{{nonce}}' 'strict-dynamic' https: 'unsafe-inline'; object-src 'none'; " +
  "base-uri 'none'; require-trusted-types-for 'script'";

/** Nonces in several directives, at the end of each and in another header. */
export const nonceSet = [
  [
    'Content-Security-Policy',
    "default-src 'self'; script-src 'self' 'nonce-{{nonce}}'; style-src 'self' 'nonce-{{nonce}}'",
  ],
  ['X-Nonce', 'a {{nonce}} "b" `c` ${d} \\ {{nonce}}'],
];

/** What has a meaning in some configuration language. */
const nasty = [
  'a\tb', '"\t"', '\\\t\\t', 'a\t#b', 'a\t\t b', '{\t}', "'\t'", '$\t{HOME}', '%\t%', '\\\tb',
  '$', '$$', '$host', '${host}', '${HOME}', '$HOME', '${PATH}', '$1', '$0', '$(id)', '${', '$}',
  '%', '%%', '%20', '%2F', '%{x}', '%{HOME}e', '%{%}', '%[src]', '%t', '%D', '%{Host}i', '%%{x}',
  '{', '}', '{}', '{{', '}}', '{x}', '{host}', '{http.request.host}', '{$HOME}', '{$PATH}', '{env.HOME}',
  '{args.0}', '{args[0]}', '{args[:]}', '\\{host}', '\\{host\\}', '{host\\}', '{%x%}', '{{ x }}', '{% raw %}',
  '{{now}}', '{vars.x}', '{http.vars.headstrong_brace}', '{http.error.status_code}', '{block}', '{$X:y}',
  '"', '""', '\\"', '"\\', '\\\\"', 'a"b\'c', "'", "''", "'''", '"""', '`', '``', '\\`', '`a`\\"', '"}', '{"', '"""}"',
  '\\', '\\\\', '\\\\\\', 'a\\', '\\n', '\\r\\n', '\\t', '\\0', '\\x0a', '\\u000a', '\\U0000000A', '\\N{DASH}', '\\1',
  '#', 'a # b', ' #'.trim(), '// x', '/* x */', '<!-- x -->', '--', ';', 'a; b', ';;', 'a;', ',', 'a, b', 'a,b', ',a',
  'expr=true', 'expr=%{REQUEST_URI}', 'EXPR=x', 'expr=', 'early', 'env=x', 'always', 'x env=FOO', '"x" env=FOO',
  '<', '>', '<b>', '</script>', '</IfModule>', '&', '&amp;', '&#39;', '&quot', 'a&b=c', '!', '!x', '! X-T1', '-', '+', '?', '=', '==',
  ':', 'a:b', ':splat', ':path', ':placeholder', '/x:y', 'https://x/:splat?:y', '/*', '*', '|', '||', '~', '^', '@', '[', ']', '[[x]]',
  '(', ')', '()', 'a=(self "https://x")', '%s', '%d', '%(x)s', '{0}', '{0!r}', 'f"{x}"', "${jndi:x}", '#{x}', '#{1+1}', '<%= 1 %>', '<?php 1 ?>', '?>',
  '!Ref x', '!!str x', '- a', 'a: b', 'null', 'true', '~x', '0', '1e3', '0x10', '.5', '*a', '&a b', '@x', '> x', '| x',
  'a  b', 'a   b', 'false', 'None', 'undefined', '__proto__', 'constructor', 'on', 'off', 'default', 'EOF', '<<EOF', 'unset', 'set',
  '@0@', '@0@{', '@0@${x}@1@', 'a ${x} @0@ ${y}', 'expr=${x}', 'expr=@0@', '\\${x}', '$\\{x}', '%${x}%', '${x}$', '$${x}', '${${x}}',
];

/** Every printable character alone, within a value, the nasty ones, and seeded pairs and runs. */
export function hostileValues({ pairs, runs, seed = 20260101 }) {
  const next = generator(seed);
  const pick = () => printable[Math.floor(next() * printable.length)];
  const list = [];
  for (const c of printable) list.push(c, `a${c}b`, `a${c}`, `${c}b`);
  list.push(...nasty);
  if (pairs === Infinity) {
    for (const a of printable) for (const b of printable) list.push(a + b);
  } else {
    for (let i = 0; i < pairs; ++i) list.push(pick() + pick());
  }
  const marks = [...'$%{}"\'\\#;,<>&!`()[]|~^@:=*?+-/. '];
  const mark = () => marks[Math.floor(next() * marks.length)];
  for (let i = 0; i < runs; ++i) {
    const length = 3 + Math.floor(next() * 30);
    list.push(Array.from({ length }, () => (next() < 0.7 ? mark() : pick())).join(''));
  }
  // HTTP does not carry blanks at the ends; that these are refused is a case of its own.
  return [...new Set(list)].filter((value) => value !== '' && value === value.trim());
}

/** Values of about `length` bytes that are hard in different ways. */
export function longValues(length) {
  const fill = (unit) => unit.repeat(Math.ceil(length / unit.length)).slice(0, length);
  return { plain: fill('abcdefgh '.trim()), sources: trimmed(fill('https://a.example ')), quotes: fill('"'), dollars: fill('$'), percents: fill('%'), braces: fill('{x}') };
}

function trimmed(text) {
  return text.endsWith(' ') ? `${text.slice(0, -1)}x` : text;
}

/** Headers that servers treat by themselves, and all that a browser heeds. */
export const knownHeaders = [
  ['Server', 'none'], ['Via', '1.1 x'], ['Vary', 'Origin'], ['Cache-Control', 'no-store'], ['Expires', '0'],
  ['Pragma', 'no-cache'], ['Link', '</a.css>; rel=preload'], ['Allow', 'GET'], ['Alt-Svc', 'clear'],
  ['WWW-Authenticate', 'Basic realm="x"'], ['Refresh', '600'], ['Set-Cookie', 'a=b; Secure; HttpOnly'],
  ['P3P', 'CP="x"'], ['X-Powered-By', 'x'], ['Warning', '199 - "x"'], ['Retry-After', '5'],
  ['Access-Control-Allow-Origin', '*'], ['Access-Control-Allow-Credentials', 'true'], ['Access-Control-Max-Age', '600'],
  ['Access-Control-Expose-Headers', 'X-A, X-B'], ['Timing-Allow-Origin', '*'], ['Content-Disposition', 'inline'],
  ['Content-Language', 'en'], ['Content-Location', '/x'], ['Clear-Site-Data', '"cache"'], ['Accept-CH', 'DPR'],
  ['Document-Policy', 'force-load-at-top'], ['Expect-CT', 'max-age=0'], ['Feature-Policy', "camera 'none'"],
  ['Integrity-Policy', 'blocked-destinations=(script)'], ['Origin-Trial', 'abc'], ['Public-Key-Pins', 'max-age=0'],
  ['Report-To', '{"group":"a","max_age":1,"endpoints":[{"url":"https://x/"}]}'], ['Server-Timing', 'a;dur=1'],
  ['Service-Worker-Allowed', '/'], ['SourceMap', '/x.map'], ['Speculation-Rules', '"/x.json"'], ['Tk', 'N'],
  ['X-Download-Options', 'noopen'], ['X-Robots-Tag', 'noindex'], ['X-UA-Compatible', 'IE=edge'],
  ['Content-DPR', '1'], ['Content-MD5', 'Q2hlY2sgSW50ZWdyaXR5IQ=='], ['Status', '200 OK'], ['X-Accel-Expires', '0'],
  ['X-Accel-Redirect', '/x'], ['X-Sendfile', '/x'], ['X-Runtime', '1'], ['X-Request-Id', '1'], ['Surrogate-Control', 'no-store'],
  ['CDN-Cache-Control', 'no-store'], ['Proxy-Authenticate', 'Basic realm="x"'], ['Authentication-Info', 'x'], ['X_Under', 'x'],
];

/** Lists whose commas have blanks around them, or none, where that says nothing. */
export const lists = [
  ['Content-Security-Policy', "default-src 'self',img-src *"], ['Permissions-Policy', 'geolocation=(),camera=()'],
  ['Referrer-Policy', 'no-referrer ,  strict-origin'], ['Cache-Control', 'no-store,max-age=0'], ['Vary', 'Origin,Accept'],
  ['Reporting-Endpoints', 'a="https://x/",b="https://y/?a,b"'], ['Link', '</a,b>;rel=preload,</c>;rel=preload'],
  ['NEL', '{"report_to":"main","max_age":2592000}'], ['Report-To', '{"group":"a,b","max_age":1,"endpoints":[{"url":"https://x/"}]}'],
  ['Accept-CH', ',DPR,'], ['Clear-Site-Data', '"cache","cookies"'],
];

/** Names that are hard on some server. */
export const names = [
  ['3D-Secure', 'a'], ['0', 'a'], ['a', 'a'], ['X_Y', 'a'], ['X-', 'a'],
  ...[45, 46, 47, 48, 62, 63, 64, 100, 125, 126, 127, 128, 250, 251, 252, 255, 256].map((n) => [`L${n}`.padEnd(n, 'n'), 'a']),
];

/** Headers that only the server can know. */
export const onlyServers = [['Content-Length', '3'], ['Transfer-Encoding', 'chunked'], ['Connection', 'close'], ['Date', 'x']];

/** Names and values that no target may write. */
export const forbidden = [
  ['X-T', 'a\nb'], ['X-T', 'a\rb'], ['X-T', 'a\r\nSet-Cookie: x=y'], ['X-T', 'a\u0000b'], ['X-T', 'a\u0007b'],
  ['X-T', 'a\u007fb'], ['X-T', '\ta'], ['X-T', 'a\t'], ['X-T', '\t'], ['X-T', ' a'], ['X-T', 'a '], ['X-T', ' '],
  ['', 'a'], ['X T', 'a'], ['X:T', 'a'], ['X-T\n', 'a'], ['-X', 'a'], ['+X', 'a'], ['?X', 'a'], ['$X', 'a'], ['X-\u00e9', 'a'],
  ['{x}', 'a'],
  ['X'.repeat(300), 'a'],
];
