// Emits header sets, starts what they are written for, and reads the headers back.
//   node tests/servers/run.mjs [--long] [--list] [TARGET...]
// Consumers that take more than 20 s run with --long, or when they are named.
// `receiver:TARGET` runs what the target takes violation reports with.
// The last line is "N passed, N failed", and ", N skipped" if a consumer is not installed here.
import { readdirSync } from 'node:fs';
import { targets } from './lib/program.mjs';
import { receivers } from './lib/receivers.mjs';
import { checkDelivery } from './lib/delivery.mjs';
import { checkHashes } from './lib/hashes.mjs';
import { checkProof, proofTools } from './lib/proof.mjs';
import { walkthroughs } from './lib/walkthroughs.mjs';
import { checkOptions, checkReceiver } from './lib/receiver_suite.mjs';
import { runSuite } from './lib/suite.mjs';
import { Tally } from '../support/tally.mjs';

const shownFailures = 15;

async function consumers() {
  const folder = new URL('./consumers/', import.meta.url);
  const all = [];
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.mjs')).sort()) {
    all.push((await import(new URL(file, folder).href)).default);
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

/** Runs one part and says what came of it. */
async function counted(name, total, run) {
  const tally = new Tally();
  const begin = Date.now();
  try {
    await run(tally);
  } catch (error) {
    tally.fail(`${name}: ${error.stack}`);
  }
  tally.check(tally.passed + tally.failed > 0, () => `${name}: no test was run`);
  const seconds = ((Date.now() - begin) / 1000).toFixed(1);
  console.log(`${name}: ${tally.passed} passed, ${tally.failed} failed in ${seconds} s`);
  total.merge(tally);
}

/**
 * What is tried beside the headers.
 * @returns {{ name: string, long?: boolean, missing: () => string[], run: (tally: Tally) => unknown }[]}
 */
function partsBeside(long) {
  return [
    { name: 'receiver', missing: () => [], run: (tally) => checkOptions(receivers, tally) },
    ...receivers.map((receiver) => ({
      name: `receiver:${receiver.target}`, missing: receiver.missing, run: (tally) => checkReceiver(receiver, tally),
    })),
    {
      name: 'delivery',
      missing: () => receivers.filter(({ quick }) => quick || long).flatMap((receiver) => receiver.missing()),
      run: (tally) => checkDelivery(receivers.filter(({ quick }) => quick || long), tally, { webkit: long }),
    },
    { name: 'hashes', missing: () => [], run: (tally) => checkHashes(tally, { webkit: long }) },
    ...walkthroughs,
    { name: 'proof', missing: proofTools, run: (tally) => checkProof(tally, { webkit: long }) },
  ];
}

async function main(args) {
  const long = args.includes('--long');
  const wanted = args.filter((arg) => !arg.startsWith('--'));
  const all = await consumers();
  const parts = partsBeside(long);
  if (args.includes('--list')) {
    console.log([...all.map(({ target }) => target), ...parts.map(({ name }) => name)].join('\n'));
    return;
  }
  const total = new Tally();
  if (wanted.length === 0) checkEvidence(all, total);
  for (const consumer of all) {
    if (wanted.length > 0 ? !wanted.includes(consumer.target) : consumer.long && !long) continue;
    const missing = consumer.missing();
    if (missing.length > 0) {
      total.skip(consumer.target, `not installed: ${missing.join(', ')}`);
      continue;
    }
    await counted(consumer.target, total, (tally) => runSuite(consumer, tally, { long }));
  }
  for (const part of parts) {
    if (wanted.length > 0 ? !wanted.includes(part.name) : part.long && !long) continue;
    const missing = part.missing();
    if (missing.length > 0) {
      total.skip(part.name, `not installed: ${missing.join(', ')}`);
      continue;
    }
    await counted(part.name, total, part.run);
  }
  total.showFailures(shownFailures);
  total.finish();
}

await main(process.argv.slice(2));
