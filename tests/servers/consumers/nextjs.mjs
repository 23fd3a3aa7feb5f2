import { builtConsumer, imports, siteFiles } from '../lib/built_sites.mjs';

export const next = {
  app: 'nextjs',
  modules: ['next', 'react', 'react-dom'],
  build: ['@next/dist/bin/next', 'build'],
  serve: (port) => ['@next/dist/bin/next', 'start', '-H', '127.0.0.1', '-p', String(port)],
  paths: { ok: '/', missing: '/none', failing: '/fail', redirect: '/old', static: '/ok.txt', api: '/api' },
  validated: 'static',
  covers: {
    ok: { status: 200 }, missing: { status: 404 }, failing: { status: 500 }, static: { status: 200 }, api: { status: 200 }, unmodified: { status: 304 },
  },
  limits: [
    { reason: /Next\.js writes its own/, applies: (_, name) => ['Cache-Control', 'Vary', 'X-Powered-By'].includes(name) },
    { reason: /bytes above ASCII/, applies: (value) => /[^\0-\x7f]/.test(value) },
    { reason: /sends one field per name/, applies: (_, name) => name === 'Set-Cookie' },
  ],
};

export default builtConsumer({
  ...next,
  target: 'nextjs',
  nonce: false,
  sites: (texts) => ({
    ...siteFiles(texts, 'sites'),
    // headers() of each, for the requests to its host only.
    'next.config.mjs': `${imports(texts, './sites')}
const only = (entries, i) => entries.map((entry) => ({ ...entry, has: [{ type: 'host', value: \`site\${i}\` }] }));
export default {
  headers: async () => (await Promise.all(sites.map((site) => site.headers()))).flatMap(only),
  redirects: async () => [{ source: '/old', destination: '/new', permanent: false }],
};
`,
  }),
  covers: { ...next.covers, redirect: { status: 307, times: 0, says: /Not redirects of next\.config/ } },
  limits: [
    ...next.limits,
    { reason: /carries at most 32768/, applies: (value) => value.length > 32768 },
    { reason: /requires a value/, applies: (value) => value === '' },
    { reason: /in which a backslash is an escape/, applies: (value) => value.includes(':') && value.includes('\\') },
  ],
});
