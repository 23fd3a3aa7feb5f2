// For whoever hands the WebAssembly over: nothing is looked for, and no copy comes along.
import { loadFrom } from './headstrong-core.mjs';

export { PartNotLoaded } from './headstrong-core.mjs';

/** @returns {Promise<WebAssembly.Module>} */
async function find() {
  throw new TypeError('load({ wasm }) needs an address, bytes or a WebAssembly.Module.');
}

export const load = (options) => loadFrom(find, options);
