// Speed, growth, memory and sizes against the limits below.
//   node tests/bench/run.mjs [--long]
// Everything is measured, shown beside its target, and kept in build/bench/results.json. What fails the
// run is counted: instructions, bytes. Times, and ratios of times, are shown and fail nothing: machines
// are shared.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { brotliCompressSync, constants } from 'node:zlib';
import { scriptGrowth } from './script_growth.mjs';
import { compareSpeed } from './speed.mjs';
import { root, start } from '../support/command.mjs';
import { readData } from '../support/data.mjs';
import { removeAtEnd } from '../support/ending.mjs';
import { Tally } from '../support/tally.mjs';

const bench = `${root}build/native/tests/bench/headstrong_bench`;
const program = `${root}build/native/headstrong`;
const isLong = process.argv.includes('--long');
const tally = new Tally();
/** What was measured, for whoever wants to compare runs. */
const results = { rows: [], sizes: {} };

async function answerOf(command, args) {
  const { status, output } = await start(command, args);
  assert.equal(status, 0, output);
  return JSON.parse(output.trimEnd().split('\n').at(-1));
}
const measure = (...args) => answerOf(bench, args);

/** Nanoseconds of the quickest of some passes over all policies. */
function quickest(rounds, policies, judge) {
  let best = Infinity;
  for (let round = 0; round < rounds; ++round) {
    const begin = process.hrtime.bigint();
    for (const policy of policies) judge(policy);
    best = Math.min(best, Number(process.hrtime.bigint() - begin));
  }
  return best;
}

const bytes = (text) => Buffer.byteLength(text);
const policies = readData('csps').map(({ csp }) => csp).filter((csp) => bytes(csp) >= 200 && bytes(csp) <= 2000);
mkdirSync(`${root}build/bench`, { recursive: true });
const policyFile = `${root}build/bench/policies.ndjson`;
writeFileSync(policyFile, policies.map((policy) => `${JSON.stringify(policy)}\n`).join(''));

function row(name, value, wanted) {
  results.rows.push({ name: name.trim(), value, wanted });
  console.log(`${name.padEnd(64)} ${value.padStart(12)}   ${wanted}`);
}
console.log(`${policies.length} real policies of 200 to 2000 bytes`);
const { load } = await import(`${root}build/wasm/headstrong.mjs`);
const hs = await load();
await compareSpeed({ policies, policyFile, hs, measure, program, row, results });

/**
 * Twice the input takes twice the instructions where growth is linear, 2.1 times where something is sorted,
 * four times where it is quadratic; the same program counts the same.
 */
const NOT_LINEAR = 2.2;
const isLinear = ({ ratio: growth }) => growth <= NOT_LINEAR;

const counter = await measure('counter');
/**
 * How many instructions the largest size of a subject takes at least. The processor counts at full speed, callgrind
 * takes a second for 100 million. Five sizes are measured in any case; where a byte costs little, a square beside
 * it shows the sooner: the gate below finds one that is cheaper beside more work with five sizes alone.
 */
const enough = counter === 'kernel' ? (isLong ? 4e10 : 4e9) : (isLong ? 1.3e9 : 4e7);
const dumps = removeAtEnd(mkdtempSync(`${tmpdir()}/headstrong-bench-`));

/** A measure that counts instructions, under callgrind where the kernel has no counter. */
function counted(name, ...args) {
  const out = `${dumps}/${name}`;
  const command = [bench, ...args, String(enough), out];
  if (counter === 'kernel') return answerOf(command[0], command.slice(1));
  const callgrind = ['--tool=callgrind', '--quiet', `--callgrind-out-file=${out}`, '--collect-atstart=no', '--dump-line=no'];
  return answerOf('valgrind', [...callgrind, ...command]);
}

console.log(`Instructions of doubled input, counted by ${counter === 'kernel' ? 'the kernel' : 'callgrind'}`);
for (const known of await counted('known', 'known')) {
  row(`  known: ${known.name}`, `${known.ratio.toFixed(3)} x`, known.isLinear ? `<= ${NOT_LINEAR} x` : `must be found: > ${NOT_LINEAR} x`);
  await tally.test(`the gate tells linear from quadratic: ${known.name}`, () => assert.equal(isLinear(known), known.isLinear, String(known.ratio)));
  await tally.test(`the same work takes the same instructions: ${known.name}`, () => {
    assert(Math.abs(known.instructionsAgain / known.instructions - 1) < 0.002, `${known.instructions}, ${known.instructionsAgain}`);
  });
}
const shares = cpus().map((_, i) => counted(`growth-${i}`, 'growth', String(i), String(cpus().length)));
const scripts = scriptGrowth(dumps);
results.growth = (await Promise.all(shares)).flat().sort((a, b) => (a.name < b.name ? -1 : 1));
for (const line of results.growth) {
  row(`  ${line.name}`, `${line.ratio.toFixed(3)} x`, `<= ${NOT_LINEAR} x   ${line.size} ${line.unit}, ${Math.round(line.instructions / line.size)} instructions each`);
  await tally.test(`instructions grow linearly: ${line.name}`, () => assert(isLinear(line), `${line.ratio.toFixed(3)} x`));
}
/** What a policy with 14 slips may cost, to a clean one of its size: every slip's fix is proved. */
const SLIPS_COST = 3;
results.slips = await counted('slips', 'slips');
for (const { name, clean, instructions } of results.slips) {
  row(`  14 slips: ${name}`, `${(instructions / clean).toFixed(2)} x`, `<= ${SLIPS_COST} x a clean policy   ${instructions} instructions`);
  await tally.test(`14 slips cost at most ${SLIPS_COST} clean policies: ${name}`, () => assert(instructions <= SLIPS_COST * clean, `${instructions} to ${clean}`));
}
results.reports = await counted('report', 'report', policyFile);
row('  a report of the module', String(Math.round(results.reports.instructions / results.reports.policies)), 'instructions, the mean of the real policies');
/** Which dialect a text is in is asked of every paste that is no bare policy. */
const RECOGNISING = 0.03;
results.recognising = await counted('recognising', 'recognising');
{
  const { whole, asking } = results.recognising;
  row('  asking for a dialect', `${(asking / whole * 100).toFixed(1)} %`, `<= ${RECOGNISING * 100} % of the report on ordinary headers`);
  await tally.test('ordinary headers pay little for the dialects', () => assert(asking <= RECOGNISING * whole, `${asking} of ${whole}`));
}
console.log('Instructions of the page\'s own scripts, interpreted, on doubled text');
results.scripts = await scripts;
for (const line of results.scripts) {
  row(`  ${line.name}`, `${line.ratio.toFixed(3)} x`, line.isLinear === false ? `must be found: > ${NOT_LINEAR} x` : `<= ${NOT_LINEAR} x   ${Math.round(line.instructions / line.size)} instructions a character`);
  await tally.test(`instructions grow linearly: ${line.name}`, () => assert.equal(isLinear(line), line.isLinear ?? true, `${line.ratio.toFixed(3)} x`));
}

console.log('Peak memory of the program for 8 MiB; time for 4 and 8 MiB');
const times = new Map((await measure('times')).map((line) => [line.shape, line]));
results.times = [...times.values()];
results.memory = await measure('memory', program);
for (const { shape, peak, input } of results.memory) {
  const perByte = (peak - 16 * 1024 * 1024) / input;
  const { millisecondsFor4MiB: half, millisecondsFor8MiB: whole } = times.get(shape);
  row(`  ${shape}`, `${perByte.toFixed(1)}`, `<= 64 bytes a byte   ${Math.round(whole)} ms, ${(whole / half).toFixed(2)} x`);
  await tally.test(`memory is bounded: ${shape}`, () => {
    assert(peak > 0, 'the program failed');
    assert(perByte <= 64, `${perByte.toFixed(1)} bytes a byte`);
  });
}

const decide = await measure('decide');
const asked = decide.requests.length;
row(`native, ${asked} verdicts on a policy of ${bytes(decide.policy)} bytes`, `${Math.round(asked / decide.nanoseconds * 1e9)}/s`, '');
const question = (requests) => ({ page: 'https://site.example/', headers: [decide.policy], requests });
const verdictTime = (requests) => quickest(9, [question(requests)], (line) => hs.decide(line));
row(`module, ${asked} verdicts in one call`, `${Math.round(asked / verdictTime(decide.requests) * 1e9)}/s`, '');
row('  twice the requests, in the module', `${(verdictTime([...decide.requests, ...decide.requests]) / verdictTime(decide.requests)).toFixed(2)} x`, '<= 2.3 x');

const comparison = await measure('compare');
row('native, two policies of 2 KB compared', `${(comparison.nanoseconds / 1e6).toFixed(1)} ms`, '');
row('native, two policies of 8 MiB compared', `${(comparison.nanosecondsFor8MiB / 1e9).toFixed(1)} s`, '<= 20 s');

const brotli = (data) => brotliCompressSync(data, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
const kilobytes = (size) => `${(size / 1000).toFixed(1)} KB`;

/** Shows a size beside its target; over the budget it fails, so that it grows on purpose only. */
async function size(name, value, target, budget = target) {
  results.sizes[name] = { value, target, budget };
  row(name, kilobytes(value), `<= ${kilobytes(target)}   ${value <= target ? 'reached' : 'NOT REACHED'}`);
  await tally.test(name, () => assert(value <= budget, `${value} bytes, budget ${budget}`));
}

/** The module's files: the first part, what comes after it, and both in one for who takes no parts. */
const ofModule = (name) => brotli(readFileSync(`${root}build/wasm/${name}`));
await size('headstrong-first.wasm, brotli', ofModule('headstrong-first.wasm'), 150_000, 292_000);
await size('headstrong-rest.wasm, brotli', ofModule('headstrong-rest.wasm'), 447_000);
await size('headstrong.wasm, brotli', ofModule('headstrong.wasm'), 690_000);

const page = `${root}build/site/`;
const files = readdirSync(page, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  .map((entry) => `${entry.parentPath ?? entry.path}/${entry.name}`.replace(/\/+/g, '/'));
/** The rule book is pages of its own, with their own budget (tests/site), and a host reads _headers itself. */
const loaded = files.filter((file) => !/\/rulebook[./]|\/_headers$|\/robots\.txt$|\/third-party\.txt$/.test(file.slice(page.length - 1)));
const sum = (list) => list.reduce((total, file) => total + brotli(readFileSync(file)), 0);
await size('the page, all it ever loads, brotli', sum(loaded), 650_000, 904_000);
const before = sum(loaded.filter((file) => !/\/rich-[^/]*\.js$|-rest\.wasm$|\.(woff2?|ttf|otf)$/.test(file)));
results.sizes['the page, up to the first verdict'] = { value: before, target: 300_000 };
row('the page, up to the first verdict, without editor and font', kilobytes(before), `<= 300.0 KB   ${before <= 300_000 ? 'reached' : 'NOT REACHED'}`);

/** What must be there before the first usable paint: the page, its style, and its first script. */
function firstPaint() {
  const html = readFileSync(`${page}index.html`, 'utf8');
  const needed = [...html.matchAll(/<link[^>]+rel="?stylesheet"?[^>]*>|<script[^>]+src=[^>]*>/g)]
    .map(([tag]) => /(?:href|src)="?([^"\s>]+)/.exec(tag)[1]);
  return ['index.html', ...needed].reduce((sum, file) => sum + brotli(readFileSync(new URL(file, `file://${page}`))), 0);
}
if (existsSync(`${page}index.html`)) await size('the page, first usable paint, brotli', firstPaint(), 60_000);
else await tally.test('the page is built', () => assert.fail(`${page}index.html is missing`));

writeFileSync(`${root}build/bench/results.json`, `${JSON.stringify(results, null, 1)}\n`);
tally.finish();
