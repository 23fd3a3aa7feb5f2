import { builtConsumer, imports, indexOf, siteFiles } from '../lib/built_sites.mjs';

export default builtConsumer({
  target: 'nuxt',
  app: 'nuxt',
  modules: ['nuxt'],
  build: ['@nuxt/bin/nuxt.mjs', 'build'],
  serve: () => ['.output/server/index.mjs'],
  paths: { ok: '/', missing: '/none', failing: '/fail', redirect: '/old', static: '/ok.txt', api: '/api' },
  nonce: true,
  policy: "default-src 'self'; script-src 'self' 'nonce-{{nonce}}'; style-src 'self' 'nonce-{{nonce}}'; object-src 'none'; base-uri 'none'",
  validated: 'static',
  sites: (texts) => ({
    ...siteFiles(texts, 'server/sites'),
    // Each plugin's hooks, for the requests to its host only.
    'server/plugins/sites.js': `${imports(texts, '../sites', '')}
const hooksOf = (nitroApp, i) => ({
  hook: (name, run) => nitroApp.hooks.hook(name, (first, second) => {
    const event = second?.event ?? first;
    if (${indexOf('event.node.req.headers.host')} === i) return run(first, second);
  }),
});
export default defineNitroPlugin((nitroApp) => sites.forEach((site, i) => site({ hooks: hooksOf(nitroApp, i) })));
`,
  }),
  covers: {
    ok: { status: 200 }, missing: { status: 404 }, failing: { status: 500 }, redirect: { status: 307 }, api: { status: 200 }, static: { status: 200 }, unmodified: { status: 304 },
  },
  checkNoncePage(answer, nonce, tally) {
    if (answer.status !== 200) return;
    const scripts = (answer.body.match(/<script\b[^>]*>/g) ?? []).filter((tag) => !tag.includes('application/json'));
    tally.check(scripts.length > 0 && scripts.every((tag) => tag.includes(`nonce="${nonce}"`)), () => `nuxt: scripts without the nonce ${nonce}: ${scripts}`);
  },
  limits: [
    { reason: /carries at most 16384/, applies: (value) => value.length > 16384 },
    { reason: /bytes above ASCII/, applies: (value) => /[^\0-\x7f]/.test(value) },
    { reason: /Nuxt writes its own/, applies: (_, name) => name === 'X-Powered-By' },
    { reason: /sends one field per name/, applies: (_, name) => name === 'Set-Cookie' },
  ],
});
