// What a change newly allows and blocks, each shown on one request.
import type { Comparison, Witness } from 'headstrong';
import { Icon } from './icons';
import { plural, Prose, Visible } from './prose';

export function Witnesses({ comparison, none }: { comparison: Comparison; none: string }) {
  const { witnesses } = comparison;
  const allows = witnesses.filter(({ change }) => change === 'allows');
  const blocks = witnesses.filter(({ change }) => change === 'blocks');
  return (
    <div class="witness-lists">
      {witnesses.length === 0 && <p>{none}</p>}
      <WitnessList title="Newly allowed" tone="allows" list={allows} />
      <WitnessList title="Newly blocked" tone="blocks" list={blocks} />
    </div>
  );
}

const FIRST = 50;

function WitnessList({ title, tone, list }: { title: string; tone: Witness['change']; list: readonly Witness[] }) {
  if (list.length === 0) return null;
  return (
    <section class={`witnesses is-${tone}`}>
      <h4>
        <Icon name={tone === 'allows' ? 'allowed' : 'blocked'} /> {title} ({list.length})
      </h4>
      <ul>
        {list.slice(0, FIRST).map((witness, index) => (
          <li key={index}>
            <span class="witness-kind">{witness.kind === list[index - 1]?.kind ? '' : witness.kind}</span>
            <span>
              <Prose text={witness.sentence} />
              {shown(witness) && (
                <code class="witness-address">
                  <Visible text={shown(witness)} />
                </code>
              )}
            </span>
          </li>
        ))}
      </ul>
      {list.length > FIRST && <p class="quiet">… and {plural(list.length - FIRST, 'more', 'more')}</p>}
    </section>
  );
}

/** The address of the witness, where the sentence does not name it already. */
function shown({ request, sentence }: Witness): string {
  const address = request.url ?? request.ancestors?.[0] ?? '';
  return address === '' || sentence.includes(address) ? '' : address;
}
