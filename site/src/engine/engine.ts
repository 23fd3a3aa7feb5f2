// The engine as the page sees it: ask, and be told once, with the answer to the latest question.
import type { Service, Target } from 'headstrong';
import type { Job } from './job';
import type { FromWorker, ToWorker } from './messages';
import { compileEngine, Runner, type Outcome } from './runner';
import { createWorker } from './trusted';

/**
 * Up to this many UTF-16 units are analysed on the main thread, on the key itself; beyond, in the
 * worker.
 */
const MAIN_THREAD_LIMIT = 64 * 1024;

type Done = (outcome: Outcome) => void;
interface Question {
  id: number;
  job: Job;
  done: Done;
}

export class Engine {
  readonly #runner: Runner;
  readonly #worker: Worker | null;
  #latest = 0;
  /** What the worker is at, and what it is to do next; what came between is dropped. */
  #current: Question | null = null;
  #next: Question | null = null;

  private constructor(runner: Runner, worker: Worker | null) {
    this.#runner = runner;
    this.#worker = worker;
    if (worker) worker.onmessage = ({ data }: MessageEvent<FromWorker>) => this.#hear(data);
  }

  /** Everything that is ever fetched is fetched here. */
  static async start(): Promise<Engine> {
    const module = await compileEngine();
    const [runner, worker] = await Promise.all([Runner.start(module), startWorker(module)]);
    return new Engine(runner, worker);
  }

  targets(): Target[] {
    return this.#runner.instance?.targets() ?? [];
  }
  services(): Service[] {
    return this.#runner.instance?.services() ?? [];
  }

  /** `done` is called at most once, and not at all if another question comes before the answer. */
  ask(job: Job, done: Done): void {
    const question: Question = { id: ++this.#latest, job, done };
    if (!this.#worker || job.text.length <= MAIN_THREAD_LIMIT) {
      this.#runner.run(job, (outcome) => this.#tell(question, outcome));
      return;
    }
    if (this.#current) {
      this.#next = question;
      return;
    }
    this.#send(question);
  }

  #send(question: Question): void {
    this.#current = question;
    const message: ToWorker = { type: 'ask', id: question.id, job: question.job };
    this.#worker?.postMessage(message);
  }

  #hear(message: FromWorker): void {
    const question = this.#current;
    if (message.type !== 'answered' || question?.id !== message.id) return;
    this.#current = null;
    const next = this.#next;
    this.#next = null;
    if (next) this.#send(next);
    this.#tell(question, message.outcome);
  }

  #tell(question: Question, outcome: Outcome): void {
    if (question.id === this.#latest) question.done(outcome);
  }
}

/** A page without a worker still works: large texts then take their time on the main thread. */
async function startWorker(module: WebAssembly.Module): Promise<Worker | null> {
  try {
    const worker = createWorker();
    const ready = await new Promise<boolean>((resolve) => {
      worker.onmessage = ({ data }: MessageEvent<FromWorker>) => resolve(data.type === 'ready');
      worker.onerror = () => resolve(false);
      const message: ToWorker = { type: 'start', module };
      worker.postMessage(message);
    });
    return ready ? worker : null;
  } catch {
    return null;
  }
}
