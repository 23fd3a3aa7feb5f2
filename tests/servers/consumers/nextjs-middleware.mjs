import { builtConsumer, imports, indexOf, siteFiles } from '../lib/built_sites.mjs';
import { next } from './nextjs.mjs';

export default builtConsumer({
  ...next,
  target: 'nextjs-middleware',
  nonce: true,
  policy: "default-src 'self'; script-src 'self' 'nonce-{{nonce}}' 'strict-dynamic'; object-src 'none'; base-uri 'none'",
  sites: (texts) => ({
    ...siteFiles(texts, 'sites'),
    'next.config.mjs': `export default { redirects: async () => [{ source: '/old', destination: '/new', permanent: false }] };\n`,
    'proxy.js': `${imports(texts, './sites')}
export const proxy = (request) => sites[${indexOf("request.headers.get('host')")}].proxy(request);
`,
  }),
  covers: {
    ...next.covers,
    redirect: { status: 307, times: 0, says: /Not redirects of next\.config/ },
  },
  checkNoncePage(answer, nonce, tally) {
    if (answer.status !== 200) return;
    const scripts = answer.body.match(/<script\b[^>]*>/g) ?? [];
    tally.check(scripts.length > 3 && scripts.every((tag) => tag.includes(`nonce="${nonce}"`)), () => `nextjs-middleware: scripts without the nonce ${nonce}: ${scripts}`);
  },
  limits: [
    { reason: /carries at most 16384/, applies: (value) => value.length > 16384 },
    ...next.limits,
  ],
});
