// Runs the page's TypeScript in Node.
import { build } from 'esbuild';
import { mkdirSync } from 'node:fs';
import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';
import { vocabularyPlugin } from '../../../site/tools/vocabulary.mjs';
import { BUILT_PROGRAM, ROOT } from './paths.mjs';

const OUT = `${ROOT}build/test-site`;

/** Bundles one file of site/src and imports it. */
export async function importSource(path) {
  mkdirSync(OUT, { recursive: true });
  const outfile = `${OUT}/${basename(path).replace(/\.tsx?$/, '')}.mjs`;
  await build({
    entryPoints: [`${ROOT}site/src/${path}`],
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
