// Frameworks of Node: one process runs an application for each emitted file, told apart by the Host header.
import { existsSync, symlinkSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { freePort, scratch, start, write } from './daemon.mjs';
import { get } from './http.mjs';

const modules = fileURLToPath(new URL('../../node_modules', import.meta.url));

export const missingModules = (names) => names.filter((name) => !existsSync(`${modules}/${name}`));

/** Serves what was emitted with `app`, which finds each file as `file` in a folder of its own. */
export async function serveSites(app, file, emitted, paths) {
  const folder = scratch('node');
  symlinkSync(modules, `${folder}/node_modules`);
  write(folder, { 'static/ok.txt': 'ok' });
  write(folder, Object.fromEntries(emitted.map(({ files }, i) => [`site${i}/${file}`, files[0].text])));
  const port = await freePort();
  const program = fileURLToPath(new URL(`../apps/${app}`, import.meta.url));
  const server = await start(process.execPath, [program, folder, String(emitted.length), String(port)], { port });
  return {
    get: (i, kind, how) => get({ port, host: `site${i}`, path: paths[kind], ...how }),
    stop: server.stop,
  };
}

export const covers = {
  ok: { status: 200 }, missing: { status: 404 }, failing: { status: 500 }, redirect: { status: 302 }, denied: { status: 403 },
  static: { status: 200 }, unmodified: { status: 304 },
};

export const limits = [
  { reason: /carries at most 65536/, applies: (value) => value.length > 65536 },
  { reason: /bytes above ASCII/, applies: (value) => /[^\0-\x7f]/.test(value) },
];
