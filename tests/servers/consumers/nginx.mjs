import net from 'node:net';
import { check, freePort, scratch, start, which, write } from '../lib/daemon.mjs';
import { get, values } from '../lib/http.mjs';
import { emit, targets } from '../lib/program.mjs';
import { checkPhp } from '../lib/php_fpm.mjs';
import { startUpstream, upstreamPath } from '../lib/upstream.mjs';

const program = 'nginx';

/** A whole configuration with one server block a site, told apart by the Host header. */
export function configuration({ folder, port, upstream, sites, modules = [] }) {
  const servers = sites.map(({ server }, i) => `
  server {
    listen 127.0.0.1:${port};
    server_name site${i};
    root ${folder}/www;
${typeof server === 'function' ? server(upstream) : server}
    location /up/ { proxy_pass http://127.0.0.1:${upstream}; }
    location = /old { return 301 /new; }
    location = /denied { deny all; }
    location = /failing { return 500; }
  }`);
  return `${modules.map((file) => `load_module ${file};\n`).join('')}
daemon off; master_process off; pid ${folder}/pid; error_log ${folder}/error.log;
events { worker_connections 256; }
http {
  access_log off;
  types { text/html html; }
  server_names_hash_bucket_size 128; variables_hash_max_size 8192;
  client_body_temp_path ${folder}/t1; proxy_temp_path ${folder}/t2; fastcgi_temp_path ${folder}/t3;
  uwsgi_temp_path ${folder}/t4; scgi_temp_path ${folder}/t5;
${[...new Set(sites.map(({ http }) => http))].join('\n')}
${servers.join('\n')}
}
`;
}

/**
 * @param {{ http: string, server: string | Function }[]} sites
 * @param {{ modules?: string[] }} [options]
 */
export async function serveSites(sites, { modules } = {}) {
  const folder = scratch('nginx');
  const port = await freePort();
  const upstream = await startUpstream();
  write(folder, {
    'www/index.html': 'ok',
    'nginx.conf': configuration({ folder, port, upstream: upstream.port, sites, modules }),
  });
  const args = ['-c', `${folder}/nginx.conf`, '-p', folder];
  check(which(program), ['-t', ...args]);
  const server = await start(which(program), args, { port });
  return {
    upstream: upstream.port,
    get: (i, path, how) => get({ port, host: `site${i}`, path, ...how }),
    stop: () => Promise.all([server.stop(), upstream.stop()]),
  };
}

export const paths = {
  ok: () => '/',
  missing: () => '/none',
  proxied: ({ headers }) => upstreamPath(headers),
  redirect: () => '/old',
  denied: () => '/denied',
  failing: () => '/failing',
};

/** The responses that carry the headers, and 416, which nginx sends through its filters twice. */
export const covers = {
  ok: { status: 200 }, missing: { status: 404 }, proxied: { status: 200 }, redirect: { status: 301 },
  denied: { status: 403 }, failing: { status: 500 }, unmodified: { status: 304 }, malformed: { status: 400 },
};

/** The emitted files by the block that they belong in. */
export function sitesOf(emitted) {
  const inBlock = (files, block) =>
    files.filter(({ place }) => place.includes(block)).map(({ text }) => text).join('');
  return emitted.map(({ files }) => ({
    http: inBlock(files, 'http block'),
    server: inBlock(files, 'server block'),
  }));
}

async function serve(emitted) {
  const server = await serveSites(sitesOf(emitted));
  return { get: (i, kind, how) => server.get(i, paths[kind](emitted[i]), how), stop: server.stop };
}

/** What arrives when `server` is the text of a server block. */
async function probe(server, name) {
  const running = await serveSites([{ http: '', server }]);
  try {
    return values(await running.get(0, '/'), name);
  } finally {
    await running.stop();
  }
}

/** A location that hides something of its own lets the application's copies through; included again, not. */
async function checkLocations(tally) {
  const headers = [['X-T', 'ours'], ['L'.padEnd(60, 'n'), 'ours']];
  const { files } = emit('nginx', headers);
  const text = files[0].text;
  const pass = (upstream) => `proxy_pass http://127.0.0.1:${upstream};`;
  const site = (lines) => ({ http: '', server: (upstream) => `${text}\nlocation /own/ { ${lines} ${pass(upstream)} }` });
  const server = await serveSites([
    site('proxy_hide_header X-Other;'),
    site(`proxy_hide_header X-Other;\n${text}`), site(`add_header X-Own 1 always;\n${text}`), site(''),
  ]);
  try {
    const came = [];
    for (let i = 0; i < 4; ++i) {
      const answer = await server.get(i, upstreamPath(headers).replace('/up/', '/own/'));
      came.push(headers.map(([name]) => values(answer, name).length));
    }
    tally.check(came[0].every((times) => times === 2), () =>
      `nginx: the copies do not come back as the coverage says: ${JSON.stringify(came)}`);
    tally.check(came.slice(1).flat().every((times) => times === 1), () => `nginx: copies come back: ${JSON.stringify(came)}`);
    const said = targets().find(({ id }) => id === 'nginx').coverage;
    tally.check(/its own _hide_header .*lets the application's copies through/.test(said), () => 'nginx: the coverage is silent on copies');
    tally.check(/its own [\w ]+_hide_header inherits none/.test(text.replace(/\n# /g, ' ')), () => 'nginx: the file is silent on copies');
  } finally {
    await server.stop();
  }
}

/**
 * An application that nginx reaches by uwsgi_pass or scgi_pass: its copies come beside ours, as the file and the coverage
 * say, unless the option names the way.
 */
async function checkOtherUpstreams(tally) {
  const application = net.createServer((socket) => socket.once('data', () => socket.end(
    'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nX-T: from-the-application\r\nX-Powered-By: x/1.2\r\n\r\nok')));
  const port = await freePort();
  await new Promise((resolve) => application.listen(port, '127.0.0.1', () => resolve()));
  const said = targets().find(({ id }) => id === 'nginx').coverage;
  for (const way of ['uwsgi', 'scgi']) {
    const came = [];
    for (const options of [[], [`upstream=${way}`]]) {
      const { text } = emit('nginx', [['X-T', 'ours']], options).files[0];
      const server = await serveSites([{ http: '', server: `${text}location /app { ${way}_pass 127.0.0.1:${port}; }` }]);
      const answer = await server.get(0, '/app');
      await server.stop();
      came.push([values(answer, 'X-T').length, values(answer, 'X-Powered-By').length]);
      const words = text.replace(/\n# /g, ' ');
      tally.check(options.length > 0 || words.includes(`${way}_hide_header`), () => `nginx: the file is silent on ${way}_pass`);
    }
    tally.check(said.includes(`${way}_pass`), () => `nginx: the coverage is silent on ${way}_pass`);
    tally.check(came.join() === '2,1,1,0', () => `nginx: copies by ${way}_pass: ${came}`);
  }
  application.close();
}

/** Names of more than 46 bytes stop nginx where they are to be hidden from another upstream than a proxy. */
async function checkLongNames(tally) {
  const name = 'L'.padEnd(47, 'n');
  for (const upstream of ['fastcgi', 'uwsgi', 'scgi', 'grpc']) {
    const refused = await serveSites([{ http: '', server: `${upstream}_hide_header ${name};` }]).then(
      (server) => server.stop().then(() => false), () => true);
    tally.check(refused, () => `nginx: ${upstream}_hide_header takes long names after all`);
    const { files, warnings } = emit('nginx', [[name, 'a']], [`upstream=${upstream}`]);
    const running = await serveSites(sitesOf([{ files }]));
    const came = values(await running.get(0, '/'), name);
    await running.stop();
    tally.check(came.join() === 'a' && warnings.some(({ message }) => /46 bytes/.test(message)), () =>
      `nginx: ${upstream}: a long name: ${came} ${JSON.stringify(warnings)}`);
  }
}

export default {
  target: 'nginx',
  evidence: 'server',
  missing: () => (which(program) ? [] : [program]),
  options: [],
  kinds: ['ok', 'missing', 'proxied'],
  repeats: 'kept',
  nonce: true,
  serve,
  covers: { ...covers, unsatisfiable: { status: 416, times: 2, says: /416 carries each header twice/ } },
  /** What the coverage says, and that the application behind gets the nonce it is told to get. */
  async extra(tally) {
    const { files } = emit('nginx', [['Content-Security-Policy', "script-src 'nonce-{{nonce}}'"]]);
    const server = await serveSites([
      { http: '', server: `${files[0].text}proxy_set_header X-CSP-Nonce $request_id;` },
      { http: '', server: `${files[0].text}location /own { add_header X-Own 1 always; }` },
    ]);
    try {
      const proxied = await server.get(0, '/up/');
      const [policy] = values(proxied, 'Content-Security-Policy');
      const [seen] = values(proxied, 'X-Seen-Nonce');
      tally.check(/^[0-9a-f]{32}$/.test(seen) && policy === `script-src 'nonce-${seen}'`, () =>
        `nginx: the application got the nonce ${seen}, the policy says ${policy}`);
      tally.check(files[0].text.includes('proxy_set_header X-CSP-Nonce $request_id;'), () =>
        'nginx: the file does not say how the application gets the nonce');
      const own = values(await server.get(1, '/own'), 'Content-Security-Policy');
      tally.check(own.length === 0, () => 'nginx: a location with its own add_header inherited after all');
    } finally {
      await server.stop();
    }
    await checkLocations(tally);
    await checkLongNames(tally);
    await checkOtherUpstreams(tally);
    await checkPhp('nginx', tally, async (text, port, script) => {
      const server = await serveSites([{ http: '', server: `${text}
location /php/ { fastcgi_pass 127.0.0.1:${port}; fastcgi_param SCRIPT_FILENAME ${script}; fastcgi_param REQUEST_METHOD GET; fastcgi_param QUERY_STRING $query_string; }` }]);
      return { get: (path) => server.get(0, path), stop: server.stop };
    });
    for (const upstream of ['fastcgi', 'uwsgi', 'grpc', 'scgi', 'none']) {
      const answer = emit('nginx', [['X-T', 'a$']], [`upstream=${upstream}`]);
      const running = await serveSites(sitesOf([answer]));
      const came = values(await running.get(0, '/'), 'X-T');
      await running.stop();
      tally.check(came.join() === 'a$', () => `nginx: upstream=${upstream}: ${came}`);
    }
  },
  limits: [
    {
      reason: /carries at most 32768/,
      applies: (value) => value.length > 32768,
    },
    {
      reason: /nginx sends its own/,
      applies: (_, name) => name === 'Server',
      shown: async () => (await probe('add_header Server none always;', 'Server')).length === 2,
    },
    {
      reason: /an empty value/,
      applies: (value) => value === '',
      shown: async () => (await probe('add_header X-T "" always;', 'X-T')).length === 0,
    },
  ],
};
