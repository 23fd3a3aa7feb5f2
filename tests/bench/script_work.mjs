// The page's own scans on texts of two sizes, for script_growth.mjs to count.
import vm from 'node:vm';
import { pathToFileURL } from 'node:url';
import { existsSync } from 'node:fs';

/** Characters; twice as many are compared. */
export const SIZE = 12 * 1024;

const repeat = (word) => (size) => word.repeat(Math.ceil(size / word.length)).slice(0, size);
const MESSAGE = "Loading the script 'https://a.example/x.js' violates the following Content Security Policy directive: \"script-src 'self'\". ";

/** What is run, on what; `isLinear: false` is what the gate must find. */
export const CASES = [
  { name: 'known: one pass', run: 'once', make: repeat('ab ') },
  { name: 'known: a pattern that goes back', run: 'back', make: repeat('ab '), size: 1024, isLinear: false },
  ...Object.entries({
    'messages': repeat(MESSAGE),
    'starts of messages': repeat("Loading the script '"),
    'starts of policies': repeat('Content-Security-Policy: '),
    'words of messages': repeat('Refused to '),
    'open quotes': repeat('directive: "'),
    'curly quotes': repeat('The loading of “'),
    'one message with blanks': (size) => `Loading the script 'x' violates ${' '.repeat(size)}`,
    'one message with a long address': (size) => `Loading the script '${'a'.repeat(size)}`,
    'one message with quotes': (size) => `Loading the script '${"' be".repeat(size / 4)}`,
    'one message with open directives': (size) => `Loading the script 'x' violates ${"directive: 'a ".repeat(size / 14)}`,
    'lines of prose': repeat('It was the best of times.\n'),
  }).map(([name, make]) => ({ name: `reading a console: ${name}`, run: 'readConsole', make })),
];

const KNOWN = {
  once: (text) => text.split('a').length,
  // A look ahead over the rest, from every place: what makes scans slow.
  back: (text) => /a(?=.*\d)/s.test(text),
};

if (process.argv.includes('--run')) {
  const bundle = new URL('../../build/test-site/console_messages.mjs', import.meta.url).pathname;
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
