// What the module's bytes are, by room: code, constant data, both. A Markdown table.
//   node wasm/sizes.mjs [BUILD_FOLDER]     build/wasm-tree, after the module was built there
// The core is linked once more with wasm-ld's map, without the system's libraries and before wasm-opt:
// shares are what counts. Rooms are the folders of core/src, as unity batches are called after them.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';

const root = resolve(new URL('..', import.meta.url).pathname);
const tree = resolve(process.argv[2] ?? `${root}/build/wasm-tree`);
const core = `${tree}/core/libheadstrong_core.a`;
const binding = `${tree}/wasm/CMakeFiles/headstrong_glue.dir/Unity/unity_0_cxx.cxx.o`;
for (const file of [core, binding]) {
  if (!existsSync(file)) {
    console.error(`${file} is missing: build the module first (site/run --build-only)`);
    process.exit(2);
  }
}

const folder = mkdtempSync(join(tmpdir(), 'headstrong-sizes-'));
const map = join(folder, 'map');
const linked = spawnSync('wasm-ld', [
  '-O0',  // texts stay with the object they come from
  '--no-entry', '--allow-undefined', '--export=__wasm_call_ctors', binding, core, `-Map=${map}`, '-o', join(folder, 'module.wasm'),
], { encoding: 'utf8' });
if (linked.status !== 0) {
  console.error(linked.error?.message ?? linked.stderr);
  process.exit(2);
}

/** The room of an object file, or of what it holds copies of. */
function roomOf(object, symbol) {
  if (/^_ZN?K?St|^_ZNSt|^_ZNKSt/.test(symbol)) return 'standard library in headers';
  const unity = /unity_(.+)_\d+_cxx\.cxx\.o/.exec(object);
  if (/wasm\/CMakeFiles/.test(object)) return 'binding';
  if (!unity) return 'other';
  return unity[1] === 'top' ? 'src itself' : unity[1];
}

const rooms = new Map();
let section = null;
for (const line of readFileSync(map, 'utf8').split('\n')) {
  const out = / (CODE|DATA)$/.exec(line);
  if (out) section = out[1].toLowerCase();
  const part = /^ +\S+ +[0-9a-f]+ +([0-9a-f]+) {9}(\S.*):\((.*)\)$/.exec(line);
  if (!part || !section || part[3].startsWith('.bss')) continue;  // zeros take no bytes of the file
  const room = roomOf(part[2], part[3].replace(/^\.\w+\./, ''));
  const sizes = rooms.get(room) ?? { code: 0, data: 0 };
  sizes[section] += parseInt(part[1], 16);
  rooms.set(room, sizes);
}
rmSync(folder, { recursive: true });

const kilobytes = (bytes) => (bytes / 1000).toFixed(1);
const all = [...rooms.values()].reduce((sum, { code, data }) => ({ code: sum.code + code, data: sum.data + data }), { code: 0, data: 0 });
const total = all.code + all.data;
console.log('| room | code, KB | data, KB | both, KB | share |\n|---|---:|---:|---:|---:|');
for (const [room, { code, data }] of [...rooms, ['all', all]].sort(([, a], [, b]) => b.code + b.data - a.code - a.data)) {
  console.log(`| ${room} | ${kilobytes(code)} | ${kilobytes(data)} | ${kilobytes(code + data)} | ${((code + data) / total * 100).toFixed(1)} % |`);
}
const shipped = `${root}/build/wasm/headstrong.wasm`;
if (existsSync(shipped)) {
  const bytes = readFileSync(shipped);
  const small = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
  console.log(`\nheadstrong.wasm as shipped, after wasm-opt: ${kilobytes(bytes.length)} KB, ${kilobytes(small.length)} KB by brotli 11.`);
}
