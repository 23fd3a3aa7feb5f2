import { fileURLToPath } from 'node:url';
import { freePort, python, pythonHas, scratch, start, write } from '../lib/daemon.mjs';
import { get } from '../lib/http.mjs';
import { checkNoncePage } from './flask.mjs';

const dispatcher = fileURLToPath(new URL('../apps/aiohttp_sites.py', import.meta.url));

/** Runs one aiohttp application a module, told apart by the Host header. */
async function serve(emitted) {
  const folder = scratch('aiohttp');
  const port = await freePort();
  write(folder, { 'static/ok.txt': 'ok' });
  write(folder, Object.fromEntries(emitted.map(({ files }, i) => [`site${i}.py`, files[0].text])));
  const server = await start(python, [dispatcher, folder, String(emitted.length), String(port)], { port });
  const paths = {
    ok: '/', missing: '/none', failing: '/fail', redirect: '/old', denied: '/denied', static: '/static/ok.txt', below: '/below/',
    handshake: '/socket',
  };
  const handshake = ['Upgrade: websocket', 'Connection: Upgrade', 'Sec-WebSocket-Version: 13', 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=='];
  return {
    get: (i, kind, how) => get({ port, host: `site${i}`, path: paths[kind], ...(kind === 'handshake' ? { headers: handshake } : {}), ...how }),
    stop: server.stop,
  };
}

export default {
  target: 'aiohttp',
  evidence: 'server',
  missing: () => (pythonHas('aiohttp') ? [] : ['python3-aiohttp']),
  options: [],
  kinds: ['ok', 'missing', 'failing'],
  repeats: 'kept',
  nonce: true,
  serve,
  covers: {
    ok: { status: 200 }, missing: { status: 404 }, failing: { status: 500 }, redirect: { status: 307 }, denied: { status: 403 },
    static: { status: 200 }, unmodified: { status: 304 }, below: { status: 200 },
    malformed: { status: 400, times: 0, says: /Not what the server or a proxy in front answers/ },
  },
  validated: 'static',
  checkNoncePage,
  limits: [{ reason: /carries at most 65536/, applies: (value) => value.length > 65536 }],
};
