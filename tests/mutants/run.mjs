// Breaks the core in one place at a time and shows that a test notices. By hand, in no run of CI:
//   node tests/mutants/run.mjs [WORD...]     only the mutants whose file or name has one of the words
// Builds without sanitizers in build/mutants (HEADSTRONG_MUTANTS names another tree). The broken file is
// compiled from a copy and linked before the library, whose own it displaces. Tests that read the sources
// want the file in its place: those are put back at once.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname } from 'node:path';
import { mutants, outdated } from './mutants.mjs';
import { capture, root } from '../support/command.mjs';
import { removeAtEnd } from '../support/ending.mjs';
import { Tally } from '../support/tally.mjs';

const build = process.env.HEADSTRONG_MUTANTS ?? `${root}build/mutants`;
const words = process.argv.slice(2);
const tally = new Tally();
const faults = outdated();
if (faults.length > 0) {
  console.error(`tests/mutants/mutants.mjs no longer fits the tree:\n${faults.join('\n')}`);
  process.exit(2);
}
const scratch = removeAtEnd(mkdtempSync(`${tmpdir()}/headstrong-mutants-`));

function must(command, args, options = {}) {
  const { status, stdout, stderr } = capture(command, args, options);
  if (status === 0) return stdout;
  throw new Error(`${stdout}${stderr}`.split('\n').filter((line) => /error|undefined/i.test(line)).slice(0, 5).join('\n'));
}
/** Whether the named tests pass. */
function passes(program, names) {
  const { status, signal, stdout } = capture(program, [names], { timeout: 600_000 });
  if (/No test cases matched|No tests ran/.test(stdout)) throw new Error(`no test is called ${names}`);
  return status === 0 && signal === null;
}

if (!existsSync(`${build}/build.ninja`)) {
  must('cmake', ['-S', root, '-B', build, '-G', 'Ninja', '-DCMAKE_BUILD_TYPE=None', '-DCMAKE_CXX_FLAGS=-O0',
    '-DCMAKE_UNITY_BUILD=ON', '-DHEADSTRONG_BUILD_TESTS=ON']);
}
must('cmake', ['--build', build, '--target', 'headstrong_tests']);
const whole = `${build}/tests/headstrong_tests`;
const output = '-o tests/headstrong_tests';
const linkLine = must('ninja', ['-C', build, '-t', 'commands', 'headstrong_tests']).split('\n')
  .find((line) => line.includes(output)).split(' && ').find((part) => part.includes(output));

/** The tests with this file in the place of the core's; what it includes is looked for in `folder` first. */
function programWith(source, folder = scratch) {
  const object = `${scratch}/mutant.o`;
  const program = `${scratch}/tests`;
  must('c++', ['-std=c++20', '-O0', '-w', '-fno-exceptions', `-I${folder}`, `-I${root}core/src`, `-I${root}core/include`,
    `-I${build}/include`, `-I${build}/generated`, '-c', source, '-o', object]);
  must('sh', ['-c', linkLine.replace(output, `-Wl,--allow-multiple-definition -o ${program} ${object}`)], { cwd: build });
  return program;
}

/** @param {import('./mutants.mjs').Mutant} mutant */
function survives({ file, through, from, to, tests, inPlace }) {
  const path = `${root}core/${file}`;
  const text = readFileSync(path, 'utf8');
  const parts = text.split(from);
  if (parts.length !== 2) throw new Error(`found ${parts.length - 1} times: ${from}`);
  if (inPlace) {
    try {
      writeFileSync(path, parts.join(to));
      return passes(whole, tests);
    } finally {
      writeFileSync(path, text);
    }
  }
  if (through) {
    const table = `${scratch}/tables/${file.replace(/^src\//, '')}`;
    mkdirSync(dirname(table), { recursive: true });
    writeFileSync(table, parts.join(to));
    return passes(programWith(`${root}core/${through}`, `${scratch}/tables`), tests);
  }
  writeFileSync(`${scratch}/mutant.cpp`, parts.join(to));
  return passes(programWith(`${scratch}/mutant.cpp`), tests);
}

const chosen = mutants.filter(({ file, what }) =>
  words.length === 0 || words.some((word) => file.includes(word) || what.includes(word)));

await tally.test('every test named here passes as long as nothing is broken', () => {
  for (const names of new Set(chosen.map(({ tests }) => tests))) {
    if (!passes(whole, names)) throw new Error(`fails: ${names}`);
  }
});
for (const mutant of chosen) {
  await tally.test(`${mutant.file}: ${mutant.what}`, () => {
    if (survives(mutant)) throw new Error(`survives: ${mutant.tests}`);
    console.log(`killed ${mutant.file}: ${mutant.what}`);
  });
}
tally.finish();
