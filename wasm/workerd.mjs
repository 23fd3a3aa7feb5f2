// Cloudflare's workers, which compile WebAssembly when they are deployed and at no other time.
import module from './headstrong.wasm';
import { loadFrom } from './headstrong-core.mjs';

export const load = (options) => loadFrom(() => module, options);
