import { fileURLToPath } from 'node:url';
import { freePort, python, pythonHas, scratch, start, write } from '../lib/daemon.mjs';
import { get, values } from '../lib/http.mjs';

const dispatcher = fileURLToPath(new URL('../apps/flask_sites.py', import.meta.url));

/** Runs one Flask application a module, told apart by the Host header. */
export async function serveModules(modules) {
  const folder = scratch('flask');
  const port = await freePort();
  write(folder, Object.fromEntries(modules.map((text, i) => [`site${i}.py`, text])));
  const server = await start(python, [dispatcher, folder, String(modules.length), String(port)], { port });
  const paths = { ok: '/', missing: '/none', failing: '/fail', redirect: '/old', denied: '/denied', static: '/file' };
  return {
    get: (i, kind, how) => get({ port, host: `site${i}`, path: paths[kind], ...how }),
    stop: server.stop,
  };
}

/** The responses of the application, and one that never reaches it. */
export const covers = {
  ok: { status: 200 }, missing: { status: 404 }, failing: { status: 500 }, redirect: { status: 302 }, denied: { status: 403 },
  static: { status: 200 },
  overlong: { status: 431, times: 0, says: /Not what (a server or )?a proxy in front answers/ },
};

/** The page of the test application shows the nonce that its template got. */
export function checkNoncePage(answer, nonce, tally) {
  if (answer.status !== 200) return;
  tally.check(answer.body.includes(`nonce="${nonce}"`), () => `the template's nonce differs: ${answer.body}`);
}

/** Two Server headers come out when the application sets one. */
export async function serverIsTwice() {
  const text = 'def init_app(app):\n    @app.after_request\n    def f(r):\n        r.headers["Server"] = "none"\n        return r\n';
  const server = await serveModules([text]);
  try {
    return values(await server.get(0, 'ok'), 'Server').join() !== 'none';
  } finally {
    await server.stop();
  }
}

export default {
  target: 'flask',
  evidence: 'server',
  missing: () => (pythonHas('flask') ? [] : ['python3-flask']),
  options: [],
  kinds: ['ok', 'missing', 'failing'],
  repeats: 'kept',
  nonce: true,
  serve: (emitted) => serveModules(emitted.map(({ files }) => files[0].text)),
  covers,
  checkNoncePage,
  limits: [
    { reason: /carries at most 65536/, applies: (value) => value.length > 65536 },
    { reason: /WSGI server writes its own/, applies: (_, name) => name === 'Server' },
  ],
};
