import { useLayoutEffect, useReducer } from 'preact/hooks';
import type { State, Store } from '../state/store';

/** The state, and a new rendering whenever it changes. */
export function useStore(store: Store): State {
  const [, render] = useReducer((count: number) => count + 1, 0);
  useLayoutEffect(() => store.subscribe(() => render(undefined)), [store]);
  return store.state;
}
