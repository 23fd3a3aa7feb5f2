// Writes headstrong-packed.mjs: `node wasm/pack.mjs headstrong.wasm headstrong-packed.mjs`.
import { readFileSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const [from, to] = process.argv.slice(2);
const packed = gzipSync(readFileSync(from), { level: 9 }).toString('base64');
writeFileSync(to, `export const packed =\n  '${packed}';\n`);
