import { builtConsumer, imports, indexOf, siteFiles } from '../lib/built_sites.mjs';

export default builtConsumer({
  target: 'sveltekit',
  app: 'sveltekit',
  modules: ['@sveltejs/kit', '@sveltejs/adapter-node', 'svelte', 'vite'],
  build: ['@vite/bin/vite.js', 'build'],
  serve: () => ['build/index.js'],
  paths: { ok: '/', missing: '/none', failing: '/fail', redirect: '/old', static: '/ok.txt', api: '/api' },
  nonce: true,
  policy: "default-src 'self'; script-src 'self' 'nonce-{{nonce}}'; object-src 'none'; base-uri 'none'",
  sites: (texts) => ({
    ...siteFiles(texts, 'src/sites'),
    'src/hooks.server.js': `${imports(texts, './sites')}
export const handle = ({ event, resolve }) => sites[${indexOf("event.request.headers.get('host')")}].handle({ event, resolve });
`,
  }),
  covers: {
    ok: { status: 200 }, missing: { status: 404 }, failing: { status: 500 }, redirect: { status: 307 }, api: { status: 200 },
    static: { status: 200, times: 0, says: /Not prerendered pages, static files/ },
  },
  checkNoncePage(answer, nonce, tally) {
    if (answer.status !== 200) return;
    const scripts = answer.body.match(/<script\b[^>]*>/g) ?? [];
    tally.check(scripts.length > 0 && scripts.every((tag) => tag.includes(`nonce="${nonce}"`)), () => `sveltekit: scripts without the nonce ${nonce}: ${scripts}`);
  },
  limits: [
    { reason: /carries at most 16384/, applies: (value) => value.length > 16384 },
    { reason: /bytes above ASCII/, applies: (value) => /[^\0-\x7f]/.test(value) },
    { reason: /sends one field per name/, applies: (_, name) => name === 'Set-Cookie' },
  ],
});
