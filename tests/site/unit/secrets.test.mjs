// What is pointed out as secret before a link is made.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { importSource } from '../support/compile.mjs';

const { findSecrets, redact, PLACEHOLDER } = await importSource('state/secrets.ts');

/** Text, and the same with what must be left out replaced. */
const ROWS = [
  ['set-cookie: sid=abc123; Path=/; HttpOnly', 'set-cookie: sid=R; Path=/; HttpOnly'],
  ['< Set-Cookie: __Host-id="q w"; Secure', '< Set-Cookie: __Host-id="R"; Secure'],
  ['Set-Cookie: gone=; Max-Age=0', 'Set-Cookie: gone=; Max-Age=0'],
  ['> Cookie: a=1; b=two', '> Cookie: a=R; b=R'],
  ['Authorization: Bearer abc.def', 'Authorization: Bearer R'],
  ['Authorization: Basic dXNlcjpwYXNz', 'Authorization: Basic R'],
  ['proxy-authorization: opaque', 'proxy-authorization: R'],
  ['X-CSRF-Token: 8a9b', 'X-CSRF-Token: R'],
  ['x-api-key: k-1', 'x-api-key: R'],
  ['set-cookie\tsid=abc; Path=/', 'set-cookie\tsid=R; Path=/'],
  ['set-cookie:\nsid=abc; Path=/\nserver:\nnginx', 'set-cookie:\nsid=R; Path=/\nserver:\nnginx'],
  ['[["Set-Cookie","sid=abc; Path=/"],["Server","nginx"]]', '[["Set-Cookie","sid=R; Path=/"],["Server","nginx"]]'],
  [
    '{"headers":[{"name": "Cookie", "value": "a=1; b=2"},\n{"name": "Server", "value": "x"}]}',
    '{"headers":[{"name": "Cookie", "value": "a=R; b=R"},\n{"name": "Server", "value": "x"}]}',
  ],
  ['Location: https://a.example/cb?code=xyz&lang=en', 'Location: https://a.example/cb?code=R&lang=en'],
  ['Location: /x?lang=en&access_token=t0k#id_token=i', 'Location: /x?lang=en&access_token=R#id_token=R'],
  ['* Issue another request to this URL: https://me:pw@a.example/', '* Issue another request to this URL: https://R@a.example/'],
  ['X-Whatever: eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl', 'X-Whatever: R'],
];

/** What looks like a secret and is none. */
const HARMLESS = [
  "Content-Security-Policy: script-src 'nonce-abc' https://a.example",
  'WWW-Authenticate: Basic realm="x"',
  'Strict-Transport-Security: max-age=300; includeSubDomains',
  'Permissions-Policy: identity-credentials-get=()',
  'Access-Control-Allow-Headers: authorization, x-csrf-token',
  'Set-Cookie: sid=REDACTED; Path=/',
  "default-src 'self'",
  'Date: Mon, 23 Nov 2026 20:15:04 GMT',
];

for (const [text, expected] of ROWS) {
  test(`left out: ${JSON.stringify(text).slice(0, 60)}`, () => {
    assert.equal(redact(text, findSecrets(text)), expected.replaceAll(/\bR\b(?=[;"&#@\s]|$)/gm, PLACEHOLDER));
  });
}

for (const text of HARMLESS) {
  test(`harmless: ${text.slice(0, 50)}`, () => assert.deepEqual(findSecrets(text), []));
}

test('each secret says what it is and in which line', () => {
  const found = findSecrets('HTTP/2 200\nset-cookie: sid=abc\nauthorization: Bearer t\n');
  assert.deepEqual(
    found.map(({ what, line }) => [what, line]),
    [
      ['value of the cookie sid', 2],
      ['credentials in authorization', 3],
    ],
  );
});

test('a redacted text has no more secrets', () => {
  for (const [text] of ROWS) assert.deepEqual(findSecrets(redact(text, findSecrets(text))), [], text);
});

test('time grows with the text, not with its square', () => {
  const hostile = ['Cookie: ', 'a=', '?code=', 'eyJ', 'http://', '"name":"'].map((word) => word.repeat(40_000));
  for (const text of hostile) {
    const begin = performance.now();
    findSecrets(text);
    assert.ok(performance.now() - begin < 1500, text.slice(0, 10));
  }
});
