// Breaks the core in one place at a time and shows that a test notices. By hand, in no run of CI:
//   node tests/mutants/run.mjs [WORD...]     only the mutants whose file or name has one of the words
// Builds without sanitizers in build/mutants (HEADSTRONG_MUTANTS names another tree). A file is put back
// whatever happens; nobody else may edit or build here meanwhile.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { mutants } from './mutants.mjs';
import { capture, root } from '../support/command.mjs';
import { Tally } from '../support/tally.mjs';

const build = process.env.HEADSTRONG_MUTANTS ?? `${root}build/mutants`;
const words = process.argv.slice(2);
const tally = new Tally();

function make() {
  const { status, stdout } = capture('cmake', ['--build', build, '--target', 'headstrong_tests'], { encoding: 'utf8' });
  return { built: status === 0, said: stdout.split('\n').filter((line) => /error/.test(line)).slice(0, 5).join('\n') };
}
/** Whether the named tests pass; a name that is no test's fails as nothing that was run. */
function passes(names) {
  const { status, stdout } = capture(`${build}/tests/headstrong_tests`, [names], { encoding: 'utf8', timeout: 600_000 });
  if (/No test cases matched|No tests ran/.test(stdout)) throw new Error(`no test is called ${names}`);
  return status === 0;
}

if (!existsSync(`${build}/build.ninja`)) {
  const { status, stderr } = capture('cmake', ['-S', root, '-B', build, '-G', 'Ninja', '-DCMAKE_BUILD_TYPE=None',
    '-DCMAKE_CXX_FLAGS=-O0', '-DCMAKE_UNITY_BUILD=ON', '-DHEADSTRONG_BUILD_TESTS=ON'], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
}

const chosen = mutants.filter(({ file, what }) =>
  words.length === 0 || words.some((word) => file.includes(word) || what.includes(word)));
const path = ({ file }) => `${root}core/${file}`;

let changed = null;
const putBack = () => {
  if (changed) writeFileSync(changed.path, changed.text);
  changed = null;
};
process.on('exit', putBack);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(1));

await tally.test('every test named here passes as long as nothing is broken', () => {
  const { built, said } = make();
  if (!built) throw new Error(said);
  for (const names of new Set(chosen.map(({ tests }) => tests))) {
    if (!passes(names)) throw new Error(`fails: ${names}`);
  }
});

for (const mutant of chosen) {
  await tally.test(`${mutant.file}: ${mutant.what}`, () => {
    const text = readFileSync(path(mutant), 'utf8');
    const parts = text.split(mutant.from);
    if (parts.length !== 2) throw new Error(`found ${parts.length - 1} times: ${mutant.from}`);
    changed = { path: path(mutant), text };
    try {
      writeFileSync(path(mutant), parts.join(mutant.to));
      const { built, said } = make();
      if (!built) throw new Error(`does not compile: ${said}`);
      if (passes(mutant.tests)) throw new Error(`survives: ${mutant.tests}`);
      console.log(`killed ${mutant.file}: ${mutant.what}`);
    } finally {
      putBack();
    }
  });
}
tally.finish();
