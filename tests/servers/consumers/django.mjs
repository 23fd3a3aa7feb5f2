import { fileURLToPath } from 'node:url';
import { freePort, python, pythonHas, scratch, start, write } from '../lib/daemon.mjs';
import { get } from '../lib/http.mjs';
import { checkNoncePage } from './flask.mjs';

const dispatcher = fileURLToPath(new URL('../apps/django_sites.py', import.meta.url));

/** Runs one Django application a module, told apart by the Host header. */
export async function serveModules(modules, ...more) {
  const folder = scratch('django');
  const port = await freePort();
  write(folder, Object.fromEntries(modules.map((text, i) => [`site${i}.py`, text])));
  const server = await start(python, [dispatcher, folder, String(modules.length), String(port), ...more], { port });
  const paths = { ok: '/', missing: '/none', failing: '/fail', redirect: '/old', denied: '/denied', static: '/file' };
  return {
    get: (i, kind, how) => get({ port, host: `site${i}`, path: paths[kind], ...how }),
    stop: server.stop,
  };
}

export const covers = {
  ok: { status: 200 }, missing: { status: 404 }, failing: { status: 500 }, redirect: { status: 302 }, denied: { status: 403 },
  static: { status: 200 },
  overlong: { status: 431, times: 0, says: /not what a server answers itself/ },
};

export const limits = [
  { reason: /carries at most 65536/, applies: (value) => value.length > 65536 },
  { reason: /WSGI server writes its own/, applies: (_, name) => name === 'Server' },
  { reason: /WSGI leaves it to the server/, applies: (_, name) => name === 'Proxy-Authenticate' },
  { reason: /sets cookies separately/, applies: (_, name) => name === 'Set-Cookie' },
];

export default {
  target: 'django',
  evidence: 'server',
  missing: () => (pythonHas('django') ? [] : ['python3-django']),
  options: [],
  kinds: ['ok', 'missing', 'failing'],
  repeats: 'joined',
  nonce: true,
  serve: (emitted) => serveModules(emitted.map(({ files }) => files[0].text)),
  covers: { ...covers, unmodified: { status: 304 } },
  checkNoncePage,
  limits,
};
