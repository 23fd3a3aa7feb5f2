// Node, and bundles for it.
import { readFile } from 'node:fs/promises';
import { loadFrom } from './headstrong-core.mjs';
import { inlineModule } from './headstrong-inline.mjs';

export { PartNotLoaded } from './headstrong-core.mjs';

/** The file beside this one; where a bundle left the whole behind, the copy in a script of its own. */
async function find(name) {
  let bytes;
  try {
    bytes = await readFile(new URL(name, import.meta.url));
  } catch (error) {
    if (name === 'headstrong.wasm') return inlineModule();
    throw error;
  }
  return WebAssembly.compile(bytes);
}

export const load = (options) => loadFrom(find, options);
