import { useRef } from 'preact/hooks';
import type { Actions } from '../state/actions';
import { Examples } from './examples';
import { Icon } from './icons';
import { useStore } from './use_store';

export function Toolbar({ actions }: { actions: Actions }) {
  const [isEmpty] = useStore(actions.store, ({ input }) => [input.text === '']);
  const picker = useRef<HTMLInputElement>(null);
  const opened = () => {
    const file = picker.current?.files?.[0];
    if (file) void actions.openFile(file);
    if (picker.current) picker.current.value = '';
  };
  return (
    <>
      <ExampleMenu actions={actions} />
      <button type="button" class="button" onClick={() => picker.current?.click()}>
        <Icon name="open" />
        <span>Open</span>
      </button>
      <input ref={picker} type="file" hidden onChange={opened} aria-label="Open a file" />
      <button type="button" class="button" onClick={() => actions.clear()} disabled={isEmpty}>
        <Icon name="clear" />
        <span>Clear</span>
      </button>
      <button
        type="button"
        class="button"
        onClick={() => actions.openShare()}
        disabled={isEmpty}
      >
        <Icon name="link" />
        <span>Share</span>
      </button>
    </>
  );
}

/** Not a <select>: its arrow keys choose, and each choice would put another text in place of the person's. */
function ExampleMenu({ actions }: { actions: Actions }) {
  const close = ({ target, currentTarget }: Event & { currentTarget: HTMLElement }) => {
    if ((target as Element).closest('button')) currentTarget.hidePopover();
  };
  return (
    <>
      <button type="button" class="button" popovertarget="example-menu">
        <span>Examples</span>
        <Icon name="chevron" />
      </button>
      <section class="examples menu" id="example-menu" popover="auto" aria-label="Examples" onClick={close}>
        <Examples actions={actions} />
      </section>
    </>
  );
}
