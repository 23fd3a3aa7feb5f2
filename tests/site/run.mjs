#!/usr/bin/env node
// The page's tests: its parts alone, then the built page in real browsers.
// `node tests/site/run.mjs [WORD...]` runs only the files whose name has one of the words.
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { run } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Tally } from '../support/tally.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const words = process.argv.slice(2).filter((word) => !word.startsWith('-'));

function testFiles(folder) {
  return readdirSync(join(here, folder))
    .filter((name) => name.endsWith('.test.mjs'))
    .filter((name) => words.length === 0 || words.some((word) => name.includes(word)))
    .sort()
    .map((name) => join(here, folder, name));
}

const files = [...testFiles('unit'), ...testFiles('tour')];
const counts = new Tally();

/** Node reports a file as a test too; it counts only if it failed for a reason of its own. */
function isFile({ name }) {
  return files.some((file) => file === name || basename(file) === basename(name));
}

function passed(data) {
  if (data.details.type === 'suite' || isFile(data)) return;
  if (data.skip !== undefined) {
    counts.skip(data.name, data.skip);
    return;
  }
  counts.pass();
  console.log(`passed   ${data.name} (${Math.round(data.details.duration_ms)} ms)`);
}

function failed(data) {
  const { error } = data.details;
  if (error?.failureType === 'subtestsFailed') return;
  counts.failed += 1;
  const cause = error?.cause ?? error;
  // A file that ends before its tests do was ended by something: by what is said here alone.
  const ended = error?.exitCode !== undefined || error?.signal ? ` (exit ${error.exitCode}, signal ${error.signal})` : '';
  console.log(`FAILED   ${data.name}${ended}\n${cause?.stack ?? cause}`);
}

const stream = run({ files, concurrency: 1 });
stream.on('test:pass', passed);
stream.on('test:fail', failed);
stream.on('test:stderr', ({ message }) => process.stdout.write(message));
for await (const event of stream) void event;

counts.finish();
