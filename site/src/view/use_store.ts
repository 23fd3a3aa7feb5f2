import { useLayoutEffect, useReducer, useRef } from 'preact/hooks';
import type { State, Store } from '../state/store';

/** What `select` takes of the state, and a new rendering whenever one of that changes, only then. */
export function useStore<T extends readonly unknown[]>(store: Store, select: (state: State) => readonly [...T]): readonly [...T] {
  const [, render] = useReducer((count: number) => count + 1, 0);
  const now = select(store.state);
  const latest = useRef({ select, shown: now });
  latest.current = { select, shown: now };
  useLayoutEffect(() => {
    const look = () => {
      const { select: wanted, shown } = latest.current;
      if (wanted(store.state).some((part, i) => !Object.is(part, shown[i]))) render(undefined);
    };
    look(); // it may have changed since it was rendered
    return store.subscribe(look);
  }, [store]);
  return now;
}
