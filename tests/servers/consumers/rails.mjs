import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { freePort, scratch, start, which, write } from '../lib/daemon.mjs';
import { get } from '../lib/http.mjs';
import { checkNoncePage } from './flask.mjs';

const program = 'ruby';
const app = fileURLToPath(new URL('../apps/rails_sites.rb', import.meta.url));

/** Debian's packages of the gems that are not installed. */
export function missingGems(gems) {
  if (!which(program)) return ['ruby'];
  const isMissing = (gem) => spawnSync(which(program), ['-e', `gem "${gem}"`]).status !== 0;
  return Object.keys(gems).filter(isMissing).map((gem) => gems[gem]);
}

export const gems = { railties: 'ruby-railties', puma: 'puma' };

/** Runs one Rails application an initializer, told apart by the Host header. */
export async function serveInitializers(texts, ...more) {
  const folder = scratch('rails');
  const port = await freePort();
  write(folder, { 'public/ok.txt': 'ok' });
  write(folder, Object.fromEntries(texts.map((text, i) => [`site${i}.rb`, text])));
  const server = await start(which(program), [app, folder, String(texts.length), String(port), ...more], { port });
  const paths = { ok: '/', missing: '/none', failing: '/fail', redirect: '/old', denied: '/denied', static: '/ok.txt' };
  return {
    get: (i, kind, how) => get({ port, host: `site${i}`, path: paths[kind], ...how }),
    stop: server.stop,
  };
}

export const covers = {
  ok: { status: 200 }, missing: { status: 404 }, failing: { status: 500 }, redirect: { status: 302 }, denied: { status: 403 },
  static: { status: 200 }, unmodified: { status: 304 },
  malformed: { status: 400, times: 0, says: /not what a server answers itself/ },
};

export const limits = [
  { reason: /carries at most 65536/, applies: (value) => value.length > 65536 },
  { reason: /Rack sets the status separately/, applies: (_, name) => name === 'Status' },
];

export default {
  target: 'rails',
  evidence: 'server',
  missing: () => missingGems(gems),
  options: [],
  kinds: ['ok', 'missing', 'failing'],
  repeats: 'kept',
  perSet: 300,  // an application takes its time to start
  nonce: true,
  serve: (emitted) => serveInitializers(emitted.map(({ files }) => files[0].text)),
  covers,
  checkNoncePage,
  limits,
};
