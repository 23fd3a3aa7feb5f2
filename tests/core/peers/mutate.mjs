// Policies and header sets that nobody wrote, made of real ones and of what parsers trip over.

/** A repeatable stream of numbers in [0, 1) (mulberry32). */
function numbers(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const directives = `default-src script-src script-src-elem script-src-attr style-src style-src-elem
  object-src base-uri img-src media-src frame-ancestors form-action report-uri report-to sandbox
  plugin-types trusted-types require-trusted-types-for upgrade-insecure-requests
  block-all-mixed-content reflected-xss referrer disown-opener prefetch-src connect-src navigate-to
  worker-src frame-src child-src manifest-src font-src webrtc fenced-frame-src foo-bar foo: Script-Src
  DEFAULT-SRC 123 0 01 4294967294 4294967295 constructor __proto__ toString
  _observatory_duplicate_key_warnings`.split(/\s+/);

const tokens = `'none' 'self' 'unsafe-inline' 'unsafe-eval' 'strict-dynamic' 'unsafe-hashes' 'nonce-abc'
  'nonce-abcdefgh1' 'nonce-a$cdefgh1' 'NONCE-abcdefgh1' 'nonce-' 'nonce-'x' 'nonce-{{n}}' 'sha256-abc='
  'sha256-abc===' 'sha384-' nonce-abc sha256-abc self none 'SELF' 'Unsafe-Inline' 'report-sample'
  'wasm-unsafe-eval' 'wasm-eval' 'allow' 'block' 'script' script 'allow-duplicates' data: http: https:
  HTTPS: blob: ftp: filesystem: * *:* https://* http://* //* ://foo.com https:foo.com https://[
  https://[::1] [::1] https://[1:2]:80 [::1]user@a.com 127.0.0.1 http://127.0.0.1:80 1.2.3 0x7f.1
  256.1.1.1 1 08 *.com *.co.uk *.google.com *.googleapis.com https://ajax.googleapis.com
  *.google-analytics.com www.google-analytics.com/gtm/ https://www.google-analytics.com/gtm/js
  www.googletagmanager.com *.googleadservices.com *.yandex.ru *.vk.com vk.com cdn.jsdelivr.net
  CDN.JSDELIVR.NET https://cdn.jsdelivr.net:443/angularjs/
  cdn.jsdelivr.net/angularjs/1.1.2/./angular.min.js
  gstatic.com/fsn/../fsn/%2e/angular_js-bundle1.js *.s3.amazonaws.com *.amazonaws.com:*
  cdnjs.cloudflare.com/ajax/libs/ https://a.com:* a.com:80:90 a.com:99999 a.com: user@a.com a.com@ a@b:c
  exa<mple.com a|b.com a%41.com a%00.com a%zz.com a.com/%zz a.com?x a.com#y /report / // ?a a.b\\c xn--
  xn--a.com xn--mnchen-3ya.de xn--foo-bar XN--MNCHEN-3YA.de *.*.com a.*.com http://a.com/x http://a.com
  http h ' '' 'u a - _ . .. a..b $nonce <?=x?> script-src default-src allow-scripts
  application/x-shockwave-flash wildcard_placeholder.google.com`.split(/\s+/);

const beyondAscii = [
  '\u00A0', '\u2028', '\uFEFF', '\u3000', '\u2018self\u2019', '\u201Cself\u201D', '\u00E9.com',
  '\u65E5\u672C.jp', '\u212A', "'bloc\u212A'", '\uFF24\uFF25\uFF26-src', '\uFF11.\uFF12.\uFF13.\uFF14',
  '\uFFFD.com', '\u200B', 'a\u00AD.com', '\u{1F600}.com', '\u0130', '\u0391\u03A3', 'stra\u00DFe.de',
  '\u0301a', '\u2026', '\u0085', '\u0001', '\u000B', '\u000C', '\u007F', '\t', '\u2024', '\uFB00.com',
  '\u05D0.com', '\u05D0a', "'\u05D0'", '\u0661\u05D0', '\u0430pple.com', 'xn--80ak6aa92e.com',
];

const headerValues = {
  'strict-transport-security': [
    'max-age=31536000', 'max-age=0', 'max-age=abc', 'max-age="0"', 'max-age = 1',
    'max-age=1; max-age=31536000', 'MAX-AGE=15552000; includeSubDomains', 'max-age=15551999',
    'max-age=-1', 'max-age=+99999999', 'includeSubDomains', '', 'max-age=1e9', 'max-age= 31536000',
    'max-age=31536000,', 'max-age=99999999999999999999999', 'preload;max-age=15552000.5', 'max-age=',
  ],
  'x-frame-options': [
    'DENY', 'sameorigin', 'ALLOW-FROM x', 'allow-fromx', 'SAMEORIGIN, SAMEORIGIN', '', 'deny ', 'none',
  ],
  'x-content-type-options': ['nosniff', 'NOSNIFF', 'nosniff, nosniff', '', 'x'],
  'referrer-policy': [
    'no-referrer', 'unsafe-url', 'origin', 'strict-origin, foo', 'foo', '', 'no-referrer, unsafe-url',
    'no-referrer,', 'SAME-ORIGIN', '\u00A0origin',
  ],
  'cross-origin-resource-policy': ['same-origin', 'same-site', 'cross-origin', 'x', '', 'Same-Origin '],
  'cross-origin-opener-policy': [
    'same-origin', 'same-origin-allow-popups', 'noopener-allow-popups', 'unsafe-none', 'Same-Origin',
    'same-origin; report-to="x"', 'same-origin;report-to="x"; a=1.5;b=?1;c=:aGk=:', 'same-origin;a=@1',
    'same-origin;a=@1;b', 'same-origin;A', 'same-origin;', 'same-origin ;a', '"same-origin"',
    'same-origin,', 'same-origin;a=%"f%c3%bc"', 'same-origin;a=%"f%c3"', 'same-origin;a=1.',
    'same-origin;a=1234567890123456', 'same-origin;a=:a:', 'same-origin;a=:aa=:', '', 'same-origin\t',
    'same-origin;a="\\x"', 'same-origin;a=*x/y:z;b=-',
  ],
  'cross-origin-embedder-policy': [
    'require-corp', 'credentialless', 'unsafe-none', 'require-corp; report-to="x"', 'x', '',
    'REQUIRE-CORP', 'require-corp;a=1234567890123.1', 'require-corp;a=123456789012.1234',
    'require-corp;a=?2',
  ],
  'content-security-policy-report-only': ["default-src 'self'", '', ' '],
};

const cookieNames = [
  'sid', 'sess', 'PHPSESSID', 'login', 'csrftoken', 'XCSRF', 'a', '__Host-sess', '__Secure-x',
  '__Host-a', 'heroku-session-affinity', '', '=', 'x y', '\u00E9',
];
const cookieAttributes = [
  'Secure', 'secure', 'HttpOnly', 'httponly=1', 'SameSite=Lax', 'samesite=strict', 'SameSite=None',
  'SameSite', 'SameSite=', 'SameSite=x', 'samesite=lax=x', 'SameSite = Lax', 'Path=/', 'Path=',
  'path=x', 'Path=/a', 'Domain=shop.example', 'Domain=.shop.example', 'Domain=www.shop.example',
  'Domain=example', 'Domain=other.example', 'Domain=xshop.example', 'domain=', 'Domain=localhost',
  'Domain=shop.example.', 'Max-Age=0', 'Expires=Thu, 01 Jan 1970 00:00:00 GMT', '', ' = ', 'Partitioned',
];

export class Mutator {
  #random;
  #policies;
  #realTokens;

  constructor(seed, policies) {
    this.#random = numbers(seed);
    this.#policies = policies;
    this.#realTokens = [...new Set(policies.flatMap((policy) => policy.split(/[;\s]+/)))].filter(Boolean);
  }

  #chance(probability) {
    return this.#random() < probability;
  }
  #below(n) {
    return Math.floor(this.#random() * n);
  }
  #pick(list) {
    return list[this.#below(list.length)];
  }

  #token() {
    const kind = this.#random();
    if (kind < 0.45) return this.#pick(tokens);
    if (kind < 0.75) return this.#pick(this.#realTokens);
    if (kind < 0.85) return this.#pick(beyondAscii);
    const token = this.#pick(tokens);
    const at = this.#below(token.length + 1);
    const added = this.#chance(0.2) ? this.#pick(beyondAscii) : String.fromCharCode(1 + this.#below(126));
    return token.slice(0, at) + added + token.slice(at + this.#below(2));
  }

  #madeUpPolicy() {
    let policy = '';
    for (let i = this.#below(6); i >= 0; --i) {
      policy += this.#chance(0.95) ? this.#pick(directives) : this.#token();
      for (let j = this.#below(6); j > 0; --j) {
        policy += this.#chance(0.85) ? ' ' : this.#pick(['  ', '\t', '\u00A0', '\u2003', '\u000B', '']);
        policy += this.#token();
      }
      policy += this.#chance(0.92) ? this.#pick([';', '; ', ' ;']) : this.#pick([',', ', ', ';;', '', ' ']);
    }
    return policy;
  }

  #changed(policy) {
    const at = this.#below(policy.length + 1);
    const insert = (text) => policy.slice(0, at) + text + policy.slice(at);
    const words = policy.split(' ');
    switch (this.#below(6)) {
      case 0: return insert(this.#token());
      case 1: return policy.slice(0, at) + policy.slice(at + 1 + this.#below(3));
      case 2: return words.toSpliced(this.#below(words.length), 1).join(' ');
      case 3: return words.toSpliced(this.#below(words.length), 0, this.#token()).join(' ');
      case 4: return insert(this.#pick([...`,;'" /:*@[]%\\<`]));
      default: return insert(`, ${this.#pick(this.#policies)}`);
    }
  }

  policy() {
    if (this.#chance(0.5)) return this.#madeUpPolicy().toWellFormed();
    let policy = this.#pick(this.#policies);
    for (let i = this.#below(4); i >= 0; --i) policy = this.#changed(policy);
    return policy.toWellFormed();
  }

  #cookie() {
    let cookie = this.#pick(cookieNames) + this.#pick(['=1', '=', '', '=a=b', ' = v', '="q"']);
    for (let i = this.#below(6); i > 0; --i) {
      cookie += this.#pick(['; ', ';', ' ; ']) + this.#pick(cookieAttributes);
    }
    return cookie;
  }

  response() {
    const headers = [];
    for (const [name, values] of Object.entries(headerValues)) {
      if (this.#chance(0.6)) headers.push([name, this.#pick(values)]);
      if (this.#chance(0.05)) headers.push([name.toUpperCase(), this.#pick(values)]);
    }
    if (this.#chance(0.8)) headers.push(['Content-Security-Policy', this.policy()]);
    if (this.#chance(0.1)) headers.push(['content-security-policy', this.policy()]);
    for (let i = this.#below(4); i > 0; --i) headers.push(['Set-Cookie', this.#cookie()]);
    const scheme = this.#chance(0.9) ? 'https' : 'http';
    return { url: `${scheme}://www.shop.example/${this.#pick(['', 'a/', 'a/b'])}`, headers };
  }
}
