// The WebAssembly as an asset that the bundler knows.
import { load } from 'headstrong/bare';
import wasm from 'the-wasm';

load({ wasm }).then(
  (hs) => (document.title = `answers ${hs.analyze('script-src *').grade.letter}`),
  (error) => (document.title = `error ${error.stack ?? error}`),
);
