import { pythonHas } from '../lib/daemon.mjs';
import { emit } from '../lib/program.mjs';
import { guideSets, strictNoncePolicy } from '../lib/values.mjs';
import { checkNoncePage } from './flask.mjs';
import { covers, limits, serveModules } from './django.mjs';

/** Which policies are left to django-csp itself, in each of its versions. */
function checkStructure(tally) {
  const written = (value, version) =>
    emit('django-csp', [['Content-Security-Policy', value]], [`version=${version}`]).files[0].text;
  const expected = [
    [guideSets.basic[0][1], true, true],
    [guideSets.cdn[0][1], false, false],
    ["default-src 'self'; upgrade-insecure-requests", true, true],
    ["fenced-frame-src 'self'", false, true],
    [strictNoncePolicy, false, true],
    ["img-src *; img-src 'self'", false, false],
    ["default-src 'self', img-src *", false, false],
  ];
  for (const [policy, old, recent] of expected) {
    tally.check(/^CSP_/m.test(written(policy, 3)) === old, () => `django-csp: ${policy}: settings of version 3: ${!old}`);
    tally.check(/^CONTENT_SECURITY_POLICY = /m.test(written(policy, 4)) === recent, () => `django-csp: ${policy}: settings of version 4: ${!recent}`);
  }
}

const directives = (policy) => policy.split(/; ?/).filter(Boolean).sort();

export default {
  target: 'django-csp',
  evidence: 'server',
  missing: () => (pythonHas('csp') ? [] : ['python3-django-csp']),
  options: ['version=3'],
  kinds: ['ok', 'missing', 'failing'],
  repeats: 'joined',
  nonce: true,
  serve: (emitted) => serveModules(emitted.map(({ files }) => files[0].text), 'csp'),
  covers,
  checkNoncePage,
  // django-csp gives the directives an order of its own.
  alike: (name, came, asked) =>
    name.startsWith('content-security-policy') && JSON.stringify(directives(came)) === JSON.stringify(directives(asked)),
  policyLine: /CSP_DEFAULT_SRC.{1,8}self/,
  extra: checkStructure,
  limits,
};
