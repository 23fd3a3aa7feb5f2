// Node, and bundles for it.
import { readFile } from 'node:fs/promises';
import { loadFrom } from './headstrong-core.mjs';
import { inlineModule } from './headstrong-inline.mjs';

/** The file beside this one; where a bundle left it behind, the copy in a script of its own. */
async function findModule() {
  let bytes;
  try {
    bytes = await readFile(new URL('headstrong.wasm', import.meta.url));
  } catch {
    return inlineModule();
  }
  return WebAssembly.compile(bytes);
}

export const load = (options) => loadFrom(findModule, options);
