import { check, freePort, scratch, start, which, write } from '../lib/daemon.mjs';
import { get, values } from '../lib/http.mjs';
import { emit } from '../lib/program.mjs';
import { readBack } from '../lib/suite.mjs';
import { checkPhp } from '../lib/php_fpm.mjs';
import { startUpstream, upstreamPath } from '../lib/upstream.mjs';
import { hostileNotes } from '../lib/notes.mjs';
import { guideSets, hostileValues, longValues } from '../lib/values.mjs';

const program = 'apache2';
const moduleFolder = '/usr/lib/apache2/modules';
const modules = ['mpm_event', 'authz_core', 'headers', 'dir', 'proxy', 'proxy_http', 'proxy_fcgi', 'mime', 'alias'];

function configuration({ folder, port, upstream, sites }) {
  const hosts = sites.map((text, i) => `
<VirtualHost 127.0.0.1:${port}>
ServerName site${i}
DocumentRoot ${folder}/www/site${i}
ProxyPass /up/ http://127.0.0.1:${upstream}/up/
Redirect /old /new
Redirect 500 /failing
<Location /denied>
Require all denied
</Location>
<Directory ${folder}/www/site${i}>
AllowOverride All
Require all granted
</Directory>
${text}
</VirtualHost>`);
  return `ServerRoot ${folder}
PidFile ${folder}/pid
ErrorLog ${folder}/error.log
Listen 127.0.0.1:${port}
ServerName localhost
User www-data
Group www-data
${modules.map((name) => `LoadModule ${name}_module ${moduleFolder}/mod_${name}.so`).join('\n')}
TypesConfig /dev/null
Define HOME /tmp
Define x defined-x
Define X defined-X
${hosts.join('\n')}
`;
}

/** `htaccess` puts the texts into .htaccess files instead of the virtual hosts. */
async function serveTexts(texts, { htaccess = false } = {}) {
  const folder = scratch('apache');
  check('/bin/chmod', ['755', folder]);
  const port = await freePort();
  const upstream = await startUpstream();
  const files = {};
  texts.forEach((text, i) => {
    files[`www/site${i}/index.html`] = 'ok';
    files[`www/site${i}/folder/index.html`] = 'ok';
    if (htaccess) files[`www/site${i}/.htaccess`] = text;
  });
  const sites = htaccess ? texts.map(() => '') : texts;
  files['httpd.conf'] = configuration({ folder, port, upstream: upstream.port, sites });
  write(folder, files);
  const args = ['-d', folder, '-f', `${folder}/httpd.conf`];
  check(which(program), [...args, '-t']);
  const server = await start(which(program), [...args, '-D', 'FOREGROUND'], { port });
  return {
    get: (i, path, how) => get({ port, host: `site${i}`, path, ...how }),
    stop: () => Promise.all([server.stop(), upstream.stop()]),
  };
}

const paths = {
  ok: () => '/', missing: () => '/none', proxied: ({ headers }) => upstreamPath(headers),
  redirect: () => '/old', denied: () => '/denied', failing: () => '/failing', inFolder: () => '/folder',
};

async function serve(emitted, options) {
  const server = await serveTexts(emitted.map(({ files }) => files[0].text), options);
  return { get: (i, kind, how) => server.get(i, paths[kind](emitted[i]), how), stop: server.stop };
}

async function probe(text, name) {
  const running = await serveTexts([text]);
  try {
    return values(await running.get(0, '/'), name);
  } finally {
    await running.stop();
  }
}

/** A longer line makes every request a 500, in a comment too. */
async function endsLongLines() {
  const line = (length) => `#${'x'.repeat(length - 1)}\n`;
  const running = await serveTexts([line(8191), line(8192)], { htaccess: true });
  try {
    return (await running.get(0, '/')).status === 200 && (await running.get(1, '/')).status === 500;
  } finally {
    await running.stop();
  }
}

const apache = {
  target: 'apache',
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
    malformed: { status: 400 }, inFolder: { status: 301 },
  },
  /** The same text in .htaccess files, for what these cover: answers from within the folder. */
  async extra(tally) {
    const sets = [...Object.values(guideSets), hostileValues({ pairs: 0, runs: 60 }).map((value, i) => [`X-T${i}`, value])];
    const emitted = sets.map((headers) => ({ label: '.htaccess', headers, ...emit('apache', headers) }));
    for (const length of [7900, 8100, 8191, 16384, 65536]) {
      for (const [kind, value] of Object.entries(longValues(length))) {
        const answer = emit('apache', [['Content-Security-Policy', value], ['Link', value]], [], hostileNotes([['Link', value]]));
        if (!answer.refusal) emitted.push({ label: `.htaccess ${length} ${kind}`, headers: [['Content-Security-Policy', value]], ...answer });
      }
    }
    tally.check(await endsLongLines(), () => 'apache: .htaccess does not end a line at 8191 bytes');
    const inFolder = { ...apache, serve: (part) => serve(part, { htaccess: true }) };
    await readBack(inFolder, emitted, tally, { kinds: ['ok', 'missing', 'inFolder'] });
    await checkPhp('apache', tally, async (text, port, script) => {
      const folder = script.slice(0, script.lastIndexOf('/') + 1);
      const server = await serveTexts([`${text}\nProxyPass /php/ fcgi://127.0.0.1:${port}${folder}`]);
      return { get: (path) => server.get(0, path), stop: server.stop };
    });
  },
  limits: [
    { reason: /carries at most 65536/, applies: (value) => value.length > 65536 },
    {
      reason: /so many '%'/,
      applies: (value) => (value.split('%').length - 1) * value.length > 4 << 20,
    },
    {
      reason: /Apache writes it after/,
      applies: (_, name) => name === 'Server',
      shown: async () => !(await probe('Header always set Server none', 'Server')).includes('none'),
    },
  ],
};

export default apache;
