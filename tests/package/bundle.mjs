// Bundles the app: `node bundle.mjs BUNDLER APP OUT`, run by Node 22.
import { build as esbuild } from 'esbuild';
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [bundler, app, out] = process.argv.slice(2);
const source = (name) => join(app, `src/${name}.js`);
const page = (script, kind = ' type="module"') =>
  `<!doctype html><meta charset="utf-8"><title>…</title><link rel="icon" href="data:,"><script${kind} src="${script}"></script>`;

/** What the app imports by names of the tests' own. */
const byBundler = { 'worker-of': source('worker_by_bundler') };
const byHand = { 'worker-of': source('worker_by_hand') };

const viteOptions = (version) => ({
  root: join(app, `vite${version}`),
  cacheDir: join(app, `cache-vite${version}`),
  logLevel: 'warn',
  configFile: false,
  resolve: { alias: { ...byBundler, 'the-wasm': 'headstrong/headstrong.wasm?url' } },
  worker: { format: 'es' },
  server: { port: 0, host: '127.0.0.1', hmr: false, fs: { strict: false }, watch: null },
  build: { outDir: out, emptyOutDir: true, target: 'es2022' },
});

/** Vite's entry is a page. */
async function vite(version, entry, serve = false) {
  const { build, createServer } = await import(`vite${version}`);
  const options = viteOptions(version);
  cpSync(join(app, 'src'), join(options.root, 'src'), { recursive: true });
  options.resolve.alias['worker-of'] = join(options.root, 'src/worker_by_bundler.js');
  writeFileSync(join(options.root, 'index.html'), page(`/src/${entry}.js`));
  if (!serve) return build(options);
  const server = await createServer(options);
  await server.listen();
  console.log(JSON.stringify({ port: server.httpServer.address().port }));
  process.on('SIGTERM', () => process.exit(0));
}

async function webpack(entry, settings) {
  const { default: pack } = await import('webpack');
  const stats = await new Promise((resolve, reject) => {
    const options = {
      mode: 'production', context: app, entry: { [entry]: source(entry) },
      output: { path: out, filename: '[name].js', publicPath: 'auto' }, resolve: { alias: byBundler }, performance: false, ...settings,
    };
    pack(options, (error, result) => (error ? reject(error) : resolve(result)));
  });
  const problems = stats.toString({ all: false, errors: true, warnings: true });
  if (problems !== '') throw new Error(problems);
}

async function rollup(entries, settings) {
  const { rollup: roll } = await import('rollup');
  const { nodeResolve } = await import('@rollup/plugin-node-resolve');
  const names = { name: 'names', resolveId: (id) => byHand[id] ?? null };
  const onwarn = ({ message }) => { throw new Error(message); };
  const bundle = await roll({ input: entries.map(source), plugins: [names, nodeResolve(settings)], external: [/^node:/], onwarn });
  await bundle.write({ dir: out, format: 'es' });
}

const esbuildOptions = { bundle: true, outdir: out, logLevel: 'warning', logLimit: 0, alias: byHand, absWorkingDir: app, minify: true };
async function strictly(options) {
  const { warnings } = await esbuild(options);
  if (warnings.length > 0) throw new Error(warnings.map(({ text }) => text).join('\n'));
}

const ways = {
  async webpack() {
    await webpack('main', { target: 'web' });
    writeFileSync(join(out, 'index.html'), page('main.js', ' defer'));
  },
  async 'webpack-node'() {
    await webpack('node', { target: 'node18', output: { path: out, filename: 'node.mjs', module: true, chunkFormat: 'module' }, experiments: { outputModule: true } });
  },
  vite6: () => vite(6, 'main'),
  vite8: () => vite(8, 'main'),
  'vite6-dev': () => vite(6, 'main', true),
  'vite8-dev': () => vite(8, 'main', true),
  'vite8-handed-over': () => vite(8, 'handed_over'),
  async rollup() {
    await rollup(['main', 'worker'], {});
    writeFileSync(join(out, 'index.html'), page('main.js'));
  },
  async 'rollup-browser'() {
    await rollup(['main', 'worker'], { browser: true });
    writeFileSync(join(out, 'index.html'), page('main.js'));
  },
  'rollup-node': () => rollup(['node'], { exportConditions: ['node'] }),
  async esbuild() {
    await strictly({ ...esbuildOptions, entryPoints: [source('main'), source('worker')], format: 'esm', platform: 'browser', splitting: true });
    writeFileSync(join(out, 'index.html'), page('main.js'));
  },
  async 'esbuild-whole'() {
    await strictly({ ...esbuildOptions, entryPoints: [source('main'), source('worker')], format: 'esm', platform: 'browser' });
    writeFileSync(join(out, 'index.html'), page('main.js'));
  },
  async 'esbuild-script'() {
    await esbuild({ ...esbuildOptions, entryPoints: [source('script')], format: 'iife', platform: 'browser', logLevel: 'silent' });
    writeFileSync(join(out, 'index.html'), page('script.js', ' defer'));
  },
  async 'esbuild-handed-over'() {
    const alias = { ...byHand, 'the-wasm': 'headstrong/headstrong.wasm' };
    await strictly({ ...esbuildOptions, alias, entryPoints: [source('handed_over')], format: 'esm', platform: 'browser', loader: { '.wasm': 'file' } });
    writeFileSync(join(out, 'index.html'), page('handed_over.js'));
  },
  'esbuild-node': () => strictly({ ...esbuildOptions, entryPoints: [source('node')], format: 'esm', platform: 'node', outExtension: { '.js': '.mjs' } }),
  'esbuild-node-cjs': () => esbuild({ ...esbuildOptions, entryPoints: [source('node')], format: 'cjs', platform: 'node', outExtension: { '.js': '.cjs' }, logLevel: 'silent' }),
  async 'esbuild-workerd'() {
    const wasm = { name: 'wasm', setup: ({ onResolve }) => onResolve({ filter: /\.wasm$/ }, ({ path }) => ({ path, external: true })) };
    await strictly({ ...esbuildOptions, entryPoints: [source('cloudflare')], format: 'esm', platform: 'neutral', conditions: ['workerd', 'worker', 'browser'], plugins: [wasm] });
    cpSync(join(app, 'node_modules/headstrong/headstrong.wasm'), join(out, 'headstrong.wasm'));
  },
};

await ways[bundler]();
