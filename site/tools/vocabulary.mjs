// What the page's form and editor offer, as the core's tables have it.
import { execFileSync } from 'node:child_process';

/**
 * `import vocabulary from 'vocabulary'` gives what `headstrong vocabulary` prints; `import { NAME }` gives one part of it
 * alone.
 * @param {string} program the file of the program
 * @returns {import('esbuild').Plugin}
 */
export function vocabularyPlugin(program) {
  return {
    name: 'vocabulary',
    setup(bundler) {
      bundler.onResolve({ filter: /^vocabulary$/ }, () => ({ path: 'vocabulary', namespace: 'vocabulary' }));
      bundler.onLoad({ filter: /.*/, namespace: 'vocabulary' }, () => ({
        contents: execFileSync(program, ['vocabulary'], { encoding: 'utf8' }),
        loader: 'json',
      }));
    },
  };
}
