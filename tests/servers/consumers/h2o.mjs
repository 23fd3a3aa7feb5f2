import { check, freePort, scratch, start, which, write } from '../lib/daemon.mjs';
import { get } from '../lib/http.mjs';
import { startUpstream, upstreamPath } from '../lib/upstream.mjs';

const program = 'h2o';

/** One host for each text. A configuration has no include: the lines are pasted. */
async function serveTexts(texts) {
  const folder = scratch('h2o');
  check('/bin/chmod', ['755', folder]);
  const port = await freePort();
  const upstream = await startUpstream();
  const indented = (text) => text.replace(/^(?=.)/gm, '    ');
  const host = (text, i) => `  "site${i}":
${indented(text)}
    paths:
      "/":
        file.dir: ${folder}/www
      "/old":
        redirect: /new
      "/up/":
        proxy.reverse.url: "http://127.0.0.1:${upstream.port}/"
      "/failing":
        proxy.reverse.url: "http://127.0.0.1:1/"
`;
  write(folder, {
    'www/index.html': 'ok',
    'h2o.conf': `listen:
  host: 127.0.0.1
  port: ${port}
error-log: ${folder}/errors
num-threads: 1
hosts:
${texts.map(host).join('')}`,
  });
  const args = ['-m', 'worker', '-c', `${folder}/h2o.conf`];
  try {
    check(which(program), ['-t', ...args.slice(2)]);
  } catch (error) {
    await upstream.stop();
    throw error;
  }
  const server = await start(which(program), args, { port });
  return {
    get: (i, path, how) => get({ port, host: `site${i}`, path, ...how }),
    stop: () => Promise.all([server.stop(), upstream.stop()]),
  };
}

const paths = {
  ok: () => '/', missing: () => '/none', proxied: ({ headers }) => upstreamPath(headers),
  redirect: () => '/old', failing: () => '/failing',
};

async function serve(emitted) {
  const server = await serveTexts(emitted.map(({ files }) => files[0].text));
  return { get: (i, kind, how) => server.get(i, paths[kind](emitted[i]), how), stop: server.stop };
}

export default {
  target: 'h2o',
  evidence: 'server',
  missing: () => (which(program) ? [] : [program]),
  options: [],
  kinds: ['ok', 'missing', 'proxied'],
  repeats: 'kept',
  nonce: false,
  mends: false,
  serve,
  covers: {
    ok: { status: 200 }, missing: { status: 404 }, proxied: { status: 200 }, redirect: { status: 302 },
    failing: { status: 502 }, unmodified: { status: 304 }, unsatisfiable: { status: 416 }, overlong: { status: 200 },
    malformed: { status: 400, times: 0, says: /not [^.]*400 for a malformed request/ },
  },
  limits: [
    { reason: /carries at most 65536/, applies: (value) => value.length > 65536 },
    {
      reason: /H2O writes its own/,
      applies: (_, name) => /^server$/i.test(name),
      shown: () => serveTexts(['header.set: "Server: a"\n']).then((server) => server.stop().then(() => false), () => true),
    },
  ],
};
