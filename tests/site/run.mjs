#!/usr/bin/env node
// The page's tests: its parts alone, then the built page in real browsers.
// `node tests/site/run.mjs [WORD...]` runs only the files whose name has one of the words. Files run side by
// side, one on each processor; a tour that all browsers make is a run of its own for each of them.
import { spawn } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { run } from 'node:test';
import { fileURLToPath } from 'node:url';
import { BROWSERS } from './support/browsers.mjs';
import { Tally } from '../support/tally.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const isShare = process.argv[2] === '--share';
const words = process.argv.slice(2).filter((word) => !word.startsWith('-'));

function testFiles(folder) {
  return readdirSync(join(here, folder))
    .filter((name) => name.endsWith('.test.mjs'))
    .filter((name) => words.length === 0 || words.some((word) => name.includes(word)))
    .sort()
    .map((name) => join(here, folder, name));
}

/** What a process runs: { files, browser }; without a browser, in all that the files ask for. */
function shares() {
  const all = [];
  const goesThroughAll = (file) => /\bof BROWSERS\b/.test(readFileSync(file, 'utf8'));
  for (const file of testFiles('tour')) {
    if (goesThroughAll(file)) all.push(...BROWSERS.map(({ browser }) => ({ files: [file], browser })));
    else all.push({ files: [file] });
  }
  const units = testFiles('unit');
  if (units.length > 0) all.push({ files: units });
  return all;
}

/** Runs these files in this process's turn, and says what came of each test. */
async function runShare(files) {
  const counts = new Tally();

  /** Node reports a file as a test too; it counts only if it failed for a reason of its own. */
  const isFile = ({ name }) => files.some((file) => file === name || basename(file) === basename(name));

  const passed = (data) => {
    // A suite that is skipped has no tests to count.
    if (data.skip !== undefined) {
      counts.skip(data.name, data.skip);
      return;
    }
    if (data.details.type === 'suite' || isFile(data)) return;
    counts.pass();
    console.log(`passed   ${data.name} (${Math.round(data.details.duration_ms)} ms)`);
  };

  const failed = (data) => {
    const { error } = data.details;
    if (error?.failureType === 'subtestsFailed') return;
    counts.failed += 1;
    const cause = error?.cause ?? error;
    // A file that ends before its tests do was ended by something: by what is said here alone.
    const ended = error?.exitCode !== undefined || error?.signal ? ` (exit ${error.exitCode}, signal ${error.signal})` : '';
    console.log(`FAILED   ${data.name}${ended}\n${cause?.stack ?? cause}`);
  };

  const stream = run({ files, concurrency: 1 });
  stream.on('test:pass', passed);
  stream.on('test:fail', failed);
  stream.on('test:stderr', ({ message }) => process.stdout.write(message));
  for await (const event of stream) void event;
  counts.finish({ isPart: true });
}

/**
 * Runs a share in a process of its own; shows its lines as they come, and adds what it has counted.
 * @param {{ files: string[], browser?: string }} share
 */
async function inProcess({ files, browser }, total) {
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url), '--share', ...files], {
    stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, HEADSTRONG_TOUR: browser ?? '' },
  });
  const ended = new Promise((resolve) => child.on('close', (code, signal) => resolve({ code, signal })));
  let counted = false;
  for await (const line of createInterface({ input: child.stdout })) {
    if (total.add(line)) counted = true;
    else console.log(line);
  }
  const { code, signal } = await ended;
  if (!counted) {
    total.failed += 1;
    console.log(`FAILED   ${files.map((file) => basename(file)).join(', ')}: ended without a count (exit ${code}, signal ${signal})`);
  }
}

async function runAll() {
  const total = new Tally();
  const queue = shares();
  const work = async () => {
    for (let share = queue.shift(); share; share = queue.shift()) await inProcess(share, total);
  };
  await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, work));
  total.finish();
}

if (isShare) await runShare(words);
else await runAll();
