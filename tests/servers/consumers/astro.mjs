import { builtConsumer, imports, indexOf, siteFiles } from '../lib/built_sites.mjs';

export default builtConsumer({
  target: 'astro',
  app: 'astro',
  modules: ['astro', '@astrojs/node'],
  build: ['@astro/bin/astro.mjs', 'build'],
  serve: () => ['dist/server/entry.mjs'],
  paths: { ok: '/', missing: '/none', failing: '/fail', redirect: '/moved', configured: '/old', static: '/ok.txt', api: '/api' },
  nonce: true,
  policy: "default-src 'self'; script-src 'self' 'nonce-{{nonce}}'; object-src 'none'; base-uri 'none'",
  sites: (texts) => ({
    ...siteFiles(texts, 'src/sites'),
    'src/middleware.js': `${imports(texts, './sites')}
export const onRequest = (context, next) => sites[${indexOf("context.request.headers.get('host')")}].onRequest(context, next);
`,
  }),
  covers: {
    ok: { status: 200 }, missing: { status: 404 }, failing: { status: 500 }, redirect: { status: 302 },
    configured: { status: 301, times: 0, says: /Not .*redirects of astro\.config/ }, api: { status: 200 },
    static: { status: 200, times: 0, says: /Not .*prerendered pages and static files/ },
  },
  checkNoncePage(answer, nonce, tally) {
    if (answer.status !== 200) return;
    tally.check(answer.body.includes(`nonce="${nonce}"`), () => `astro: no script has the nonce ${nonce}: ${answer.body}`);
  },
  limits: [
    { reason: /carries at most 16384/, applies: (value) => value.length > 16384 },
    { reason: /bytes above ASCII/, applies: (value) => /[^\0-\x7f]/.test(value) },
    { reason: /sends one field per name/, applies: (_, name) => name === 'Set-Cookie' },
  ],
});
