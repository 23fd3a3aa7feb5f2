import { emit } from '../lib/program.mjs';
import { guideSets, strictNoncePolicy } from '../lib/values.mjs';
import { checkNoncePage } from './flask.mjs';
import { covers, gems, limits, missingGems, serveInitializers } from './rails.mjs';

const serve = (emitted) => serveInitializers(emitted.map(({ files }) => files[0].text), 'secure_headers');

/** Which policies are left to secure_headers itself: those that it writes unaltered. */
async function checkStructure(tally) {
  const usesGem = (value) =>
    /config\.csp = \{/.test(emit('rails-secure-headers', [['Content-Security-Policy', value]]).files[0].text);
  const expected = [
    ["default-src 'self'; img-src 'self' https:; script-src 'self'; report-uri /csp", true],
    ["default-src 'self'; upgrade-insecure-requests", true],
    ["default-src https://a.example 'self'", true],
    ["script-src 'self'; default-src 'self'", false],
    ["default-src 'self'; img-src * data:", false],
    ["default-src 'self' 'self'", false],
    ["img-src 'self'", false],
    ["default-src 'self'; fenced-frame-src 'self'", false],
    [strictNoncePolicy, false],
  ];
  for (const [policy, wanted] of expected) {
    tally.check(usesGem(policy) === wanted, () => `rails-secure-headers: ${policy}: its own form: ${!wanted}`);
  }
  const policies = expected.filter(([, wanted]) => wanted).map(([policy]) => policy);
  const emitted = policies.map((policy) => emit('rails-secure-headers', [['Content-Security-Policy', policy], ...guideSets.strict.slice(1)]));
  const server = await serve(emitted);
  try {
    for (const [i, policy] of policies.entries()) {
      const { fields } = await server.get(i, 'ok');
      const came = fields.filter(([name]) => name.toLowerCase() === 'content-security-policy').map(([, value]) => value);
      tally.check(came.join() === policy, () => `rails-secure-headers: asked ${policy}, came ${came}`);
    }
  } finally {
    await server.stop();
  }
}

export default {
  target: 'rails-secure-headers',
  evidence: 'server',
  missing: () => missingGems({ ...gems, secure_headers: 'ruby-secure-headers' }),
  options: [],
  kinds: ['ok', 'missing', 'failing'],
  repeats: 'kept',
  perSet: 300,
  nonce: true,
  serve,
  covers,
  checkNoncePage,
  policyLine: /default_src: %w\['self'/,
  extra: checkStructure,
  limits,
};
