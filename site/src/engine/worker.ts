// The engine off the main thread, for texts too large to be analysed between two frames.
import type { FromWorker, ToWorker } from './messages';
import { Runner } from './runner';

interface WorkerScope {
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null;
  postMessage(message: FromWorker): void;
}
const scope = self as unknown as WorkerScope;

let runner: Runner | null = null;
let takeRest: (rest: WebAssembly.Module) => void;
/** The page hands it over: the worker fetches nothing itself. */
const rest = new Promise<WebAssembly.Module>((resolve) => (takeRest = resolve));

scope.onmessage = ({ data }) => {
  if (data.type === 'start') {
    void start(data.first);
    return;
  }
  if (data.type === 'rest') {
    takeRest(data.rest);
    return;
  }
  const { lane, id, task } = data;
  runner?.run(task, (outcome) => scope.postMessage({ type: 'answered', lane, id, outcome }));
};

async function start(first: WebAssembly.Module): Promise<void> {
  try {
    runner = await Runner.start({ first, rest: () => rest });
    scope.postMessage({ type: 'ready' });
  } catch (error) {
    scope.postMessage({ type: 'failed', reason: String(error) });
  }
}
