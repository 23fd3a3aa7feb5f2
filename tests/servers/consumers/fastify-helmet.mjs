import { sameDirectives } from './express-helmet.mjs';
import { values } from '../lib/http.mjs';
import { covers, limits, missingModules, serveSites } from '../lib/node_sites.mjs';
import { emit } from '../lib/program.mjs';
import { guideSets, strictNoncePolicy } from '../lib/values.mjs';
import { checkNoncePage } from './flask.mjs';

const paths = { ok: '/', missing: '/none', failing: '/fail', redirect: '/old', denied: '/denied', static: '/file' };
const serve = (emitted) => serveSites('fastify_sites.mjs', 'headstrong.cjs', emitted, paths);

/** Which policies are left to helmet itself, and that none of its defaults comes along. */
async function checkStructure(tally) {
  const usesHelmet = (value) => /directives: \{/.test(emit('fastify-helmet', [['Content-Security-Policy', value]]).files[0].text);
  for (const [policy, wanted] of [[guideSets.basic[0][1], true], [strictNoncePolicy, true], ['default-src self', false]]) {
    tally.check(usesHelmet(policy) === wanted, () => `fastify-helmet: ${policy}: helmet's own form: ${!wanted}`);
  }
  const headers = [['Content-Security-Policy', "img-src 'self'"]];
  const server = await serve([{ headers, ...emit('fastify-helmet', headers) }]);
  try {
    const ok = await server.get(0, 'ok');
    const expected = ['date', 'connection', 'content-type', 'content-length', 'etag', 'x-t0', 'content-security-policy'];
    const more = ok.fields.map(([name]) => name.toLowerCase()).filter((name) => !expected.includes(name));
    tally.check(more.length === 0, () => `fastify-helmet: sent unasked: ${more}`);
    tally.check(values(ok, 'Content-Security-Policy').join() === "img-src 'self'", () => 'fastify-helmet: another policy came');
  } finally {
    await server.stop();
  }
}

export default {
  target: 'fastify-helmet',
  evidence: 'server',
  alike: sameDirectives,
  missing: () => missingModules(['fastify', '@fastify/helmet']),
  options: [],
  kinds: ['ok', 'missing', 'failing'],
  repeats: 'kept',
  nonce: true,
  serve,
  covers: { ...covers, malformed: { status: 400, times: 0, says: /Not Node's 400/ } },
  checkNoncePage,
  extra: checkStructure,
  limits,
};
