// Frameworks that build before they serve: one production build has a site for each emitted file, told apart by the
// Host header. They are installed in tests/long, with the Node that they need.
import { cpSync, existsSync, mkdtempSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { removeAtEnd } from '../../support/ending.mjs';
import { until } from '../../support/until.mjs';
import { check, freePort, start, write } from './daemon.mjs';
import { get } from './http.mjs';
import { openBrowsers } from './internet.mjs';
import { emit } from './program.mjs';

const long = fileURLToPath(new URL('../../long', import.meta.url));
const modules = `${long}/node_modules`;
const apps = fileURLToPath(new URL('../apps/built', import.meta.url));

/** npm's Node 22. */
export const node = `${modules}/node-linux-${process.arch}/bin/node`;

/** What of these is not installed in tests/long. */
export const missingLong = (names) => [`node-linux-${process.arch}`, ...names].filter((name) => !existsSync(`${modules}/${name}`))
  .map((name) => `${name} (npm ci in tests/long)`);

const quiet = { NEXT_TELEMETRY_DISABLED: '1', NUXT_TELEMETRY_DISABLED: '1', ASTRO_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' };

/** Runs a command of a page or a test as npx would, on npm's Node 22. */
export function longEnvironment() {
  return { ...process.env, ...quiet, PATH: `${path.dirname(node)}:${modules}/.bin:${process.env.PATH}` };
}

/** A folder beside tests/long's node_modules, so that builds find them; it goes when the process ends. */
export const longFolder = () => removeAtEnd(mkdtempSync(`${long}/site-`));

/**
 * Builds `app`, a folder of apps/built, with `files`, and starts it.
 * `build` and `serve` are the arguments of Node; `serve` is asked with the port.
 */
export async function startBuilt({ app, build, serve }, files) {
  const folder = longFolder();
  cpSync(`${apps}/${app}`, folder, { recursive: true });
  write(folder, { 'package.json': '{"type":"module","private":true}', ...files });
  const env = longEnvironment();
  check(node, build.map((word) => word.replace('@', `${modules}/`)), { cwd: folder, env, maxBuffer: 1 << 28 });
  const port = await freePort();
  const args = serve(port).map((word) => word.replace('@', `${modules}/`));
  return start(node, args, { port, cwd: folder, env: { ...env, HOST: '127.0.0.1', PORT: String(port), NITRO_PORT: String(port) } });
}

const shown = () => ({ state: document.getElementById('state')?.textContent, own: window.own ?? false, injected: window.injected ?? null });
const attack = encodeURIComponent('<script>window.injected = 1</script><img src=x onerror="window.injected = 2">');

/**
 * In a real browser: under a policy with a nonce the framework's own scripts run, and the page's, but not what
 * was injected; under one that allows it, it does.
 */
async function checkInBrowser({ target, options, serve }, policy, tally) {
  const emitted = [policy, "script-src * 'unsafe-inline'"].map((value) => [['Content-Security-Policy', value]])
    .map((headers) => emit(target, headers, options));
  const server = await serve(emitted);
  const browsers = await openBrowsers(0, { local: true });
  try {
    tally.check(browsers.length > 0, () => 'no browser is installed');
    for (const browser of browsers) {
      for (const [i, injected] of [[0, null], [1, 'any']]) {
        const page = await browser.visit(`http://${server.host(i)}.localhost:${server.port}/?name=${attack}`, shown, async (look) => {
          await until(async () => (await look()).state === 'hydrated', { limit: 30_000 }).catch(() => {});
          return look();
        });
        tally.check(page.state === 'hydrated' && page.own === true, () => `${target}: ${browser.name}: site${i}: the page does not work: ${JSON.stringify(page)}`);
        tally.check((page.injected === null) === (injected === null), () => `${target}: ${browser.name}: site${i}: injected: ${JSON.stringify(page)}`);
      }
    }
  } finally {
    await Promise.all([server.stop(), ...browsers.map((browser) => browser.close())]);
  }
}

/**
 * A consumer of the common suite. `sites(texts)` gives the files that put the emitted texts into the app, `policy` one
 * with a nonce that the framework's pages work under.
 * @param {{ target: string, app: string, modules: string[], build: string[], serve: (port: number) => string[], sites: (texts: string[]) => object, paths?: object, policy?: string, [more: string]: unknown }} consumer
 */
export function builtConsumer({ app, modules: needed, build, serve, sites, paths, policy, ...rest }) {
  const waiting = [];
  /** One build for all that ask at the same time: it takes most of a minute. */
  async function buildWaiting() {
    const calls = waiting.splice(0);
    try {
      const server = await startBuilt({ app, build, serve }, sites(calls.flatMap(({ emitted }) => emitted.map(({ files }) => files[0].text))));
      let open = calls.length;
      let first = 0;
      for (const { emitted, resolve } of calls) {
        const begin = first;
        resolve({
          host: (i) => `site${begin + i}`,
          port: server.port,
          get: (i, kind, how) => get({ port: server.port, host: `site${begin + i}`, path: paths[kind], ...how }),
          stop: async () => (--open === 0 ? server.stop() : undefined),
        });
        first += emitted.length;
      }
    } catch (error) {
      for (const { reject } of calls) reject(error);
    }
  }
  const consumer = {
    together: true,
    evidence: 'server',
    long: true,
    samples: 40,
    perServer: 1000,
    options: [],
    repeats: 'joined',
    kinds: ['ok', 'missing'],
    mends: true,
    missing: () => missingLong(needed),
    serve: (emitted) => new Promise((resolve, reject) => {
      if (waiting.push({ emitted, resolve, reject }) === 1) setImmediate(buildWaiting);
    }),
    extra: (tally) => (policy ? checkInBrowser(consumer, policy, tally) : undefined),
    ...rest,
  };
  return consumer;
}

/** Which site a Host header means, as JavaScript: "site3", "site3.localhost:4000". */
export const indexOf = (host) => `Number(/^site(\\d+)/.exec(${host})?.[1])`;

export const imports = (texts, folder, all = '* as ') => [
  ...texts.map((_, i) => `import ${all}site${i} from '${folder}/site${i}.js';`),
  `const sites = [${texts.map((_, i) => `site${i}`)}];`, '',
].join('\n');

export const siteFiles = (texts, folder) => Object.fromEntries(texts.map((text, i) => [`${folder}/site${i}.js`, text]));
