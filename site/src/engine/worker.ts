// The engine off the main thread, for texts too large to be analysed between two frames.
import type { FromWorker, ToWorker } from './messages';
import { Runner } from './runner';

interface WorkerScope {
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null;
  postMessage(message: FromWorker): void;
}
const scope = self as unknown as WorkerScope;

let runner: Runner | null = null;

scope.onmessage = ({ data }) => {
  if (data.type === 'start') {
    void start(data.module);
    return;
  }
  const { lane, id, task } = data;
  runner?.run(task, (outcome) => scope.postMessage({ type: 'answered', lane, id, outcome }));
};

async function start(module: WebAssembly.Module): Promise<void> {
  try {
    runner = await Runner.start(module);
    scope.postMessage({ type: 'ready' });
  } catch (error) {
    scope.postMessage({ type: 'failed', reason: String(error) });
  }
}
