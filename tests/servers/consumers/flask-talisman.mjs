import { pythonHas } from '../lib/daemon.mjs';
import { emit } from '../lib/program.mjs';
import { guideSets, strictNoncePolicy } from '../lib/values.mjs';
import { checkNoncePage, covers, serveModules } from './flask.mjs';

/** Which policies are left to Talisman itself: those that it writes unaltered. */
function checkStructure(tally) {
  const usesTalisman = (value) =>
    !/content_security_policy=False/.test(emit('flask-talisman', [['Content-Security-Policy', value]]).files[0].text);
  const expected = [
    [guideSets.basic[0][1], true],
    [guideSets.strict[0][1], true],
    ["default-src 'self'; script-src 'self' 'nonce-{{nonce}}'", true],
    ["default-src 'self'; upgrade-insecure-requests", false],
    [strictNoncePolicy, false],
    ["default-src 'self';img-src *", false],
    ["img-src *; img-src 'self'", false],
  ];
  for (const [policy, wanted] of expected) {
    tally.check(usesTalisman(policy) === wanted, () => `flask-talisman: ${policy}: Talisman's own form: ${!wanted}`);
  }
}

/** None of Talisman's own headers may come along unasked. */
async function checkNothingMore(tally) {
  const { files } = emit('flask-talisman', [['X-T', 'a']]);
  const server = await serveModules([files[0].text]);
  try {
    const names = (await server.get(0, 'ok')).fields.map(([name]) => name.toLowerCase());
    const expected = ['server', 'date', 'content-type', 'content-length', 'connection', 'x-t', 'x-t0', 'content-security-policy'];
    const more = names.filter((name) => !expected.includes(name));
    tally.check(more.length === 0, () => `flask-talisman: sent unasked: ${more}`);
  } finally {
    await server.stop();
  }
}

export default {
  target: 'flask-talisman',
  evidence: 'server',
  missing: () => (pythonHas('flask_talisman') ? [] : ['python3-flask-talisman']),
  options: [],
  kinds: ['ok', 'missing', 'failing'],
  repeats: 'kept',
  nonce: true,
  serve: (emitted) => serveModules(emitted.map(({ files }) => files[0].text)),
  covers,
  checkNoncePage,
  async extra(tally) {
    checkStructure(tally);
    await checkNothingMore(tally);
  },
  limits: [
    { reason: /carries at most 65536/, applies: (value) => value.length > 65536 },
    { reason: /WSGI server writes its own/, applies: (_, name) => name === 'Server' },
  ],
};
