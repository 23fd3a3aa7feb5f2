// Runs seeds and corpus through each target under sanitizers, then fuzzes it for a while with libFuzzer;
// where clang or its runtime is missing, the first alone. The usual run drives the library that the tests
// are linked with (build/tests); --long and --keep build one that traces comparisons too (build/fuzz).
//   node tests/fuzz/run.mjs [--long] [TARGET...]
//   node tests/fuzz/run.mjs --build-only
//   node tests/fuzz/run.mjs --keep TARGET...   packs what build/fuzz/corpus has found, minimised
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { fixtureTexts, seedsOf } from './seeds.mjs';
import { mustRun, root, start } from '../support/command.mjs';
import { Tally } from '../support/tally.mjs';

const allTargets = ['analyze', 'compare', 'decide_line', 'emit', 'policy', 'quote', 'write_into'];
const { values: options, positionals } = parseArgs({
  allowPositionals: true, options: { long: { type: 'boolean' }, keep: { type: 'boolean' }, 'build-only': { type: 'boolean' } },
});
const targets = positionals.length > 0 ? positionals : allTargets;
// Each run tries something else: libFuzzer takes another way each time, whatever its seed. With 0
// seconds it runs what is kept, and nothing new.
const seconds = Number(process.env.HEADSTRONG_FUZZ_SECONDS ?? 40);
const executions = 10_000_000;
/** Seconds for one input of at most 4 KiB: nothing but a hang takes so long, however busy the machine. */
const HANG = 300;
const build = `${root}build/fuzz`;
const tracesComparisons = Boolean(options.long || options.keep);
const binaries = tracesComparisons ? build : `${root}build/tests`;
const tally = new Tally();

/** The committed corpus: one input a line, in base64. */
const packed = (target) => `${root}tests/fuzz/corpus/${target}.txt`;
function corpusOf(target) {
  if (!existsSync(packed(target))) return [];
  return readFileSync(packed(target), 'utf8').split('\n').filter(Boolean).map((line) => Buffer.from(line, 'base64'));
}

/** A folder with these inputs and no others. */
function unpack(folder, inputs) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  inputs.forEach((input, i) => writeFileSync(`${folder}/${String(i).padStart(5, '0')}`, input));
  return folder;
}

const quiet = { stdio: ['ignore', 'ignore', 'inherit'] };

/** Whether the tests' build has fuzzers, once it is configured: it has where clang links them. */
const canFuzz = () => /^HEADSTRONG_BUILD_FUZZERS:.*=ON$/m.test(readFileSync(`${root}build/tests/CMakeCache.txt`, 'utf8'));

const configureTests = () => mustRun('tests/support/configure_tests', [], quiet);

async function buildTargets() {
  if (tracesComparisons && canFuzz() && !existsSync(`${build}/build.ninja`)) await mustRun('cmake', ['--preset', 'fuzz'], quiet);
  const folder = canFuzz() ? binaries : `${root}build/tests`;
  const kind = canFuzz() ? 'fuzz' : 'replay';
  await mustRun('cmake', ['--build', folder, '--target', ...targets.map((name) => `headstrong_${kind}_${name}`)], quiet);
}

/** Texts of one kind have one dictionary. */
const dictionary = (target) => `tests/fuzz/dictionaries/${target === 'write_into' ? 'analyze' : target}.dict`;
const fuzzer = (target) => `${binaries}/tests/fuzz/headstrong_fuzz_${target}`;
const lastLines = (text) => text.trimEnd().split('\n').slice(-30).join('\n');

async function replay(target, seeds, corpus) {
  const { status, signal, output } =
    await start(`${root}build/tests/tests/fuzz/headstrong_replay_${target}`, [seeds, corpus]);
  assert.equal(status, 0, `${signal ?? status}\n${lastLines(output)}`);
}

/** The same with a fuzzer, which says how many files it has run. */
async function run(target, seeds, corpus) {
  const { status, output } = await start(fuzzer(target), ['-runs=0', '-max_len=1000000', `-timeout=${HANG}`, '-rss_limit_mb=4096', seeds, corpus]);
  assert.equal(status, 0, failure(output, seeds));
  const read = Number(/INFO: seed corpus: files: (\d+)/.exec(output)?.[1]);
  // It runs the empty input in any case, and counts none.
  const given = [seeds, corpus].flatMap((folder) => readdirSync(folder).map((name) => statSync(`${folder}/${name}`).size)).filter((size) => size > 0).length;
  assert.equal(read, given, `${read} of ${given} inputs run`);
}

/** Why a fuzzer stopped, and the input that made it, as a line for tests/fuzz/corpus. */
function failure(output, findings) {
  const reason = /^(?:fault:|.*ERROR:|SUMMARY:|.*runtime error:).*$/gm;
  const written = /Test unit written to (.+)$/m.exec(output)?.[1];
  return [
    ...(output.match(reason) ?? [lastLines(output)]),
    written ? `its input (${written}), to be added to the corpus once it is mended:` : `no input in ${findings}`,
    written ? readFileSync(written).toString('base64') : '',
  ].join('\n');
}

async function fuzz(target, seeds, corpus) {
  const findings = `${build}/found/${target}/`;
  const grown = `${build}/corpus/${target}`;
  mkdirSync(findings, { recursive: true });
  mkdirSync(grown, { recursive: true });
  const limit = options.long ? `-runs=${executions}` : `-max_total_time=${seconds}`;
  const { status, output } = await start(fuzzer(target), [
    limit, `-dict=${dictionary(target)}`, '-max_len=4096', `-timeout=${HANG}`, '-rss_limit_mb=4096',
    // Weighing inputs by their rarity costs more here than running them.
    '-entropic=0', '-reduce_inputs=0',
    '-print_final_stats=1', '-verbosity=0', `-artifact_prefix=${findings}`, grown, corpus, seeds,
  ]);
  const count = /number_of_executed_units: (\d+)/.exec(output)?.[1];
  assert.equal(status, 0, failure(output, findings));
  console.log(`${target}: ${count} executions, nothing found`);
}

/** Runs one job after another on each processor. */
async function inParallel(jobs) {
  const next = async () => {
    for (let job = jobs.shift(); job !== undefined; job = jobs.shift()) await job();
  };
  await Promise.all(cpus().map(next));
}

async function keep() {
  await buildTargets();
  for (const target of targets) {
    const small = `${build}/small/${target}`;
    const seeds = unpack(`${build}/seeds/${target}`, seedsOf(target));
    unpack(small, corpusOf(target));
    // Seeds are made anew in every run, so that only what they do not reach is kept.
    await mustRun(fuzzer(target), ['-merge=1', '-max_len=512', small, seeds, `${build}/corpus/${target}`], quiet);
    const known = new Set(seedsOf(target).map((input) => input.toString('base64')));
    const inputs = readdirSync(small).map((name) => readFileSync(`${small}/${name}`).toString('base64'));
    writeFileSync(packed(target), `${inputs.filter((input) => !known.has(input)).sort().join('\n')}\n`);
    console.log(`${target}: ${inputs.length} inputs`);
  }
}

await configureTests();
if (options.keep) {
  await keep();
  process.exit(0);
}

if (options['build-only']) {
  await buildTargets();
  process.exit(0);
}

await tally.test('there are seeds in the fixtures', () => assert(fixtureTexts().length > 100));
await tally.test('the targets are built', buildTargets);
const inputs = targets.map((target) => ({
  target,
  seeds: unpack(`${build}/seeds/${target}`, seedsOf(target)),
  corpus: unpack(`${build}/kept/${target}`, corpusOf(target)),
}));
const replays = canFuzz() ? run : replay;
await inParallel(inputs.map(({ target, seeds, corpus }) =>
  () => tally.test(`run what is kept: ${target}`, () => replays(target, seeds, corpus))));

if (!canFuzz()) {
  for (const target of targets) tally.skip(`fuzz ${target}`, 'needs clang and its runtime (libclang-rt-dev)');
} else if (options.long || seconds > 0) {
  await inParallel(inputs.map(({ target, seeds, corpus }) =>
    () => tally.test(`fuzz ${target}`, () => fuzz(target, seeds, corpus))));
}
tally.finish();
