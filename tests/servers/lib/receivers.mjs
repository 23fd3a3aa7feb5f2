// Report receivers as they are run: each starts one site with emitted headers and the emitted receiver.
import { existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { check, freePort, python, pythonHas, scratch, start, which, write } from './daemon.mjs';
import { missingModules } from './node_sites.mjs';
import { missingGems, gems } from '../consumers/rails.mjs';

const apps = fileURLToPath(new URL('../apps/receivers/', import.meta.url));
const modules = fileURLToPath(new URL('../../node_modules', import.meta.url));

const keep = 1 << 22;  // of what a site logs

/**
 * The emitted files, and the page that the site shows, in a folder.
 * @param {string} name
 * @param {{ name: string, text: string }[]} files
 * @param {string} page
 * @param {{ static?: Record<string, string>, [file: string]: string | Record<string, string> }} [more]
 */
function folderWith(name, files, page, { static: served = { 'ok.txt': 'ok' }, ...more } = {}) {
  const folder = scratch(name);
  write(folder, { ...Object.fromEntries(files.map((file) => [file.name, file.text])), ...more, 'page.html': page });
  mkdirSync(`${folder}/static`, { recursive: true });
  write(`${folder}/static`, served);
  return folder;
}

async function pythonSite(app, files, page, options) {
  const folder = folderWith('receiver', files, page, options);
  const port = await freePort();
  return start(python, [`${apps}${app}`, folder, String(port)], { port, keep });
}

async function expressSite(files, page, options) {
  const folder = folderWith('receiver', files, page, options);
  symlinkSync(modules, `${folder}/node_modules`);
  const port = await freePort();
  return start(process.execPath, [`${apps}express_site.mjs`, folder, String(port)], { port, keep });
}

const workerd = () => readdirSync(`${modules}/@cloudflare`).filter((name) => name.startsWith('workerd-linux'))
  .map((name) => `${modules}/@cloudflare/${name}/bin/workerd`).find(existsSync);

/** In the order in which they run; `quick`: on every change, in browsers too. */
export const receivers = [
  {
    target: 'flask',
    quick: true,
    missing: () => (pythonHas('flask') ? [] : ['python3-flask']),
    serve: (files, page, options) => pythonSite('flask_site.py', files, page, options),
  },
  {
    target: 'express-helmet',
    quick: true,
    missing: () => missingModules(['express', 'helmet']),
    serve: expressSite,
  },
  {
    target: 'express',
    missing: () => missingModules(['express']),
    serve: expressSite,
  },
  {
    target: 'starlette',
    missing: () => ['starlette', 'uvicorn'].filter((name) => !pythonHas(name)).map((name) => `python3-${name}`),
    serve: (files, page) => pythonSite('starlette_site.py', files, page),
  },
  {
    target: 'aiohttp',
    missing: () => (pythonHas('aiohttp') ? [] : ['python3-aiohttp']),
    serve: (files, page) => pythonSite('aiohttp_site.py', files, page),
  },
  {
    target: 'django',
    missing: () => (pythonHas('django') ? [] : ['python3-django']),
    serve: (files, page) => pythonSite('django_site.py', files, page),
  },
  {
    target: 'php',
    missing: () => (which('php') ? [] : ['php-cli']),
    async serve(files, page) {
      const folder = folderWith('receiver', files, page);
      check(which('php'), ['-l', `${folder}/headstrong_reports.php`]);
      const port = await freePort();
      const env = { ...process.env, SITE: folder };
      return start(which('php'), ['-S', `127.0.0.1:${port}`, `${apps}php_router.php`], { port, env, keep });
    },
  },
  {
    target: 'go-net-http',
    missing: () => (which('go') ? [] : ['golang-go']),
    async serve(files, page) {
      const folder = folderWith('receiver', files, page);
      await buildGo(folder, `${apps}main.go`);
      const port = await freePort();
      return start(`${folder}/site`, [folder, String(port)], { port, keep });
    },
  },
  {
    target: 'rails',
    missing: () => missingGems(gems),
    async serve(files, page) {
      const folder = folderWith('receiver', files, page);
      const port = await freePort();
      return start(which('ruby'), [`${apps}rails_site.rb`, folder, String(port)], { port, keep });
    },
  },
  {
    target: 'cloudflare-worker',
    missing: () => (workerd() ? [] : ['workerd']),
    async serve(files, page) {
      const port = await freePort();
      const config = `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [ (name = "main", worker = .main), (name = "assets", worker = .assets) ],
  sockets = [ (name = "http", address = "127.0.0.1:${port}", http = (), service = "main") ]
);
const main :Workerd.Worker = (
  modules = [ (name = "headstrong-worker.js", esModule = embed "headstrong-worker.js"),
              (name = "headstrong-reports.js", esModule = embed "headstrong-reports.js") ],
  bindings = [ (name = "ASSETS", service = "assets") ],
  compatibilityDate = "2024-12-01",
);
const assets :Workerd.Worker = (
  modules = [ (name = "assets.js", esModule = embed "assets.js") ], compatibilityDate = "2024-12-01",
);
`;
      const assets = `const page = ${JSON.stringify(page)};
export default { fetch: () => new Response(page, { headers: { 'content-type': 'text/html' } }) };\n`;
      const folder = folderWith('receiver', files, page, { 'config.capnp': config, 'assets.js': assets });
      return start(workerd(), ['serve', `${folder}/config.capnp`, `--import-path=${modules}`], { port, keep });
    },
  },
  {
    target: 'nextjs',
    // Next.js itself is not among the tools: its route handler is called as Next.js calls it.
    missing: () => [],
    async serve(files, page) {
      const route = files.find(({ name }) => name.endsWith('route.js'));
      const folder = folderWith('receiver', files, page, { 'package.json': '{"type":"module"}' });
      const path = route.name.slice('app'.length, -'/route.js'.length);
      const port = await freePort();
      return start(process.execPath, [`${apps}next_route.mjs`, folder, route.name, path, String(port)], { port, keep });
    },
  },
];

/** Builds the emitted Go files of a folder, with the program that uses them, as `site`. */
export async function buildGo(folder, main) {
  const { copyFileSync } = await import('node:fs');
  copyFileSync(main, `${folder}/main.go`);
  write(folder, { 'go.mod': 'module site\n\ngo 1.18\n' });
  check(which('go'), ['build', '-o', 'site', '.'], { cwd: folder, env: { ...process.env, GOFLAGS: '-mod=mod', GOPROXY: 'off' } });
}
