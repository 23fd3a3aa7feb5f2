// What a change newly allows and blocks, each shown on one request.
import type { Comparison, Witness } from 'headstrong';
import { useCut } from './cut';
import { Icon } from './icons';
import { Prose, Visible } from './prose';

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
  const { shown, rest } = useCut(list, FIRST);
  if (list.length === 0) return null;
  return (
    <section class={`witnesses is-${tone}`}>
      <h4>
        <Icon name={tone === 'allows' ? 'allowed' : 'blocked'} /> {title} ({list.length})
      </h4>
      <ul>
        {shown.map((witness, index) => (
          <li key={index}>
            <span class="witness-kind">{witness.kind === shown[index - 1]?.kind ? '' : witness.kind}</span>
            <span>
              <Prose text={witness.sentence} />
              {addressOf(witness) && (
                <code class="witness-address">
                  <Visible text={addressOf(witness)} />
                </code>
              )}
            </span>
          </li>
        ))}
      </ul>
      {rest}
    </section>
  );
}

/** The address of the witness, where the sentence does not name it already. */
function addressOf({ request, sentence }: Witness): string {
  const address = request.url ?? request.ancestors?.[0] ?? '';
  return address === '' || sentence.includes(address) ? '' : address;
}
