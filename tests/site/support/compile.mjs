// Runs the page's TypeScript in Node.
import { build } from 'esbuild';
import { mkdirSync } from 'node:fs';
import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';
import { vocabularyPlugin } from '../../../site/tools/vocabulary.mjs';
import { BUILT_PROGRAM, ROOT } from './paths.mjs';

const OUT = `${ROOT}build/test-site`;

/** Bundles one file of site/src and imports it. */
export function importSource(path) {
  return imported(basename(path).replace(/\.tsx?$/, ''), { entryPoints: [`${ROOT}site/src/${path}`] });
}

/** Bundles several modules together, so that they share what they import. `exports` is the module that exports them,
    as if it stood in site/src. */
export function importTogether(name, exports) {
  return imported(name, { stdin: { contents: exports, resolveDir: `${ROOT}site/src`, loader: 'ts' } });
}

async function imported(name, entry) {
  mkdirSync(OUT, { recursive: true });
  const outfile = `${OUT}/${name}.mjs`;
  await build({
    ...entry,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node18',
    outfile,
    logLevel: 'warning',
    plugins: [vocabularyPlugin(BUILT_PROGRAM)],
  });
  return import(pathToFileURL(outfile).href);
}
