// What "Would this load?" offers: written into the text in its own language, each remedy gives the policy that
// it means, whatever was pasted.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { importSource } from '../support/compile.mjs';
import { BUILT_ENGINE, ROOT } from '../support/paths.mjs';
import { readData } from '../../support/data.mjs';

const { load } = await import(pathToFileURL(`${BUILT_ENGINE}/headstrong.mjs`).href);
const engine = await load();
const { judgeLoad } = await importSource('judge/load.ts');
const { applyEdits } = await importSource('editor/port.ts');

const REQUESTS = [
  { type: 'script', url: 'https://cdn.example/lib/a.js' },
  { type: 'script', url: "https://cdn.example/it's;a,b&c=\"d\"<e>`f\\g.js?x=1" },
  { type: 'script', url: 'https://cdn.example/$a.js', redirects: 1 },
  { type: 'image', url: 'https://site.example/a.png' },
  { type: 'image', url: 'data:image/png;base64,AA==' },
  { type: 'fetch', url: 'wss://api.example:8443/' },
  { type: 'inline-script', content: 'alert("1")' },
  { type: 'script-attribute', content: "a('b')" },
  { type: 'eval' },
  { type: 'wasm-eval' },
  { type: 'trusted-type-policy', name: 'a#b' },
  { type: 'trusted-type-policy', name: "a'; script-src *" },
  { type: 'frame-ancestors', url: 'https://parent.example/' },
  { type: 'form-action', url: 'https://forms.example/send' },
  { type: 'base-uri', url: 'https://other.example/' },
];

const PAGE = 'https://site.example/';
const NAME = 'Content-Security-Policy';
const backslashed = (text, special) => text.replace(special, '\\$&');
const referenced = (text, special) => text.replace(special, (letter) => `&#${letter.charCodeAt(0)};`);
const FORMATS = {
  'an HTTP message': (csp) => `HTTP/2 200\n${NAME}: ${csp}\nserver: a\n`,
  'curl -v': (csp) => `< HTTP/2 200\r\n< ${NAME.toLowerCase()}: ${csp}\r\n< server: a\r\n`,
  'wget -S': (csp) => `  HTTP/1.1 200 OK\n  ${NAME}: ${csp}\n  Server: a\n`,
  'a table': (csp) => `X-Frame-Options\tDENY\n${NAME}\t${csp}\nServer\ta\n`,
  'a map in JSON': (csp) => JSON.stringify({ 'X-Content-Type-Options': 'nosniff', [NAME]: csp }, null, 2),
  'pairs in JSON': (csp) => JSON.stringify([[NAME, csp], ['X-Content-Type-Options', 'nosniff']]).replaceAll("'", '\\u0027'),
  'an archive': (csp) => JSON.stringify({ log: { entries: [{ request: { url: 'https://site.example/' }, response: { status: 200, headers: [{ name: NAME, value: csp }, { name: 'server', value: 'a' }] } }] } }),
  'HTML in double quotes': (csp) => `<!doctype html><meta http-equiv="${NAME}" content="${referenced(csp, /["&]/g)}"><title>a</title>`,
  'HTML in single quotes': (csp) => `<!doctype html><meta http-equiv='${NAME}' content='${referenced(csp, /['&]/g)}'><title>a</title>`,
  'HTML without quotes': (csp) => `<!doctype html><meta http-equiv=${NAME} content=${referenced(csp, /[\s"'&<>=`]/g)}><title>a</title>`,
  'nginx in double quotes': (csp) => `server {\n  add_header X-Content-Type-Options nosniff;\n  add_header ${NAME} "${backslashed(csp, /["\\]/g)}" always;\n}\n`,
  'nginx in single quotes': (csp) => `add_header X-Content-Type-Options nosniff;\nadd_header ${NAME} '${backslashed(csp, /['\\]/g)}';\n`,
  'a _headers file': (csp) => `/*\n  X-Content-Type-Options: nosniff\n  ${NAME}: ${csp}\n`,
};

/** A policy may be pasted in several lines; a header has one. */
const inOneLine = (text) => text.replace(/\s+/g, ' ');
const policiesOf = (report) => report.policies.map(({ text }) => inOneLine(text));

/** What the policies are to read after each remedy, told from their plain values. */
function meant(report, request) {
  const policies = report.policies.map(({ disposition, source, text }) => ({ value: inOneLine(text), disposition, delivery: source }));
  const { xFrameOptions } = report;
  const { remedies } = engine.remedies({ page: PAGE, policies, ...(xFrameOptions === undefined ? {} : { xFrameOptions }), request, opens: false });
  return new Map(remedies.map((remedy) => [remedy.title, remedy.policies.map(({ value }) => inOneLine(value))]));
}

/** Tries every remedy of every request; gives how many there were. */
function tryAll(text, requests = REQUESTS) {
  const report = engine.analyze(text, {});
  let tried = 0;
  for (const request of requests) {
    const answer = judgeLoad(engine, text, {}, report, { request, page: PAGE });
    if (answer.kind !== 'verdict' || answer.remedies.length === 0) continue;
    const wanted = meant(report, request);
    for (const { title, edits } of answer.remedies) {
      const after = applyEdits(text, edits);
      const read = engine.analyze(after, {});
      const said = `${title}\n${JSON.stringify(request)}\n${text}\n${after}`;
      assert.deepEqual(policiesOf(read), wanted.get(title), said);
      assert.equal(read.input.format, report.input.format, said);
      assert.deepEqual(read.input.responses.map(({ headers }) => headers), report.input.responses.map(({ headers }) => headers), said);
      tried++;
    }
  }
  return tried;
}

const POLICIES = [
  "default-src 'self'",
  "default-src 'none'",
  "script-src 'self' https://a.example; object-src 'none'; img-src 'none'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  "script-src 'nonce-abc' 'strict-dynamic'; trusted-types default; require-trusted-types-for 'script'",
  "script-src https://a.example/x?a&lt ; img-src https://a.example/&amp",
  'script-src "self" \\ https://a.example\\ ; frame-ancestors "x"',
  "sandbox allow-same-origin; default-src *",
];

for (const [name, write] of Object.entries(FORMATS)) {
  test(`remedies are written as ${name}`, () => {
    let tried = 0;
    for (const policy of POLICIES) tried += tryAll(write(policy));
    assert.ok(tried > 30, `${tried}`);
  });
}

test('remedies are the same in every format, as far as its language can say them', () => {
  const [, first] = Object.entries(FORMATS)[0];
  for (const policy of POLICIES.slice(0, 4)) {
    for (const request of REQUESTS.filter(({ type }) => type !== 'frame-ancestors')) {
      const titles = (text) => {
        const answer = judgeLoad(engine, text, {}, engine.analyze(text, {}), { request, page: PAGE });
        return answer.kind === 'verdict' ? answer.remedies.map(({ title }) => title) : [];
      };
      const wanted = titles(first(policy));
      for (const [name, write] of Object.entries(FORMATS)) {
        if (name.startsWith('nginx') && wanted.some((title) => title.includes('$'))) continue;
        assert.deepEqual(titles(write(policy)), wanted, `${name}: ${policy} ${JSON.stringify(request)}`);
      }
    }
  }
});

test('a name that is no name of a policy for Trusted Types is not written anywhere', () => {
  const text = "Content-Security-Policy: trusted-types default\n";
  const request = { type: 'trusted-type-policy', name: "a'; script-src *" };
  assert.deepEqual(judgeLoad(engine, text, {}, engine.analyze(text, {}), { request, page: PAGE }).remedies ?? [], []);
});

test('remedies over every paste of the readers\' fixtures', () => {
  const folder = `${ROOT}tests/fixtures/read_paste/`;
  let tried = 0;
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.md'))) {
    for (const [, paste] of readFileSync(folder + file, 'utf8').matchAll(/^```paste\n([\s\S]*?)^```$/gm)) tried += tryAll(paste);
  }
  assert.ok(tried > 40, `${tried}`);
});

test('remedies over real policies, in every format', () => {
  const policies = readData('csps').map(({ csp }) => csp).filter((csp) => csp.length < 600 && !/[\r\n\t]/.test(csp));
  const formats = Object.values(FORMATS);
  let tried = 0;
  for (let i = 0; i < 260; i++) {
    const policy = policies[(i * 37) % policies.length].trim();
    tried += tryAll(formats[i % formats.length](policy), [REQUESTS[i % REQUESTS.length], REQUESTS[(i * 7 + 1) % REQUESTS.length]]);
  }
  assert.ok(tried > 80, `${tried}`);
});
