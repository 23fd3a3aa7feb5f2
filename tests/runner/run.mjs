// The runner itself, with layers of its own making: what counts as failed, and what a signal leaves.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { capture, root } from '../support/command.mjs';
import { descendants, removeAtEnd } from '../support/ending.mjs';
import { mutants, outdated } from '../mutants/mutants.mjs';
import { Tally } from '../support/tally.mjs';
import { until } from '../support/until.mjs';

const tally = new Tally();

/** A repository with the runner and layers that do this; `files` are further ones. */
function treeWith(layers, files = {}) {
  const folder = removeAtEnd(mkdtempSync(join(tmpdir(), 'headstrong-runner-')));
  for (const file of ['tests/run', 'tests/support', '.ci/install-tools.sh']) cpSync(root + file, `${folder}/${file}`, { recursive: true });
  mkdirSync(`${folder}/tests/node_modules`);
  writeFileSync(`${folder}/tests/package-lock.json`, '{}');
  utimesSync(`${folder}/tests/package-lock.json`, 0, 0);  // npm has installed since
  writeFileSync(`${folder}/tests/node_modules/.package-lock.json`, '{}');
  for (const name of Object.keys(layers)) mkdirSync(`${folder}/tests/${name}`);
  for (const [name, code] of Object.entries(layers)) writeFileSync(`${folder}/tests/${name}/run.mjs`, code);
  for (const [name, text] of Object.entries(files)) writeFileSync(`${folder}/${name}`, text);
  return folder;
}

function runLayers(layers, files) {
  const folder = treeWith(layers, files);
  const { status, stdout } = capture(`${folder}/tests/run`, Object.keys(layers), { cwd: folder });
  const lines = stdout.trimEnd().split('\n');
  return { status, lines, last: lines.at(-1) };
}
function runLayer(layer) {
  const { status, last } = runLayers({ fuzz: layer });
  return { status, last };
}

const says = (line, code = 0) => `console.log(${JSON.stringify(line)}); process.exitCode = ${code};`;
const OUTCOMES = [
  ['a layer that passes', says('3 passed, 0 failed'), 0, '3 passed, 0 failed'],
  ['with something skipped', says('3 passed, 0 failed, 2 skipped'), 0, '3 passed, 0 failed, 2 skipped'],
  ['one that fails', says('3 passed, 1 failed', 1), 1, '3 passed, 1 failed'],
  ['one that says that it failed, and ends as if not', says('3 passed, 1 failed'), 1, '3 passed, 1 failed'],
  ['one whose exit code alone says so', says('3 passed, 0 failed', 1), 1, '3 passed, 1 failed'],
  ['one in which no test was run', says('0 passed, 0 failed'), 1, '0 passed, 1 failed'],
  ['one in which all was skipped', says('0 passed, 0 failed, 7 skipped'), 1, '0 passed, 1 failed, 7 skipped'],
  ['one that ends without a count', says('all is well'), 1, '0 passed, 1 failed'],
  ['one that says nothing', '', 1, '0 passed, 1 failed'],
];
for (const [name, layer, code, line] of OUTCOMES) {
  await tally.test(name, () => assert.deepEqual(runLayer(layer), { status: code, last: line }));
}

/** Waits for what another layer has written: layers that run one after the other never get there. */
const meets = (own, other, then) => `
  import { existsSync, writeFileSync } from 'node:fs';
  import { until } from '../support/until.mjs';
  console.log('${own} begins');
  writeFileSync('${own}-is-there', '');
  await until(() => existsSync('${other}-is-there'), { limit: 60_000 });
  ${then}
`;
await tally.test('two layers run side by side, and each shows its output in one piece', () => {
  const { status, lines, last } = runLayers({ fuzz: meets('fuzz', 'wasm', says('3 passed, 0 failed')), wasm: meets('wasm', 'fuzz', says('4 passed, 0 failed, 1 skipped')) });
  assert.equal(status, 0);
  assert.equal(last, '7 passed, 0 failed, 1 skipped');
  for (const [name, line] of [['fuzz', '3 passed, 0 failed'], ['wasm', '4 passed, 0 failed, 1 skipped']]) {
    const at = lines.indexOf(`== ${name}`);
    assert.deepEqual(lines.slice(at + 1, at + 3), [`${name} begins`, line]);
  }
});
await tally.test('of two layers one that fails fails the run, whichever ends first', () => {
  const fails = says('1 passed, 2 failed', 1);
  const passes = says('3 passed, 0 failed');
  for (const layers of [{ fuzz: fails, wasm: passes }, { fuzz: passes, wasm: fails }]) {
    const { status, last } = runLayers(layers);
    assert.deepEqual([status, last], [1, '4 passed, 2 failed']);
  }
});
await tally.test('more layers than run side by side all run', () => {
  const layers = Object.fromEntries(['core', 'wasm', 'site', 'servers', 'bench'].map((name) => [name, says('2 passed, 0 failed')]));
  const { status, last } = runLayers(layers);
  assert.deepEqual([status, last], [0, '10 passed, 0 failed']);
});
await tally.test('what cannot be built fails the layers that need it, and no others', () => {
  const passes = says('3 passed, 0 failed');
  const { status, lines, last } = runLayers({ fuzz: passes, wasm: passes, servers: passes }, { 'tests/wasm/tools.sh': 'parts program\n' });
  assert.deepEqual([status, last], [1, '6 passed, 1 failed']);
  assert(lines.some((line) => line.startsWith('Could not build')), lines.join('\n'));
});

await tally.test('a tally without a test has failed', () => {
  const code = `import { Tally } from ${JSON.stringify(`${root}tests/support/tally.mjs`)}; const t = new Tally();`;
  const end = (more) => capture('node', ['--input-type=module', '-e', `${code} ${more} t.finish();`]);
  assert.deepEqual([end('').status, end("t.skip('a', 'b');").status, end('t.pass();').status], [1, 1, 0]);
  assert.match(end("t.skip('a', 'b');").stdout, /0 passed, 1 failed, 1 skipped\n$/);
});

await tally.test('every mutant fits the tree, and one that does not is told', () => {
  assert.deepEqual(outdated(), []);
  const [one] = mutants;
  for (const wrong of [{ file: 'src/gone.cpp' }, { from: 'no such text' }, { tests: 'no such test' }, { to: one.from }]) {
    assert.equal(outdated([{ ...one, ...wrong }]).length, 1, JSON.stringify(wrong));
  }
});

/** A layer that starts a child, a grandchild and one in a process group of its own, and waits. */
const STARTS_OTHERS = `
  import { spawn } from 'node:child_process';
  import { mkdtempSync, writeFileSync } from 'node:fs';
  import { descendants, removeAtEnd } from '../support/ending.mjs';
  const scratch = removeAtEnd(mkdtempSync('scratch-'));
  spawn('sh', ['-c', 'sleep 987 & wait']);
  spawn('sleep', ['987'], { detached: true, stdio: 'ignore' }).unref();
  setInterval(() => { if (descendants().length >= 3) writeFileSync('started', scratch); }, 20);
`;
const isAlive = (pid) => {
  try {
    return !/^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
};

async function endedBy(signal, command, folder) {
  const child = spawn(command[0], command.slice(1), { cwd: folder, stdio: 'ignore' });
  const gone = new Promise((resolve) => child.on('close', resolve));
  await until(() => existsSync(`${folder}/started`));
  const below = descendants(child.pid);
  assert(below.length >= 3, `only ${below.length} processes`);
  process.kill(child.pid, signal);
  assert(await gone > 128);
  await until(() => !below.some(isAlive));
  const scratch = readFileSync(`${folder}/started`, 'utf8');
  assert(!existsSync(`${folder}/${scratch}`), 'its scratch folder is still there');
}
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) {
  await tally.test(`${signal} to the runner leaves nothing running`, () => {
    const folder = treeWith({ fuzz: STARTS_OTHERS });
    return endedBy(signal, ['tests/run', 'fuzz'], folder);
  });
  await tally.test(`${signal} to the runner of two layers leaves nothing running`, () => {
    const folder = treeWith({ fuzz: STARTS_OTHERS, wasm: 'setInterval(() => {}, 1000);' });
    return endedBy(signal, ['tests/run', 'fuzz', 'wasm'], folder);
  });
  await tally.test(`${signal} to a layer leaves nothing running`, () => {
    const folder = treeWith({ fuzz: STARTS_OTHERS });
    return endedBy(signal, ['node', 'tests/fuzz/run.mjs'], folder);
  });
}

tally.finish();
