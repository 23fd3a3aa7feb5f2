// One object holds the state; only what a person does writes it, and the view reads it.
import type { Service, Severity, ProtectionId, Target, ToldRequest } from 'headstrong';
import type { Meaning } from '../editor/meanings';
import type { Steps } from '../editor/port';
import type { Answer, Job, Studied } from '../engine/job';
import type { RequestForm } from '../judge/requests';
import { DEFAULT_INPUT, type Input } from './input';

/** Which findings are listed: those for which all of this holds. */
export interface Filter {
  severity?: Severity;
  protection?: ProtectionId;
  header?: string;
  /** What the next letter takes. */
  next?: true;
}

/** A line above the results: about a link, a file, an engine that stopped. */
export interface Notice {
  kind: 'info' | 'problem';
  text: string;
}

export interface State {
  input: Input;
  /** The text is an example of ours and nobody has edited it. */
  isExample: boolean;
  /** What the editor can undo and do again. */
  steps: Steps;
  filter: Filter;
  /** What the word at the caret means. */
  meaning: Meaning | null;
  /** What was just done to the text and can be undone, in a sentence. */
  done: string | null;
  /** Everything is shown, for paper. */
  printing: boolean;
  /** The target that was chosen here last, in this browser. */
  lastTarget: string;
  /** Targets that were looked at since the page was opened. */
  recent: readonly string[];
  /** Id of the panel that is looked at. */
  panel: string;
  engine: 'loading' | 'ready' | 'failed';
  targets: Target[];
  services: Service[];
  /** The answer to the latest question that was answered, and that question. */
  answer: Answer | null;
  answered: Job | null;
  /** What was worked out beside it since, which takes longer. */
  studied: Studied;
  /** More of it is with the worker. */
  isStudying: boolean;
  /** The text as it was pasted, loaded or opened; null where all of it was typed. */
  pasted: string | null;
  /** What a browser's console said, as pasted beside the text. */
  console: string;
  /** What the engine read of that, or of the text itself, which of it is asked about, and the form it filled in. */
  messages: readonly ToldRequest[];
  message: number | null;
  filled: RequestForm | null;
  /** A question is with the worker. */
  busy: boolean;
  notice: Notice | null;
  /** Which dialog is open. */
  sharing: 'link' | 'report' | null;
}

export type Listener = () => void;

export class Store {
  #state: State = {
    input: DEFAULT_INPUT,
    isExample: false,
    steps: { undo: false, redo: false },
    filter: {},
    meaning: null,
    done: null,
    printing: false,
    lastTarget: '',
    recent: [],
    panel: 'findings',
    engine: 'loading',
    targets: [],
    services: [],
    answer: null,
    answered: null,
    studied: {},
    isStudying: false,
    pasted: null,
    console: '',
    messages: [],
    message: null,
    filled: null,
    busy: false,
    notice: null,
    sharing: null,
  };
  readonly #listeners = new Set<Listener>();

  get state(): State {
    return this.#state;
  }

  update(change: Partial<State>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }

  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
