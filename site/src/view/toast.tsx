// What was just done to the text, with the way back. Fixed to the window, so that nothing moves because of it.
import type { Actions } from '../state/actions';
import { Icon } from './icons';
import { Visible } from './prose';
import { useStore } from './use_store';

export function Toast({ actions }: { actions: Actions }) {
  const [done] = useStore(actions.store, (state) => [state.done]);
  return (
    <div role="status">
      {done && (
        <div class="toast">
          <p>
            <Visible text={done} />
          </p>
          <button type="button" class="button small" onClick={() => actions.undo()}>
            <Icon name="undo" /> Undo
          </button>
          <button type="button" class="button small" onClick={() => actions.dismissDone()} aria-label="Dismiss">
            <Icon name="clear" />
          </button>
        </div>
      )}
    </div>
  );
}
