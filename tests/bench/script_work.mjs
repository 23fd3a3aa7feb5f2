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
  { name: 'leaving secrets out', run: 'leaveOut', make: repeat('Set-Cookie: session=abcdefghijklmnop; Path=/\n') },
  { name: 'leaving secrets out of one line', run: 'leaveOut', make: repeat('session=abc; ') },
];

const KNOWN = {
  once: (text) => text.split('a').length,
  // A look ahead over the rest, from every place: what makes scans slow.
  back: (text) => /a(?=.*\d)/s.test(text),
};

if (process.argv.includes('--run')) {
  const bundle = new URL('../../build/test-site/secrets.mjs', import.meta.url).pathname;
  if (!existsSync(bundle)) throw new Error(`${bundle} is missing`);
  const { redact, withLines } = await import(pathToFileURL(bundle).href);
  /** Every sixteenth word is one. */
  const leaveOut = (text) => {
    const secrets = [];
    for (let start = 0; start + 8 < text.length; start += 16) secrets.push({ start, end: start + 8, what: 'a word' });
    return redact(text, withLines(text, secrets)).length;
  };
  const functions = { ...KNOWN, leaveOut };
  const script = new vm.Script('work(text)');
  for (const { run, make, size: once = SIZE } of CASES) {
    globalThis.work = functions[run];
    for (const size of [once / 4, once, 2 * once]) {
      globalThis.text = make(size);
      script.runInThisContext();
    }
  }
}
