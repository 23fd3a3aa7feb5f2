// The engine as the page sees it: ask, and be told once, with the answer to the latest question.
import type { Secret, Service, Target } from 'headstrong';
import type { Answer, Document, Job, Studied, Study, Task } from './job';
import type { Paper } from './papers';
import type { FromWorker, LaneName, ToWorker } from './messages';
import { compileEngine, Runner, type EngineFiles, type Outcome } from './runner';
import { createWorker } from './trusted';

/**
 * Up to this many UTF-16 units are analysed on the main thread, on the key itself; beyond, in the
 * worker. Measured with policies of as many hosts as fit, which are the slowest: 36 ms at the limit.
 */
const MAIN_THREAD_LIMIT = 32 * 1024;
/** The same where remedies are tried out as well: every one of them is an analysis of its own. */
const MAIN_THREAD_LIMIT_OF_LOAD = 8 * 1024;

type Done<T> = (outcome: Outcome<T>) => void;

export class Engine {
  readonly #files: EngineFiles;
  readonly #runner: Runner;
  readonly #worker: Worker | null;
  readonly #asked: Lane;
  readonly #studied: Lane;
  readonly #papers: Lane;
  readonly #secrets: Lane;

  private constructor(files: EngineFiles, runner: Runner, worker: Worker | null) {
    this.#files = files;
    this.#runner = runner;
    this.#worker = worker;
    this.#asked = new Lane(runner, worker, 'ask');
    this.#studied = new Lane(runner, worker, 'study');
    this.#papers = new Lane(runner, worker, 'paper');
    this.#secrets = new Lane(runner, worker, 'secrets');
    if (!worker) return;
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      if (data.type !== 'answered') return;
      const lane = { ask: this.#asked, study: this.#studied, paper: this.#papers, secrets: this.#secrets }[data.lane];
      lane.hear(data.id, data.outcome);
    };
  }

  /** With what the first verdict takes. Everything that is ever fetched is fetched here and by `complete`. */
  static async start(): Promise<Engine> {
    const files = await compileEngine();
    const [runner, worker] = await Promise.all([Runner.start(files), startWorker(files.first)]);
    return new Engine(files, runner, worker);
  }

  /** Fetches the rest, if no question did. From then on there are targets and services. */
  async complete(): Promise<void> {
    const message: ToWorker = { type: 'rest', rest: await this.#files.rest() };
    this.#worker?.postMessage(message);
    await this.#runner.complete();
  }

  targets(): Target[] {
    return this.#runner.instance?.targets() ?? [];
  }
  services(): Service[] {
    return this.#runner.instance?.services() ?? [];
  }

  /** A document, beside the main thread if that can be. */
  write(paper: Paper, done: Done<Document>): void {
    this.#papers.put({ kind: 'paper', paper }, this.#worker !== null, done as Done<unknown>);
  }

  /** The secrets of each text, beside the main thread if that can be. */
  secrets(texts: readonly string[], done: Done<Secret[][]>): void {
    this.#secrets.put({ kind: 'secrets', texts }, this.#worker !== null, done as Done<unknown>);
  }

  /** `done` is called at most once, and not at all if another question comes before the answer. */
  ask(job: Job, done: Done<Answer>): void {
    const inWorker = this.#worker !== null && job.text.length > mainThreadLimit(job);
    this.#asked.put({ kind: 'job', job }, inWorker, done as Done<unknown>);
  }

  /** The same for what takes longer than a key may: always beside the main thread, if that can be. */
  study(study: Study, done: Done<Studied>): void {
    this.#studied.put({ kind: 'study', study }, this.#worker !== null, done as Done<unknown>);
  }
  /** Nobody waits for the study any more. */
  forgetStudy(): void {
    this.#studied.forget();
  }
}

/** The table of what is allowed asks hundreds of questions: 40 ms even of a short text. */
function mainThreadLimit({ matrix, load }: Job): number {
  if (matrix) return -1;
  return load ? MAIN_THREAD_LIMIT_OF_LOAD : MAIN_THREAD_LIMIT;
}

interface Question {
  id: number;
  task: Task;
  done: Done<unknown>;
}

/** Questions of which only the latest counts. */
class Lane {
  readonly #runner: Runner;
  readonly #worker: Worker | null;
  readonly #name: LaneName;
  #latest = 0;
  /** What the worker is at, and what it is to do next; what came between is dropped. */
  #current: Question | null = null;
  #next: Question | null = null;

  constructor(runner: Runner, worker: Worker | null, name: LaneName) {
    this.#runner = runner;
    this.#worker = worker;
    this.#name = name;
  }

  put(task: Task, inWorker: boolean, done: Done<unknown>): void {
    const question: Question = { id: ++this.#latest, task, done };
    if (!inWorker) {
      this.#runner.run(task, (outcome) => this.#tell(question, outcome));
      return;
    }
    if (this.#current) {
      this.#next = question;
      return;
    }
    this.#send(question);
  }

  forget(): void {
    this.#latest++;
    this.#next = null;
  }

  hear(id: number, outcome: Outcome<unknown>): void {
    const question = this.#current;
    if (question?.id !== id) return;
    this.#current = null;
    const next = this.#next;
    this.#next = null;
    if (next) this.#send(next);
    this.#tell(question, outcome);
  }

  #send(question: Question): void {
    this.#current = question;
    const message: ToWorker = { type: 'ask', lane: this.#name, id: question.id, task: question.task };
    this.#worker?.postMessage(message);
  }

  #tell(question: Question, outcome: Outcome<unknown>): void {
    if (question.id === this.#latest) question.done(outcome);
  }
}

/** A page without a worker still works: large texts then take their time on the main thread. */
async function startWorker(first: WebAssembly.Module): Promise<Worker | null> {
  try {
    const worker = createWorker();
    const ready = await new Promise<boolean>((resolve) => {
      worker.onmessage = ({ data }: MessageEvent<FromWorker>) => resolve(data.type === 'ready');
      worker.onerror = () => resolve(false);
      const message: ToWorker = { type: 'start', first };
      worker.postMessage(message);
    });
    return ready ? worker : null;
  } catch {
    return null;
  }
}
