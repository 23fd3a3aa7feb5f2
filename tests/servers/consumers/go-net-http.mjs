import { copyFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { check, freePort, scratch, start, which, write } from '../lib/daemon.mjs';
import { get } from '../lib/http.mjs';
import { checkNoncePage } from './flask.mjs';

const program = fileURLToPath(new URL('../apps/go_sites.go', import.meta.url));

/** One program with a package for each emitted file, told apart by the Host header. */
async function serve(emitted) {
  const folder = scratch('go');
  write(folder, { 'static/ok.txt': 'ok', 'go.mod': 'module sites\n\ngo 1.18\n' });
  const imports = [];
  const sites = [];
  emitted.forEach(({ files }, i) => {
    const text = files[0].text.replace(/^package main$/m, `package site${i}`);
    write(folder, { [`site${i}/headstrong.go`]: text });
    imports.push(`\t"sites/site${i}"`);
    const nonce = text.includes('func CSPNonce(') ? `site${i}.CSPNonce` : 'noNonce';
    sites.push(`\tfunc(folder string) http.Handler { return site${i}.SecurityHeaders(application(${nonce}, folder)) },`);
  });
  const all = ['package main', '', 'import (', '\t"net/http"', '', ...imports, ')', '',
    'func noNonce(*http.Request) string { return "" }', '', 'var _ = noNonce', '',
    'var all = []func(string) http.Handler{', ...sites, '}', ''];
  write(folder, { 'sites.go': all.join('\n') });
  copyFileSync(program, `${folder}/main.go`);
  check(which('go'), ['build', '-o', 'sites', '.'], { cwd: folder, env: { ...process.env, GOPROXY: 'off' } });
  const port = await freePort();
  const server = await start(`${folder}/sites`, [folder, String(port)], { port });
  const paths = { ok: '/', missing: '/none', failing: '/fail', redirect: '/old', denied: '/denied', static: '/static/ok.txt' };
  return {
    get: (i, kind, how) => get({ port, host: `site${i}`, path: paths[kind], ...how }),
    stop: server.stop,
  };
}

export default {
  target: 'go-net-http',
  evidence: 'server',
  missing: () => (which('go') ? [] : ['golang-go']),
  options: [],
  kinds: ['ok', 'missing', 'failing'],
  repeats: 'kept',
  nonce: true,
  serve,
  covers: {
    ok: { status: 200 }, missing: { status: 404 }, failing: { status: 500 }, redirect: { status: 302 }, denied: { status: 403 },
    static: { status: 200 },
    malformed: { status: 400, times: 0, says: /not what net\/http answers itself/ },
  },
  checkNoncePage,
  limits: [
    { reason: /carries at most 65536/, applies: (value) => value.length > 65536 },
    { reason: /net\/http writes it/, applies: (_, name) => ['Connection', 'Content-Length', 'Transfer-Encoding'].includes(name) },
    { reason: /reads it as an instruction/, applies: (_, name) => name === 'Trailer' },
  ],
};
