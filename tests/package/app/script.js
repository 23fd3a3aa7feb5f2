// For bundles that are no modules.
import { load } from 'headstrong';

load().then(
  (hs) => (document.title = `answers ${hs.analyze('script-src *').grade.letter}`),
  (error) => (document.title = `error ${error.stack ?? error}`),
);
