// The page's own scans on texts of two sizes, for script_growth.mjs to count.
import vm from 'node:vm';
import { pathToFileURL } from 'node:url';
import { existsSync } from 'node:fs';

/** Characters; twice as many are compared. */
export const SIZE = 12 * 1024;

const repeat = (word) => (size) => word.repeat(Math.ceil(size / word.length)).slice(0, size);
/** What is run, on what; `isLinear: false` is what the gate must find. */
export const CASES = [
  { name: 'known: one pass', run: 'once', make: repeat('ab ') },
  { name: 'known: a pattern that goes back', run: 'back', make: repeat('ab '), size: 1024, isLinear: false },
  ...Object.entries({
    'cookies': repeat('Set-Cookie: session=abcdefghijklmnop; Path=/\n'),
    'starts of cookies': repeat('Set-Cookie: '),
    'tokens': repeat('authorization: Bearer abcdefghijklmnopqrstuvwxyz\n'),
    // No JSON: of that the first 3,000 levels have a quicker reader, so that ratios would say where those end.
    'open quotes': repeat('"authorization": "'),
    'addresses': repeat('https://a.example/?token=abcdefghijklmnop&'),
    'lines of prose': repeat('It was the best of times.\n'),
  }).map(([name, make]) => ({ name: `looking for secrets: ${name}`, run: 'findSecrets', make })),
];

const KNOWN = {
  once: (text) => text.split('a').length,
  // A look ahead over the rest, from every place: what makes scans slow.
  back: (text) => /a(?=.*\d)/s.test(text),
};

if (process.argv.includes('--run')) {
  const bundle = new URL('../../build/test-site/secrets.mjs', import.meta.url).pathname;
  if (!existsSync(bundle)) throw new Error(`${bundle} is missing`);
  const functions = { ...KNOWN, ...(await import(pathToFileURL(bundle).href)) };
  const script = new vm.Script('work(text)');
  for (const { run, make, size: once = SIZE } of CASES) {
    globalThis.work = functions[run];
    for (const size of [once / 4, once, 2 * once]) {
      globalThis.text = make(size);
      script.runInThisContext();
    }
  }
}
