// Runs jobs on one instance of the engine and replaces the instance when it has stopped.
import type { Headstrong, LoadOptions, Part } from 'headstrong';
import { isPartNotLoaded, perform, type Task } from './job';

export type Outcome<T> = { kind: 'answer'; answer: T } | { kind: 'stopped'; reason: string };

type Load = (options: LoadOptions) => Promise<Headstrong>;

/** The engine's two files, compiled: what the first verdict takes, and everything else when it is asked for. */
export interface EngineFiles {
  first: WebAssembly.Module;
  rest: () => Promise<WebAssembly.Module>;
}

/** All parts but the first, which come in one file. */
const REST: Part[] = ['texts', 'dialects', 'configure', 'compare', 'peers'];

/** The loader stands beside the bundles, as it is shipped. */
async function loader(): Promise<Load> {
  const address = new URL(`${ENGINE_PATH}headstrong.mjs`, import.meta.url).href;
  const { load } = (await import(address)) as { load: Load };
  return load;
}

async function compile(name: string): Promise<WebAssembly.Module> {
  const response = await fetch(new URL(ENGINE_PATH + name, import.meta.url));
  if (!response.ok) throw new Error(`the engine could not be fetched (status ${response.status})`);
  return WebAssembly.compile(await response.arrayBuffer());
}

/** Fetches and compiles the engine, each file once: the one time that anybody does. */
export async function compileEngine(): Promise<EngineFiles> {
  let rest: Promise<WebAssembly.Module> | null = null;
  const compileRest = () =>
    compile('headstrong-rest.wasm').catch((error: unknown) => {
      rest = null;
      throw error;
    });
  return { first: await compile('headstrong-first.wasm'), rest: () => (rest ??= compileRest()) };
}

export class Runner {
  readonly #files: EngineFiles;
  readonly #load: Load;
  #instance: Headstrong | null;
  #complete = false;
  #waiting: (() => void)[] = [];

  private constructor(files: EngineFiles, load: Load, instance: Headstrong) {
    this.#files = files;
    this.#load = load;
    this.#instance = instance;
  }

  /** With the first file alone. */
  static async start(files: EngineFiles): Promise<Runner> {
    const load = await loader();
    return new Runner(files, load, await load({ wasm: files, parts: [] }));
  }

  get instance(): Headstrong | null {
    return this.#instance;
  }

  /** Adds the rest of the engine; rejects where it can't be had. */
  async complete(): Promise<void> {
    await this.#instance?.loadParts(REST);
    this.#complete = true;
  }

  /** Calls `done` at once, or, while an instance or a part is still on its way, as soon as it is there. */
  run(task: Task, done: (outcome: Outcome<unknown>) => void): void {
    if (!this.#instance) {
      this.#waiting.push(() => this.run(task, done));
      return;
    }
    const outcome = this.#attempt(this.#instance, task);
    if (outcome) done(outcome);
    else this.complete().then(() => this.run(task, done), (reason: unknown) => done(stopped(reason)));
  }

  /** Null where the task takes a part that is not there. */
  #attempt(instance: Headstrong, task: Task): Outcome<unknown> | null {
    try {
      return { kind: 'answer', answer: perform(instance, task) };
    } catch (error) {
      if (isPartNotLoaded(error)) return null;
      void this.#replace();
      return stopped(error);
    }
  }

  /** After a trap the memory of an instance may be in any state, so it is not used again. */
  async #replace(): Promise<void> {
    this.#instance = null;
    this.#instance = await this.#load({ wasm: this.#files, parts: this.#complete ? REST : [] });
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const run of waiting) run();
  }
}

function stopped(error: unknown): Outcome<unknown> {
  return { kind: 'stopped', reason: error instanceof Error ? error.message : String(error) };
}
