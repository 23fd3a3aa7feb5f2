import { check, freePort, scratch, start, which, write } from '../lib/daemon.mjs';
import { get } from '../lib/http.mjs';
import { checkPhp } from '../lib/php_fpm.mjs';
import { startUpstream, upstreamPath } from '../lib/upstream.mjs';

const program = 'caddy';

/** Every second site takes the text by `import`, the others have it in place. */
function configuration({ folder, port, upstream, texts }) {
  const sites = texts.map((text, i) => `
http://site${i}:${port} {
${i % 2 === 0 ? text : `import ${folder}/site${i}.caddy`}
root * ${folder}/www
redir /old /new
handle /up/* {
	reverse_proxy 127.0.0.1:${upstream}
}
handle {
	respond /failing 500
	error /denied 403
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
  // A variable with a line break: what it is put into would go on with a line of its own.
  const env = { ...process.env, NEWLINE: 'x\n}\nrespond evil\n', HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder };
  check(which(program), ['validate', ...args], { env });
  const server = await start(which(program), ['run', ...args], { port, env });
  const paths = {
    ok: () => '/', missing: () => '/none', proxied: ({ headers }) => upstreamPath(headers),
    redirect: () => '/old', denied: () => '/denied', failing: () => '/failing',
  };
  return {
    get: (i, kind, how) => get({ port, host: `site${i}`, path: paths[kind](emitted[i]), ...how }),
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
  covers: {
    ok: { status: 200 }, missing: { status: 404 }, proxied: { status: 200 }, redirect: { status: 302 },
    denied: { status: 403 }, failing: { status: 500 }, unmodified: { status: 304 }, unsatisfiable: { status: 416 },
    malformed: { status: 400, times: 0, says: /not [^.]*the answer to a malformed request/ },
  },
  extra: (tally) => checkPhp('caddy', tally, async (text, port, script, folder) => {
    const here = await freePort();
    write(folder, { Caddyfile: `{
	admin off
	auto_https off
}
http://127.0.0.1:${here} {
${text}
	root * ${folder}
	php_fastcgi 127.0.0.1:${port}
}
` });
    const args = ['run', '--adapter', 'caddyfile', '--config', `${folder}/Caddyfile`];
    const env = { ...process.env, HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder };
    const server = await start(which(program), args, { port: here, env });
    return { get: (path) => get({ port: here, host: '127.0.0.1', path }), stop: server.stop };
  }),
  limits: [
    { reason: /carries at most 65536/, applies: (value) => value.length > 65536 },
    { reason: /Caddy writes it if/, applies: (_, name) => name === 'Alt-Svc' },
  ],
};
