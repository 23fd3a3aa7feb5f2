// Pages and workers, and whatever no other entry is for.
import { loadFrom, moduleAt } from './headstrong-core.mjs';
import { inlineModule } from './headstrong-inline.mjs';

export { PartNotLoaded } from './headstrong-core.mjs';

/** The file beside this one, as bundlers ship it; where they leave it behind, the copy in a script of its own. */
async function findWhole() {
  try {
    return await moduleAt(new URL('headstrong.wasm', import.meta.url));
  } catch {
    return inlineModule();
  }
}

/** Bundlers ship the files that they see named beside import.meta.url: the whole, and not the parts. */
const here = import.meta.url;
const find = (name) => (name === 'headstrong.wasm' ? findWhole() : moduleAt(new URL(name, here)));

export const load = (options) => loadFrom(find, options);
