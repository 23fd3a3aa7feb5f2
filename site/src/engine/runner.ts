// Runs jobs on one instance of the engine and replaces the instance when it has stopped.
import type { Headstrong, LoadOptions } from 'headstrong';
import { perform, type Task } from './job';

export type Outcome<T> = { kind: 'answer'; answer: T } | { kind: 'stopped'; reason: string };

type Load = (options: LoadOptions) => Promise<Headstrong>;

/** The loader stands beside the bundles, as it is shipped. */
async function loader(): Promise<Load> {
  const address = new URL(`${ENGINE_PATH}headstrong.mjs`, import.meta.url).href;
  const { load } = (await import(address)) as { load: Load };
  return load;
}

/** Fetches and compiles the engine: the one time that anybody does. */
export async function compileEngine(): Promise<WebAssembly.Module> {
  const response = await fetch(new URL(`${ENGINE_PATH}headstrong.wasm`, import.meta.url));
  if (!response.ok) throw new Error(`the engine could not be fetched (status ${response.status})`);
  return WebAssembly.compile(await response.arrayBuffer());
}

export class Runner {
  readonly #module: WebAssembly.Module;
  readonly #load: Load;
  #instance: Headstrong | null;
  #waiting: (() => void)[] = [];

  private constructor(module: WebAssembly.Module, load: Load, instance: Headstrong) {
    this.#module = module;
    this.#load = load;
    this.#instance = instance;
  }

  static async start(module: WebAssembly.Module): Promise<Runner> {
    const load = await loader();
    return new Runner(module, load, await load({ wasm: module }));
  }

  get instance(): Headstrong | null {
    return this.#instance;
  }

  /** Calls `done` at once, or, while a new instance is being made, as soon as it is there. */
  run(task: Task, done: (outcome: Outcome<unknown>) => void): void {
    if (!this.#instance) {
      this.#waiting.push(() => this.run(task, done));
      return;
    }
    done(this.#attempt(this.#instance, task));
  }

  #attempt(instance: Headstrong, task: Task): Outcome<unknown> {
    try {
      return { kind: 'answer', answer: perform(instance, task) };
    } catch (error) {
      void this.#replace();
      return { kind: 'stopped', reason: error instanceof Error ? error.message : String(error) };
    }
  }

  /** After a trap the memory of an instance may be in any state, so it is not used again. */
  async #replace(): Promise<void> {
    this.#instance = null;
    this.#instance = await this.#load({ wasm: this.#module });
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const run of waiting) run();
  }
}
