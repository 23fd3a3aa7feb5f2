// The small parts: options, edits, recorded typing, lines, safe fixes, files.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { importSource } from '../support/compile.mjs';
import { randomFrom, randomText } from '../support/random.mjs';

const { DEFAULT_INPUT: FRESH_INPUT, LINK_TARGET, CHOICES, optionsOf, inputFrom, hardenOptions } = await importSource('state/input.ts');
/** As a link without a word on the target is read. */
const DEFAULT_INPUT = { ...FRESH_INPUT, target: LINK_TARGET };
const { TYPES, EMPTY_FORM, fieldsOf } = await importSource('judge/requests.ts');
const { applyEdits, isEditable, normalizeLineEnds, EDITABLE_LINE, EDITABLE_UNITS } =
  await importSource('editor/port.ts');
const { changeBetween, isWhole } = await importSource('editor/recording.ts');
const { lineNumbers } = await importSource('view/lines.ts');
const { safeEdits } = await importSource('view/safe_edits.ts');
const { decodeText } = await importSource('files/files.ts');

test('defaults are not written into a link', () => {
  assert.deepEqual(optionsOf(DEFAULT_INPUT), {});
});

test('every choice survives being written and read', () => {
  for (const [key, values] of Object.entries(CHOICES)) {
    for (const value of values ?? ['https://a.example https://b.example', '']) {
      const input = { ...DEFAULT_INPUT, harden: { ...DEFAULT_INPUT.harden, [key]: value } };
      assert.deepEqual(inputFrom('', optionsOf(input)), { input, unknown: [] });
    }
  }
  const load = { ...DEFAULT_INPUT.load, type: 'image', url: 'https://a.example/x?y=1' };
  const input = { ...DEFAULT_INPUT, text: 'x', target: 'apache', observatory: 4, response: 2, load, step: 'hsts-300', from: '2026-12-01', emit: { receiver: 'yes', version: '15', 'force-https': 'yes' } };
  assert.deepEqual(inputFrom('x', optionsOf(input)), { input, unknown: [] });
  assert.equal(optionsOf(input).receiver, 'yes', 'as links had it before');
  assert.deepEqual(inputFrom('', { receiver: 'a b', 'emit-policy': '<b>' }).unknown, ['receiver', 'emit-policy']);
  for (const from of ['2026-02-30', '0002-12-01', '2026-12-1', 'soon', '']) {
    assert.deepEqual(inputFrom('', { from, step: 'A step' }), { input: DEFAULT_INPUT, unknown: ['from', 'step'] }, from);
  }
});

test('a request and a second text survive being written and read', async () => {
  const filled = {
    url: 'https://a.example/?q=ü',
    content: 'go(1)\n',
    hash: 'sha256-AAAA',
    nonce: 'abc',
    integrity: 'sha384-BBBB',
    parserInserted: false,
    redirected: true,
    contentType: 'image/svg+xml',
    trusted: true,
    ancestors: 'https://b.example/ https://c.example/',
    name: 'default',
    page: 'https://d.example/',
  };
  for (const { type } of TYPES) {
    // What does not count for the type is not carried.
    const fields = Object.fromEntries(fieldsOf(type).map((field) => [field, filled[field]]));
    const input = { ...DEFAULT_INPUT, load: { ...EMPTY_FORM, type, ...fields }, other: "default-src 'none'" };
    assert.deepEqual(inputFrom('', optionsOf({ ...input, load: { ...filled, type } })), { input, unknown: [] });
  }
  const long = { 'load-url': 'x'.repeat(5000), other: 'x'.repeat(600_000), 'load-redirected': 'maybe' };
  assert.deepEqual(inputFrom('', long), { input: DEFAULT_INPUT, unknown: ['load-url', 'other', 'load-redirected'] });
  assert.deepEqual(optionsOf({ ...DEFAULT_INPUT, other: long.other }), {});
});

test('unknown names and values are named and left at their default', () => {
  const options = { inline: 'maybe', colour: 'red', target: '<b>', observatory: '5', response: '-1', site: 'spa' };
  const { input, unknown } = inputFrom('', options);
  assert.deepEqual(unknown, ['inline', 'colour', 'target', 'observatory', 'response']);
  assert.deepEqual(input, { ...DEFAULT_INPUT, harden: { ...DEFAULT_INPUT.harden, site: 'spa' } });
  assert.deepEqual(inputFrom('', { __proto__: null, constructor: 'x' }).unknown, ['constructor']);
});

test('what is left to the engine is not sent to it', () => {
  const sent = hardenOptions({ ...DEFAULT_INPUT, response: 3 });
  assert.deepEqual(sent, {
    site: 'mixed',
    isolation: 'off',
    sources: 'keep',
    leaks: 'remove',
    cookies: 'advise',
    response: 3,
  });
});

test('free text is sent as it stands, and an address for reports only where there are reports', () => {
  const of = (harden) => hardenOptions({ ...DEFAULT_INPUT, harden: { ...DEFAULT_INPUT.harden, ...harden } });
  assert.equal(of({ framing: ' https://a.example ' }).framing, 'https://a.example');
  // A list with nothing in it yet is not the same as no choice.
  assert.equal(of({ framing: ' ' }).framing, ' ');
  assert.equal('endpoint' in of({ endpoint: 'https://a.example/', reporting: 'none' }), false);
  assert.equal(of({ endpoint: 'https://a.example/' }).endpoint, 'https://a.example/');
  // The choice itself goes through with or without an address.
  for (const reporting of ['none', 'report-only', 'both']) assert.equal(of({ reporting }).reporting, reporting);
  assert.equal(of({ endpoint: 'https://a.example/ ', reporting: 'both' }).endpoint, 'https://a.example/');
});

test('edits are applied where they say', () => {
  const edits = [
    { start: 0, end: 0, text: '>' },
    { start: 1, end: 3, text: '' },
    { start: 5, end: 5, text: '<' },
  ];
  assert.equal(applyEdits('abcde', edits), '>ade<');
  assert.equal(applyEdits('abc', []), 'abc');
});

test('what may be edited: both sides of the limits', () => {
  const line = 'a'.repeat(EDITABLE_LINE);
  assert.equal(isEditable(line), true);
  assert.equal(isEditable(`${line}a`), false);
  assert.equal(isEditable(`b\n${line}a\n`), false);
  const lines = `${'a'.repeat(99)}\n`.repeat(EDITABLE_UNITS / 100 + 1);
  assert.equal(isEditable(lines.slice(0, EDITABLE_UNITS)), true);
  assert.equal(isEditable(lines.slice(0, EDITABLE_UNITS + 1)), false);
});

test('a lone CR is kept, a CR LF is one line end', () => {
  assert.equal(normalizeLineEnds('a\r\nb\rc\n\r'), 'a\nb\rc\n\r');
});

test('a recorded change leads from one text to the other', () => {
  const random = randomFrom(1);
  for (let i = 0; i < 2000; i++) {
    const before = randomText(random, Math.floor(random() * 12)).replace(/[^a]/g, 'b');
    const after = randomText(random, Math.floor(random() * 12)).replace(/[^a]/g, 'b');
    const change = changeBetween(before, after, 5);
    if (before === after) {
      assert.equal(change, null);
      continue;
    }
    assert.equal(before.slice(0, change.from) + change.insert + before.slice(change.to), after);
    assert.equal(change.time, 5);
  }
  assert.equal(isWhole(changeBetween('abc', 'xyz', 0), 'abc'), true);
  assert.equal(isWhole(changeBetween('abc', 'xyc', 0), 'abc'), false);
});

test('lines are counted from 1, in any order', () => {
  assert.deepEqual(lineNumbers('a\nb\n\nc', [5, 0, null, 1, 2, 4]), [4, 1, null, 1, 2, 3]);
});

test('safe fixes that touch are not applied together, but what is put in at one place is', () => {
  const fix = (start, end, text, applicability = 'safe') => ({
    fix: { title: '', applicability, edits: [{ start, end, text }] },
  });
  const { edits, fixes } = safeEdits([
    fix(10, 12, 'x'),
    fix(12, 12, 'y'),
    fix(0, 3, 'z'),
    fix(4, 5, 'no', 'suggestion'),
    {},
    fix(20, 20, ';'),
    fix(20, 20, '!'),
    fix(20, 20, ';'),
  ]);
  assert.equal(fixes, 4);
  assert.deepEqual(edits, [
    { start: 0, end: 3, text: 'z' },
    { start: 10, end: 12, text: 'x' },
    { start: 20, end: 20, text: ';' },
    { start: 20, end: 20, text: '!' },
  ]);
});

test('files are read as UTF-8, or as UTF-16 where they say so', () => {
  const utf16 = Buffer.from('\ufeffServer: ü', 'utf16le');
  assert.equal(decodeText(utf16), 'Server: ü');
  assert.equal(decodeText(Buffer.from(utf16).swap16()), 'Server: ü');
  assert.equal(decodeText(Buffer.from('Server: ü')), 'Server: ü');
  assert.equal(decodeText(Buffer.from([0x89, 0x50, 0x4e, 0x47])), '\ufffdPNG');
});
