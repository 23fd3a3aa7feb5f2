import adapter from '@sveltejs/adapter-node';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';

// As the emitted file says.
const csp = { mode: 'nonce', directives: { 'script-src': ['self'], 'style-src': ['self'] } };
export default defineConfig({ plugins: [sveltekit({ adapter: adapter(), csp })] });
