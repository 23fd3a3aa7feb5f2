// Another project can use the core: it configures, builds only the library, and runs.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { capture, mustRun, root } from '../support/command.mjs';
import { Tally } from '../support/tally.mjs';

const build = `${root}build/install`;
const tally = new Tally();

await tally.test('a consumer adds the folder, builds and runs', async () => {
  // A unity build, since speed of the result is not asked for; it also shows that one works.
  await mustRun('cmake', ['-S', 'tests/install', '-B', build, '-G', 'Ninja', `-DHEADSTRONG_DIR=${root}`,
    '-DCMAKE_BUILD_TYPE=', '-DCMAKE_CXX_FLAGS=-O0', '-DCMAKE_UNITY_BUILD=ON'],
  { stdio: ['ignore', 'ignore', 'inherit'] });
  await mustRun('cmake', ['--build', build], { stdio: ['ignore', 'ignore', 'inherit'] });
  const { status, stdout } = capture(`${build}/consumer`, []);
  assert.equal(status, 0);
  assert.equal(stdout, 'F 1 1 1 0 {0\n');
});

await tally.test('the consumer gets the library alone, without program and tests', () => {
  // Files only: the check of the public headers makes folders that are called headstrong.
  const files = readdirSync(`${build}/headstrong`, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile()).map((entry) => entry.name);
  assert(files.includes('libheadstrong_core.a'));
  assert(!files.includes('headstrong') && !files.includes('headstrong_tests'));
});

await tally.test('every public header can be included alone', async () => {
  await mustRun('cmake', ['--build', build, '--target', 'headstrong_core_verify_interface_header_sets'],
    { stdio: ['ignore', 'ignore', 'inherit'] });
});

tally.finish();
