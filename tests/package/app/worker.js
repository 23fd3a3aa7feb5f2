import { load } from 'headstrong';

load().then(
  (hs) => postMessage(hs.analyze('script-src *').grade.letter),
  (error) => postMessage(`error ${error.stack ?? error}`),
);
