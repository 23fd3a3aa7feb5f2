import { fileURLToPath } from 'node:url';
import { freePort, python, pythonHas, scratch, start, write } from '../lib/daemon.mjs';
import { get } from '../lib/http.mjs';
import { checkNoncePage } from './flask.mjs';

const dispatcher = fileURLToPath(new URL('../apps/starlette_sites.py', import.meta.url));
const packages = { starlette: 'python3-starlette', uvicorn: 'python3-uvicorn' };

/** Runs one Starlette application a module, told apart by the Host header. */
async function serve(emitted) {
  const folder = scratch('starlette');
  const port = await freePort();
  write(folder, { 'static/ok.txt': 'ok' });
  write(folder, Object.fromEntries(emitted.map(({ files }, i) => [`site${i}.py`, files[0].text])));
  const server = await start(python, [dispatcher, folder, String(emitted.length), String(port)], { port });
  const paths = { ok: '/', missing: '/none', failing: '/fail', redirect: '/old', denied: '/denied', static: '/static/ok.txt' };
  return {
    get: (i, kind, how) => get({ port, host: `site${i}`, path: paths[kind], ...how }),
    stop: server.stop,
  };
}

export default {
  target: 'starlette',
  evidence: 'server',
  missing: () => Object.keys(packages).filter((name) => !pythonHas(name)).map((name) => packages[name]),
  options: [],
  kinds: ['ok', 'missing', 'failing'],
  repeats: 'kept',
  nonce: true,
  serve,
  covers: {
    ok: { status: 200 }, missing: { status: 404 }, failing: { status: 500 }, redirect: { status: 307 }, denied: { status: 403 },
    static: { status: 200 }, unmodified: { status: 304 },
    malformed: { status: 400, times: 0, says: /Not what a server or a proxy in front answers/ },
  },
  validated: 'static',
  checkNoncePage,
  limits: [
    { reason: /carries at most 65536/, applies: (value) => value.length > 65536 },
    { reason: /ASGI server writes its own/, applies: (_, name) => name === 'Server' },
  ],
};
