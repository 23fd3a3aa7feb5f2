import { check, freePort, scratch, start, which, write } from '../lib/daemon.mjs';
import { get } from '../lib/http.mjs';
import { emit } from '../lib/program.mjs';
import { startUpstream, upstreamPath } from '../lib/upstream.mjs';

const program = 'varnishd';

// The tests' VCL is huge and runs once: compiling it with optimisation takes most of a minute.
const compile = 'exec gcc -std=gnu11 -O0 -w -fpic -shared -o %o %s';

/** The texts with each statement bound to a site: one VCL, compiled once, serves them all. */
function combined(texts) {
  return texts
    .map((text, i) =>
      text.replace(/^sub (vcl_deliver|vcl_synth) \{\n([^]*?)^\}$/gm, (_, name, body) =>
        `sub ${name} {\n  if (req.http.Host == "site${i}") {\n${body}  }\n}`))
    .join('\n');
}

async function serve(emitted) {
  const folder = scratch('varnish');
  check('/bin/chmod', ['755', folder]);
  const port = await freePort();
  const upstream = await startUpstream();
  write(folder, {
    'headstrong.vcl': combined(emitted.map(({ files }) => files[0].text)),
    'default.vcl': `vcl 4.1;
backend default { .host = "127.0.0.1"; .port = "${upstream.port}"; }
include "${folder}/headstrong.vcl";
sub vcl_recv {
  if (req.url == "/") { return (synth(200)); }
  if (req.url == "/none") { return (synth(404)); }
  if (req.url == "/old") { return (synth(301)); }
  if (req.url == "/denied") { return (synth(403)); }
  if (req.url == "/failing") { return (synth(503)); }
  return (pass);
}
`,
  });
  const args = ['-f', `${folder}/default.vcl`];
  const server = await start(
    which(program),
    ['-F', '-n', `${folder}/work`, '-a', `127.0.0.1:${port}`, '-T', '127.0.0.1:0', '-p', `cc_command=${compile}`, ...args],
    { port },
  );
  const paths = {
    ok: () => '/', missing: () => '/none', proxied: ({ headers }) => upstreamPath(headers),
    redirect: () => '/old', denied: () => '/denied', failing: () => '/failing',
  };
  return {
    get: (i, kind, how) => get({ port, host: `site${i}`, path: paths[kind](emitted[i]), ...how }),
    stop: () => Promise.all([server.stop(), upstream.stop()]),
  };
}

/** Varnish has room for so many header lines, its own included, and fails beyond. */
async function tooManyFieldsFail() {
  const lines = Array.from({ length: 70 }, (_, i) => `  set resp.http.X-T${i} = {"a"};\n`).join('');
  const server = await serve([{ files: [{ text: `sub vcl_synth {\n${lines}}\n` }], headers: [] }]);
  try {
    const refused = emit('varnish', Array.from({ length: 41 }, (_, i) => [`X-T${i}`, 'a'])).refusal;
    return (await server.get(0, 'ok')).status === 500 && /at most 40 headers/.test(refused);
  } finally {
    await server.stop();
  }
}

async function longNameFails(length) {
  const text = `sub vcl_synth {\n  set resp.http.${'n'.repeat(length)} = {"a"};\n}\n`;
  try {
    await (await serve([{ files: [{ text }], headers: [] }])).stop();
    return false;
  } catch {
    return true;
  }
}

export default {
  target: 'varnish',
  evidence: 'server',
  mended: 'proxied',  // by vcl_deliver
  missing: () => [program, 'gcc'].filter((name) => !which(name)),
  options: [],
  kinds: ['ok', 'missing', 'proxied'],
  repeats: 'joined',
  nonce: false,
  perServer: 1000,
  perSet: 40,
  serve,
  covers: {
    ok: { status: 200 }, missing: { status: 404 }, proxied: { status: 200 }, redirect: { status: 301 },
    denied: { status: 403 }, failing: { status: 503 },
    malformed: { status: 400, times: 0, says: /not [^.]*400 for a malformed request/ },
  },
  limits: [
    { reason: /name longer than 126 bytes/, applies: (_, name) => name.length > 126, shown: () => longNameFails(127) },
    { reason: /^$/, applies: () => false, shown: async () => !(await longNameFails(126)) },
    { reason: /at most 40 headers/, applies: () => false, shown: tooManyFieldsFail },
    { reason: /carries at most 16384/, applies: (value) => value.length > 16384 },
    { reason: /one field per name/, applies: (_, name) => /^(set-cookie|www-authenticate|proxy-authenticate)$/i.test(name) },
  ],
};
