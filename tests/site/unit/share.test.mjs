// Share links: what goes in comes out, whatever was ever shipped stays readable, and what is broken is
// called broken.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { deflateRawSync } from 'node:zlib';
import { importSource } from '../support/compile.mjs';
import { randomFrom, randomText } from '../support/random.mjs';
import { nodeStreams } from '../support/streams.mjs';

const { encodeShare, decodeShare, linkProblemText } = await importSource('sharing/share.ts');
const { inputFrom, DEFAULT_INPUT } = await importSource('state/input.ts');
const encode = (shared) => encodeShare(shared, nodeStreams);
const decode = (hash) => decodeShare(hash, nodeStreams);

const SAMPLE = {
  text: "HTTP/2 200\ncontent-security-policy: default-src 'self'\n",
  options: { target: 'caddy', hsts: 'preload' },
  rubric: 3,
  view: 'home',
};

async function linkOf(shared) {
  const encoded = await encode(shared);
  assert.equal(encoded.kind, 'link');
  return encoded.hash;
}

/** A link made by hand, as an older or a foreign page would make it. */
function handmade(value, prefix = '#v1.') {
  return prefix + deflateRawSync(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
}

async function assertProblem(hash, problem, message) {
  assert.deepEqual(await decode(hash), { kind: 'problem', problem }, message);
}

test('a link gives back text, options, rubric and view', async () => {
  assert.deepEqual(await decode(await linkOf(SAMPLE)), { kind: 'shared', shared: SAMPLE });
});

test('500 random texts survive the round trip', async () => {
  const random = randomFrom(20261123);
  for (let i = 0; i < 500; i++) {
    const text = randomText(random, Math.floor(random() * 400));
    const shared = { ...SAMPLE, text, view: randomText(random, 5) };
    assert.deepEqual(await decode(await linkOf(shared)), { kind: 'shared', shared });
  }
});

test('a link has only letters that nothing re-spells', async () => {
  const hash = await linkOf({ ...SAMPLE, text: '\u0000 &?#%=+/ ü 🦊' });
  assert.match(hash, /^#v1\.[A-Za-z0-9_-]+$/);
});

test('links ever shipped stay readable', async () => {
  const folder = new URL('../share/', import.meta.url);
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  assert.ok(files.length >= 5);
  for (const file of files) {
    const { hash, decoded } = JSON.parse(readFileSync(new URL(file, folder), 'utf8'));
    assert.deepEqual(await decode(hash), decoded, file);
  }
});

test('a link without a checksum is read as well', async () => {
  const { text: t, options: o, rubric: r, view: v } = SAMPLE;
  assert.deepEqual(await decode(handmade({ t, o, r, v })), { kind: 'shared', shared: SAMPLE });
});

test('only what begins with #v and a digit is a link', async () => {
  for (const hash of ['', '#', '#main', '#v', '#verdict', '#V1.abc', '#x#v1.abc', 'v1.abc', '#%76', '#v.1']) {
    assert.deepEqual(await decode(hash), { kind: 'none' }, hash);
  }
});

test('a link cut off anywhere is damaged', async () => {
  const hash = await linkOf(SAMPLE);
  for (let length = '#v1'.length; length < hash.length; length++) {
    await assertProblem(hash.slice(0, length), 'damaged', `${length} of ${hash.length}`);
  }
});

test('a link altered in one letter never passes for another text', async () => {
  const hash = await linkOf(SAMPLE);
  for (let at = '#v1.'.length; at < hash.length; at++) {
    for (const letter of ['A', 'z', '_', '7']) {
      if (hash[at] === letter) continue;
      const altered = hash.slice(0, at) + letter + hash.slice(at + 1);
      const decoded = await decode(altered);
      // Bits that fill up the last byte of the stream carry nothing, so such a link still says the same.
      if (decoded.kind === 'shared') assert.deepEqual(decoded.shared, SAMPLE);
      else assert.equal(decoded.problem, 'damaged');
    }
  }
});

test('letters of another alphabet are damage', async () => {
  const hash = await linkOf(SAMPLE);
  await assertProblem(`${hash}=`, 'damaged');
  await assertProblem(`${hash}%20`, 'damaged');
  await assertProblem(hash.replace('.', '. '), 'damaged');
});

test('a link of a later version is called newer', async () => {
  for (const version of ['2', '10', '999']) await assertProblem(handmade({}, `#v${version}.`), 'newer');
});

test('JSON of another shape is damaged', async () => {
  const good = { t: 'x', o: {}, r: 1, v: 'findings' };
  const shapes = [
    'not JSON',
    'null',
    '[]',
    '"text"',
    { ...good, t: 5 },
    { ...good, o: [] },
    { ...good, o: { target: 5 } },
    { ...good, o: null },
    { ...good, r: '1' },
    { ...good, r: 1.5 },
    { ...good, v: null },
    { ...good, c: '00000000' },
    { ...good, c: 5 },
    { ...good, more: 1 },
    { ...good, r: 1e400 },
    { ...good, v: 'v'.repeat(101) },
    { ...good, o: { ['n'.repeat(101)]: 'x' } },
    { ...good, o: Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`o${i}`, 'x'])) },
    { ...good, o: { target: { toString: 'x' } } },
    '{"__proto__":{"t":"x","o":{},"r":1,"v":""}}',
    '{"t":"x","o":{},"r":1,"v":"","__proto__":{}}',
    '{"t":"x","o":{},"r":1,"v":"","constructor":"x"}',
    '{"t":"x","o":{"__proto__":{"target":"x"}},"r":1,"v":""}',
    '{"t":"x","o":{},"r":1,"v":""}}',
    '['.repeat(100_000),
    { o: {}, r: 1, v: '' },
  ];
  for (const shape of shapes) await assertProblem(handmade(shape), 'damaged', JSON.stringify(shape));
});

test('bytes that are not UTF-8 are damage', async () => {
  const packed = deflateRawSync(Buffer.from([0x7b, 0xff, 0xfe, 0x7d])).toString('base64url');
  await assertProblem(`#v1.${packed}`, 'damaged');
});

test('names of the language are names of options like any other', async () => {
  const odd = '{"t":"x","o":{"__proto__":"p","constructor":"c","toString":"s"},"r":1,"v":"findings"}';
  const decoded = await decode(handmade(odd));
  assert.equal(decoded.kind, 'shared');
  assert.deepEqual(Object.entries(decoded.shared.options), [['__proto__', 'p'], ['constructor', 'c'], ['toString', 's']]);
  const { input, unknown } = inputFrom(decoded.shared.text, decoded.shared.options);
  assert.equal(unknown.length, 3);
  assert.deepEqual(input, { ...DEFAULT_INPUT, text: 'x', target: 'nginx' });
  assert.equal('p' in {}, false);
});

test('8 MiB of text is opened however it is spelled, one byte more is not', async () => {
  const limit = 8 * 1024 * 1024;
  for (const unit of ['x', '\n', '🦊']) {
    const text = unit.repeat(limit / Buffer.byteLength(unit));
    const decoded = await decode(handmade({ t: text, o: {}, r: 1, v: '' }));
    assert.ok(decoded.kind === 'shared' && decoded.shared.text === text, JSON.stringify(unit));
    await assertProblem(handmade({ t: `${text}y`, o: {}, r: 1, v: '' }), 'too-large', JSON.stringify(unit));
  }
  await assertProblem(handmade({ t: '', o: { other: 'x'.repeat(11 * 1024 * 1024) }, r: 1, v: '' }), 'too-large');
});

test('unpacking stops where it is too much', async () => {
  // As Chromium does it: all that a piece unpacks to is there at once, wanted or not.
  let unpacked = 0;
  const growing = () =>
    new TransformStream({
      transform(piece, to) {
        for (let i = 0; i < 16; i++) {
          unpacked += piece.length * 64;
          to.enqueue(new Uint8Array(piece.length * 64));
        }
      },
    });
  const hash = `#v1.${Buffer.alloc(500_000, 0x5c).toString('base64url')}`;
  assert.deepEqual(await decodeShare(hash, { ...nodeStreams, inflate: growing }), { kind: 'problem', problem: 'too-large' });
  assert.ok(unpacked < 24 * 1024 * 1024, `${unpacked} bytes of 500 MB`);
});

test('a link longer than any that was made is refused unread', async () => {
  await assertProblem(`#v1.${'A'.repeat(1_000_000)}`, 'too-large');
});

test('no message repeats anything of a link', () => {
  for (const problem of ['damaged', 'newer', 'too-large', 'unsupported']) assert.equal(linkProblemText.length, 1, problem);
  const source = readFileSync(new URL('../../../site/src/state/actions.ts', import.meta.url), 'utf8');
  assert.doesNotMatch(source, /unknown\.(join|map|slice|at|toString)|\$\{unknown\}|unknown\[/);
});

test('a bomb is dropped when it has grown past the limit', async () => {
  const packed = deflateRawSync(Buffer.alloc(50 * 1024 * 1024, 0x20));
  assert.ok(packed.length < 500_000, 'it would fit into a link');
  await assertProblem(`#v1.${packed.toString('base64url')}`, 'too-large');
});

test('a text that no browser takes as an address gives no link', async () => {
  const text = randomText(randomFrom(7), 900_000);
  const encoded = await encode({ ...SAMPLE, text });
  assert.equal(encoded.kind, 'too-long');
  assert.ok(encoded.length > 1_000_000);
});

test('every problem has a sentence', () => {
  for (const problem of ['damaged', 'newer', 'too-large', 'unsupported']) {
    assert.match(linkProblemText(problem), /nothing was opened/);
  }
});
