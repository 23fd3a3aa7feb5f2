// The places of a configuration that send less than the one the grade is about.
import type { InputSummary } from 'headstrong';
import type { Actions } from '../state/actions';
import { useCut } from './cut';
import { Icon } from './icons';
import { plural, Visible } from './prose';

export function Losses({ actions, input: { losses = [], responses } }: { actions: Actions; input: InputSummary }) {
  const { shown, rest } = useCut(losses, 4, 20);
  if (shown.length === 0) return null;
  return (
    <section class="losses sev-high" aria-labelledby="losses-title">
      <h3 id="losses-title">
        <Icon name="high" /> <span>{plural(losses.length, 'place loses', 'places lose')} headers</span>
      </h3>
      <ul>
        {shown.map(({ sentence, place, span, response }) => {
          const isJudged = response !== undefined && responses[response]?.chosen === true;
          return (
            <li key={place}>
              <Visible text={sentence} />{' '}
              {response !== undefined && (
                <button
                  type="button"
                  class="button small"
                  aria-label={`${isJudged ? 'Back from' : 'Analyse'} this place: ${place}`}
                  onClick={() => actions.chooseResponse(isJudged ? null : response)}
                >
                  {isJudged ? 'Back from this place' : 'Analyse this place'}
                </button>
              )}{' '}
              <button type="button" class="button small" aria-label={`Show in text: ${place}`} onClick={() => actions.reveal(span)}>
                Show in text
              </button>
            </li>
          );
        })}
      </ul>
      {rest}
    </section>
  );
}
