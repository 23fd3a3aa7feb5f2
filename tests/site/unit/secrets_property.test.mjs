// What must hold of the secrets of any text: they are in order, nothing of them stays, what is left out
// breaks nothing, and the work grows with the text.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { readData } from '../../support/data.mjs';
import { importSource } from '../support/compile.mjs';
import { BUILT_ENGINE } from '../support/paths.mjs';
import { randomFrom, randomText } from '../support/random.mjs';

const { redact, withLines } = await importSource('sharing/secrets.ts');
const { load } = await import(pathToFileURL(`${BUILT_ENGINE}/headstrong.mjs`).href);
const engine = await load();
const findSecrets = (text) => withLines(text, engine.secrets(text));

const SEED = Number(process.env.HEADSTRONG_SEED ?? Math.floor(Math.random() * 2 ** 31));
const CANARY = /kanarie\d+/;

/** What texts with secrets are made of, whole and in pieces. */
const PIECES = [
  'Set-Cookie', 'set-cookie', 'Cookie', 'cookie', 'Authorization', 'proxy-authorization', 'X-Api-Key', 'token', 'sid', 'REDACTED',
  'Bearer', 'Basic', 'curl', '-b', '-u', '-H', 'eyJhbGciOiJI', 'eyJ', 'ghp_', 'abcdefghijklmnopqrstuv', 'name', 'value', 'headers',
  'cookies', 'postData', 'text', 'params', 'https', '://', '?code=', '&token=', '%3Fsig%3D', '%26', '@', ':', ': ', '=', '=>', ',',
  ', ', ';', '; ', '"', '\'', '`', '\\', '\\"', '\\u0022', '\\n', '\n', '\r\n', '\r', '\t', ' ', '  ', '{', '}', '[', ']', '(', ')',
  '<', '> ', '* ', '.', '..', '/', '#', '$', '\u2028', '\ud83d', '{"name":"Cookie","value":"', '"}', '["Set-Cookie","', '"],', '12:',
];

function pieced(random, count) {
  let text = random() < 0.3 ? '{' : random() < 0.3 ? '[' : '';
  for (let i = 0; i < count; i++) {
    text += random() < 0.06 ? randomText(random, 2) : PIECES[Math.floor(random() * PIECES.length)];
  }
  return text;
}

function parsed(text) {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return null;
  }
}

function assertHolds(text) {
  const secrets = findSecrets(text);
  let last = -1;
  for (const { start, end, line, what } of secrets) {
    assert.ok(start > last && end > start && end <= text.length, 'in order, apart, within the text');
    assert.equal(line, text.slice(0, start).split('\n').length);
    assert.match(what, /^[a-z]/);
    last = end;
  }
  const clean = redact(text, secrets);
  assert.deepEqual(findSecrets(clean), [], JSON.stringify(clean));
  if (parsed(text)) assert.ok(parsed(clean), 'JSON stays JSON');
}

test(`20,000 random texts (HEADSTRONG_SEED=${SEED})`, () => {
  const random = randomFrom(SEED);
  for (let i = 0; i < 20_000; i++) {
    const text = pieced(random, 1 + Math.floor(random() * 24));
    try {
      assertHolds(text);
    } catch (error) {
      error.message = `${JSON.stringify(text)}: ${error.message}`;
      throw error;
    }
  }
});

/** A response with secrets in it, in every way in which it is pasted; what must go is marked. */
const SECRETS = [
  ['Set-Cookie', 'sid=kanarie1; Path=/; HttpOnly'],
  ['set-cookie', '__Host-id="kanarie2"; Secure'],
  ['Authorization', 'Bearer kanarie3'],
  ['Proxy-Authorization', 'Basic kanarie4=='],
  ['Cookie', 'a=kanarie5; b="kanarie6"'],
  ['X-Csrf-Token', 'kanarie7'],
  ['Location', 'https://a.example/cb?code=kanarie8&lang=en#access_token=kanarie9'],
  ['Link', '<https://me:kanarie10@a.example/>; rel=next'],
];
const FORMATS = {
  lines: (fields) => fields.map(([name, value]) => `${name}: ${value}\n`).join(''),
  'lines that end with CR LF': (fields) => `HTTP/1.1 200 OK\r\n${fields.map(([name, value]) => `${name}: ${value}\r\n`).join('')}`,
  'curl -v': (fields) => fields.map(([name, value]) => `< ${name}: ${value}\n`).join(''),
  'a table': (fields) => fields.map(([name, value]) => `${name}\t${value}\n`).join(''),
  'a value below each name': (fields) => fields.map(([name, value]) => `${name}:\n${value}\n`).join(''),
  'pairs in JSON': (fields) => JSON.stringify(fields),
  'an indented map': (fields) => JSON.stringify(fields.reduce((map, [name, value]) => ({ ...map, [name]: value }), {}), null, 2),
  'lists under names': (fields) => JSON.stringify({ headers: Object.fromEntries(fields.map(([name, value]) => [name, [value]])) }),
  'an archive': (fields) => har(fields),
  'an indented archive': (fields) => har(fields, 2),
  'code': (fields) => fields.map(([name, value]) => `res.setHeader('${name}', '${value}');\n`).join(''),
  'a configuration': (fields) => fields.map(([name, value]) => `    add_header ${name} '${value}' always;\n`).join(''),
};

function har(fields, indent) {
  const headers = fields.map(([name, value]) => ({ name, value }));
  const request = {
    method: 'POST', url: 'https://a.example/?sig=kanarie20', headers, cookies: [{ name: 'a', value: 'kanarie21' }],
    queryString: [{ name: 'sig', value: 'kanarie22' }], postData: { text: 'me=kanarie23', params: [{ name: 'me', value: 'kanarie24' }] },
  };
  return JSON.stringify({ log: { entries: [{ request, response: { status: 200, headers, cookies: [{ value: 'kanarie25', name: 'b' }] } }] } }, null, indent);
}

for (const [name, write] of Object.entries(FORMATS)) {
  test(`nothing of a secret stays: ${name}`, () => {
    for (const spread of [SECRETS, [...SECRETS].reverse(), ...SECRETS.map((field) => [['Server', 'nginx'], field, ['Vary', 'Cookie, Origin']])]) {
      // In a configuration only cookies and credentials are values that are given away.
      const text = write(name === 'code' || name === 'a configuration' ? spread.filter(([field]) => field !== 'X-Csrf-Token') : spread);
      const clean = redact(text, findSecrets(text));
      assert.doesNotMatch(clean, CANARY);
      assertHolds(text);
    }
  });
}

test('what is left out changes no verdict, over real sets', async () => {
  const judged = (text) => {
    const { grade, findings, input } = engine.analyze(text, {});
    return { grade, format: input.format, rules: findings.map(({ rule, header, occurrence }) => [rule, header, occurrence]) };
  };
  let redacted = 0;
  for (const { headers } of readData('headersets').filter((_, i) => i % 7 === 0)) {
    for (const write of [FORMATS.lines, FORMATS['pairs in JSON'], FORMATS['an indented archive'], FORMATS['a table']]) {
      const text = write(headers);
      const secrets = findSecrets(text);
      if (secrets.length === 0) continue;
      redacted++;
      assert.deepEqual(judged(redact(text, secrets)), judged(text), text);
    }
  }
  assert.ok(redacted > 100, `${redacted}`);
});
