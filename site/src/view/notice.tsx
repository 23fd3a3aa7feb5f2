import type { Actions } from '../state/actions';
import { Icon } from './icons';
import { Visible } from './prose';
import { useStore } from './use_store';

export function NoticeBar({ actions }: { actions: Actions }) {
  const [notice] = useStore(actions.store, (state) => [state.notice]);
  return (
    <div role="alert">
      {notice && (
        <div class={`notice notice-${notice.kind}`}>
          <Icon name={notice.kind === 'problem' ? 'high' : 'info'} />
          <p>
            <Visible text={notice.text} />
          </p>
          <button
            type="button"
            class="button small"
            onClick={() => actions.dismissNotice()}
            aria-label="Dismiss"
          >
            <Icon name="clear" />
          </button>
        </div>
      )}
    </div>
  );
}
