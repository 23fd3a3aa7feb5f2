// Pages and workers, and whatever no other entry is for.
import { loadFrom, moduleAt } from './headstrong-core.mjs';
import { inlineModule } from './headstrong-inline.mjs';

/** The file beside this one, as bundlers ship it; where they leave it behind, the copy in a script of its own. */
async function findModule() {
  try {
    return await moduleAt(new URL('headstrong.wasm', import.meta.url));
  } catch {
    return inlineModule();
  }
}

export const load = (options) => loadFrom(findModule, options);
