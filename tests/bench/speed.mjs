// How fast we are beside the peers, on the same policies in one run: shown, not judged, since machines
// are shared. By the mean (all policies together) and by the median of each policy's own ratio, because
// one of the peers is very skewed.
//   node tests/bench/speed.mjs [MODULE_FOLDER]   this part alone
import { mkdirSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { root, start } from '../support/command.mjs';
import { readData } from '../support/data.mjs';
import { evaluateCsp, observatoryCspTest, observatoryGrade } from './peers.mjs';

/** Of each policy the nanoseconds of the quickest of some passes over all. */
function timesOfEach(rounds, policies, judge) {
  const best = new Float64Array(policies.length).fill(Infinity);
  for (let round = 0; round < rounds; ++round) {
    for (let i = 0; i < policies.length; ++i) {
      const begin = process.hrtime.bigint();
      judge(policies[i]);
      best[i] = Math.min(best[i], Number(process.hrtime.bigint() - begin));
    }
  }
  return best;
}
const sum = (times) => times.reduce((total, time) => total + time, 0);
function median(values) {
  const sorted = Float64Array.from(values).sort();
  return sorted[sorted.length >> 1];
}

/** Seconds of processor time of the program on a file of lines; of wall clock as well. */
function programTime(program, args) {
  const begin = process.hrtime.bigint();
  const { status } = spawnSync(program, args, { stdio: ['ignore', 'ignore', 'ignore'] });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: exit ${status}`);
  return Number(process.hrtime.bigint() - begin);
}

export async function compareSpeed({ policies, policyFile, hs, measure, program, row, results }) {
  const native = await measure('throughput', policyFile);
  const peers = {
    'CSP Evaluator': timesOfEach(4, policies, evaluateCsp),
    'Observatory\'s CSP parse and test': timesOfEach(10, policies, await observatoryCspTest()),
    'Observatory\'s whole grade': timesOfEach(10, policies, await observatoryGrade()),
  };
  const ours = {
    'native, ids': native.ids,
    'native, whole report as JSON': native.wholeReport,
    'module, whole report': timesOfEach(12, policies, (policy) => hs.analyze(policy, { elsewhere: 'off' })),
    'module, with elsewhere': timesOfEach(6, policies, (policy) => hs.analyze(policy)),
  };
  results.speed = {};
  for (const [name, times] of [...Object.entries(peers), ...Object.entries(ours)]) {
    const line = { mean: sum(times) / times.length, median: median(times) };
    results.speed[name] = line;
    row(name, `${(line.mean / 1000).toFixed(1)} us`, `mean a policy; median ${(line.median / 1000).toFixed(1)} us`);
  }
  const beside = (our, their, wantedMean, wantedMedian) => {
    const a = ours[our];
    const b = peers[their];
    const mean = sum(b) / sum(a);
    const middle = median(a.map((time, i) => b[i] / time));
    const slower = a.filter((time, i) => time > b[i]).length / a.length;
    results.speed[`${our} to ${their}`] = { mean, median: middle, slower };
    const reached = mean >= wantedMean && (wantedMedian === undefined || (middle >= wantedMedian && slower <= 0.01));
    row(`${our} to ${their}`, `${mean.toFixed(1)} x`,
      `>= ${wantedMean} x   ${reached ? 'reached' : 'NOT REACHED'}; median ${middle.toFixed(1)} x${wantedMedian === undefined ? '' : ` (>= ${wantedMedian})`}, slower on ${(slower * 100).toFixed(1)} %`);
  };
  beside('native, ids', 'CSP Evaluator', 100);
  beside('native, ids', 'Observatory\'s CSP parse and test', 10);
  beside('module, whole report', 'CSP Evaluator', 10, 5);
  beside('module, whole report', 'Observatory\'s whole grade', 1);
  const together = Float64Array.from(peers['CSP Evaluator'], (time, i) => time + peers['Observatory\'s whole grade'][i]);
  row('module, with elsewhere, to both peers together', `${(sum(together) / sum(ours['module, with elsewhere'])).toFixed(1)} x`,
    `>= 1 x   slower on ${(ours['module, with elsewhere'].filter((time, i) => time > together[i]).length / policies.length * 100).toFixed(1)} %`);

  // Lines as the program takes them, often enough that its start does not count.
  const TIMES = 40;
  const lines = policies.map((csp) => `${JSON.stringify({ csp })}\n`).join('');
  const file = `${root}build/bench/lines.ndjson`;
  writeFileSync(file, lines.repeat(TIMES));
  const call = ['analyze', '--ndjson', '--option', 'elsewhere=off'];
  const of = (...args) => Math.min(...[1, 2, 3].map(() => programTime(program, [...call, ...args, file])));
  const one = of();
  const two = of('--jobs', '2');
  const each = one / (TIMES * policies.length);
  const evaluator = sum(peers['CSP Evaluator']) / policies.length;
  row('NDJSON to CSP Evaluator', `${(evaluator / each).toFixed(1)} x`, `>= 40 x   ${(Buffer.byteLength(lines) * TIMES / one * 1000).toFixed(1)} MB/s of lines`);
  row('NDJSON, two jobs to one', `${(one / two).toFixed(2)} x`, '>= 1.6 x where two cores are free');
  results.speed.ndjson = { toEvaluator: evaluator / each, twoJobs: one / two };
}

if (process.argv[1] && resolve(process.argv[1]) === resolve(new URL(import.meta.url).pathname)) {
  const folder = process.argv[2] ? resolve(process.argv[2]) : `${root}build/wasm`;
  const { load } = await import(`${folder}/headstrong.mjs`);
  const bytes = (text) => Buffer.byteLength(text);
  const policies = readData('csps').map(({ csp }) => csp).filter((csp) => bytes(csp) >= 200 && bytes(csp) <= 2000);
  mkdirSync(`${root}build/bench`, { recursive: true });
  const policyFile = `${root}build/bench/policies.ndjson`;
  writeFileSync(policyFile, policies.map((policy) => `${JSON.stringify(policy)}\n`).join(''));
  const native = process.env.BUILD ?? `${root}build/native`;
  const measure = async (...args) => {
    const { status, output } = await start(`${native}/tests/bench/headstrong_bench`, args);
    if (status !== 0) throw new Error(output);
    return JSON.parse(output.trimEnd().split('\n').at(-1));
  };
  await compareSpeed({
    policies, policyFile, hs: await load(), measure, program: `${native}/headstrong`, results: {},
    row: (name, value, wanted) => console.log(`${name.padEnd(64)} ${value.padStart(12)}   ${wanted}`),
  });
}
