import { fileURLToPath } from 'node:url';
import { freePort, scratch, start, which, write } from '../lib/daemon.mjs';
import { get } from '../lib/http.mjs';
import { checkNoncePage } from './flask.mjs';
import { limits, missingGems } from './rails.mjs';

const app = fileURLToPath(new URL('../apps/rack_sites.rb', import.meta.url));

/** Runs one Sinatra application behind each middleware, told apart by the Host header. */
async function serve(emitted) {
  const folder = scratch('rack');
  const port = await freePort();
  write(folder, { 'public/ok.txt': 'ok' });
  write(folder, Object.fromEntries(emitted.map(({ files }, i) => [`site${i}.rb`, files[0].text])));
  const server = await start(which('ruby'), [app, folder, String(emitted.length), String(port)], { port });
  const paths = {
    ok: '/', missing: '/none', failing: '/fail', redirect: '/old', denied: '/denied', static: '/ok.txt', tagged: '/tagged',
  };
  return {
    get: (i, kind, how) => get({ port, host: `site${i}`, path: paths[kind], ...how }),
    stop: server.stop,
  };
}

export default {
  target: 'rack',
  evidence: 'server',
  missing: () => missingGems({ sinatra: 'ruby-sinatra', puma: 'puma' }),
  options: [],
  kinds: ['ok', 'missing', 'failing'],
  repeats: 'kept',
  nonce: true,
  serve,
  covers: {
    ok: { status: 200 }, missing: { status: 404 }, failing: { status: 500 }, redirect: { status: 302 }, denied: { status: 403 },
    static: { status: 200 }, unmodified: { status: 304 },
    malformed: { status: 400, times: 0, says: /not what a server answers itself/ },
  },
  validated: 'tagged',
  checkNoncePage,
  limits,
};
