// Asks the installed browsers about fresh random cases and compares with `headstrong decide`.
//
//   node tests/browsers/run.mjs [chromium|firefox|webkit…] [--seed N] [--cases N] [--long] [--cases-file F]
//
// A browser that is missing, or older than the table of differences knows, is skipped by name. A
// failure prints its case as one JSON line that can be added to tests/data. At the end a table says
// what was covered; a hole in it is a failure. Last line: "N passed, N failed[, N skipped]".

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Coverage } from './coverage.mjs';
import { decide, differencesTable, programExists } from './engine.mjs';
import { casesOfRow } from './cases/differences.mjs';
import { fixedCases, generateCases } from './cases/generate.mjs';
import { Random } from './cases/random.mjs';
import { BROWSERS, openBrowser, unaskable } from './lab/browsers.mjs';
import { doesAsOthers, doesWhatIsNew, isOlder, rowsLeft } from './newer.mjs';
import { Tally } from '../support/tally.mjs';
import { Unclear } from './unclear.mjs';

const CASES = 2_000;
const LONG_CASES = 20_000;
const SHOWN_FAILURES = 25;  // of each browser
const PATIENCE = [2, 6];    // times the usual one, for cases that are asked again
const MOST_DOUBTED = 40;    // luck has no part in more
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

const total = new Tally();

/** The cases of every run: those of the rows (with the row's id), and those that fill the table. */
function fixedOf(table) {
  const made = new Map();
  for (const row of table.differences.filter((each) => each.checked !== 'source')) {
    for (const line of casesOfRow(row)) {
      const text = JSON.stringify(line);
      if (!made.has(text)) made.set(text, { line, rows: [] });
      made.get(text).rows.push(row.id);
    }
  }
  return [...made.values(), ...fixedCases().map((line) => ({ line, rows: [] }))];
}

/** The cases of a run: the fixed ones first, then random ones. */
function casesOf(table, seed, count) {
  if (options['cases-file']) {
    return readFileSync(options['cases-file'], 'utf8').split('\n').filter(Boolean).map((text) => ({ line: JSON.parse(text), rows: [] }));
  }
  return [...fixedOf(table), ...generateCases(new Random(seed), count).map((line) => ({ line, rows: [] }))];
}

/**
 * Whether a run passes must not hang on its seed: what is asked in every run fills the table, by the
 * program's answers, twice over, since a browser may keep one back.
 */
function checkFixedCases(table) {
  const fixed = fixedOf(table);
  const answers = decide(fixed.map(({ line }) => line));
  const coverage = new Coverage(table.differences);
  for (const id of BROWSERS) {
    fixed.forEach(({ line, rows }, i) => {
      if (!answers[i].error && unaskable(id, line) === null) coverage.add(line, answers[i].verdict[id], answers[i], rows);
    });
  }
  assert.deepEqual(coverage.holes(2), []);
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

/** The browser, once it is up, or null where it is skipped. */
async function opened(id, table) {
  const browser = await openBrowser(id);
  if (!browser) {
    total.skip(id, 'not installed');
    return null;
  }
  if (isOlder(browser.version, table.observed[id])) {
    total.skip(id, `${browser.version} is older than ${table.observed[id]}, which the table of differences was observed in`);
    await browser.close();
    return null;
  }
  return browser;
}

async function runBrowser(id, browser, cases, coverage) {
  try {
    await compare(id, browser, cases, coverage);
    asked += 1;
  } finally {
    await browser.close();
  }
}

/** A failure of one browser is told, and the others go on. */
async function told(id, work) {
  try {
    return await work();
  } catch (error) {
    console.log(`FAILED ${id}: ${error.stack}`);
    total.failed += 1;
    return null;
  }
}

async function compare(id, browser, cases, coverage) {
  const began = Date.now();
  const askable = cases.filter(({ line }) => unaskable(id, line, browser) === null);
  const answers = new Map(decide(askable.map(({ line }) => line)).map((answer, index) => [askable[index].line, answer]));
  const rowsOf = new Map(askable.map(({ line, rows }) => [line, rows]));
  const left = new Set(rowsLeft(id, browser.version, table));
  const counts = { passed: 0, asOthers: 0, again: 0, failed: 0, unclear: 0, moot: 0 };
  // A busy machine can keep a frame silent for so long that it counts as blocked: who differs is asked
  // again, when nothing else is, with more and more patience.
  const doubted = [];
  const unclear = new Unclear();
  const judge = (line, result, { isAgain = false, isLast = false } = {}) => {
    const answer = answers.get(line);
    if (!isAgain) unclear.add(line.request.type, result.verdict === 'unclear');
    if (result.verdict === 'unclear' || result.verdict === 'moot') {
      counts[result.verdict] += 1;
      if (result.verdict === 'unclear' && (counts.unclear <= 5 || options['cases-file'])) console.log(`unclear ${id}: ${JSON.stringify(line)}\n  ${result.note.slice(0, 300)}`);
      return;
    }
    const isAgreed = agrees(id, result, answer) || (left.size > 0 && doesAsOthers(id, result, answer)) ||
      doesWhatIsNew(id, browser.version, line, result, (twin) => agrees(id, result, decide([twin])[0]));
    if (!isAgreed && !isLast) {
      doubted.push(line);
      return;
    }
    coverage.add(line, result.verdict, answer, rowsOf.get(line));
    if (isAgreed) {
      counts.passed += 1;
      if (!agrees(id, result, answer)) counts.asOthers += 1;
      if (isAgain) counts.again += 1;
      return;
    }
    counts.failed += 1;
    if (counts.failed <= SHOWN_FAILURES) showFailure(id, line, result.verdict, result.directives, answer);
  };
  await browser.session.ask(askable.map(({ line }) => line), (line, result) => judge(line, result));
  for (const [round, patience] of PATIENCE.entries()) {
    const again = doubted.splice(0);
    const isLast = round === PATIENCE.length - 1 || again.length > MOST_DOUBTED;
    if (again.length > 0) await browser.session.ask(again, (line, result) => judge(line, result, { isAgain: true, isLast }), patience);
  }
  const seconds = ((Date.now() - began) / 1000).toFixed(0);
  console.log(`${id} ${browser.version}: ${counts.passed} agree (${counts.again} when asked again, ${counts.asOthers} as newer versions do), ${counts.failed} do not, ${counts.unclear} unclear, ${counts.moot} moot, ` +
              `${cases.length - askable.length} not askable, in ${seconds} s`);
  coverage.excuse(left);
  // What this browser alone does and a case of it can't ask, nothing can show.
  coverage.excuse(table.differences.filter(({ engines, case: line }) => engines.join() === id && unaskable(id, line, browser) !== null).map((row) => row.id));
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
await total.test('the fixed cases alone fill the coverage table', () => checkFixedCases(table));
console.log(`seed ${seed}, ${cases.length} cases (again: node tests/browsers/run.mjs --seed ${seed} --cases ${count} ${chosen.join(' ')})`);
let asked = 0;  // browsers
// They start one after the other, and are asked side by side: most of the time is waiting.
const browsers = [];
for (const id of chosen) {
  const browser = await told(id, () => opened(id, table));
  if (browser) browsers.push([id, browser]);
}
await Promise.all(browsers.map(([id, browser]) => told(id, () => runBrowser(id, browser, cases, coverage))));
if (!options['cases-file'] && asked > 0) {
  coverage.print();
  // One browser alone shows but one side of a row, and has types that it cannot be asked about.
  const isComplete = positionals.length === 0 && total.skipped === 0;
  for (const hole of coverage.holes()) {
    console.log(`${isComplete ? 'FAILED' : 'not seen by these browsers:'} coverage: ${hole}`);
    if (isComplete) total.failed += 1;
  }
}
total.finish();
