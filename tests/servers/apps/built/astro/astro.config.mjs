import node from '@astrojs/node';
import { defineConfig } from 'astro/config';

export default defineConfig({
  output: 'server',
  adapter: node({ mode: 'standalone' }),
  redirects: { '/old': '/new' },
  // As the emitted file says: Astro would write small scripts into the page, without the nonce.
  vite: { build: { assetsInlineLimit: 0 } },
});
