// Emits header sets, starts what they are written for, and reads the headers back.
//   node tests/servers/run.mjs [--long] [--list] [TARGET...]
// The last line is "N passed, N failed", and ", N skipped" if a consumer is not installed here.
import { readdirSync } from 'node:fs';
import { targets } from './lib/program.mjs';
import { runSuite } from './lib/suite.mjs';
import { Tally } from '../support/tally.mjs';

const shownFailures = 15;

async function consumers() {
  const folder = new URL('./consumers/', import.meta.url);
  const all = [];
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.mjs')).sort()) {
    all.push((await import(new URL(file, folder))).default);
  }
  return all;
}

/** Evidence is a claim: "server" and "parser" need a consumer here, and only these have one. */
function checkEvidence(all, tally) {
  for (const { id, evidence } of targets()) {
    const consumer = all.find(({ target }) => target === id);
    const shown = consumer ? consumer.evidence : 'none';
    tally.check(shown === evidence, () => `${id}: evidence "${evidence}", but the tests are "${shown}"`);
  }
}

async function main(args) {
  const long = args.includes('--long');
  const wanted = args.filter((arg) => !arg.startsWith('--'));
  const all = await consumers();
  if (args.includes('--list')) {
    console.log(all.map(({ target }) => target).join('\n'));
    return;
  }
  const total = new Tally();
  if (wanted.length === 0) checkEvidence(all, total);
  for (const consumer of all) {
    if (wanted.length > 0 && !wanted.includes(consumer.target)) continue;
    const missing = consumer.missing();
    if (missing.length > 0) {
      total.skip(consumer.target, `not installed: ${missing.join(', ')}`);
      continue;
    }
    const tally = new Tally();
    const begin = Date.now();
    try {
      await runSuite(consumer, tally, { long });
    } catch (error) {
      tally.fail(`${consumer.target}: ${error.stack}`);
    }
    tally.check(tally.passed + tally.failed > 0, () => `${consumer.target}: no test was run`);
    const seconds = ((Date.now() - begin) / 1000).toFixed(1);
    console.log(`${consumer.target}: ${tally.passed} passed, ${tally.failed} failed in ${seconds} s`);
    total.merge(tally);
  }
  total.showFailures(shownFailures);
  total.finish();
}

await main(process.argv.slice(2));
