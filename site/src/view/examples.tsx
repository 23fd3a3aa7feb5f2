// The examples, one click each: whole responses as cards, single headers as words.
import examples from 'examples';
import type { Example } from '../files/example';
import type { Actions } from '../state/actions';

/** A group of which each example is the value of one header is listed in one line. */
function isSingleHeader(list: readonly Example[], group: string): boolean {
  return list.every(({ note }) => note.startsWith(`${group}:`));
}

export function Examples({ actions }: { actions: Actions }) {
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
                  <button type="button" class="card-button" data-example={example.id} onClick={() => actions.loadExample(example.text)}>
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
                      data-example={example.id}
                      onClick={() => actions.loadExample(example.text)}
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

function byGroup(list: readonly Example[]): [string, Example[]][] {
  const groups = new Map<string, Example[]>();
  for (const example of list) {
    const group = groups.get(example.group);
    if (group) group.push(example);
    else groups.set(example.group, [example]);
  }
  return [...groups];
}
