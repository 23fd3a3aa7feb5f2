// What the panels ask the engine, and what they make of its answers; with the real engine.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { importSource } from '../support/compile.mjs';
import { BUILT_ENGINE } from '../support/paths.mjs';
import { randomFrom } from '../support/random.mjs';

const { TYPES, EMPTY_FORM, fieldsOf, pageOf, requestOf } = await importSource('judge/requests.ts');
const { toldPage } = await importSource('judge/policies.ts');
const { judgeLoad } = await importSource('judge/load.ts');
const { compareResponses } = await importSource('judge/compare.ts');
const { perform } = await importSource('engine/job.ts');
const { applyEdits } = await importSource('editor/port.ts');

let engine;
before(async () => {
  const { load } = await import(pathToFileURL(`${BUILT_ENGINE}/headstrong.mjs`).href);
  engine = await load();
});

/** A form that says enough for a request of each type. */
function formOf(type) {
  return { ...EMPTY_FORM, type, url: 'https://other.example/a/b', content: 'x()', name: 'evil', ancestors: 'https://other.example/' };
}
/** A page that neither the text nor the form tells of is that of the tests. */
function ask(text, form, browser = null, options = {}) {
  const report = engine.analyze(text, options);
  const page = pageOf(form) ?? (toldPage(report) || PAGE);
  return judgeLoad(engine, text, options, report, { request: requestOf(form), ...messageOf(browser), page });
}
/** As if a console's message had filled the form in. */
function messageOf(browser) {
  if (!browser) return {};
  const message = { type: 'script', directive: 'script-src', disposition: 'enforce', browser, said: '', span: { start: 0, end: 0 } };
  return { message, asTold: true };
}
const PAGE = 'https://site.example/';

test('the fallback paths are those that the engine goes', () => {
  for (const { type, chain, needs } of TYPES) {
    if (type === 'trusted-type-sink') continue; // its directive has no list of sources
    for (let i = 0; i < chain.length; i++) {
      const open = needs === 'name' ? 'evil' : "* 'unsafe-inline' 'unsafe-eval'";
      const policy = chain.slice(i).map((name, k) => `${name} ${k === 0 ? "'none'" : open}`).join('; ');
      const result = ask(policy, formOf(type));
      assert.equal(result.kind, 'verdict', `${type}: ${policy}`);
      assert.equal(result.verdict.verdict.spec, 'blocked', `${type}: ${policy}`);
      assert.deepEqual(result.verdict.decidedBy.map(({ list }) => list), [chain[i]], `${type}: ${policy}`);
    }
    const none = ask('upgrade-insecure-requests', formOf(type));
    assert.equal(none.verdict.verdict.spec, 'allowed', type);
  }
});

test('every request type of the contract can be asked about, and the form says what it needs', () => {
  assert.equal(TYPES.length, 31);
  for (const { type, needs } of TYPES) {
    const missing = requestOf({ ...EMPTY_FORM, type });
    assert.equal(missing === null, ['url', 'name', 'framing'].includes(needs), type);
    assert.equal(ask("default-src 'self'", formOf(type)).kind, 'verdict', type);
    assert.equal(new Set(fieldsOf(type)).size, fieldsOf(type).length);
  }
  assert.equal(requestOf({ ...EMPTY_FORM, url: 'cdn.example:8443/a.js' }).url, 'https://cdn.example:8443/a.js');
  assert.equal(requestOf({ ...EMPTY_FORM, url: ' data:text/javascript,1 ' }).url, 'data:text/javascript,1');
});

test('the deciding words are those in the text', () => {
  const text = "HTTP/2 200\ncontent-security-policy: img-src 'self' https://a.example; font-src 'none'\n";
  const words = (form) => ask(text, { ...EMPTY_FORM, ...form }).deciding.map(({ start, end }) => text.slice(start, end));
  assert.deepEqual(words({ type: 'image', url: 'https://a.example/x.png' }), ['https://a.example']);
  assert.deepEqual(words({ type: 'image', url: 'https://b.example/x.png' }), ["img-src 'self' https://a.example"]);
  assert.deepEqual(words({ type: 'font', url: 'https://b.example/x' }), ["font-src 'none'"]);
  assert.deepEqual(words({ type: 'style', url: 'https://b.example/x' }), []);
});

test('X-Frame-Options is asked with, and marked where it decides', () => {
  const text = 'HTTP/2 200\nx-frame-options: DENY\n\n';
  const form = { ...EMPTY_FORM, type: 'frame-ancestors', ancestors: 'https://portal.example/' };
  const result = ask(text, form);
  assert.equal(result.verdict.verdict.chromium, 'blocked');
  assert.deepEqual(result.deciding.map(({ start, end }) => text.slice(start, end)), ['x-frame-options: DENY']);
  assert.equal(ask('HTTP/2 200\nserver: x\n\n', form).verdict.verdict.chromium, 'allowed');
});

/** @type {[string, object, string][]} */
const BLOCKED = [
  ["default-src 'self'", { type: 'font', url: 'https://fonts.example/a/b.woff2' }, "font-src 'self' https://fonts.example/a/b.woff2"],
  ["img-src 'none'", { type: 'image', url: 'https://pics.example/a,b;c.png' }, 'https://pics.example/a%2Cb%3Bc.png'],
  ["img-src 'none'", { type: 'image', url: 'data:image/png,x' }, 'data:'],
  ["script-src 'self'", { type: 'script', url: 'https://cdn.example/a.js', redirected: true }, ' https://cdn.example'],
  ["script-src 'none'", { type: 'inline-script', content: 'go()' }, "'sha256-"],
  ["script-src 'self'", { type: 'script-attribute', content: 'go()' }, "'unsafe-hashes' 'sha256-"],
  ["script-src 'self'", { type: 'javascript-url', content: 'go()' }, "'unsafe-hashes' 'sha256-"],
  ["style-src 'self'", { type: 'style-attribute', content: 'color:red' }, "'unsafe-hashes' 'sha256-"],
  ["script-src 'self'", { type: 'eval' }, "'unsafe-eval'"],
  ["script-src 'self'", { type: 'wasm-eval' }, "'wasm-unsafe-eval'"],
  ["connect-src 'self'", { type: 'websocket', url: 'wss://live.example/s' }, 'wss://live.example/s'],
  ["frame-ancestors 'none'", { type: 'frame-ancestors', ancestors: 'https://portal.example/ https://top.example/' }, 'https://portal.example https://top.example'],
  ["trusted-types good; require-trusted-types-for 'script'", { type: 'trusted-type-policy', name: 'evil' }, 'evil'],
  ['sandbox allow-scripts', { type: 'form-action', url: 'https://a.example/' }, 'allow-forms'],
  ["base-uri 'self'", { type: 'base-uri', url: 'https://elsewhere.example/' }, 'https://elsewhere.example'],
  ["default-src 'self', img-src 'none'", { type: 'image', url: 'https://pics.example/a.png' }, 'https://pics.example/a.png'],
  ["script-src 'nonce-abc' 'strict-dynamic'", { type: 'script', url: 'https://cdn.example/a.js', integrity: `sha384-${'A'.repeat(64)}` }, "'sha384-"],
];

test('what is offered lets the request through, the narrowest first', () => {
  for (const [policy, fields, expected] of BLOCKED) {
    const text = `HTTP/2 200\ncontent-security-policy: ${policy}\nx-other: 1\n`;
    const form = { ...EMPTY_FORM, ...fields };
    const { remedies, verdict } = ask(text, form);
    assert.equal(verdict.verdict.chromium, 'blocked', policy);
    assert.ok(remedies.length > 0, `${policy} ${JSON.stringify(fields)}`);
    assert.ok(remedies[0].edits.some((edit) => edit.text.includes(expected)), JSON.stringify(remedies[0]));
    for (const { edits, title } of remedies) {
      const after = ask(applyEdits(text, edits), form);
      assert.deepEqual(Object.values(after.verdict.verdict), Array(4).fill('allowed'), title);
      assert.equal(after.remedies.length, 0, title);
    }
  }
});

test('what else a remedy allows is said by the comparison, and the wider one says more', () => {
  const text = "content-security-policy: default-src 'self'\n";
  const { remedies } = ask(text, { ...EMPTY_FORM, type: 'font', url: 'https://fonts.example/a.woff2' });
  const wide = remedies.find(({ title }) => title.includes('to `default-src`'));
  const effects = [remedies[0], wide].map(({ edits }) => edits);
  const { effects: [small, large] } = perform(engine, { kind: 'study', study: { text, analyze: {}, effects } });
  assert.ok(small.witnesses.length > 0, 'at least the request itself');
  assert.ok(small.witnesses.every(({ change, request }) => change === 'allows' && ['font', 'prefetch'].includes(request.type)), JSON.stringify(small));
  assert.ok(large.witnesses.length > small.witnesses.length, 'default-src opens more than font-src');
});

test('what is only reported can be let off the report', () => {
  const text = "HTTP/2 200\ncontent-security-policy: img-src 'self' https:\ncontent-security-policy-report-only: img-src 'self'\n";
  const form = { ...EMPTY_FORM, type: 'image', url: 'https://pics.example/a.png' };
  const { remedies, verdict } = ask(text, form);
  assert.equal(verdict.verdict.chromium, 'allowed');
  assert.deepEqual(verdict.decidedBy.map(({ allowed }) => allowed), [true, false]);
  assert.ok(remedies.length > 0);
  for (const { edits } of remedies) {
    const after = ask(applyEdits(text, edits), form);
    assert.ok(after.verdict.decidedBy.every(({ allowed }) => allowed));
    assert.ok(applyEdits(text, edits).includes("content-security-policy: img-src 'self' https:\n"), 'the enforced policy stays');
  }
});

test('nothing is offered where no edit of the policy helps', () => {
  for (const [policy, fields] of /** @type {[string, object][]} */ ([
    ["script-src 'nonce-abc' 'strict-dynamic'", { type: 'script', url: 'https://cdn.example/a.js' }],
    ["require-trusted-types-for 'script'", { type: 'trusted-type-sink' }],
    ["script-src 'self'", { type: 'inline-script' }],
  ])) {
    const { remedies, verdict } = ask(policy, { ...EMPTY_FORM, ...fields });
    assert.equal(verdict.verdict.chromium, 'blocked');
    assert.deepEqual(remedies, [], policy);
  }
});

/** What is said beside the edits, of a policy alone or of whole headers. */
function adviceOf(text, fields, browser = null) {
  const { advice, verdict } = ask(text, { ...EMPTY_FORM, ...fields }, browser);
  assert.ok(Object.values(verdict.verdict).includes('blocked') || verdict.decidedBy.some(({ allowed }) => !allowed), text);
  return advice;
}
const NONCED = [
  { type: 'script', url: 'https://cdn.example/a.js' },
  { type: 'style', url: 'https://cdn.example/a.css' },
  { type: 'inline-script', content: 'go()' },
  { type: 'inline-style', content: 'p{}' },
];

test('a nonce is advised where the list that decides has one, and nowhere else', () => {
  for (const fields of NONCED) {
    const own = fields.type.includes('script') ? 'script-src' : 'style-src';
    const other = own === 'script-src' ? 'style-src' : 'script-src';
    for (const [policy, advised] of /** @type {[string, boolean][]} */ ([
      [`${own} 'nonce-abc'`, true],
      [`${own}-elem 'nonce-abc'; ${own} 'self'`, true],
      [`default-src 'nonce-abc'`, true],
      [`${own}-elem 'self'; ${own} 'nonce-abc'`, false],
      [`${own} 'self'; ${other} 'nonce-abc'`, false],
      [`${own} 'self'; default-src 'nonce-abc'`, false],
      [`${own} 'self'; img-src 'nonce-abc'`, false],
      [`${own} 'none'; ${own} 'nonce-abc'`, false],
      // All policies must let it through, and an element has one nonce.
      [`${own} 'nonce-abc', ${own} 'self'`, false],
      [`${own} 'nonce-abc', ${own} 'nonce-def'`, false],
      [`${own} 'nonce-abc', ${own} 'nonce-abc' 'self'`, true],
      [`${own} 'nonce-abc', img-src 'none'`, true],
    ])) {
      const advice = adviceOf(policy, fields);
      assert.equal(/nonce/.test(advice?.sentence ?? ''), advised, `${policy} ${JSON.stringify(advice)}`);
      if (advised) assert.equal(advice.only, null, policy);
    }
    assert.doesNotMatch(adviceOf(`${own} 'nonce-abc'`, { ...fields, nonce: 'other' })?.sentence ?? '', /has a nonce/);
    // A list that only reports does not decide what is blocked, and decides what is reported.
    const both = (enforced, reported) => `HTTP/2 200\ncontent-security-policy: ${own} ${enforced}\ncontent-security-policy-report-only: ${own} ${reported}\n`;
    assert.doesNotMatch(adviceOf(both("'self'", "'nonce-abc'"), fields)?.sentence ?? '', /has a nonce/);
    assert.match(adviceOf(both("* 'unsafe-inline'", "'nonce-abc'"), fields).sentence, /is not reported/);
  }
});

test('what is advised is true in the browsers that it is said of', () => {
  const random = randomFrom(20261128);
  const pick = (list) => list[Math.floor(random() * list.length)];
  const words = ["'self'", "'nonce-abc'", "'nonce-def'", "'strict-dynamic'", "'unsafe-inline'", "'none'", "'sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA='", 'https:'];
  const names = ['default-src', 'script-src', 'script-src-elem', 'style-src', 'style-src-elem', 'img-src', 'sandbox'];
  let advised = 0;
  for (let i = 0; i < 400; i++) {
    const policy = () => Array.from({ length: 1 + Math.floor(random() * 3) }, () => `${pick(names)} ${pick(words)} ${pick(words)}`).join('; ');
    const text = `HTTP/2 200\ncontent-security-policy: ${random() < 0.3 ? `${policy()}, ${policy()}` : policy()}\n`;
    const form = { ...EMPTY_FORM, ...pick(NONCED) };
    const { verdict, advice } = ask(text, form);
    if (!advice || !/has a nonce|trusted add/.test(advice.sentence)) continue;
    advised++;
    const blocked = ['chromium', 'firefox', 'webkit'].filter((browser) => verdict.verdict[browser] === 'blocked');
    const changes = /has a nonce/.test(advice.sentence) ? [{ nonce: 'abc' }, { nonce: 'def' }] : [{ parserInserted: false }];
    const helped = changes.map((change) => ask(text, { ...form, ...change }).verdict.verdict);
    assert.ok(helped.some((after) => (advice.only ?? blocked).every((browser) => after[browser] === 'allowed')), `${text} ${JSON.stringify([form, advice, helped])}`);
  }
  assert.ok(advised >= 40, String(advised));
});

test('a hash is advised only where a list decides, and hosts are said not to count only where they do not', () => {
  assert.match(adviceOf("script-src 'self'", { type: 'inline-script' }).sentence, /get the hash/);
  for (const type of ['inline-script', 'script-attribute', 'javascript-url']) {
    assert.equal(adviceOf('sandbox', { type }), null, type);
    assert.equal(adviceOf("sandbox; script-src 'self'", { type }), null, type);
  }
  const script = { type: 'script', url: 'https://cdn.example/a.js' };
  assert.match(adviceOf("script-src 'sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=' 'strict-dynamic'", script).sentence, /hosts don't count: let a trusted script add/);
  assert.match(adviceOf("script-src 'strict-dynamic'", script).sentence, /no script can start/);
  assert.doesNotMatch(adviceOf("script-src-elem 'self'; script-src 'strict-dynamic' 'nonce-abc'", script)?.sentence ?? '', /hosts do not count|nonce/);
});

test('the table of what is allowed is the engine’s, of the response that is judged, or says why there is none', () => {
  const text = (policy) => `HTTP/1.1 200\ncontent-security-policy: ${policy}\n\nHTTP/1.1 200\ncontent-security-policy: default-src 'none'\n\n`;
  const pasted = text("img-src 'self'; script-src 'nonce-abc' https://cdn.example");
  const tableOf = (analyze, paste = pasted) => perform(engine, { kind: 'job', job: { text: paste, analyze, matrix: true } }).matrix;
  assert.deepEqual(tableOf({ response: 0 }), { kind: 'matrix', matrix: engine.matrix(pasted, { response: 0 }) });
  assert.notDeepEqual(tableOf({ response: 0 }), tableOf({}));
  // A response that has gone: the engine chooses.
  assert.deepEqual(tableOf({ response: 5 }), tableOf({}));
  const tooLong = tableOf({}, 'a'.repeat(8 * 1024 * 1024 + 1));
  assert.equal(tooLong.kind, 'unanswered');
  assert.match(tooLong.reason, /8 MiB/);
});

test('another response than the engine would choose is compared by itself', () => {
  const text = (policy) => `HTTP/1.1 200\ncontent-security-policy: ${policy}\n\nHTTP/1.1 200\ncontent-security-policy: default-src 'none'\n\n`;
  const [before, after] = ["img-src 'self'", 'img-src *'].map(text);
  assert.equal(engine.analyze(before).input.responses.length, 2);
  assert.deepEqual(compareResponses(engine, before, after, {}).witnesses, []);
  const { witnesses } = compareResponses(engine, before, after, { response: 0 });
  assert.ok(witnesses.some(({ request }) => request.type === 'image'), JSON.stringify(witnesses));
  assert.ok(witnesses.every(({ change }) => change === 'allows'), JSON.stringify(witnesses));
});

test('half a hash, as a console cuts it, is called that in the words of the page', () => {
  const form = { ...EMPTY_FORM, type: 'inline-script', hash: 'sha256-abc' };
  const answer = ask("content-security-policy: script-src 'self'\n", form);
  assert.equal(answer.kind, 'unanswered');
  assert.match(answer.reason, /^This hash is incomplete/);
});

test('where the page is not known and decides, the answer says so, and no host is proposed', () => {
  const unknown = (text, fields, browser = null) => ask(text, { ...EMPTY_FORM, page: ' ', ...fields }, browser);
  const script = { type: 'script', url: 'https://www.mine.example/app.js' };
  for (const fields of [script, { ...script, type: 'image' }, { ...script, type: 'fetch', url: 'wss://www.mine.example/s' }]) {
    const { verdict, remedies, advice } = unknown("default-src 'self'", fields);
    assert.deepEqual(verdict.assumed, ['page'], fields.type);
    assert.match(verdict.why, /depends on the page's URL/);
    assert.deepEqual(remedies.filter(({ title }) => title.includes('mine.example')), [], fields.type);
    assert.match(advice.sentence, /page’s URL/);
  }
  const framed = unknown("frame-ancestors 'self'", { type: 'frame-ancestors', ancestors: 'https://www.mine.example/' });
  assert.deepEqual([framed.verdict.assumed, framed.remedies], [['page'], []]);
  // A console tells that it was blocked, so it is no host of the page's own.
  assert.ok(unknown("default-src 'self'", script, 'chromium').remedies.length > 0);
  // What does not hang on it is answered as ever.
  const listed = unknown('script-src https://cdn.example', script);
  assert.equal(listed.verdict.assumed, undefined);
  assert.ok(listed.remedies.length > 0);
});

test('the address of the page is the one that was filled in, else the one of the text', () => {
  const text = "* Connected to www.mine.example (192.0.2.1) port 443\n> GET / HTTP/2\n> Host: www.mine.example\n< HTTP/2 200\n< content-security-policy: script-src 'self'\n";
  const report = engine.analyze(text, {});
  assert.equal(toldPage(report), 'https://www.mine.example/');
  assert.equal(toldPage(engine.analyze("script-src 'self'", {})), '');
  const script = { ...EMPTY_FORM, type: 'script', url: 'https://www.mine.example/app.js' };
  const blocked = (form) => judgeLoad(engine, text, {}, report, { request: requestOf(form), ...(pageOf(form) === undefined ? {} : { page: pageOf(form) }) }).verdict;
  assert.equal(blocked(script).verdict.chromium, 'allowed');
  assert.equal(blocked({ ...script, page: 'other.example' }).verdict.chromium, 'blocked');
  assert.deepEqual(blocked({ ...script, page: ' ' }).assumed, ['page']);
  assert.equal(pageOf({ ...script, page: 'other.example/a' }), 'https://other.example/a');
  assert.equal(pageOf({ ...EMPTY_FORM, type: 'eval', page: 'other.example' }), undefined);
});

test('no remedy names the page’s own host', () => {
  for (const [type, url] of [['script', 'https://site.example/a/b.js'], ['image', 'https://site.example/a.png'], ['fetch', 'wss://site.example/s'], ['style', 'https://SITE.example:443/a.css']]) {
    const { remedies } = ask("default-src 'none'", { ...EMPTY_FORM, type, url });
    assert.ok(remedies.length > 0, url);
    for (const { title } of remedies) assert.match(title, /'self'|^Add `[a-z-]+`$/, title);
    for (const { edits } of remedies) assert.doesNotMatch(edits.map(({ text }) => text).join(), /site\.example/i, url);
  }
});

test('what else of the response stops a request is told beside the verdict', () => {
  const text = "HTTP/2 200\ncontent-type: text/plain\nx-content-type-options: nosniff\ncross-origin-embedder-policy: require-corp\ncontent-security-policy: default-src *\n";
  const but = (fields) => (ask(text, { ...EMPTY_FORM, ...fields }).verdict.but ?? []).map(({ header }) => header);
  assert.deepEqual(but({ type: 'script', url: PAGE }), ['X-Content-Type-Options']);
  assert.deepEqual(but({ type: 'script', url: `${PAGE}other.js` }), []);
  assert.deepEqual(but({ type: 'image', url: 'https://other.example/i' }), ['Cross-Origin-Embedder-Policy']);
});
