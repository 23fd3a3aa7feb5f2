import { values } from '../lib/http.mjs';
import { covers, limits, missingModules, serveSites } from '../lib/node_sites.mjs';
import { checkNoncePage } from './flask.mjs';

const paths = { ok: '/', missing: '/none', failing: '/fail', redirect: '/old', denied: '/denied', static: '/file', odd: '/odd' };
const serve = (emitted) => serveSites('koa_sites.mjs', 'headstrong.cjs', emitted, paths);

/** Koa takes the headers from its answer to an exception that a middleware has set in the usual way. */
async function errorsTakeThem(tally) {
  const text = 'module.exports = async (ctx, next) => { ctx.set("X-T", "a"); await next(); };';
  const server = await serve([{ files: [{ text }] }]);
  try {
    const came = values(await server.get(0, 'failing'), 'X-T');
    tally.check(came.length === 0, () => `koa: an answer to an exception has kept its headers: ${came}`);
  } finally {
    await server.stop();
  }
}

export default {
  target: 'koa',
  evidence: 'server',
  missing: () => missingModules(['koa']),
  options: [],
  kinds: ['ok', 'missing', 'failing'],
  repeats: 'kept',
  nonce: true,
  serve,
  covers: { ...covers, odd: { status: 500 }, malformed: { status: 400, times: 0, says: /Not Node's 400/ } },
  checkNoncePage,
  extra: errorsTakeThem,
  limits,
};
