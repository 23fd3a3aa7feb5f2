// Another project can use the core: it configures, builds only the library, and runs.
//   node tests/install/run.mjs [--long]
// The usual run links the library of build/native, if that is there, and of the core compiles as a part
// of the other project only some files; with --long that project compiles the whole core itself.
import assert from 'node:assert/strict';
import { existsSync, rmSync } from 'node:fs';
import { capture, mustRun, root } from '../support/command.mjs';
import { Tally } from '../support/tally.mjs';

const build = `${root}build/install`;
const built = `${root}build/native/core/libheadstrong_core.a`;
const isLong = process.argv.includes('--long');
const usesBuilt = !isLong && existsSync(built);
const quiet = { stdio: ['ignore', 'ignore', 'inherit'] };
const make = (...targets) => mustRun('cmake', ['--build', build, ...targets.flatMap((target) => ['--target', target])], quiet);
const tally = new Tally();

await tally.test('a consumer adds the folder, builds and runs', async () => {
  // A unity build, since speed of the result is not asked for; it also shows that one works.
  rmSync(`${build}/consumer`, { force: true });
  await mustRun('cmake', ['-S', 'tests/install', '-B', build, '-G', 'Ninja', `-DHEADSTRONG_DIR=${root}`,
    `-DHEADSTRONG_LIBRARY=${usesBuilt ? built : ''}`,
    '-DCMAKE_BUILD_TYPE=', '-DCMAKE_CXX_FLAGS=-O0', '-DCMAKE_UNITY_BUILD=ON'], quiet);
  await make('consumer');
  const { status, stdout } = capture(`${build}/consumer`, []);
  assert.equal(status, 0);
  assert.equal(stdout, 'F 1 1 1 0 {0\n');
});

const targets = capture('ninja', ['-C', build, '-t', 'targets', 'all']).stdout.split('\n').map((line) => line.split(':')[0]);

await tally.test('the consumer gets the library alone, without program and tests', () => {
  const made = targets.map((target) => target.split('/').at(-1));
  assert(made.includes('libheadstrong_core.a'));
  for (const name of ['headstrong', 'headstrong_program', 'headstrong_tests']) assert(!made.includes(name), name);
});

if (usesBuilt) {
  await tally.test('files of the core that read tables and JSON compile as a part of the consumer', async () => {
    const objects = targets.filter((target) => /headstrong_core\.dir\/Unity\/unity_(model|protocol)_\d+_cxx\.cxx\.o$/.test(target));
    assert(objects.length >= 2, targets.join('\n').slice(0, 2000));
    await make(...objects);
  });
}

await tally.test('every public header can be included alone', () => make('headstrong_core_verify_interface_header_sets'));

tally.finish();
