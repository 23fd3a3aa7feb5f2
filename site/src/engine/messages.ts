// What the page and its worker say to each other.
import type { Outcome } from './runner';
import type { Job } from './job';

export type ToWorker =
  | { type: 'start'; module: WebAssembly.Module }
  | { type: 'ask'; id: number; job: Job };

export type FromWorker =
  | { type: 'ready' }
  | { type: 'failed'; reason: string }
  | { type: 'answered'; id: number; outcome: Outcome };
