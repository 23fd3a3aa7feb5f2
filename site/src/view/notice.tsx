import type { Page } from '../state/page';
import { Icon } from './icons';
import { Visible } from './prose';
import { useStore } from './use_store';

export function NoticeBar({ page }: { page: Page }) {
  const { notice } = useStore(page.store);
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
            onClick={() => page.dismissNotice()}
            aria-label="Dismiss"
          >
            <Icon name="clear" />
          </button>
        </div>
      )}
    </div>
  );
}
