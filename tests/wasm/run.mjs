// The shipped module, imported as a user of the package would: build/wasm/headstrong.mjs.
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { capture, root } from '../support/command.mjs';
import { readData } from '../support/data.mjs';
import { goldens } from '../support/goldens.mjs';
import { Tally } from '../support/tally.mjs';

const folder = `${root}build/wasm/`;
const program = `${root}build/native/headstrong`;
const { load, PartNotLoaded } = await import(`${folder}headstrong.mjs`);
const hs = await load();
const tally = new Tally();

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text of some bytes, or null where they are no UTF-8 and so no JavaScript string. */
function textOf(bytes) {
  try {
    return decoder.decode(bytes);
  } catch {
    return null;
  }
}

for (const { name, input, report } of goldens()) {
  const text = textOf(input);
  if (text === null) continue;
  await tally.test(`golden ${name}, byte for byte`, () => {
    assert.equal(`${JSON.stringify(hs.analyze(text, { encoding: 'utf-8' }))}\n`, report.toString());
  });
}

await tally.test('a report to take along is the program\'s, byte for byte, in every format', () => {
  const time = '2026-11-29T10:00:00Z';
  const texts = goldens().map(({ input }) => textOf(input)).filter((text) => text !== null).slice(0, 40);
  texts.push('', 'hello', 'HTTP/1.1 200 OK\nSet-Cookie: sid=\u00e4\u{1F600}; Path=/\nServer: <b>\u202e/1.2\n');
  for (const text of texts) {
    for (const format of ['text', 'markdown', 'html', 'sarif']) {
      const options = ['--format', format, '--option', `time=${time}`, '--option', 'book=https://book.example/'];
      const { stdout: native } = capture(program, ['analyze', ...options], { input: text });
      assert.equal(hs.report(text, { format, time, book: 'https://book.example/' }), native, format);
    }
  }
  assert.equal(hs.report('HTTP/1.1 200 OK\n', { time: new Date(time), format: 'html' }), hs.report('HTTP/1.1 200 OK\n', { time: '2026-11-29T10:00:00.000Z', format: 'html' }));
  assert.match(hs.report('HTTP/1.1 200 OK\nSet-Cookie: a=kanarie\n', { secrets: 'show' , format: 'html' }), /kanarie/);
  assert.throws(() => hs.report('HTTP/1.1 200 OK\n', { response: 3 }), /there is no response 3/);
  assert.throws(() => hs.report('', { format: 'pdf' }), /option format takes one of/);
  assert.throws(() => hs.report('', { time: 'today' }), /option time/);
});

await tally.test('secrets of a text: in UTF-16 units, in order', () => {
  const text = '\u{1F600} Cookie: a=1\nSet-Cookie: sid=\u00e4bc; Path=/\nAuthorization: Bearer xyz\n';
  assert.deepEqual(hs.secrets(text).map(({ start, end, what }) => [text.slice(start, end), what]), [
    ['1', 'value of the cookie a'], ['\u00e4bc', 'value of the cookie sid'], ['xyz', 'credentials in Authorization']]);
});

await tally.test('what reports are mostly made of is made by name: the core still sends such structs', async () => {
  const { default: createInstance } = await import(`${folder}headstrong-glue.mjs`);
  const { MAKERS } = await import(`${folder}headstrong-core.mjs`);
  const core = await createInstance({
    instantiateWasm(imports, receive) {
      WebAssembly.instantiate(readFileSync(`${folder}headstrong.wasm`), imports).then(({ instance, module }) => receive(instance, module));
      return {};
    },
  });
  const sent = new Set();
  const collect = (type) => {
    if (!Array.isArray(type)) return;
    const [kind, ...parts] = type;
    if (kind === '{') sent.add(parts.map(([name]) => name).join(' '));
    for (const part of parts) collect(kind === '{' ? part[1] : part);
  };
  collect(JSON.parse(core.packedSchema()));
  assert.ok(MAKERS.size > 0);
  assert.deepEqual([...MAKERS.keys()].filter((names) => !sent.has(names)), []);
});

/** Every position in a report, as the words there. */
function* words(value, text) {
  if (Array.isArray(value)) {
    for (const item of value) yield* words(item, text);
  } else if (value !== null && typeof value === 'object') {
    if (Number.isInteger(value.start) && Number.isInteger(value.end)) yield text.slice(value.start, value.end);
    for (const member of Object.values(value)) yield* words(member, text);
  }
}

await tally.test('positions count UTF-16 units: emoji, CR LF, accents, lone surrogates', () => {
  for (const odd of ['\u{1F600}', '\u00e9', '\u20ac', '\r\nX: \u{1F600}\r\n ', '\ud83d', '\ude00', '\ud83dx', '\ufeff']) {
    const text = `X-Odd: ${odd}\r\nContent-Security-Policy: img-src \u{1F600} https:; script-src 'unsafe-inline'\r\n`;
    const report = hs.analyze(text);
    assert.equal(report.encoding, 'utf-16');
    const finding = report.findings.find(({ rule }) => rule === 'csp/script-unsafe-inline');
    assert.equal(text.slice(finding.span.start, finding.span.end), "'unsafe-inline'", JSON.stringify(odd));
    const values = report.policies[0].directives[0].values.map(({ span }) => text.slice(span.start, span.end));
    assert.deepEqual(values, ['\u{1F600}', 'https:']);
  }
});

await tally.test('a finding says the same words in both encodings', () => {
  const text = "Content-Security-Policy: img-src \u{1F600}; script-src 'unsafe-inline' https:\n";
  const bytes = Buffer.from(text);
  const units = hs.analyze(text);
  const counted = hs.analyze(text, { encoding: 'utf-8' });
  const inUnits = [...words(units.findings, text)];
  const decode = { slice: (start, end) => bytes.subarray(start, end).toString() };
  assert.deepEqual([...words(counted.findings, decode)], inUnits);
  assert(inUnits.length > 0);
});

await tally.test('analyze: options are those of the contract', () => {
  const text = "HTTP/1.1 301 \nLocation: /a\n\nHTTP/1.1 200 OK\nContent-Security-Policy: default-src 'none'\n";
  assert.equal(hs.analyze(text).input.responses.findIndex(({ chosen }) => chosen), 1);
  assert.equal(hs.analyze(text, { response: 0 }).input.responses.findIndex(({ chosen }) => chosen), 0);
  assert.equal(hs.analyze(text, { observatory: 4 }).elsewhere.observatory.algorithm, 4);
  assert.equal(hs.analyze(text, { observatory: undefined }).elsewhere.observatory.algorithm, 6);
  assert.throws(() => hs.analyze(text, { observatory: 5 }), /observatory/);
  assert.throws(() => hs.analyze(text, { nonsense: 1 }), /nonsense/);
});

await tally.test('elsewhere: alone as in a report, and nothing of it where it is off', () => {
  const text = "HTTP/1.1 200 OK\nContent-Security-Policy: script-src 'unsafe-inline' \u{1F600}\nX-Odd: \ud83d\n";
  const two = `${text}\nHTTP/1.1 200 OK\nX-Frame-Options: DENY\n`;
  assert.deepEqual(hs.elsewhere(text), hs.analyze(text).elsewhere);
  assert.deepEqual(hs.elsewhere(two, { response: 0, observatory: 4 }), hs.analyze(two, { response: 0, observatory: 4 }).elsewhere);
  assert.equal(hs.elsewhere(''), null);
  assert.throws(() => hs.elsewhere(text, { response: 3 }), /no response 3/);
  const { elsewhere, ...rest } = hs.analyze(text);
  const { elsewhere: none, ...alone } = hs.analyze(text, { elsewhere: 'off' });
  assert(elsewhere);
  assert.equal(none, null);
  assert.deepEqual(alone, rest);
});

await tally.test('a report keeps nothing of the one before, nor of the memory it was read from', () => {
  const first = hs.analyze("script-src 'unsafe-inline' a.example");
  const copy = structuredClone(first);
  hs.analyze(`img-src ${'x.example '.repeat(300_000)}`);  // the memory grows
  const other = hs.analyze('default-src https:');
  assert.deepEqual(first, copy);
  other.findings[0].references.push('changed');
  assert.deepEqual(hs.analyze('default-src https:').findings[0].references.includes('changed'), false);
});

await tally.test('decide: one request, several, and faults in their place', () => {
  const page = 'https://site.example/';
  const headers = ["script-src 'self' 'nonce-abc'"];
  const one = hs.decide({ page, headers, request: { type: 'script', url: 'https://site.example/a.js' } });
  assert.deepEqual(Object.keys(one), ['verdict', 'directive', 'decidedBy', 'why']);
  assert.equal(one.verdict.spec, 'allowed');
  const many = hs.decide({ page, headers, requests: [{ type: 'eval' }, { type: 'nonsense' }, { type: 'eval' }] });
  assert.equal(many.length, 3);
  assert.equal(many[0].verdict.firefox, 'blocked');
  assert.equal(typeof many[1].error, 'string');
  assert.deepEqual(many[2], many[0]);
  assert.equal(typeof hs.decide({ page: 'nonsense', headers, request: { type: 'eval' } }).error, 'string');
  const refused = hs.decide({ page: 'nonsense', headers, requests: [{ type: 'eval' }, { type: 'eval' }] });
  assert.deepEqual(refused.map(({ error }) => typeof error), ['string', 'string']);
});

await tally.test('decide answers as the program does, on recorded cases', () => {
  const kinds = { img: 'image', connect: 'fetch', media: 'audio', frame: 'iframe' };
  const cases = readData('browser-verdicts-fetch').filter((_, i) => i % 20 === 0).map(({ page, headers, csp, type, url }) => ({
    page: page ?? 'https://site.example/', headers: headers ?? [csp].flat(), request: { type: kinds[type] ?? type, url },
  }));
  const input = cases.map((line) => `${JSON.stringify(line)}\n`).join('');
  const answers = capture(program, ['decide', '--ndjson'], { input }).stdout.split('\n').slice(0, -1);
  assert.equal(answers.length, cases.length);
  for (const [i, answer] of answers.entries()) assert.equal(JSON.stringify(hs.decide(cases[i])), answer);
});

await tally.test('remedies answer as the program does, byte for byte; of a text with edits in UTF-16 units', () => {
  const request = { type: 'image', url: 'https://pics.example/a.png' };
  const line = { page: 'https://site.example/', headers: ["default-src 'self'; object-src 'none'"], request };
  const { stdout } = capture(program, ['remedies', '--ndjson'], { input: `${JSON.stringify(line)}\n` });
  assert.equal(`${JSON.stringify(hs.remedies(line))}\n`, stdout);
  const text = "X-Odd: \u{1F600}\nContent-Security-Policy: img-src 'self'\n";
  const { remedies: [{ edits: [{ start, end, text: written }] }] } = hs.remedies({ text, page: 'https://site.example/', request });
  assert.deepEqual([text.slice(0, start), start, written], [text.slice(0, -1), end, ' https://pics.example/a.png']);
  assert.equal(hs.remedies({ text, page: 'https://site.example/', request, encoding: 'utf-8' }).remedies[0].edits[0].start, start + 2);
  assert.throws(() => hs.remedies({ text, request: { type: 'image' } }), /url/);
  assert.throws(() => hs.remedies(), /request|headers/);
});

await tally.test('matrix answers as the program does, byte for byte', () => {
  const policies = readData('csps').map(({ csp }) => csp).filter((csp) => csp.length < 2000);
  for (const text of ['', 'HTTP/1.1 200 OK\nX-Frame-Options: DENY\n', ...Array.from({ length: 12 }, (_, i) => policies[i * 11])]) {
    const { stdout } = capture(program, ['matrix', '--format', 'json'], { input: text });
    assert.equal(`${JSON.stringify(hs.matrix(text))}\n`, stdout, JSON.stringify(text));
  }
  assert.throws(() => hs.matrix('', { response: 1 }), /no response 1/);
});

await tally.test('compare answers as the program does, byte for byte', () => {
  const policies = readData('csps').map(({ csp }) => csp).filter((csp) => csp.length < 2000);
  const scratch = mkdtempSync(`${tmpdir()}/headstrong-`);
  try {
    const pairs = [["script-src 'self'", "script-src 'self' https:"], ['', 'HTTP/1.1 200 OK\nX-Frame-Options: DENY\n'],
      ...Array.from({ length: 12 }, (_, i) => [policies[i * 7], policies[i * 7 + 1]])];
    for (const pair of pairs) {
      const files = pair.map((text, i) => `${scratch}/${i}.txt`);
      pair.forEach((text, i) => writeFileSync(files[i], text));
      const { stdout } = capture(program, ['compare', '--format', 'json', ...files]);
      assert.equal(`${JSON.stringify(hs.compare(...pair))}\n`, stdout, JSON.stringify(pair));
      assert.deepEqual(hs.compare(pair[1], pair[1]).witnesses, []);
    }
    assert.equal(hs.compare(...pairs[0]).witnesses[0].sentence,
      'Any https host can now serve scripts, e.g. https://x.example/a.js.');
    assert(hs.compare('x'.repeat(8 * 1024 * 1024 + 1), '').incomplete);
  } finally {
    rmSync(scratch, { recursive: true });
  }
});

await tally.test('harden and emit: what goes out can go in again', () => {
  const headers = hs.harden("Content-Security-Policy: script-src 'unsafe-inline'", { inline: 'nonce', hsts: '31536000' });
  assert(headers.every((header) => header.length === 2 && header.every((part) => typeof part === 'string')));
  assert.match(headers.find(([name]) => name === 'Content-Security-Policy')[1], /'nonce-\{\{nonce\}\}'/);
  const { target, files, warnings } = hs.emit(headers, 'nginx');
  assert.equal(target, 'nginx');
  assert(files.length > 0 && files.every(({ name, place, text }) => name && place && text));
  assert(Array.isArray(warnings));
  assert.deepEqual(hs.harden('', { site: 'static' }), hs.harden('', { site: 'static' }));
});

await tally.test('rollout: steps with dates and headers, and the same as a document', () => {
  const plan = hs.rollout('', { from: '2026-12-01', endpoint: '/csp-reports', hsts: 'preload' });
  assert.equal(plan.from, '2026-12-01');
  assert.deepEqual(plan.steps.map(({ date }) => date), [...plan.steps.map(({ date }) => date)].sort());
  assert.equal(plan.steps.at(-1).id, 'hsts-preload');
  assert(plan.steps.every(({ headers, tasks }) => headers.length > 0 && tasks.length > 0));
  assert.match(plan.markdown, /^# Rollout/);
  assert.throws(() => hs.rollout('hello'), /nothing to harden/);
  assert.throws(() => hs.rollout('', { from: 'soon' }), /date/);
});

await tally.test('emit: what hardening did stands in the file, behind the code', () => {
  const { headers, changes } = hs.hardenWithReasons("Content-Security-Policy: script-src 'unsafe-inline'", { site: 'static' });
  assert(changes.length > 0);
  const [{ text }] = hs.emit(headers, 'nginx', { notes: changes, upstream: 'none' }).files;
  const words = text.replace(/\n# /g, ' ');
  for (const { sentence } of changes) assert(words.includes(sentence), sentence);
  const open = hs.emit([['X-A', 'b']], 'nginx', { notes: [{ header: 'x-a', sentence: 'Look\nX-Evil: 1', open: true }] });
  assert.match(open.files[0].text, /add_header X-A "b" always;\n[^]*;\n\n(# .*\n)+# x-a: Still open: Look X-Evil: 1\n$/);
  assert.deepEqual(open.warnings, []);
  assert.throws(() => hs.emit([['X-A', 'b']], 'nginx', { notes: [{ header: 'X-A' }] }), /sentence/);
});

await tally.test('writeInto: the text as the program writes it, and the edits that do it', () => {
  const texts = ['', 'HTTP/1.1 200 OK\r\nServer: \u{1F600}\r\nX-Frame-Options: \u00e9\r\n\r\n<p>', '{"headers":{"server":"\u{1F600}"}}',
    "default-src 'self'", ...goldens().map(({ input }) => textOf(input)).filter((text) => text !== null)];
  for (const text of texts) {
    const headers = hs.harden(text);
    const { status, stdout } = capture(program, ['harden', '--into'], { input: text });
    assert.equal(status, 0);
    assert.equal(hs.writeInto(text, headers), stdout);
    assert.equal(hs.writeInto(stdout, headers), stdout);
    assert.deepEqual(hs.writeIntoAsEdits(stdout, headers), []);
  }
  const lone = 'HTTP/1.1 200 OK\nServer: \ud83d\nX-Frame-Options: no\n';
  assert.equal(hs.writeInto(lone, [['X-Frame-Options', 'DENY']]), lone.replace('no', 'DENY'));
  const accented = 'Server: \u00e9\nX-Frame-Options: c\n';
  assert.deepEqual(hs.writeIntoAsEdits(accented, [['X-Frame-Options', 'd']]), [{ start: 27, end: 28, text: 'd' }]);
  assert.deepEqual(hs.writeIntoAsEdits(accented, [['X-Frame-Options', 'd']], { encoding: 'utf-8' }), [{ start: 28, end: 29, text: 'd' }]);
  const chain = 'HTTP/1.1 301 M\nServer: a\n\nHTTP/1.1 200 OK\nServer: b\n';
  assert.equal(hs.writeInto(chain, [['Server', 'c']], { response: 0 }), chain.replace('a\n\n', 'c\n\n'));
  const places = 'server {\n  add_header X-Frame-Options DENY;\n  location /a { add_header X-Frame-Options SAMEORIGIN; }\n}\n';
  const { edits, notes } = hs.writeIntoWithNotes(places, [['X-Frame-Options', 'DENY'], ['Referrer-Policy', 'no-referrer']]);
  assert.deepEqual(edits, hs.writeIntoAsEdits(places, [['X-Frame-Options', 'DENY'], ['Referrer-Policy', 'no-referrer']]));
  assert.match(notes.join('\n'), /location \/a block, line 4, sets its own headers[^]*doesn't send Referrer-Policy/);
  assert.throws(() => hs.writeInto('hello', hs.harden('')), /Copy/);
  assert.throws(() => hs.writeInto('X-Frame-Options: DENY', [['X-A', 'b\nc']]), /X-A/);
});

await tally.test('refusals are exceptions with the header and the reason', () => {
  assert.throws(() => hs.emit([['X-A', 'b\r\nX-Evil: 1']], 'nginx'), /X-A/);
  assert.throws(() => hs.emit([['X-A', 'b']], 'no-such-target'), /no-such-target/);
  assert.throws(() => hs.harden('hello'), /nothing to harden/);
  assert.throws(() => hs.harden('', { site: 'castle' }), /site/);
});

await tally.test('rules and targets are those of the program', () => {
  for (const [ours, verb] of [[hs.rules(), 'rules'], [hs.targets(), 'targets']]) {
    assert.equal(`${JSON.stringify(ours)}\n`, capture(program, [verb, '--format', 'json']).stdout);
  }
  assert.match(hs.version, /^\d+\.\d+\.\d+$/);
  assert.equal(hs.version, JSON.parse(readFileSync(`${folder}package.json`, 'utf8')).version);
});

await tally.test('what is asked for and isn\'t there is an error', () => {
  const two = 'HTTP/1.1 301 \nLocation: /a\n\nHTTP/1.1 200 OK\nServer: a\n';
  assert.throws(() => hs.analyze('script-src *', { encoding: 'utf-32' }), /encoding takes one of: utf-16, utf-8/);
  assert.throws(() => hs.analyze('script-src *', { encoding: '' }), /encoding/);
  assert.equal(hs.analyze('script-src *', { encoding: 'utf-16' }).encoding, 'utf-16');
  assert.throws(() => hs.analyze(two, { response: 2 }), /no response 2: the text holds 2 responses, 0 to 1/);
  assert.throws(() => hs.analyze('script-src *', { response: 1 }), /contains one response, number 0/);
  assert.throws(() => hs.analyze('', { response: 0 }), /contains no response/);
  assert.throws(() => hs.harden(two, { response: 2 }), /no response 2/);
  assert.ok(hs.harden(two, { response: 1 }).length > 0);
  assert.throws(() => hs.spell(two, [], { response: 2 }), /no response 2/);
  for (const text of [undefined, null, 5, {}]) assert.throws(() => hs.analyze(text), TypeError);
});

await tally.test('what is too long is refused before it is copied', () => {
  const limit = 8 * 1024 * 1024;
  const { encode } = TextEncoder.prototype;
  let copied = 0;
  TextEncoder.prototype.encode = function (text) {
    copied = Math.max(copied, text.length);
    return encode.call(this, text);
  };
  try {
    // Longer in units, and longer in bytes alone.
    for (const text of ['x'.repeat(64 * 1024 * 1024), `${'ü'.repeat(limit / 2)}x`, `${'\u20ac'.repeat(limit / 3)}xxx`, `${'\u{1F600}'.repeat(limit / 4)}x`]) {
      copied = 0;
      const report = hs.analyze(text, { encoding: 'utf-8' });
      assert.equal(report.input.format, 'too-long');
      assert.match(report.input.description, new RegExp(`has ${Buffer.byteLength(text)} bytes`));
      assert.deepEqual(Object.keys(report), Object.keys(hs.analyze('', { encoding: 'utf-8' })));
      assert.throws(() => hs.harden(text), /over 8 MiB/);
      assert.throws(() => hs.matrix(text), /over 8 MiB/);
      assert.throws(() => hs.remedies({ text, request: { type: 'eval' } }), /over 8 MiB/);
      assert.equal(hs.compare(text, '').incomplete, true);
      assert.equal(hs.compare('', text).incomplete, true);
      assert.equal(typeof hs.decide({ page: 'https://a.example/', headers: [text], request: { type: 'eval' } }).error, 'string');
      assert.match(hs.decide({ page: 'https://a.example/', headers: [text], requests: [{ type: 'eval' }] })[0].error, /over 8 MiB/);
      assert.throws(() => hs.emit([['X-A', text]], 'nginx'), /over 8 MiB/);
      assert.throws(() => hs.spell(text, []), /over 8 MiB/);
      assert.ok(copied < 100_000, `${copied} units were copied`);
    }
  } finally {
    TextEncoder.prototype.encode = encode;
  }
  for (const text of ['ü'.repeat(limit / 2), `${'\u20ac'.repeat(limit / 3)}xx`]) assert.notEqual(hs.analyze(text).input.format, 'too-long');
});

await tally.test('half of a surrogate pair is called what it is, or read as U+FFFD', () => {
  assert.throws(() => hs.emit([['X-A', 'a\ud83d']], 'nginx'), /half of a surrogate pair/);
  assert.throws(() => hs.emit([['X-\ude00', 'a']], 'nginx'), /half of a surrogate pair/);
  const page = 'https://site.example/';
  assert.equal(hs.decide({ page, headers: ["script-src 'self' \ud83d"], request: { type: 'eval' } }).error, undefined);
  const [policy] = hs.analyze("script-src 'self' \ud83d").policies;
  assert.equal(policy.directives[0].values[1].text, '\ufffd');
  const { fields, input } = { fields: null, ...hs.analyze('{"x-frame-options":"\\ud83d","content-security-policy":"script-src *"}') };
  assert.ok(!JSON.stringify(input.notices).includes('JSON'), fields ?? JSON.stringify(input.notices));
});

await tally.test('spell: edits of values, in units or bytes, as the language of the text has them', () => {
  const rows = [
    ["Content-Security-Policy: script-src ü", "Content-Security-Policy: script-src ü 'self'"],
    ['{"Content-Security-Policy":"script-src ü"}', '{"Content-Security-Policy":"script-src ü \'self\'"}'],
    ["<meta http-equiv='Content-Security-Policy' content='script-src ü'>", "<meta http-equiv='Content-Security-Policy' content='script-src ü &#39;self&#39;'>"],
    ["add_header Content-Security-Policy 'script-src ü';", "add_header Content-Security-Policy 'script-src ü \\'self\\'';"],
  ];
  for (const [text, wanted] of rows) {
    const at = text.indexOf('ü') + 1;
    const [edit, ...more] = hs.spell(text, [{ start: at, end: at, text: " 'self'" }]);
    assert.equal(more.length, 0);
    assert.equal(text.slice(0, edit.start) + edit.text + text.slice(edit.end), wanted);
    const bytes = Buffer.byteLength(text.slice(0, at));
    const [counted] = hs.spell(text, [{ start: bytes, end: bytes, text: " 'self'" }], { encoding: 'utf-8' });
    assert.deepEqual(counted, { ...edit, start: bytes, end: bytes });
  }
  assert.throws(() => hs.spell('nothing', [{ start: 0, end: 0, text: 'x' }]), Error);
  for (const [start, end] of [[0, 500], [-1, 2], [4, 2], [500, 500], [NaN, 1]]) {
    assert.throws(() => hs.spell('script-src x', [{ start, end, text: 'y' }]), /outside the text/, `${start} to ${end}`);
  }
});

await tally.test('hostile input has an answer, and the instance goes on', () => {
  const texts = ['', '\0', '\x89PNG\r\n\x1a\n', 'x'.repeat(8 * 1024 * 1024), 'x'.repeat(8 * 1024 * 1024 + 1),
    `${'n'.repeat(1024 * 1024)}: v`, 'A: b\n'.repeat(100_000), 'Set-Cookie: a=b\n'.repeat(100_000),
    `script-src ${'a '.repeat(1_000_000)}`, '['.repeat(1_000_000), '<meta '.repeat(200_000), '\ud800'.repeat(1000)];
  for (const text of texts) {
    assert(hs.analyze(text).input.description.length > 5, text.slice(0, 20));
  }
  assert.equal(hs.analyze('hello').grade.letter, null);
  assert.equal(hs.analyze('hello').elsewhere, null);
  assert.equal(hs.analyze("script-src 'unsafe-inline'").grade.letter, 'F');
});

await tally.test('memory does not grow from call to call', () => {
  const policies = readData('csps').map(({ csp }) => csp);
  const before = process.memoryUsage().external + process.memoryUsage().arrayBuffers;
  for (let round = 0; round < 3; ++round) for (const policy of policies) hs.analyze(policy);
  const after = process.memoryUsage().external + process.memoryUsage().arrayBuffers;
  assert(after - before < 64 * 1024 * 1024, `${after - before} bytes`);
});

await tally.test('instances are apart, and a compiled module can be handed over', async () => {
  const bytes = readFileSync(`${folder}headstrong.wasm`);
  const module = await WebAssembly.compile(bytes);
  for (const wasm of [module, bytes, bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength)]) {
    const other = await load({ wasm });
    assert.deepEqual(other.analyze('script-src *'), hs.analyze('script-src *'));
  }
});

const CONFIGURATION = 'add_header X-Frame-Options DENY always;';
/** What a call throws where a part is absent: that part. */
function partThrownBy(call) {
  try {
    call();
  } catch (error) {
    assert(error instanceof PartNotLoaded, String(error?.stack ?? error));
    assert.equal(error.name, 'PartNotLoaded');
    return error.part;
  }
  return null;
}
/** After a call that needed a part, a fresh instance is on its way. */
async function untilAnswered(call) {
  for (;;) {
    try {
      return call();
    } catch (error) {
      if (!(error instanceof PartNotLoaded)) throw error;
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** A report as it is before the part "texts" is there. */
function withoutTexts(report) {
  return { ...report, findings: report.findings.map((finding) => ({ ...finding, why: '', advice: '', references: [] })) };
}

await tally.test('the first part judges ordinary responses as the whole does, and leaves out the peers', async () => {
  const first = await load({ parts: ['analyse'] });
  for (const { headers } of readData('headersets').filter((_, i) => i % 50 === 0)) {
    const text = headers.map(([name, value]) => `${name}: ${value}\n`).join('');
    assert.deepEqual(first.analyze(text), withoutTexts(hs.analyze(text, { elsewhere: 'off' })));
  }
  const question = { page: 'https://site.example/', headers: ["script-src 'self'"], request: { type: 'script', url: 'https://cdn.example/a.js' } };
  assert.deepEqual(first.decide(question), hs.decide(question));
  assert.equal(partThrownBy(() => first.rules()), 'texts');
  await first.loadParts(['texts']);
  assert.deepEqual(first.rules(), hs.rules());
  const text = 'script-src *';
  assert.deepEqual(first.analyze(text), hs.analyze(text, { elsewhere: 'off' }));
});

await tally.test('of any paste the first part says the same or asks for dialects, and answers again', async () => {
  const first = await load({ parts: [] });
  let asked = 0;
  for (const { text } of readData('pastes')) {
    const part = partThrownBy(() => assert.deepEqual(first.analyze(text), withoutTexts(hs.analyze(text, { elsewhere: 'off' }))));
    if (part === null) continue;
    assert.equal(part, 'dialects');
    asked += 1;
    assert.equal(partThrownBy(() => first.decide({})), 'dialects');
    assert.equal((await untilAnswered(() => first.analyze('script-src *'))).grade.letter, 'F');
  }
  assert(asked > 0);
});

await tally.test('a method of an absent part throws, until the part is loaded', async () => {
  const calls = {
    configure: [(e) => e.harden(''), (e) => e.emit([], 'nginx'), (e) => e.writeInto('', []), (e) => e.spell('', []), (e) => e.targets(),
      (e) => e.services(), (e) => e.report(''), (e) => e.secrets(''), (e) => e.rollout(''), (e) => e.matrix(''), (e) => e.remedies({}), (e) => e.hardenWithReasons(''), (e) => e.writeIntoAsEdits('', []), (e) => e.writeIntoWithNotes('', [])],
    texts: [(e) => e.rules()],
    compare: [(e) => e.compare('', '')],
    peers: [(e) => e.elsewhere(''), (e) => e.analyze('', { elsewhere: 'on' })],
  };
  const parts = Object.keys(calls);
  const engine = await load({ parts: [] });
  const called = Object.values(calls).flat().map((call) => /e\.(\w+)/.exec(String(call))[1]);
  assert.deepEqual(new Set([...called, 'decide', 'version', 'loadParts']), new Set(Object.keys(engine)));
  for (const loaded of [null, ...parts]) {
    if (loaded) await engine.loadParts([loaded]);
    const there = parts.slice(0, parts.indexOf(loaded) + 1);
    for (const part of parts) {
      for (const call of calls[part]) {
        let thrown = null;
        try {
          call(engine);
        } catch (error) {
          if (error instanceof PartNotLoaded) thrown = error.part;
        }
        assert.equal(thrown, there.includes(part) ? null : part, `${loaded}: ${call}`);
      }
    }
  }
  assert.deepEqual(engine.analyze(CONFIGURATION), hs.analyze(CONFIGURATION));
  assert.equal(partThrownBy(() => hs.analyze(CONFIGURATION)), null);
});

await tally.test('parts that are asked for at once are all there when their promises are', async () => {
  const engine = await load({ parts: ['analyse'] });
  assert.equal(partThrownBy(() => engine.analyze(CONFIGURATION)), 'dialects');
  await Promise.all([
    engine.loadParts(['dialects']).then(() => engine.analyze(CONFIGURATION)),
    engine.loadParts(['configure']).then(() => engine.harden('')),
    engine.loadParts(['analyse', 'compare']).then(() => engine.compare('', '')),
  ]);
  await assert.rejects(engine.loadParts(['colours']), /There is no part "colours"/);
  await assert.rejects(load({ parts: ['colours'] }), TypeError);
  await assert.rejects(load({ parts: 'analyse' }), /given as a list/);
});

await tally.test('both files can be handed over, and what is there answers where the rest can not be had', async () => {
  const [first, rest] = ['first', 'rest'].map((part) => readFileSync(`${folder}headstrong-${part}.wasm`));
  assert.equal((await load({ wasm: { first, rest } })).harden('').length, hs.harden('').length);
  let online = false;
  const engine = await load({ parts: [], wasm: { first, rest: async () => {
    if (!online) throw new Error('offline');
    return rest;
  } } });
  await assert.rejects(engine.loadParts(['compare']), /offline/);
  assert.equal(partThrownBy(() => engine.compare('', '')), 'compare');
  assert.equal(engine.analyze('script-src *').grade.letter, 'F');
  online = true;
  await engine.loadParts(['compare']);
  assert.deepEqual(engine.compare('a', 'b'), hs.compare('a', 'b'));
});

await tally.test('the same files run in a worker', async () => {
  const code = `import { parentPort } from 'node:worker_threads';
    import { load } from ${JSON.stringify(pathToFileURL(`${folder}headstrong.mjs`).href)};
    parentPort.postMessage((await load()).analyze('script-src *').grade.letter);`;
  const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(code)}`));
  const letter = await new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject));
  assert.equal(letter, hs.analyze('script-src *').grade.letter);
});

await tally.test('no code is made from text: the page needs no unsafe-eval', () => {
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.mjs'))) {
    const text = readFileSync(folder + file, 'utf8');
    assert.doesNotMatch(text, /new Function|\beval\s*\(|Function\s*\(\s*["'`]/, file);
  }
});

await tally.test('the package names every file that it has, and no other', () => {
  const { files } = JSON.parse(readFileSync(`${folder}package.json`, 'utf8'));
  const present = readdirSync(folder).filter((name) => name !== 'package.json');
  assert.deepEqual(present.sort(), files.sort());
});

await tally.test('golden reports, rules and targets have the types of the contract', () => {
  const checked = `${root}tests/wasm/goldens.generated.ts`;
  const source = ["import type { Report, RulesCatalogue, Target } from '../../build/wasm/headstrong.d.ts';"];
  for (const { report } of goldens()) source.push(`(${report.toString().trim()}) satisfies Report;`);
  source.push(`(${JSON.stringify(hs.rules())}) satisfies RulesCatalogue;`);
  source.push(`(${JSON.stringify(hs.targets())}) satisfies Target[];`);
  writeFileSync(checked, `${source.join('\n')}\n`);
  try {
    const { status, stdout } = capture('node', ['tests/node_modules/typescript/bin/tsc', '--noEmit', '--strict',
      '--target', 'es2022', '--module', 'esnext', '--moduleResolution', 'bundler', '--allowImportingTsExtensions',
      '--lib', 'es2022,dom', 'tests/wasm/types.test.ts', checked]);
    assert.equal(status, 0, stdout.slice(0, 3000));
  } finally {
    rmSync(checked);
  }
});

tally.finish();
