import { check, freePort, scratch, start, which, write } from '../lib/daemon.mjs';
import { get } from '../lib/http.mjs';
import { startUpstream, upstreamPath } from '../lib/upstream.mjs';

const program = 'lighttpd';

async function serveText(text) {
  const folder = scratch('lighttpd');
  const port = await freePort();
  const upstream = await startUpstream();
  write(folder, {
    'www/index.html': 'ok',
    'headstrong.conf': text,
    'lighttpd.conf': `
server.document-root = "${folder}/www"
server.port = ${port}
server.bind = "127.0.0.1"
server.modules = ( "mod_access", "mod_redirect", "mod_proxy" )
mimetype.assign = ( ".html" => "text/html" )
url.access-deny = ( ".denied" )
url.redirect = ( "^/old$" => "/new" )
index-file.names = ( "index.html" )
include "headstrong.conf"
$HTTP["url"] == "/failing" { proxy.server = ( "" => ( ( "host" => "127.0.0.1", "port" => 1 ) ) ) }
$HTTP["url"] =^ "/up/" { proxy.server = ( "" => ( ( "host" => "127.0.0.1", "port" => ${upstream.port} ) ) ) }
`,
  });
  const args = ['-f', `${folder}/lighttpd.conf`];
  try {
    check(which(program), ['-tt', ...args]);
  } catch (error) {
    await upstream.stop();
    throw error;
  }
  const server = await start(which(program), ['-D', ...args], { port });
  return {
    get: (path, how) => get({ port, path, ...how }),
    stop: () => Promise.all([server.stop(), upstream.stop()]),
  };
}

async function sendfileIsGone() {
  const server = await serveText('server.modules += ( "mod_setenv" )\nsetenv.set-response-header = ( "X-Sendfile" => "/x" )\n');
  try {
    return !(await server.get('/')).fields.some(([name]) => name === 'X-Sendfile');
  } finally {
    await server.stop();
  }
}

const paths = {
  ok: () => '/', missing: () => '/none', proxied: ({ headers }) => upstreamPath(headers),
  redirect: () => '/old', denied: () => '/x.denied', failing: () => '/failing',
};

export default {
  target: 'lighttpd',
  evidence: 'server',
  missing: () => (which(program) ? [] : [program]),
  options: [],
  kinds: ['ok', 'missing', 'proxied'],
  repeats: 'joined',
  nonce: false,
  covers: {
    ok: { status: 200 }, missing: { status: 404 }, proxied: { status: 200 }, redirect: { status: 301 },
    denied: { status: 403 }, failing: { status: 503 }, unmodified: { status: 304 },
    unsatisfiable: { status: 416, times: 0, says: /not [^.]*416/ },
    malformed: { status: 400, times: 0, says: /not [^.]*400 for a malformed request/ },
  },
  /** Loaded after the module that answers, mod_setenv sends nothing on redirects and denials. */
  async extra(tally) {
    const server = await serveText('server.modules += ( "mod_setenv" )\nsetenv.set-response-header = ( "X-T" => "a" )\n');
    try {
      for (const path of ['/old', '/x.denied']) {
        const came = (await server.get(path)).fields.filter(([name]) => name === 'X-T');
        tally.check(came.length === 0, () => `lighttpd: ${path}: the order of modules makes no difference`);
      }
    } finally {
      await server.stop();
    }
  },
  // A set is the whole server's: the lines stand outside of conditions.
  async serve(emitted) {
    const servers = await Promise.all(emitted.map(({ files }) => serveText(files[0].text)));
    return {
      get: (i, kind, how) => servers[i].get(paths[kind](emitted[i]), how),
      stop: () => Promise.all(servers.map((server) => server.stop())),
    };
  },
  limits: [
    { reason: /carries at most 32768/, applies: (value) => value.length > 32768 },
    { reason: /can't be joined/, applies: (_, name) => name === 'Set-Cookie' },
    { reason: /instruction to send a file/, applies: (_, name) => name === 'X-Sendfile', shown: sendfileIsGone },
    {
      reason: /ends with a backslash/,
      applies: (value) => value.endsWith('\\'),
      // Neither one backslash nor two end the string with one: the reader goes on to the next quote.
      shown: async () => {
        const text = (value) => `server.modules += ( "mod_setenv" )\nsetenv.set-response-header += ( "X-T" => "${value}" )\n`;
        const works = async (value) => {
          try {
            const server = await serveText(text(value));
            const came = (await server.get('/')).fields.find(([name]) => name === 'X-T')?.[1];
            await server.stop();
            return came === 'a\\';
          } catch {
            return false;
          }
        };
        return !(await works('a\\')) && !(await works('a\\\\'));
      },
    },
  ],
};
