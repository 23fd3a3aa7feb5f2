import { check, freePort, scratch, start, which, write } from '../lib/daemon.mjs';
import { get } from '../lib/http.mjs';
import { startUpstream, upstreamPath } from '../lib/upstream.mjs';

const program = 'caddy';

/** Every second site takes the text by `import`, the others have it in place. */
function configuration({ folder, port, upstream, texts }) {
  const sites = texts.map((text, i) => `
http://site${i}:${port} {
${i % 2 === 0 ? text : `import ${folder}/site${i}.caddy`}
root * ${folder}/www
handle /up/* {
	reverse_proxy 127.0.0.1:${upstream}
}
handle {
	file_server
}
}`);
  return `{
	admin off
	auto_https off
}
${sites.join('\n')}
`;
}

async function serve(emitted) {
  const folder = scratch('caddy');
  const port = await freePort();
  const upstream = await startUpstream();
  const texts = emitted.map(({ files }) => files[0].text);
  const files = { 'www/index.html': 'ok' };
  texts.forEach((text, i) => (files[`site${i}.caddy`] = text));
  files.Caddyfile = configuration({ folder, port, upstream: upstream.port, texts });
  write(folder, files);
  const args = ['--adapter', 'caddyfile', '--config', `${folder}/Caddyfile`];
  const env = { ...process.env, HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder };
  check(which(program), ['validate', ...args], { env });
  const server = await start(which(program), ['run', ...args], { port, env });
  const paths = { ok: () => '/', missing: () => '/none', proxied: ({ headers }) => upstreamPath(headers) };
  return {
    get: (i, kind) => get({ port, host: `site${i}`, path: paths[kind](emitted[i]) }),
    stop: () => Promise.all([server.stop(), upstream.stop()]),
  };
}

export default {
  target: 'caddy',
  evidence: 'server',
  missing: () => (which(program) ? [] : [program]),
  options: [],
  kinds: ['ok', 'missing', 'proxied'],
  repeats: 'kept',
  nonce: false,
  serve,
  limits: [
    { reason: /carries at most 65536/, applies: (value) => value.length > 65536 },
    { reason: /Caddy writes it itself/, applies: (_, name) => name === 'Alt-Svc' },
  ],
};
