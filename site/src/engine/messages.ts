// What the page and its worker say to each other.
import type { Task } from './job';
import type { Outcome } from './runner';

/** Questions, studies, documents and searches for secrets are numbered apart. */
export type LaneName = 'ask' | 'study' | 'paper' | 'secrets';

export type ToWorker =
  | { type: 'start'; first: WebAssembly.Module }
  | { type: 'rest'; rest: WebAssembly.Module }
  | { type: 'ask'; lane: LaneName; id: number; task: Task };

export type FromWorker =
  | { type: 'ready' }
  | { type: 'failed'; reason: string }
  | { type: 'answered'; lane: LaneName; id: number; outcome: Outcome<unknown> };
