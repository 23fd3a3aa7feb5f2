// How the instructions of the page's own scripts grow with their text: Node runs them interpreted, patterns
// too, under callgrind, which counts nothing but the scripts that script_work.mjs runs.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { start } from '../support/command.mjs';
import { importSource } from '../site/support/compile.mjs';
import { CASES, SIZE } from './script_work.mjs';

/**
 * Interpreted, on one thread, with nothing drawn by lot, and room enough that no rubbish is collected between: the
 * same text takes the same instructions, and twice the text no collection more.
 */
const STEADY = ['--min-semi-space-size=64', '--max-semi-space-size=64', '--jitless', '--no-expose-wasm', '--predictable', '--single-threaded', '--hash-seed=1', '--random-seed=1'];
/** Where Node goes from its own code to a script's, and back. */
const RUN = 'v8::Script::Run(v8::Local<v8::Context>)';

/** [{ name, size, instructions, ratio, isLinear }]; `dumps` is a folder. */
export async function scriptGrowth(dumps) {
  await importSource('sharing/secrets.ts');  // leaves the bundle that is run
  const out = `${dumps}/script`;
  const work = new URL('./script_work.mjs', import.meta.url).pathname;
  const { status, output } = await start('valgrind', [
    '--tool=callgrind', '--quiet', `--callgrind-out-file=${out}`, '--dump-line=no', '--collect-atstart=no',
    `--toggle-collect=${RUN}`, `--dump-after=${RUN}`, process.execPath, ...STEADY, work, '--run',
  ], { env: { ...process.env, NODE_OPTIONS: '' } });
  assert.equal(status, 0, output);
  const count = (number) => Number(/^totals: (\d+)$/m.exec(readFileSync(`${out}.${number}`, 'utf8'))[1]);
  // Each case is run on little text first, so that what is made once is made.
  return CASES.map(({ name, isLinear, size = SIZE }, i) => {
    const [once, twice] = [3 * i + 2, 3 * i + 3].map(count);
    return { name, isLinear, size, instructions: once, ofDouble: twice, ratio: twice / once };
  });
}
