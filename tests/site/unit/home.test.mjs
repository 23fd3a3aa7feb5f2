// Configuration: a set in spite of half a choice, and the set written into the text that it was made from.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { readData } from '../../support/data.mjs';
import { importSource } from '../support/compile.mjs';
import { BUILT_ENGINE } from '../support/paths.mjs';

const { load } = await import(pathToFileURL(join(BUILT_ENGINE, 'headstrong.mjs')).href);
const engine = await load();
const { CHOICES, DEFAULT_INPUT } = await importSource('state/input.ts');
const { perform } = await importSource('engine/job.ts');
const { choiceInfo, inPageWords } = await importSource('state/choice_words.ts');
const { warnedLines } = await importSource('view/lines.ts');
const { applyEdits } = await importSource('editor/port.ts');

function home(text, harden) {
  return perform(engine, { kind: 'job', job: { text, analyze: {}, home: { harden, target: 'nginx' } } }).home;
}

test('half a choice is named, and the set is that of the others', () => {
  const plain = home('', { hsts: '300' });
  assert.deepEqual(plain.faults, []);
  for (const [harden, faults] of [
    [{ endpoint: 'http://a.example/' }, ['endpoint']],
    [{ framing: ' ' }, ['framing']],
    [{ framing: 'https:' }, ['framing']],
    [{ framing: 'https:', endpoint: 'https:' }, ['framing', 'endpoint']],
  ]) {
    assert.deepEqual(home('', { hsts: '300', ...harden }), { ...plain, faults });
  }
  const framed = home('', { framing: 'https://a.example', endpoint: 'x' });
  assert.match(framed.hardened.headers[0][1], /frame-ancestors https:\/\/a\.example/);
  // Half an address for reports does not turn reporting into blocking.
  const half = home('', { reporting: 'report-only', endpoint: 'https:' });
  assert.deepEqual(half, { ...home('', { reporting: 'report-only' }), faults: ['endpoint'] });
});

const SITES = ['', 'HTTP/2 200\ncontent-type: text/html\n', "HTTP/2 200\ncontent-security-policy: script-src 'self' 'nonce-abc' https://a.example\nstrict-transport-security: max-age=31536000; includeSubDomains\nx-powered-by: PHP\nserver: nginx/1.2\n"];

test('report only enforces no new policy, with and without an address', () => {
  for (const text of SITES) {
    const before = engine.analyze(text).policies.filter(({ disposition }) => disposition === 'enforce').map((policy) => policy.text.trim());
    for (const endpoint of [undefined, 'https://r.example/in']) {
      const { hardened, faults } = home(text, { reporting: 'report-only', ...(endpoint && { endpoint }) });
      assert.deepEqual(faults, []);
      const named = (name) => hardened.headers.filter(([header]) => header === name).map(([, value]) => value);
      assert.deepEqual(named('Content-Security-Policy'), before.map((value) => value.replace('nonce-abc', 'nonce-{{nonce}}')), text);
      assert.equal(named('Content-Security-Policy-Report-Only').length, 1, text);
      assert.equal(named('Reporting-Endpoints').length, endpoint ? 1 : 0);
    }
  }
});

test('what is said of a policy names the header that has it', () => {
  for (const text of SITES) {
    for (const harden of [{ reporting: 'report-only' }, { reporting: 'report-only', endpoint: 'https://r.example/in' }, { reporting: 'both' }, { reporting: 'none' }, {}]) {
      const { headers, changes } = home(text, harden).hardened;
      const sent = new Set(headers.map(([name]) => name));
      // What stays open may be about a header that is not sent.
      const about = changes.filter(({ header, open }) => header.startsWith('Content-Security-Policy') && !open);
      assert.ok(about.length > 0);
      for (const { header, sentence } of about) assert.ok(sent.has(header), `${JSON.stringify(harden)} ${header}: ${sentence}`);
    }
  }
});

test('no choice that is offered does nothing', () => {
  const sites = [...SITES, 'HTTP/1.1 200 OK\nContent-Type: text/html\nSet-Cookie: session=abc\n'];
  const others = { endpoint: ['https://r.example/in'], framing: ['self', 'none', 'https://partner.example'], services: ['stripe'] };
  const set = (text, harden) => JSON.stringify(home(text, harden).hardened);
  for (const [key, values] of Object.entries(CHOICES)) {
    if (key === 'inlineCode') continue; // counts beside inline=hash alone
    const offered = [undefined, ...(values ?? others[key])].filter((value) => value !== '');
    for (const value of offered) {
      // On some site it makes another set than some other choice in its place.
      const differs = sites.some((text) => offered.some((other) => set(text, only(key, value)) !== set(text, only(key, other))));
      assert.ok(differs, `${key}=${value}`);
    }
    // And no two of them are the same everywhere, but for what is the default. What a site is only describes it.
    for (const [at, value] of key === 'site' ? [] : offered.entries()) {
      if (value === undefined || value === DEFAULT_INPUT.harden[key]) continue;
      for (const other of offered.slice(at + 1)) {
        assert.ok(sites.some((text) => set(text, only(key, value)) !== set(text, only(key, other))), `${key}: ${value} and ${other} are the same`);
      }
    }
  }
});

test('a warning is at the line that sets its header: no comment, no longer name', () => {
  const header = (name) => ({ header: name, message: `About ${name}.` });
  const text = [
    '# Content-Security-Policy: written by hand',
    'add_header Content-Security-Policy-Report-Only "x";',
    '  # Referrer-Policy, too',
    'add_header Content-Security-Policy "img-src *";',
    'add_header Referrer-Policy "no-referrer";  # see Content-Security-Policy',
    '// Content-Security-Policy again',
  ].join('\n');
  const lines = warnedLines(text, [header('Referrer-Policy'), header('Content-Security-Policy'), header('X-Frame-Options'), header('')]);
  assert.deepEqual(lines.map(({ line, message }) => [line, message]), [[4, 'About Content-Security-Policy.'], [5, 'About Referrer-Policy.']]);
  assert.equal(text.slice(lines[0].start, lines[0].end), 'add_header Content-Security-Policy "img-src *";');
  const start = Date.now();
  assert.deepEqual(warnedLines(`${'a'.repeat(200_000)}\n`.repeat(5), [header('X-Frame-Options')]), []);
  assert.ok(Date.now() - start < 2000);
});

test('a step of the plan: its headers, its files, and the way back from what was applied', () => {
  const text = 'HTTP/1.1 200 OK\nServer: Werkzeug/3.0.1\nContent-Type: text/html\nSet-Cookie: sid=a; Path=/\n';
  const planned = (now, more) => perform(engine, { kind: 'job', job: { text: now, analyze: {}, home: { harden: {}, target: 'nginx', step: '', ...more } } }).home;
  const first = planned(text, {});
  assert.ok(first.plan.stages.length > 2);
  assert.equal(first.plan.shown, 0);
  for (const { id } of first.plan.stages) {
    const { hardened, files, written, plan } = planned(text, { step: id });
    assert.equal(plan.stages[plan.shown].id, id);
    for (const [name, value] of hardened.headers) {
      if (name === 'Strict-Transport-Security') assert.ok(files.emitted.files[0].text.includes(value), id);
    }
    assert.equal(engine.analyze(applyEdits(text, written.edits)).grade.letter, hardened.grade.now, id);
    // What is in the text is not sent yet: the plan stays the one from what was pasted.
    const applied = planned(applyEdits(text, written.edits), { step: id, today: text });
    assert.deepEqual(applied.plan.stages, plan.stages);
    assert.deepEqual(applied.hardened.headers, hardened.headers, id);
    assert.deepEqual(applied.written, { kind: 'edits', edits: [], notes: [] });
  }
  // Who says how the policy is enforced has no plan.
  assert.equal(perform(engine, { kind: 'job', job: { text, analyze: {}, home: { harden: { reporting: 'none' }, target: 'nginx', step: '' } } }).home.plan, null);
});

test('cookies are hardened on every step of the plan, written into the text and never into a file', () => {
  const text = 'HTTP/1.1 200 OK\nContent-Type: text/html\nSet-Cookie: sid=topsecret; Path=/\n';
  const planned = (harden, step) => perform(engine, { kind: 'job', job: { text, analyze: {}, home: { harden, target: 'nginx', step } } }).home;
  for (const { id } of planned({}, '').plan.stages) {
    const cookies = (of) => of.hardened.headers.filter(([name]) => name === 'Set-Cookie').map(([, value]) => value);
    assert.deepEqual(cookies(planned({}, id)), []);
    const home = planned({ cookies: 'harden' }, id);
    assert.match(cookies(home)[0], /^sid=topsecret;.*HttpOnly/);
    const applied = applyEdits(text, home.written.edits);
    assert.match(applied, /Set-Cookie: sid=topsecret;.*HttpOnly/);
    assert.equal(engine.analyze(applied).grade.letter, home.hardened.grade.now, id);
    assert.ok(!home.files.emitted.files.some((file) => file.text.includes('topsecret')));
    assert.ok(!home.plan.markdown.includes('topsecret'));
  }
});

test('the target’s options reach its files, and what it lacks is left to another target by name', () => {
  const nonces = { inline: 'nonce', reporting: 'none' };
  const written = (target, emit) => perform(engine, { kind: 'job', job: { text: '', analyze: {}, home: { harden: nonces, target, emit } } }).home.files;
  assert.equal(written('nextjs-middleware').emitted.files[0].name, 'proxy.js');
  assert.equal(written('nextjs-middleware', { version: '15' }).emitted.files[0].name, 'middleware.js');
  const refused = written('nextjs');
  const name = engine.targets().find(({ id }) => id === 'nextjs-middleware').name;
  assert.equal(refused.instead, 'nextjs-middleware');
  assert.ok(refused.reason.includes(`“${name}”`), refused.reason);
  const policy = engine.targets().find(({ id }) => id === 'nextjs').options.find((option) => option.name === 'policy');
  assert.ok(refused.reason.includes(`“${policy.label}: ${policy.words.split('|')[1]}”`), refused.reason);
  assert.equal(written('nextjs', { policy: 'elsewhere' }).kind, 'files');
});

test('no text that the page shows speaks of the program’s options, whatever the target and its options', () => {
  const targets = engine.targets();
  const known = new Set([...Object.keys(CHOICES), ...targets.flatMap(({ options }) => options.map(({ name }) => name))]);
  for (const target of targets) {
    for (const harden of [{ inline: 'nonce' }, { inline: 'hash' }, {}]) {
      const job = { text: SITES[2], analyze: {}, home: { harden, target: target.id, step: '' } };
      const { hardened, files, plan } = perform(engine, { kind: 'job', job }).home;
      const said = [
        ...hardened.changes.map(({ sentence }) => sentence),
        ...(files.kind === 'refused' ? [files.reason] : [...files.emitted.warnings.map(({ message }) => message), ...files.emitted.files.map(({ place }) => place)]),
        ...plan.steps.flatMap(({ tasks }) => tasks),
      ];
      for (const sentence of said) {
        for (const [all, name] of sentence.matchAll(/\b([a-z][a-z-]*)=[\w/-]+/gi)) assert.ok(!known.has(name), `${target.id}: ${all} in: ${sentence}`);
        assert.doesNotMatch(sentence, /--option|the target [a-z]+-|: ”/);
      }
    }
  }
  assert.equal(inPageWords('max-age=300, charset=utf-8; reporting=none...'), `max-age=300, charset=utf-8; “${choiceInfo('reporting').label}: ${choiceInfo('reporting').values.find(({ value }) => value === 'none').label}”`);
});

test('every choice has words, every default is offered, and every hint is a sentence', () => {
  for (const [key, first] of Object.entries(DEFAULT_INPUT.harden)) {
    const { label, values, free } = choiceInfo(key);
    assert.ok(label, key);
    if (!free || values.length > 0) assert.ok(values.some(({ value }) => value === first), key);
    for (const { hint = '', hintFromNothing = '' } of values) {
      for (const sentence of [hint, hintFromNothing]) assert.match(sentence, /^$|^[A-Z0-9].*\.$/);
    }
  }
});

function only(key, value) {
  return value === undefined ? {} : { [key]: value };
}

/** The text with the hardened set in it. */
function adopted(text, options = {}) {
  const { written } = home(text, options);
  assert.equal(written.kind, 'edits', written.reason);
  return applyEdits(text, written.edits);
}

test('the set is written into the response that is judged; the others stay', () => {
  const text = 'HTTP/1.1 301 Moved\nServer: a\n\nHTTP/2 200\nserver: b\nset-cookie: a=b\n\n<p>body: yes';
  const first = adopted(text, { response: 0 });
  assert.match(first, /^HTTP\/1.1 301 Moved\nServer: a\nContent-Security-Policy(?:-Report-Only)?: /);
  assert(first.endsWith('\n\nHTTP/2 200\nserver: b\nset-cookie: a=b\n\n<p>body: yes'));
  const last = adopted(text);
  assert(last.startsWith('HTTP/1.1 301 Moved\nServer: a\n\nHTTP/2 200\nserver: b\nset-cookie: a=b\ncontent-security-policy'));
  assert(last.endsWith('\n\n<p>body: yes'));
  assert.deepEqual(home(last, {}).written, { kind: 'edits', edits: [], notes: [] });
});

test('a text that cannot be written says why', () => {
  const { written } = home('<!doctype html><meta http-equiv="Content-Security-Policy" content="img-src *">', {});
  assert.equal(written.kind, 'refused');
  assert.match(written.reason, /\.$/);
  // Of a text in which nothing was read there is no set either.
  const unread = home('hello', {});
  assert.equal(unread.kind, 'refused');
  assert.match(unread.reason, /nothing to harden/);
});

test('of recorded responses: what is judged hardens to the same set, for the same page', () => {
  for (const { headers } of readData('headersets').slice(0, 300)) {
    const text = `GET / HTTP/1.1\nHost: a.example\n\nHTTP/2 200\n${headers.map(([name, value]) => `${name}: ${value.replace(/\s+/g, ' ')}\n`).join('')}`;
    const written = adopted(text);
    assert.deepEqual(engine.harden(written), engine.harden(text), text);
    assert.equal(engine.analyze(written).page, 'https://a.example/');
    const cookies = (words) => words.match(/^set-cookie:.*$/gim) ?? [];
    assert.deepEqual(cookies(written), cookies(text));
  }
});
