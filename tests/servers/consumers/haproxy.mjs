import { check, freePort, scratch, start, which, write } from '../lib/daemon.mjs';
import { get } from '../lib/http.mjs';
import { startUpstream, upstreamPath } from '../lib/upstream.mjs';

const program = 'haproxy';

/** One frontend a site, on a port of its own: there is no other way to scope the lines. */
function configuration({ ports, upstream, texts }) {
  const frontends = texts.map((text, i) => `
frontend site${i}
  bind 127.0.0.1:${ports[i]}
${text}
  http-request return status 200 content-type text/plain string ok if { path / }
  http-request deny deny_status 404 if { path /none }
  http-request redirect location /new if { path /old }
  http-request deny if { path /denied }
  http-request return status 500 if { path /failing }
  default_backend application
`);
  return `
global
  maxconn 500
defaults
  mode http
  timeout client 120s
  timeout server 120s
  timeout connect 120s
backend application
  server a 127.0.0.1:${upstream}
${frontends.join('\n')}`;
}

async function serveTexts(texts) {
  const folder = scratch('haproxy');
  const upstream = await startUpstream();
  const ports = [];
  for (const _ of texts) ports.push(await freePort());
  write(folder, { 'haproxy.cfg': configuration({ ports, upstream: upstream.port, texts }) });
  check(which(program), ['-c', '-f', `${folder}/haproxy.cfg`]);
  const server = await start(which(program), ['-db', '-f', `${folder}/haproxy.cfg`], { port: ports[0], morePorts: ports.slice(1) });
  return {
    get: (i, path, how) => get({ port: ports[i], path, ...how }),
    stop: () => Promise.all([server.stop(), upstream.stop()]),
  };
}

const paths = {
  ok: () => '/', missing: () => '/none', proxied: ({ headers }) => upstreamPath(headers),
  redirect: () => '/old', denied: () => '/denied', failing: () => '/failing',
};

async function serve(emitted) {
  const server = await serveTexts(emitted.map(({ files }) => files[0].text));
  return { get: (i, kind, how) => server.get(i, paths[kind](emitted[i]), how), stop: server.stop };
}

/** Whether HAProxy gives up on a response whose headers outgrow its buffer. */
async function outgrowsBuffer() {
  const running = await serveTexts([`  http-after-response set-header X-T '${'x'.repeat(17000)}'`]);
  try {
    return (await running.get(0, '/')).status === 500;
  } catch {
    return true;
  } finally {
    await running.stop();
  }
}

async function statusWith(length) {
  const running = await serveTexts([`  http-after-response set-header ${'n'.repeat(length)} a`]);
  try {
    return (await running.get(0, '/')).status;
  } finally {
    await running.stop();
  }
}

function refusesEmpty() {
  return serveTexts(["  http-after-response set-header X-T ''"]).then(() => false, () => true);
}

export default {
  target: 'haproxy',
  evidence: 'server',
  missing: () => (which(program) ? [] : [program]),
  options: [],
  kinds: ['ok', 'missing', 'proxied'],
  repeats: 'kept',
  nonce: false,
  serve,
  covers: {
    ok: { status: 200 }, missing: { status: 404 }, proxied: { status: 200 }, redirect: { status: 302 },
    denied: { status: 403 }, failing: { status: 500 },
    malformed: { status: 400, times: 0, says: /not [^.]*400 for a malformed request/ },
  },
  limits: [
    {
      reason: /name longer than 255 bytes/,
      applies: (_, name) => name.length > 255,
      shown: async () => (await statusWith(255)) === 200 && (await statusWith(256)) === 500,
    },
    { reason: /carries at most 8192/, applies: (value) => value.length > 8192, shown: outgrowsBuffer },
    { reason: /empty value/, applies: (value) => value === '', shown: refusesEmpty },
  ],
};
