// The package as its users have it: packed, installed, bundled and run.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { BROWSERS, isInstalled, launch } from '../site/support/browsers.mjs';
import { capture, root, start } from '../support/command.mjs';
import { Tally } from '../support/tally.mjs';

const tally = new Tally();
const here = `${root}tests/package/`;
const scratch = mkdtempSync(`${tmpdir()}/headstrong-package-`);
const app = `${scratch}/app`;
const children = new Set();
process.on('exit', () => {
  for (const child of children) child.kill();
  rmSync(scratch, { recursive: true, force: true });
});

const node22 = ['x64', 'arm64'].map((cpu) => `${here}node_modules/node-linux-${cpu}/bin/node`).find(existsSync);
const nodes = [process.execPath, ...(node22 ? [node22] : [])];
const versionOf = (node) => capture(node, ['--version']).stdout.trim();
const LETTER = 'F';

/** Packs and installs as npm does it. */
function install() {
  const packed = capture('npm', ['pack', '--json', '--pack-destination', scratch], { cwd: `${root}build/wasm` });
  assert.equal(packed.status, 0, packed.stderr);
  const [{ filename, files }] = JSON.parse(packed.stdout);
  cpSync(`${here}app`, `${app}/src`, { recursive: true });
  writeFileSync(`${app}/package.json`, '{ "name": "app", "private": true, "type": "module" }\n');
  const installed = capture('npm', ['install', '--offline', '--no-audit', '--no-fund', `${scratch}/${filename}`], { cwd: app });
  assert.equal(installed.status, 0, installed.stderr);
  return files.map(({ path }) => path);
}

async function bundled(way) {
  const out = `${scratch}/out-${way}`;
  mkdirSync(out);
  const { status, output } = await start(node22 ?? process.execPath, [`${here}bundle.mjs`, way, app, out]);
  assert.equal(status, 0, output.slice(0, 4000));
  return out;
}

const MEDIA = { '.html': 'text/html', '.js': 'text/javascript', '.mjs': 'text/javascript', '.wasm': 'application/wasm' };

/** A host for a folder. `fallback`: answers with the page what it does not have, as hosts of apps do. */
async function serve(folder, { fallback = false, media = MEDIA } = {}) {
  const log = [];
  const server = createServer((request, response) => {
    const path = new URL(request.url, 'http://a.example').pathname;
    let file = join(folder, path === '/' ? 'index.html' : path);
    const found = existsSync(file) && statSync(file).isFile();
    log.push({ path, found });
    if (!found && fallback) file = join(folder, 'index.html');
    if (!found && !fallback) return response.writeHead(404).end();
    response.writeHead(200, { 'Content-Type': media[extname(file)] ?? 'application/octet-stream' });
    return response.end(readFileSync(file));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const close = () => { server.closeAllConnections(); server.close(); };
  return { url: `http://127.0.0.1:${/** @type {import('node:net').AddressInfo} */ (server.address()).port}/`, log, close };
}

let browser = null;
/** What a page says by its title. */
async function answerOf(url) {
  const page = await browser.newPage();
  const said = [];
  page.on('pageerror', (error) => said.push(error.message));
  try {
    await page.goto(url);
    await page.waitForFunction(() => /^(answers|error) /.test(document.title), { timeout: 60_000, polling: 50 });
    return await page.title();
  } catch (error) {
    throw new Error(`${error.message}: ${said.join('; ')}`);
  } finally {
    await page.close();
  }
}

/** Bundles, hosts and opens a page; gives what was asked for. */
async function tried(way, expected, hosting) {
  const out = await bundled(way);
  const host = await serve(out, hosting);
  try {
    assert.equal(await answerOf(host.url), expected);
  } finally {
    host.close();
  }
  return { out, log: host.log };
}

const ships = (log) => log.some(({ path, found }) => found && path.endsWith('.wasm'));
const sizeOf = (folder, ending) =>
  readdirSync(folder).filter((name) => name.endsWith(ending)).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);

/** A server of a tool's own, until the function is done. */
async function whileRunning(command, args, portIn, use) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  children.add(child);
  let output = '';
  try {
    const port = await new Promise((resolve, reject) => {
      const read = (part) => {
        output += part;
        const found = portIn(output);
        if (found) resolve(found);
      };
      child.stdout.on('data', read);
      child.stderr.on('data', (part) => (output += part));
      child.on('error', reject);
      child.on('exit', (code) => reject(new Error(`exit ${code}: ${output.slice(0, 3000)}`)));
    });
    await use(`http://127.0.0.1:${port}/`);
  } finally {
    child.removeAllListeners('exit');
    child.kill();
    children.delete(child);
  }
}

await tally.test('what is packed is what the package names, and claims no licence', () => {
  const files = install();
  const manifest = JSON.parse(readFileSync(`${root}build/wasm/package.json`, 'utf8'));
  assert.deepEqual(files.filter((file) => file !== 'package.json').sort(), [...manifest.files].sort());
  assert.equal(manifest.license, undefined);
  const notices = readFileSync(`${app}/node_modules/headstrong/THIRD-PARTY.txt`, 'utf8');
  for (const word of ['Emscripten', 'Rich Felker', 'CSP Evaluator', 'Apache License', 'UNICODE LICENSE V3']) {
    assert.ok(notices.includes(word), word);
  }
});
if (!existsSync(`${app}/node_modules/headstrong`)) tally.finish();

await tally.test('no script names a file that is not shipped', () => {
  const folder = `${app}/node_modules/headstrong/`;
  const present = new Set(readdirSync(folder));
  for (const name of [...present].filter((file) => file.endsWith('.mjs'))) {
    // Comments name types, which nothing loads.
    const text = readFileSync(folder + name, 'utf8').slice(0, 100_000).replace(/\/\*\*[^]*?\*\//g, '');
    const named = [...text.matchAll(/new URL\(\s*['"]([^'"]+)['"]|(?:from|import)\s*\(?\s*['"]\.\/([^'"]+)['"]/g)];
    for (const [, url, script] of named) assert.ok(present.has((url ?? script).replace('./', '')), `${name}: ${url ?? script}`);
  }
});

await tally.test('types need neither the DOM nor Node', () => {
  for (const resolution of ['bundler', 'nodenext']) {
    const module = resolution === 'bundler' ? 'esnext' : 'nodenext';
    const compilerOptions = { noEmit: true, strict: true, target: 'es2022', module, moduleResolution: resolution, lib: ['es2022'], types: [] };
    writeFileSync(`${app}/tsconfig.json`, JSON.stringify({ compilerOptions, files: ['src/types.ts'] }));
    const { status, stdout } = capture('node', [`${root}tests/node_modules/typescript/bin/tsc`, '-p', '.'], { cwd: app });
    assert.equal(status, 0, stdout);
  }
});

for (const node of nodes) {
  const version = versionOf(node);
  await tally.test(`Node ${version}`, () => {
    assert.equal(capture(node, ['src/node.js'], { cwd: app }).stdout, `answers ${LETTER}\n`);
  });
  await tally.test(`Node ${version}, a thread, and the WebAssembly handed over in every form`, () => {
    const code = `
      import { load } from 'headstrong';
      import { load as bare } from 'headstrong/bare';
      import { readFile } from 'node:fs/promises';
      import { createServer } from 'node:http';
      import { fileURLToPath } from 'node:url';
      import { isMainThread, Worker } from 'node:worker_threads';
      const address = new URL(import.meta.resolve?.('headstrong/headstrong.wasm') ?? '');
      const bytes = await readFile(address);
      const server = createServer((_, response) => response.end(bytes)).listen(0, '127.0.0.1');
      await new Promise((resolve) => server.once('listening', resolve));
      const http = \`http://127.0.0.1:\${server.address().port}/x\`;
      const forms = [address, address.href, fileURLToPath(address), bytes, bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length),
        new DataView(bytes.buffer, bytes.byteOffset, bytes.length), await WebAssembly.compile(bytes), WebAssembly.compile(bytes), http, new URL(http)];
      for (const wasm of forms) for (const way of [load, bare]) (await way({ wasm })).analyze('script-src *').grade.letter === '${LETTER}' || console.log('wrong', wasm);
      for (const wasm of [5, null, {}, 'nowhere.wasm', Buffer.from('no wasm'), new URL('file:///nowhere'), \`\${http}\`.replace('http', 'nope')]) {
        await load({ wasm }).then(() => console.log('taken', wasm), (error) => error instanceof Error || console.log('no Error', error));
      }
      await bare().then(() => console.log('taken: nothing'), (error) => console.log(error.name));
      server.close();
      if (isMainThread) new Worker(new URL(import.meta.url));`;
    writeFileSync(`${app}/src/forms.mjs`, code);
    // import.meta.resolve is there from Node 20 on.
    if (Number(version.slice(1, 3)) < 20) {
      writeFileSync(`${app}/src/forms.mjs`, code.replace("import.meta.resolve?.('headstrong/headstrong.wasm') ?? ''", "'../node_modules/headstrong/headstrong.wasm', import.meta.url"));
    }
    const { stdout, stderr } = capture(node, ['src/forms.mjs'], { cwd: app });
    assert.equal(stdout, 'TypeError\nTypeError\n', stderr);
  });
}

/** Ways that end in a file for Node. */
for (const [way, file] of [['webpack-node', 'node.mjs'], ['rollup-node', 'node.js'], ['esbuild-node', 'node.mjs'], ['esbuild-node-cjs', 'node.cjs']]) {
  await tally.test(`bundled for Node: ${way}`, async () => {
    const out = await bundled(way);
    writeFileSync(`${out}/package.json`, '{ "type": "module" }');
    for (const node of nodes) assert.equal(capture(node, [file], { cwd: out }).stdout, `answers ${LETTER}\n`, versionOf(node));
  });
}

await tally.test('under workerd', async () => {
  const out = await bundled('esbuild-workerd');
  writeFileSync(`${out}/config.capnp`, `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [ (name = "main", worker = .worker) ],
  sockets = [ (name = "http", address = "127.0.0.1:0", http = (), service = "main") ]
);
const worker :Workerd.Worker = (
  modules = [
    (name = "cloudflare.js", esModule = embed "cloudflare.js"),
    (name = "headstrong.wasm", wasm = embed "headstrong.wasm")
  ],
  compatibilityDate = "2026-01-01",
);
`);
  const bin = readdirSync(`${here}node_modules/@cloudflare`).find((name) => name.startsWith('workerd-linux'));
  const portIn = (output) => /"port":\s*(\d+)/.exec(output)?.[1];
  await whileRunning(`${here}node_modules/@cloudflare/${bin}/bin/workerd`, ['serve', `${out}/config.capnp`, '--control-fd=1'], portIn, async (url) => {
    assert.equal(await (await fetch(url)).text(), `answers ${LETTER}`);
  });
});

const [chromium] = BROWSERS;
if (isInstalled(chromium)) {
  browser = await launch(chromium);
  const both = `answers ${LETTER} ${LETTER}`;
  for (const way of ['webpack', 'vite6', 'vite8']) {
    await tally.test(`${way}: a page and its worker, the WebAssembly as a file`, async () => {
      const { log } = await tried(way, both);
      assert.ok(ships(log), 'the file was not fetched');
      assert.ok(log.every(({ found }) => found), JSON.stringify(log));
    });
  }
  for (const [way, fallback] of [['rollup', false], ['rollup-browser', true], ['esbuild', true], ['esbuild-whole', false]]) {
    await tally.test(`${way}: a page and its worker, ${fallback ? 'a host that answers everything' : 'the file is not there'}`, async () => {
      await tried(way, both, { fallback });
    });
  }
  await tally.test('esbuild: a script that is no module', () => tried('esbuild-script', `answers ${LETTER}`));
  for (const way of ['vite8-handed-over', 'esbuild-handed-over']) {
    await tally.test(`${way}: no copy of the WebAssembly comes along, whatever its media type`, async () => {
      const { out, log } = await tried(way, `answers ${LETTER}`, { media: { ...MEDIA, '.wasm': 'application/octet-stream' } });
      assert.ok(ships(log));
      const scripts = sizeOf(existsSync(`${out}/assets`) ? `${out}/assets` : out, '.js');
      assert.ok(scripts < 60_000, `${scripts} bytes of scripts`);
    });
  }
  for (const way of ['vite6-dev', 'vite8-dev']) {
    await tally.test(`${way}: the development server, a page and its worker`, async () => {
      const portIn = (output) => /\{"port":(\d+)\}/.exec(output)?.[1];
      await whileRunning(node22 ?? process.execPath, [`${here}bundle.mjs`, way, app, `${scratch}/out-${way}`], portIn, async (url) => {
        assert.equal(await answerOf(url), both);
      });
    });
  }
  await browser.close();
} else {
  tally.skip('bundles in a browser', 'chromium is not installed');
}

tally.finish();
