import { covers, limits, missingModules, serveSites } from '../lib/node_sites.mjs';
import { checkNoncePage } from './flask.mjs';

const paths = {
  ok: '/', missing: '/none', failing: '/fail', redirect: '/old', denied: '/denied', static: '/static/ok.txt', proxied: '/fetched',
};

export default {
  target: 'hono',
  evidence: 'server',
  missing: () => missingModules(['hono', '@hono/node-server']),
  options: [],
  kinds: ['ok', 'missing', 'failing'],
  repeats: 'joined',
  nonce: true,
  serve: (emitted) => serveSites('hono_sites.mjs', 'headstrong.mjs', emitted, paths),
  covers: { ...covers, proxied: { status: 200 }, malformed: { status: 400, times: 0, says: /Not what the server answers itself/ } },
  checkNoncePage,
  limits: [
    ...limits,
    { reason: /empty value/, applies: (value) => value === '' },
    { reason: /sends one field per name/, applies: (_, name) => name === 'Set-Cookie' },
  ],
};
