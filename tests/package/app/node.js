import { load } from 'headstrong';

load().then(
  (hs) => console.log(`answers ${hs.analyze('script-src *').grade.letter}`),
  (error) => console.log(`error ${error.stack ?? error}`),
);
