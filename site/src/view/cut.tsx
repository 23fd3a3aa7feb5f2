// A paste can make any list or text as long as itself. What is shown is cut, and more comes on demand, so that
// no panel puts more into the page than somebody looks at.
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { beginning, Letters } from './prose';

interface Cut<T> {
  shown: readonly T[];
  /** The button that shows more, or null where all is shown. */
  rest: ComponentChildren;
}

export function useCut<T>(list: readonly T[], first: number, more = first): Cut<T> {
  const [limit, setLimit] = useState(first);
  const shown = list.length > limit ? list.slice(0, limit) : list;
  const rest = list.length > limit && (
    <button type="button" class="button wide" onClick={() => setLimit(limit + more)}>
      Show {Math.min(more, list.length - limit).toLocaleString('en')} more of {list.length.toLocaleString('en')}
    </button>
  );
  return { shown, rest: rest || null };
}

/** Characters that are shown of a text at first, and with each press. */
const FIRST = 4000;
const MORE = 16_000;

/** Words from the paste, or made from it, that are worth reading to their end. */
export function CutText({ text, first = FIRST }: { text: string; first?: number }) {
  const [limit, setLimit] = useState(first);
  if (text.length <= limit) return <Letters text={text} />;
  return (
    <>
      <Letters text={beginning(text, limit)} />
      <span class="cut">
        … {(text.length - limit).toLocaleString('en')} more characters{' '}
        <button type="button" class="button small" onClick={() => setLimit(limit + MORE)}>
          Show more
        </button>
      </span>
    </>
  );
}
