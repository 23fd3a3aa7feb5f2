// Asks the installed browsers about fresh random cases and compares with `headstrong decide`.
//
//   node tests/browsers/run.mjs [chromium|firefox|webkit…] [--seed N] [--cases N] [--long] [--cases-file F]
//
// A browser that is missing, or older than the table of differences knows, is skipped by name. A
// failure prints its case as one JSON line that can be added to tests/data. At the end a table says
// what was covered; a hole in it is a failure. Last line: "N passed, N failed[, N skipped]".

import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Coverage } from './coverage.mjs';
import { decide, differencesTable, programExists } from './engine.mjs';
import { casesOfRow } from './cases/differences.mjs';
import { fixedCases, generateCases } from './cases/generate.mjs';
import { Random } from './cases/random.mjs';
import { BROWSERS, openBrowser, unaskable } from './lab/browsers.mjs';
import { Unclear } from './unclear.mjs';

const CASES = 2_000;
const LONG_CASES = 20_000;
const SHOWN_FAILURES = 25;  // of each browser
/** More unclear cases than this share mean that the harness is blind, not that browsers are odd. */
const UNCLEAR_SHARE = 0.01;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string' }, cases: { type: 'string' }, long: { type: 'boolean' }, 'cases-file': { type: 'string' },
  },
});

const unknown = positionals.filter((name) => !BROWSERS.includes(name));
if (unknown.length > 0) {
  console.error(`run.mjs: no such browser: ${unknown.join(', ')}; there are: ${BROWSERS.join(', ')}`);
  process.exit(2);
}
if (!programExists()) {
  console.error('run.mjs: build/native/headstrong is missing; build it first (tests/run browsers does)');
  process.exit(2);
}

const total = { passed: 0, failed: 0, skipped: 0 };

/** Whether version `a` ("156.0.8078.79") is older than `b` ("156.0.8078"), by their numbers. */
function isOlder(a, b) {
  const [left, right] = [a, b].map((text) => (/\d+(\.\d+)*/.exec(text)?.[0] ?? '').split('.').map(Number));
  for (let i = 0; i < right.length; ++i) {
    if ((left[i] ?? 0) !== right[i]) return (left[i] ?? 0) < right[i];
  }
  return false;
}

/** The cases of a run: those of the rows first (with the row's id), then random ones. */
function casesOf(table, seed, count) {
  if (options['cases-file']) {
    return readFileSync(options['cases-file'], 'utf8').split('\n').filter(Boolean).map((text) => ({ line: JSON.parse(text), rows: [] }));
  }
  const made = new Map();
  for (const row of table.differences.filter((each) => each.checked !== 'source')) {
    for (const line of casesOfRow(row)) {
      const text = JSON.stringify(line);
      if (!made.has(text)) made.set(text, { line, rows: [] });
      made.get(text).rows.push(row.id);
    }
  }
  const random = [...fixedCases(), ...generateCases(new Random(seed), count)].map((line) => ({ line, rows: [] }));
  return [...made.values(), ...random];
}

function showFailure(id, line, asked, directives, answer) {
  console.log(`FAILED ${id}: asked ${asked} ${directives.join(' ')}, decided ${answer.error ?? answer.verdict[id]} ${answer.directive?.[id] ?? ''}`);
  console.log(`  ${JSON.stringify({ case: line, [id]: asked, directives: { [id]: directives } })}`);
}

/** Whether the program's answer is the browser's: the verdict, and the directive where one was named. */
function agrees(id, result, answer) {
  if (answer.error || answer.verdict[id] !== result.verdict) return false;
  return result.verdict === 'allowed' || result.directives.length === 0 || result.directives.includes(answer.directive[id]);
}

async function runBrowser(id, table, cases, coverage) {
  const browser = await openBrowser(id);
  if (!browser) {
    console.log(`${id}: skipped, not installed`);
    total.skipped += 1;
    return;
  }
  try {
    if (isOlder(browser.version, table.observed[id])) {
      console.log(`${id}: skipped, ${browser.version} is older than ${table.observed[id]}, which the table of differences was observed in`);
      total.skipped += 1;
      return;
    }
    await compare(id, browser, cases, coverage);
  } finally {
    await browser.close();
  }
}

async function compare(id, browser, cases, coverage) {
  const began = Date.now();
  const askable = cases.filter(({ line }) => unaskable(id, line) === null);
  const answers = new Map(decide(askable.map(({ line }) => line)).map((answer, index) => [askable[index].line, answer]));
  const rowsOf = new Map(askable.map(({ line, rows }) => [line, rows]));
  const counts = { passed: 0, again: 0, failed: 0, unclear: 0, moot: 0 };
  // A busy machine can keep a frame silent for so long that it counts as blocked: who differs is asked
  // a second time, when nothing else is.
  const doubted = [];
  const unclear = new Unclear();
  const judge = (line, result, isLast) => {
    const answer = answers.get(line);
    if (!isLast) unclear.add(line.request.type, result.verdict === 'unclear');
    if (result.verdict === 'unclear' || result.verdict === 'moot') {
      counts[result.verdict] += 1;
      if (result.verdict === 'unclear' && counts.unclear <= 5) console.log(`unclear ${id}: ${JSON.stringify(line)}\n  ${result.note.slice(0, 300)}`);
      return;
    }
    if (!agrees(id, result, answer) && !isLast) {
      doubted.push(line);
      return;
    }
    coverage.add(line, result.verdict, answer, rowsOf.get(line));
    if (agrees(id, result, answer)) {
      counts.passed += 1;
      if (isLast) counts.again += 1;
      return;
    }
    counts.failed += 1;
    if (counts.failed <= SHOWN_FAILURES) showFailure(id, line, result.verdict, result.directives, answer);
  };
  await browser.session.ask(askable.map(({ line }) => line), (line, result) => judge(line, result, false));
  if (doubted.length > 0) await browser.session.ask(doubted, (line, result) => judge(line, result, true));
  const seconds = ((Date.now() - began) / 1000).toFixed(0);
  console.log(`${id} ${browser.version}: ${counts.passed} agree (${counts.again} when asked again), ${counts.failed} do not, ${counts.unclear} unclear, ${counts.moot} moot, ` +
              `${cases.length - askable.length} not askable, in ${seconds} s`);
  total.passed += counts.passed;
  total.failed += counts.failed;
  for (const failure of unclear.failures()) {
    console.log(`FAILED ${id}: ${failure}`);
    total.failed += 1;
  }
  if (counts.unclear > askable.length * UNCLEAR_SHARE) {
    console.log(`FAILED ${id}: ${counts.unclear} of ${askable.length} cases came out unclear`);
    total.failed += 1;
  }
}

const seed = Number(options.seed ?? process.env.HEADSTRONG_BROWSERS_SEED ?? Math.floor(Math.random() * 2 ** 31));
const count = Number(options.cases ?? (options.long ? LONG_CASES : CASES));
const chosen = positionals.length > 0 ? positionals : BROWSERS;
const table = differencesTable();
const cases = casesOf(table, seed, count);
const coverage = new Coverage(table.differences);
console.log(`seed ${seed}, ${cases.length} cases (again: node tests/browsers/run.mjs --seed ${seed} --cases ${count} ${chosen.join(' ')})`);
for (const id of chosen) {
  try {
    await runBrowser(id, table, cases, coverage);
  } catch (error) {
    console.log(`FAILED ${id}: ${error.stack}`);
    total.failed += 1;
  }
}
if (!options['cases-file'] && total.passed > 0) {
  coverage.print();
  // One browser alone shows but one side of a row, and has types that it cannot be asked about.
  const isComplete = positionals.length === 0 && total.skipped === 0;
  for (const hole of coverage.holes()) {
    console.log(`${isComplete ? 'FAILED' : 'not seen by these browsers:'} coverage: ${hole}`);
    if (isComplete) total.failed += 1;
  }
}
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
console.log(`${total.passed} passed, ${total.failed} failed${skipped}`);
process.exit(total.failed > 0 ? 1 : 0);
