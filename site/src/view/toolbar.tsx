import examples from 'examples';
import { useRef } from 'preact/hooks';
import type { Example } from '../state/example';
import type { Page } from '../state/page';
import { Icon } from './icons';
import { useStore } from './use_store';

export function Toolbar({ page }: { page: Page }) {
  const { input } = useStore(page.store);
  const picker = useRef<HTMLInputElement>(null);
  const opened = () => {
    const file = picker.current?.files?.[0];
    if (file) void page.openFile(file);
    if (picker.current) picker.current.value = '';
  };
  return (
    <>
      <ExampleMenu page={page} />
      <button type="button" class="button" onClick={() => picker.current?.click()}>
        <Icon name="open" />
        <span>Open</span>
      </button>
      <input ref={picker} type="file" hidden onChange={opened} aria-label="Open a file" />
      <button type="button" class="button" onClick={() => page.clear()} disabled={input.text === ''}>
        <Icon name="clear" />
        <span>Clear</span>
      </button>
      <button
        type="button"
        class="button"
        onClick={() => page.openShare()}
        disabled={input.text === ''}
      >
        <Icon name="link" />
        <span>Share</span>
      </button>
    </>
  );
}

function ExampleMenu({ page }: { page: Page }) {
  const choose = (event: Event & { currentTarget: HTMLSelectElement }) => {
    const example = examples.find(({ id }) => id === event.currentTarget.value);
    event.currentTarget.value = '';
    if (example) page.load(example.text);
  };
  return (
    <select class="button select" aria-label="Load an example" onChange={choose} value="">
      <option value="">Examples</option>
      {byGroup(examples).map(([group, list]) => (
        <optgroup label={group} key={group}>
          {list.map(({ id, title }) => (
            <option value={id} key={id}>
              {title}
            </option>
          ))}
        </optgroup>
      ))}
    </select>
  );
}

export function byGroup(list: readonly Example[]): [string, Example[]][] {
  const groups = new Map<string, Example[]>();
  for (const example of list) {
    const group = groups.get(example.group);
    if (group) group.push(example);
    else groups.set(example.group, [example]);
  }
  return [...groups];
}
