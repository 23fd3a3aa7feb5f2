// The page of every bundler: asks the engine here and in a worker, and tells both answers.
import { load } from 'headstrong';
import { workerOf } from 'worker-of';

const here = load().then((hs) => hs.analyze('script-src *').grade.letter);
const there = new Promise((resolve, reject) => {
  const worker = workerOf();
  worker.onmessage = ({ data }) => resolve(data);
  worker.onerror = (event) => reject(new Error(`the worker failed: ${event.message}`));
});
Promise.all([here, there]).then(
  (letters) => (document.title = `answers ${letters.join(' ')}`),
  (error) => (document.title = `error ${error.stack ?? error}`),
);
