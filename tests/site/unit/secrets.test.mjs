// What is pointed out as secret before a link is made.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { importSource } from '../support/compile.mjs';
import { BUILT_ENGINE } from '../support/paths.mjs';

const { redact, withLines, PLACEHOLDER } = await importSource('sharing/secrets.ts');
const { load } = await import(pathToFileURL(join(BUILT_ENGINE, 'headstrong.mjs')).href);
const engine = await load();
const findSecrets = (text) => engine.secrets(text);

/** Text, and the same with what must be left out replaced. */
const ROWS = [
  ['set-cookie: sid=abc123; Path=/; HttpOnly', 'set-cookie: sid=R; Path=/; HttpOnly'],
  ['< Set-Cookie: __Host-id="q w"; Secure', '< Set-Cookie: __Host-id="R"; Secure'],
  ['Set-Cookie: gone=; Max-Age=0', 'Set-Cookie: gone=; Max-Age=0'],
  ['Set-Cookie: sid=abc\r\n def0123; Path=/', 'Set-Cookie: sid=R\r\n R; Path=/'],
  ['Set-Cookie: sid=\r\n abcdef; Path=/\r\n Domain=a.example', 'Set-Cookie: sid=\r\n R; Path=/\r\n Domain=a.example'],
  ['-----BEGIN RSA PRIVATE KEY-----\nMIIabc\n+/=\n-----END RSA PRIVATE KEY-----', '-----BEGIN RSA PRIVATE KEY-----\nR\n-----END RSA PRIVATE KEY-----'],
  ['X-Pem: -----BEGIN PRIVATE KEY-----MIIabc', 'X-Pem: -----BEGIN PRIVATE KEY-----R'],
  ['X-I: SG.AAAAAAAAAAAAAAAAAAAAAA.BBBBBBBBBBBBBBBB', 'X-I: R'],
  ['Link: <//me:secret@a.example/>', 'Link: <//R@a.example/>'],
  ['r.set_cookie("sid", "abc", secure=True)', 'r.set_cookie("sid", "R", secure=True)'],
  ["res.cookie('sid', 'abc')", "res.cookie('sid', 'R')"],
  ['proxy_set_header X-Api-Key abc;', 'proxy_set_header X-Api-Key R;'],
  ['set $token "abc";', 'set $token "R";'],
  ['Location: https://a.example/?state=abc&PHPSESSID=def', 'Location: https://a.example/?state=R&PHPSESSID=R'],
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
  ['X-Whatever: eyJhbGciOiJkaXIifQ..aXY.Y2lwaGVy.dGFn', 'X-Whatever: R'],
  ['Set-Cookie: a=1; Path=/; Expires=Wed, 21 Oct 2026 07:28:00 GMT, b=2; Secure', 'Set-Cookie: a=R; Path=/; Expires=Wed, 21 Oct 2026 07:28:00 GMT, b=R; Secure'],
  ['Set-Cookie: 1f2e3d; Path=/', 'Set-Cookie: R; Path=/'],
  ['Cookie: a=1;\n b=2\nServer: nginx', 'Cookie: a=R;\n b=R\nServer: nginx'],
  ['Authorization: Basic\n dXNlcg==\nServer: nginx', 'Authorization: R\n R\nServer: nginx'],
  ['  Authorization: Bearer a\n  Server: nginx', '  Authorization: Bearer R\n  Server: nginx'],
  ['Authorization: Digest username="me", response="6629"', 'Authorization: Digest R"'],
  ['Authorization: c2Vj+cmV0/== and more', 'Authorization: R'],
  ['12:Cookie: a=1', '12:Cookie: a=R'],
  ["curl -H 'Authorization: Bearer x' -b 'a=1; b=2' -u me:secret https://a.example/", "curl -H 'Authorization: Bearer R' -b 'a=R; b=R' -u R https://a.example/"],
  ['curl https://a.example/ \\\n  -H "x-api-key: k-1" \\\n  -b a=1', 'curl https://a.example/ \\\n  -H "x-api-key: R" \\\n  -b a=R'],
  ['* Added cookie sid="abc" for domain a.example, path /', '* Added cookie sid="R" for domain a.example, path /'],
  ['  proxy_set_header Authorization "Basic abc";', '  proxy_set_header Authorization "Basic R";'],
  ['add_header Set-Cookie "a=1; Secure";', 'add_header Set-Cookie "a=R; Secure";'],
  ["res.setHeader('Set-Cookie', 'a=1; Secure');", "res.setHeader('Set-Cookie', 'a=R; Secure');"],
  ["headers['Authorization'] = 'Bearer x';", "headers['Authorization'] = 'Bearer R';"],
  ["{'X-Api-Key': 'k', 'Server': 'x'}", "{'X-Api-Key': 'R', 'Server': 'x'}"],
  ['API_KEY=k-1', 'API_KEY=R'],
  ['session=abc; Path=/; Secure', 'session=R; Path=/; Secure'],
  ['fetch failed with Bearer abcdefghijklmnop.qrst', 'fetch failed with Bearer R'],
  ['key ghp_abcdefghijklmnopqrst is out', 'key R is out'],
  ['Location: /x?next=https%3A%2F%2Fa.example%2F%3Ftoken%3Dabc%26lang%3Den', 'Location: /x?next=https%3A%2F%2Fa.example%2F%3Ftoken%3DREDACTED%26lang%3Den'],
  ['Location: https://a.example/?X-Amz-Signature=6a7b&X-Amz-Date=1', 'Location: https://a.example/?X-Amz-Signature=R&X-Amz-Date=1'],
  ['https://me:p@ss@a.example/', 'https://R@a.example/'],
  ['Sec-WebSocket-Protocol: bearer, abc', 'Sec-WebSocket-Protocol: bearer, R'],
  ['Sec-WebSocket-Protocol: graphql-ws, access_token, abc, x', 'Sec-WebSocket-Protocol: graphql-ws, access_token, REDACTED, x'],
  ['Sec-WebSocket-Protocol: base64url.bearer.authorization.k8s.io.abc, base64.binary.k8s.io', 'Sec-WebSocket-Protocol: base64url.bearer.REDACTED, base64.binary.k8s.io'],
  ['Set-Cookie: a="b; c=d"; Path=/', 'Set-Cookie: a="R; R"; Path=/'],
  ['Set-Cookie: a="b; Path=/; c"; Secure', 'Set-Cookie: a="R; Path=/; R"; Secure'],
  ['X-Debug: user=me; access_token=abc1, sig=defg', 'X-Debug: user=me; access_token=REDACTED, sig=R'],
  ['X-OAuth: oauth_token="a bc", oauth_signature="defg"', 'X-OAuth: oauth_token="R", oauth_signature="R"'],
  ['X-Debug: PHPSESSID=abc1; x', 'X-Debug: PHPSESSID=R; x'],
  ['X-Debug: apikey:abc12345', 'X-Debug: apikey:R'],
  ['Server-Timing: db;desc="token=abcd"', 'Server-Timing: db;desc="token=R"'],
  ['Authentication-Info: nextnonce="a", rspauth="b"', 'Authentication-Info: R"'],
  ['X-Forwarded-Authorization: Bearer abc', 'X-Forwarded-Authorization: Bearer R'],
  ['X-Sent-Cookie: a=1; b=2', 'X-Sent-Cookie: a=R; b=R'],
  ['X-WP-Nonce: abc', 'X-WP-Nonce: R'],
  ['X-Amz-Security-Token: abc', 'X-Amz-Security-Token: R'],
  ['WWW-Authenticate: Negotiate YIIGh1aKc2', 'WWW-Authenticate: Negotiate R'],
  ['X-Debug: Bearer abc12345', 'X-Debug: Bearer R'],
  ['Link: <https://hooks.slack.com/services/T0/B0/abc>; rel=x', 'Link: <https://hooks.slack.com/services/REDACTED>; rel=x'],
  ['Location: https://a.example/cb?code=a&state=b#id_token=c', 'Location: https://a.example/cb?code=R&state=R#id_token=R'],
  ['{"x-api-key":"a\\"b","server":"c"}', '{"x-api-key":"R","server":"c"}'],
  ['{"set-cookie":["a=\\"1\\"; Path=/","b=2"]}', '{"set-cookie":["a=\\"R\\"; Path=/","b=R"]}'],
  ['{"value":"a=1","name":"Cookie"}', '{"value":"a=R","name":"Cookie"}'],
  ['{"url":"/?a=1\\u0026token=x\\u0026b=2"}', '{"url":"/?a=1\\u0026token=REDACTED\\u0026b=2"}'],
  ['{"raw":"HTTP/1.1 200\\r\\nSet-Cookie: a=1; Path=/\\r\\nServer: x"}', '{"raw":"HTTP/1.1 200\\r\\nSet-Cookie: a=R; Path=/\\r\\nServer: x"}'],
  ['{"cookies":[{"name":"a","value":"1","path":"/"}]}', '{"cookies":[{"name":"a","value":"R","path":"/"}]}'],
  ['{"cookies":{"a":"1"}}', '{"cookies":{"a":"R"}}'],
  ['{"queryString":[{"name":"sig","value":"1"},{"name":"lang","value":"en"}]}', '{"queryString":[{"name":"sig","value":"R"},{"name":"lang","value":"en"}]}'],
  ['{"postData":{"mimeType":"a/b","text":"me=you","params":[{"name":"me","value":"you"}]}}', '{"postData":{"mimeType":"a/b","text":"R","params":[{"name":"me","value":"R"}]}}'],
  ['{"headers":{"cookie":"a=1"}}\n{"headers":{"cookie":"b=2"}}', '{"headers":{"cookie":"a=R"}}\n{"headers":{"cookie":"b=R"}}'],
  ['{"log":{"entries":[{"name":"Cookie","value":"a=1"},{"name":"Coo', '{"log":{"entries":[{"name":"Cookie","value":"a=R"},{"name":"Coo'],
];

/** What looks like a secret and is none. */
const HARMLESS = [
  "Content-Security-Policy: script-src 'nonce-abc' https://a.example",
  'WWW-Authenticate: Basic realm="x"',
  '-----BEGIN CERTIFICATE-----\nMIIabc\n-----END CERTIFICATE-----',
  'proxy_set_header X-Api-Key $http_x_api_key;',
  'Set-Cookie: gone=; Max-Age=0\r\n Path=/',
  '// see @param name',
  'Strict-Transport-Security: max-age=300; includeSubDomains',
  'Permissions-Policy: identity-credentials-get=()',
  'Access-Control-Allow-Headers: authorization, x-csrf-token',
  'Set-Cookie: sid=REDACTED; Path=/',
  "default-src 'self'",
  'Date: Mon, 23 Nov 2026 20:15:04 GMT',
  'Vary: Cookie, Authorization',
  'Vary:\nCookie,Authorization',
  'WWW-Authenticate: Bearer realm="a.example", authorization_uri="https://a.example/"',
  'Clear-Site-Data: "cache", "cookies"',
  'Report-To: {"group":"csrf","max_age":1}',
  'SESSION_COOKIE_SECURE = True',
  '{"access-control-allow-headers":"authorization,x-csrf-token"}',
  '{"vary":["Cookie","Origin","Accept"]}',
  'See https://a.example/?mail=me@b.example',
  'Permissions-Policy: private-state-token-issuance=(self), trust-token-redemption=*, publickey-credentials-get=self',
  'Sec-WebSocket-Protocol: graphql-transport-ws, v4.channel.k8s.io',
  'Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=',
  'Idempotency-Key: 8e03978e-40d5-43dd-bc93-6894a57f9324',
  'Repr-Digest: sha-256=:AEGPTgUMw5e96wxZuDtpfm23RBU3nFwtgY5fw4NYORo=:',
  'WWW-Authenticate: Bearer realm="r", error="invalid_token", error_description="The token expired"',
  'const token=read(request), csrf=$csrf',
  'Header edit Set-Cookie ^(PHPSESSID=.*)$ "$1; SameSite=Lax"',
  'Surrogate-Key: session:home page:12',
  'Location: https://a.example/a?nonce=abc&hash=def',
];

for (const [text, expected] of ROWS) {
  test(`left out: ${JSON.stringify(text).slice(0, 60)}`, () => {
    assert.equal(redact(text, findSecrets(text)), expected.replaceAll(/\bR\b(?=[;"'&#@\s\\]|$)/gm, PLACEHOLDER));
  });
}

for (const text of HARMLESS) {
  test(`harmless: ${text.slice(0, 50)}`, () => assert.deepEqual(findSecrets(text), []));
}

test('each secret says what it is and in which line', () => {
  const text = 'HTTP/2 200\nset-cookie: sid=abc\nauthorization: Bearer t\n';
  const found = withLines(text, findSecrets(text));
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
