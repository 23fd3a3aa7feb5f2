import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { freePort, scratch, start, write } from '../lib/daemon.mjs';
import { get, values } from '../lib/http.mjs';
import { emit } from '../lib/program.mjs';

const app = fileURLToPath(new URL('../apps/serve_sites.mjs', import.meta.url));
const program = fileURLToPath(new URL('../../node_modules/serve/build/main.js', import.meta.url));

async function serveTexts(texts) {
  const folder = scratch('serve');
  const port = await freePort();
  write(folder, { 'www/index.html': 'ok', 'www/a.txt': 'a', 'www/.well-known/a.txt': 'a', 'www/list/b.txt': 'b' });
  write(folder, Object.fromEntries(texts.map((text, i) => [`site${i}.json`, text])));
  const server = await start(process.execPath, [app, folder, String(port)], { port });
  return { get: (i, path, how) => get({ port, host: `site${i}`, path, ...how }), stop: server.stop };
}

const paths = { ok: '/', missing: '/none', static: '/a.txt', listing: '/list', redirect: '/index.html', hidden: '/.well-known/a.txt' };

async function serve(emitted) {
  const server = await serveTexts(emitted.map(({ files }) => files[0].text));
  return { get: (i, kind, how) => server.get(i, paths[kind], how), stop: server.stop };
}

/** serve itself, in a folder with the emitted file; null where it refuses to start. */
async function served(text, path = '/') {
  const folder = scratch('serve');
  write(folder, { 'serve.json': text, 'index.html': 'ok' });
  const port = await freePort();
  try {
    const env = { ...process.env, NO_UPDATE_CHECK: '1' };
    const server = await start(process.execPath, [program, '-L', '--no-port-switching', '-l', `tcp://127.0.0.1:${port}`], { port, cwd: folder, env });
    try {
      return await get({ port, path });
    } finally {
      await server.stop();
    }
  } catch {
    return null;
  }
}

const withValue = (value) => JSON.stringify({ headers: [{ source: '**', headers: [{ key: 'X-T', value }] }] });

export default {
  target: 'serve',
  evidence: 'server',
  missing: () => (existsSync(program) ? [] : ['serve (npm ci in tests)']),
  options: [],
  perServer: 1000,
  perSet: 40,
  kinds: ['ok', 'missing', 'static'],
  comments: false,
  repeats: 'joined',
  nonce: false,
  serve,
  covers: {
    ok: { status: 200 }, missing: { status: 404 }, static: { status: 200 },
    unmodified: { status: 304, times: 0, says: /not [^.]*a 304/ },
    listing: { status: 200, times: 0, says: /not [^.]*listings of folders/ },
    redirect: { status: 301, times: 0, says: /not redirects/ },
    hidden: { status: 200, times: 0, says: /not [^.]*paths with a name that begins with a dot/ },
    malformed: { status: 400, times: 0, says: /not the 400 for a malformed request/ },
  },
  validated: 'static',
  /** As a user starts it. */
  async extra(tally) {
    const headers = [['X-T', 'a "b" \\ c'], ['Content-Security-Policy', "default-src 'self'"]];
    const { files } = emit('serve', headers);
    for (const path of ['/', '/none']) {
      const answer = await served(files[0].text, path);
      for (const [name, value] of headers) {
        tally.check(answer !== null && values(answer, name).join() === value, () => `serve: ${path}: ${name}: ${JSON.stringify(answer?.fields)}`);
      }
    }
  },
  limits: [
    { reason: /carries at most 2048/, applies: (value) => value.length > 2048, shown: async () => (await served(withValue('x'.repeat(2049)))) === null },
    { reason: /no tab in a value/, applies: (value) => value.includes('\t'), shown: async () => (await served(withValue('a\tb'))) === null },
    { reason: /name longer than 128 bytes/, applies: (_, name) => name.length > 128 },
    { reason: /at most 50/, applies: () => true },
    { reason: /no header without a value/, applies: (value) => value === '', shown: async () => (await served(withValue(''))) === null },
    {
      reason: /text above ASCII/,
      applies: (value) => /[^\x20-\x7e\t]/.test(value),
      shown: async () => values((await served(withValue('\u00e9'))) ?? { fields: [] }, 'X-T').join() !== Buffer.from('\u00e9').toString('latin1'),
    },
    { reason: /can't be joined/, applies: (_, name) => name === 'Set-Cookie' },
  ],
};
