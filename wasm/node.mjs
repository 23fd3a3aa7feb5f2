// Node, and bundles for it.
import { readFile } from 'node:fs/promises';
import { loadFrom } from './headstrong-core.mjs';
import { inlineModule } from './headstrong-inline.mjs';

export { PartNotLoaded } from './headstrong-core.mjs';

/** The file beside this one; where a bundle left it behind, the copy in a script of its own. */
async function findWhole() {
  let bytes;
  try {
    bytes = await readFile(new URL('headstrong.wasm', import.meta.url));
  } catch {
    return inlineModule();
  }
  return WebAssembly.compile(/** @type {BufferSource} */ (bytes));
}

/** Bundlers ship the files that they see named beside import.meta.url: the whole, and not the parts. */
const here = import.meta.url;
const find = async (name) => (name === 'headstrong.wasm' ? findWhole() : WebAssembly.compile(/** @type {BufferSource} */ (await readFile(new URL(name, here)))));

export const load = (options) => loadFrom(find, options);
