// Cloudflare's workers, which compile WebAssembly when they are deployed and at no other time.
import module from './headstrong.wasm';
import { loadFrom } from './headstrong-core.mjs';

export { PartNotLoaded } from './headstrong-core.mjs';

async function find(name) {
  if (name === 'headstrong.wasm') return module;
  throw new Error(`${name} is not deployed`);
}

export const load = (options) => loadFrom(find, options);
