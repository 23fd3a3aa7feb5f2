// Take home: a set in spite of half a choice, and the set written into the text that it was made from.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { readData } from '../../support/data.mjs';
import { importSource } from '../support/compile.mjs';
import { BUILT_ENGINE } from '../support/paths.mjs';

const { load } = await import(pathToFileURL(join(BUILT_ENGINE, 'headstrong.mjs')).href);
const engine = await load();
const { perform } = await importSource('engine/job.ts');
const { applyEdits } = await importSource('editor/port.ts');

function home(text, harden) {
  return perform(engine, { kind: 'job', job: { text, analyze: {}, home: { harden, target: 'nginx' } } }).home;
}

test('half a choice is named, and the set is that of the others', () => {
  const plain = home('', { hsts: '300' });
  assert.deepEqual(plain.faults, []);
  for (const [harden, faults] of [
    [{ reporting: 'both' }, ['endpoint']],
    [{ reporting: 'report-only', endpoint: 'http://a.example/' }, ['endpoint']],
    [{ framing: ' ' }, ['framing']],
    [{ framing: 'https:' }, ['framing']],
    [{ framing: 'https:', reporting: 'both', endpoint: 'https:' }, ['framing', 'endpoint']],
  ]) {
    assert.deepEqual(home('', { hsts: '300', ...harden }), { ...plain, faults });
  }
  const framed = home('', { framing: 'https://a.example', reporting: 'both' });
  assert.match(framed.hardened.headers[0][1], /frame-ancestors https:\/\/a\.example/);
});

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
  assert.deepEqual(home(last, {}).written, { kind: 'edits', edits: [] });
});

test('a text that cannot be written says why', () => {
  for (const text of ['hello', '<!doctype html><meta http-equiv="Content-Security-Policy" content="img-src *">']) {
    const { written } = home(text, {});
    assert.equal(written.kind, 'refused');
    assert.match(written.reason, /\.$/);
  }
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
