import { fileURLToPath } from 'node:url';
import { check, freePort, scratch, start, which, write } from '../lib/daemon.mjs';
import { get } from '../lib/http.mjs';
import { checkNoncePage } from './flask.mjs';

const program = 'php';
const router = fileURLToPath(new URL('../apps/php_router.php', import.meta.url));

const paths = { ok: '/', missing: '/none', redirect: '/old', denied: '/denied', failing: '/failing' };

async function serveTexts(texts) {
  const folder = scratch('php');
  write(folder, Object.fromEntries(texts.map((text, i) => [`site${i}.php`, text])));
  check(which(program), ['-l', `${folder}/site0.php`]);
  const port = await freePort();
  const env = { ...process.env, SITES: folder };
  const server = await start(which(program), ['-S', `127.0.0.1:${port}`, router], { port, env });
  return {
    get: (i, kind, how) => get({ port, host: `site${i}`, path: paths[kind], ...how }),
    stop: server.stop,
  };
}

/** Whether header() changes the status when it sets this line. */
async function changesStatus(line) {
  const server = await serveTexts([`<?php header('${line}');`]);
  try {
    return (await server.get(0, 'ok')).status !== 200;
  } finally {
    await server.stop();
  }
}

export default {
  target: 'php',
  evidence: 'server',
  missing: () => (which(program) ? [] : ['php-cli']),
  options: [],
  kinds: ['ok', 'missing'],
  repeats: 'kept',
  nonce: true,
  serve: (emitted) => serveTexts(emitted.map(({ files }) => files[0].text)),
  covers: {
    ok: { status: 200 }, missing: { status: 404 }, redirect: { status: 302 }, denied: { status: 403 }, failing: { status: 500 },
  },
  checkNoncePage,
  limits: [
    { reason: /carries at most 32768/, applies: (value) => value.length > 32768 },
    {
      reason: /changes the response's status/,
      applies: (_, name) => ['Status', 'WWW-Authenticate'].includes(name),
      shown: () => changesStatus('WWW-Authenticate: Basic realm="x"'),
    },
    { reason: /web server in front/, applies: (_, name) => name === 'Server' },
  ],
};
