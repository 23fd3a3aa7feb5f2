import { useRef } from 'preact/hooks';
import { HOME_PANEL, type Actions } from '../state/actions';
import { Examples } from './examples';
import { moveAmong } from './focus';
import { Icon, type IconName } from './icons';
import { useStore } from './use_store';

export function Toolbar({ actions }: { actions: Actions }) {
  const [isEmpty, panel, steps, hasReport] = useStore(actions.store, ({ input, panel: shown, steps: now, answer }) => [
    input.text === '',
    shown,
    now,
    (answer?.report.input.responses.length ?? 0) > 0,
  ]);
  const picker = useRef<HTMLInputElement>(null);
  const opened = () => {
    const file = picker.current?.files?.[0];
    if (file) void actions.openFile(file);
    if (picker.current) picker.current.value = '';
  };
  const button = (icon: IconName, label: string, act: () => void, disabled = false) => (
    <button type="button" class="button" title={label} onClick={act} disabled={disabled}>
      <Icon name={icon} />
      <span>{label}</span>
    </button>
  );
  return (
    <>
      <ExampleMenu actions={actions} />
      {button('open', 'Open', () => picker.current?.click())}
      <input ref={picker} type="file" hidden onChange={opened} aria-label="Open a file" />
      {button('undo', 'Undo', () => actions.undo(), !steps.undo)}
      {button('redo', 'Redo', () => actions.redo(), !steps.redo)}
      {button('clear', 'Clear', () => actions.clear(), isEmpty)}
      {button('file', 'Report', () => actions.openShare('report'), !hasReport)}
      {button('link', 'Share', () => actions.openShare('link'), isEmpty && panel !== HOME_PANEL)}
    </>
  );
}

/** Not a <select>: its arrow keys choose, and each choice would put another text in place of the person's. */
function ExampleMenu({ actions }: { actions: Actions }) {
  const close = ({ target, currentTarget }: Event & { currentTarget: HTMLElement }) => {
    if ((target as Element).closest('button')) currentTarget.hidePopover();
  };
  const move = (event: KeyboardEvent & { currentTarget: HTMLElement }) => {
    moveAmong(event, [...event.currentTarget.querySelectorAll<HTMLElement>('button')]);
  };
  const opened = ({ newState, currentTarget }: ToggleEvent & { currentTarget: HTMLElement }) => {
    if (newState === 'open') currentTarget.querySelector('button')?.focus();
  };
  return (
    <>
      <button type="button" class="button" popovertarget="example-menu">
        <span>Examples</span>
        <Icon name="chevron" />
      </button>
      <section class="examples menu" id="example-menu" popover="auto" aria-label="Examples" onClick={close} onKeyDown={move} onToggle={opened}>
        <Examples actions={actions} />
      </section>
    </>
  );
}
