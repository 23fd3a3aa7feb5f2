import { existsSync, symlinkSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { freePort, scratch, start, write } from '../lib/daemon.mjs';
import { get, values } from '../lib/http.mjs';
import { emit } from '../lib/program.mjs';
import { guideSets, strictNoncePolicy } from '../lib/values.mjs';
import { checkNoncePage } from './flask.mjs';

const app = fileURLToPath(new URL('../apps/express_sites.mjs', import.meta.url));
const modules = fileURLToPath(new URL('../../node_modules', import.meta.url));

export async function serve(emitted) {
  const folder = scratch('express');
  symlinkSync(modules, `${folder}/node_modules`);
  write(folder, { 'static/ok.txt': 'ok' });
  write(folder, Object.fromEntries(emitted.map(({ files }, i) => [`site${i}/headstrong.cjs`, files[0].text])));
  const port = await freePort();
  const server = await start(process.execPath, [app, folder, String(emitted.length), String(port)], { port });
  const paths = {
    ok: '/', missing: '/none', builtIn: '/express-404', redirect: '/old', denied: '/denied', failing: '/failing', static: '/static/ok.txt',
  };
  return {
    get: (i, kind, how) => get({ port, host: `site${i}`, path: paths[kind], ...how }),
    stop: server.stop,
  };
}

/** Which policies are left to helmet itself. */
function checkStructure(tally) {
  const usesHelmet = (value) =>
    /directives: \{/.test(emit('express-helmet', [['Content-Security-Policy', value]]).files[0].text);
  const expected = [
    [guideSets.basic[0][1], true],
    [guideSets.compact[0][1], true],
    [guideSets.valueless[0][1], true],
    [strictNoncePolicy, true],
    [guideSets.cdn[0][1], false],
    ["default-src self", false],
    ["Default-Src 'self'", false],
    ["img-src *; img-src 'self'", false],
    ["default-src 'self', img-src *", false],
  ];
  for (const [policy, wanted] of expected) {
    tally.check(usesHelmet(policy) === wanted, () => `express-helmet: ${policy}: helmet's own form: ${!wanted}`);
  }
  const text = emit('express-helmet', guideSets.strict).files[0].text;
  for (const part of [
    'strictTransportSecurity: { maxAge: 31536000, includeSubDomains: true, preload: true }',
    'referrerPolicy: { policy: "no-referrer" }',
    'crossOriginOpenerPolicy: { policy: "same-origin" }',
    'xDownloadOptions: false',
  ]) {
    tally.check(text.includes(part), () => `express-helmet: not in the options: ${part}`);
  }
}

/** None of helmet's defaults comes along; Express's built-in 404 page is as the coverage says. */
async function checkDefaults(tally) {
  const headers = [['Content-Security-Policy', "img-src 'self'"]];
  const server = await serve([{ headers, ...emit('express-helmet', headers) }]);
  try {
    const ok = await server.get(0, 'ok');
    const expected = ['date', 'connection', 'content-type', 'content-length', 'etag', 'content-security-policy'];
    const more = ok.fields.map(([name]) => name.toLowerCase()).filter((name) => !expected.includes(name));
    tally.check(more.length === 0, () => `express-helmet: sent unasked: ${more}`);
    const builtIn = values(await server.get(0, 'builtIn'), 'Content-Security-Policy');
    tally.check(builtIn.join() === "default-src 'none'", () => `express-helmet: built-in 404 page: ${builtIn}`);
  } finally {
    await server.stop();
  }
}

/** helmet writes no blank after a semicolon. */
export const sameDirectives = (name, came, asked) => /^content-security-policy/i.test(name)
  && came.replaceAll('; ', ';') === asked.replaceAll('; ', ';');

export default {
  target: 'express-helmet',
  evidence: 'server',
  alike: sameDirectives,
  missing: () => ['express', 'helmet'].filter((name) => !existsSync(`${modules}/${name}`)),
  options: [],
  kinds: ['ok', 'missing', 'redirect'],
  repeats: 'kept',
  nonce: true,
  serve,
  covers: {
    ok: { status: 200 }, missing: { status: 404 }, redirect: { status: 302 }, denied: { status: 403 }, failing: { status: 500 },
    static: { status: 200 }, unmodified: { status: 304 },
    malformed: { status: 400, times: 0, says: /not [^.]*400 for a malformed request/ },
  },
  checkNoncePage,
  async extra(tally) {
    checkStructure(tally);
    await checkDefaults(tally);
  },
  limits: [{ reason: /carries at most 65536/, applies: (value) => value.length > 65536 }],
};
