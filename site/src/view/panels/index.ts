import { allows } from './allows';
import { changed } from './changed';
import { elsewhere } from './elsewhere';
import { findings } from './findings';
import { home } from './home';
import { load } from './load';
import type { Panel } from './panel';

/** In the order of the tabs; the first is shown at the start. */
export const PANELS: readonly Panel[] = [findings, home, load, allows, changed, elsewhere];
