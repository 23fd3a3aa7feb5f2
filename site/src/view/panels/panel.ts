import type { FunctionComponent } from 'preact';
import type { Answer } from '../../engine/job';
import type { Actions } from '../../state/actions';

/** What else of the state a panel shows, it asks the store for. */
export interface PanelProps {
  actions: Actions;
  answer: Answer;
}

/** One view of the answer. Adding one: a file here, and a line in `index.ts`. */
export interface Panel {
  /** Named in share links, so it is never renamed. */
  id: string;
  label: string;
  View: FunctionComponent<PanelProps>;
}
