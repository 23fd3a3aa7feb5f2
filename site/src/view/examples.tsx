// The examples of the empty page, one click each: whole responses as cards, single headers as words.
import examples from 'examples';
import type { Example } from '../state/example';
import type { Page } from '../state/page';
import { byGroup } from './toolbar';

/** A group of which each example is the value of one header is listed in one line. */
function isSingleHeader(list: readonly Example[], group: string): boolean {
  return list.every(({ note }) => note.startsWith(`${group}:`));
}

export function Examples({ page }: { page: Page }) {
  const groups = byGroup(examples);
  return (
    <>
      {groups
        .filter(([group, list]) => !isSingleHeader(list, group))
        .map(([group, list]) => (
          <section key={group}>
            <h3>{group}</h3>
            <ul class="cards">
              {list.map((example) => (
                <li key={example.id}>
                  <button type="button" class="card-button" onClick={() => page.load(example.text)}>
                    <strong>{example.title}</strong>
                    <span>{example.note}</span>
                  </button>
                </li>
              ))}
            </ul>
          </section>
        ))}
      <section>
        <h3>One header at a time</h3>
        <dl class="singles">
          {groups
            .filter(([group, list]) => isSingleHeader(list, group))
            .map(([group, list]) => (
              <div key={group}>
                <dt>{group}</dt>
                <dd>
                  {list.map((example) => (
                    <button
                      type="button"
                      class="chip"
                      key={example.id}
                      onClick={() => page.load(example.text)}
                    >
                      {example.title}
                    </button>
                  ))}
                </dd>
              </div>
            ))}
        </dl>
      </section>
    </>
  );
}
