// Builds the page into build/site: bundles, the engine, the examples, the rule book, the headers.
// `node site/build.mjs [--engine FOLDER] [--program FILE] [--out FOLDER]`; the defaults are build/wasm,
// build/native/headstrong and build/site.
import { build } from 'esbuild';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { readExamples } from './tools/examples.mjs';
import { loadHeaders, metaPolicy } from './tools/headers_file.mjs';
import { notices } from './tools/notices.mjs';
import { rootOf, ruleBook } from './tools/rule_book.mjs';
import { vocabularyPlugin } from './tools/vocabulary.mjs';

const site = dirname(fileURLToPath(import.meta.url));
const root = dirname(site);

function option(name, fallback) {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : resolve(process.argv[at + 1]);
}
const engineFrom = option('engine', join(root, 'build/wasm'));
const program = option('program', join(root, 'build/native/headstrong'));
const out = option('out', join(root, 'build/site'));
const assets = join(out, 'assets');

/** @type {{ format: 'esm', target: string, minify: boolean, legalComments: 'none' }} */
const minified = { format: 'esm', target: 'es2022', minify: true, legalComments: 'none' };
/** @satisfies {import('esbuild').BuildOptions} */
const shared = {
  ...minified,
  bundle: true,
  logLevel: /** @type {const} */ ('warning'),
  metafile: true,
  outdir: assets,
  entryNames: '[name]-[hash]',
  chunkNames: '[name]-[hash]',
  absWorkingDir: site,
};

/**
 * The engine under a name that changes with its content; gives that name. Of the package it is the entry
 * that is handed the WebAssembly, its scripts in one.
 */
async function copyEngine() {
  const entry = join(engineFrom, 'headstrong-bare.mjs');
  const files = ['headstrong-first.wasm', 'headstrong-rest.wasm'];
  if (!existsSync(entry)) throw new Error(`No engine in ${engineFrom}: build the target headstrong_wasm first.`);
  const { outputFiles } = await build({ ...minified, bundle: true, write: false, logLevel: 'warning', entryPoints: [entry] });
  const script = outputFiles[0].contents;
  const hash = createHash('sha256').update(script);
  for (const file of files) hash.update(readFileSync(join(engineFrom, file)));
  const name = `engine-${hash.digest('hex').slice(0, 10)}`;
  mkdirSync(join(assets, name), { recursive: true });
  writeFileSync(join(assets, name, 'headstrong.mjs'), script);
  for (const file of files) cpSync(join(engineFrom, file), join(assets, name, file));
  return name;
}

/** What an entry point was bundled to, by the entry's file name. */
function outputOf(result, entry) {
  const found = Object.entries(result.metafile.outputs).find(
    ([, info]) => info.entryPoint && basename(info.entryPoint) === entry,
  );
  if (!found) throw new Error(`${entry} was not bundled`);
  return basename(found[0]);
}

/** `import examples from 'examples'` in the page gives the list with its texts. */
const examplesPlugin = {
  name: 'examples',
  setup(bundler) {
    bundler.onResolve({ filter: /^examples$/ }, () => ({ path: 'examples', namespace: 'examples' }));
    bundler.onLoad({ filter: /.*/, namespace: 'examples' }, () => ({
      contents: JSON.stringify(readExamples(join(site, 'examples'))),
      loader: 'json',
    }));
  },
};

async function bundle(engineName) {
  const define = { ENGINE_PATH: JSON.stringify(`./${engineName}/`) };
  const vocabulary = vocabularyPlugin(program);
  const worker = await build({ ...shared, define, entryPoints: ['src/engine/worker.ts'], plugins: [vocabulary] });
  const workerName = outputOf(worker, 'worker.ts');
  const page = await build({
    ...shared,
    define: { ...define, WORKER_PATH: JSON.stringify(`./${workerName}`) },
    entryPoints: ['src/main.tsx', 'style/page.css'],
    plugins: [examplesPlugin, vocabulary],
    alias: { '@codemirror/language': './src/editor/no_language.ts', '@lezer/common': './src/editor/no_language.ts' },
    splitting: true,
    jsx: 'automatic',
    jsxImportSource: 'preact',
  });
  writeFileSync(join(out, 'third-party.txt'), notices(site, engineFrom, [worker.metafile, page.metafile]));
  return { script: outputOf(page, 'main.tsx'), style: outputOf(page, 'page.css') };
}

/** Fills `%NAME%` places; one without a value, or a value without a place, is a mistake. */
function fill(template, values) {
  const unused = new Set(Object.keys(values));
  const text = template.replace(/%([A-Z_]+)%/g, (place, name) => {
    if (!(name in values)) throw new Error(`No value for ${place}`);
    unused.delete(name);
    return values[name];
  });
  if (unused.size > 0) throw new Error(`No place for ${[...unused].join(', ')}`);
  return text;
}

function escapeAttribute(text) {
  return text.replace(/&/g, '&amp;').replace(/"/g, '&quot;');
}

async function loadEngine() {
  const { load } = await import(pathToFileURL(join(engineFrom, 'headstrong.mjs')).href);
  return load();
}

rmSync(out, { recursive: true, force: true });
mkdirSync(assets, { recursive: true });
cpSync(join(site, 'public'), out, { recursive: true });
const engineName = await copyEngine();
const { script, style } = await bundle(engineName);
const headers = loadHeaders(join(out, '_headers'))('/');
const policy = headers.find(([name]) => name === 'Content-Security-Policy')[1];
// In the page itself: browsers fetch an icon when it suits them, and the page is to ask for nothing
// once it has loaded.
const icon = `data:image/svg+xml,${encodeURIComponent(readFileSync(join(site, 'icon.svg'), 'utf8').trim())}`;
const head = { POLICY: escapeAttribute(metaPolicy(policy)), ICON: icon };
const index = readFileSync(join(site, 'index.html'), 'utf8');
writeFileSync(
  join(out, 'index.html'),
  fill(index, { ...head, STYLE: `./assets/${style}`, SCRIPT: `./assets/${script}`, ENGINE: `./assets/${engineName}/headstrong.mjs` }),
);
await writeRuleBook();

/** The book's pages, with a style and a script of their own: none of it is loaded by the page. */
async function writeRuleBook() {
  const engine = await loadEngine();
  // These tables are in the program alone: the page needs none of them, so the module does not carry them.
  const ask = (verb) => JSON.parse(execFileSync(program, [verb, '--format', 'json'], { encoding: 'utf8' }));
  const { browsers } = JSON.parse(execFileSync(program, ['vocabulary'], { encoding: 'utf8' }));
  const { pages, search } = ruleBook({
    rules: engine.rules(),
    browsers: Object.fromEntries(browsers.map(({ id, name }) => [id, name])),
    scale: ask('scale'),
    table: ask('differences'),
    targets: engine.targets(),
    emit: (headers, target, options) => engine.emit(headers, target, options),
    rollout: (text) => engine.rollout(text),
    analyze: (text) => engine.analyze(text),
    decide: (input) => engine.decide(input),
  });
  const searchPlugin = {
    name: 'book-search',
    setup(bundler) {
      bundler.onResolve({ filter: /^book-search$/ }, () => ({ path: 'book-search', namespace: 'book-search' }));
      bundler.onLoad({ filter: /.*/, namespace: 'book-search' }, () => ({ contents: JSON.stringify(search), loader: 'json' }));
    },
  };
  const made = await build({
    ...shared,
    format: 'iife',
    outdir: join(out, 'rulebook/assets'),
    entryPoints: ['src/rulebook/index.ts', 'style/rulebook.css'],
    plugins: [searchPlugin],
  });
  const template = readFileSync(join(site, 'rulebook.html'), 'utf8');
  for (const { path, title, description, main } of pages) {
    const root = rootOf(path);
    const isIndex = path === 'rulebook.html';
    const file = join(out, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(
      file,
      fill(template, {
        ...head,
        TITLE: escapeText(title),
        DESCRIPTION: escapeText(description),
        STYLE: `${root}rulebook/assets/${outputOf(made, 'rulebook.css')}`,
        // Not a module: those are refused where the book is opened as a file.
        SCRIPT: isIndex ? `\n    <script src="${root}rulebook/assets/${outputOf(made, 'index.ts')}"></script>` : '',
        // Each page has one heading of the first level: its own, on the index the book's.
        MASTHEAD: isIndex ? 'h1' : 'p class="brand"',
        MASTHEAD_END: isIndex ? 'h1' : 'p',
        ROOT: root,
        MAIN: main,
      }),
    );
  }
}

function escapeText(text) {
  return escapeAttribute(text).replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
