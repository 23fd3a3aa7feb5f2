import { existsSync } from 'node:fs';
import { which } from '../lib/daemon.mjs';
import { values } from '../lib/http.mjs';
import nginx, { covers, paths, serveSites, sitesOf } from './nginx.mjs';

const module = '/usr/lib/nginx/modules/ngx_http_headers_more_filter_module.so';
const modules = [module];

async function serve(emitted) {
  const server = await serveSites(sitesOf(emitted), { modules });
  return { get: (i, kind, how) => server.get(i, paths[kind](emitted[i]), how), stop: server.stop };
}

async function probe(server, name) {
  const running = await serveSites([{ http: '', server }], { modules });
  try {
    return values(await running.get(0, '/'), name);
  } finally {
    await running.stop();
  }
}

export default {
  target: 'nginx-headers-more',
  evidence: 'server',
  missing: () => [
    ...(which('nginx') ? [] : ['nginx']),
    ...(existsSync(module) ? [] : ['libnginx-mod-http-headers-more-filter']),
  ],
  options: [],
  kinds: nginx.kinds,
  repeats: 'joined',
  nonce: true,
  serve,
  covers: { ...covers, unsatisfiable: { status: 416 } },
  limits: [
    { reason: /carries at most 32768/, applies: (value) => value.length > 32768 },
    { reason: /can't be joined/, applies: (_, name) => name === 'Set-Cookie' },
    {
      reason: /an empty value/,
      applies: (value) => value === '',
      shown: async () => (await probe('more_set_headers "X-T: ";', 'X-T')).length === 0,
    },
  ],
};
