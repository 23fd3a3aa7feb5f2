// What changed: the text now against the text as pasted, or against a second one.
import { CHANGED_PANEL, type Actions } from '../../state/actions';
import { useCut } from '../cut';
import { plural, Prose } from '../prose';
import { TextArea } from '../text_area';
import { Witnesses } from '../witnesses';
import type { Panel, PanelProps } from './panel';

export const changed: Panel = { id: CHANGED_PANEL, label: 'What changed', View: ChangedPanel };

function ChangedPanel({ actions, state }: PanelProps) {
  const { pasted, input } = state;
  const { other } = input;
  const comparison = state.studied.changed;
  return (
    <div class="changed">
      <Baseline actions={actions} pasted={pasted} text={input.text} other={other} />
      <Other actions={actions} other={other} />
      <section class="changed-answer" aria-live="polite" aria-labelledby="changed-title">
        <h3 id="changed-title">{other === '' ? 'From the text as pasted to the text now' : 'From your text to the second one'}</h3>
        {comparison ? (
          <>
            <Witnesses comparison={comparison} none="No request was found on which the two differ." />
            <Notes notes={comparison.notes} />
          </>
        ) : (
          <p class="quiet">
            {other === '' && pasted === null
              ? 'There is no earlier text to compare with yet.'
              : 'Working it out…'}
          </p>
        )}
      </section>
    </div>
  );
}

function Notes({ notes }: { notes: readonly string[] }) {
  const { shown, rest } = useCut(notes, 10);
  return (
    <>
      {shown.map((note) => (
        <p class="quiet" key={note}>
          <Prose text={note} />
        </p>
      ))}
      {rest}
    </>
  );
}

interface BaselineProps {
  actions: Actions;
  pasted: string | null;
  text: string;
  other: string;
}

function Baseline({ actions, pasted, text, other }: BaselineProps) {
  return (
    <div class="section-head baseline">
      <p>
        {other !== '' ? (
          'Your text is the earlier one, the second text the later one.'
        ) : pasted === null ? (
          'The text was typed, so there is none that was pasted.'
        ) : pasted === text ? (
          'The text is as it was pasted. Edit it, apply fixes, or take over the hardened set, and see here what that changes.'
        ) : (
          <>The text as pasted had {plural(pasted.split('\n').length, 'line')}; it was altered since.</>
        )}
      </p>
      {other === '' && pasted !== text && (
        <button type="button" class="button small" onClick={() => actions.remember()}>
          Compare with the text as it is now
        </button>
      )}
    </div>
  );
}

function Other({ actions, other }: { actions: Actions; other: string }) {
  return (
    <div class="field">
      <label for="changed-other">Or compare with a second policy, or whole response headers</label>
      <TextArea
        id="changed-other"
        rows={3}
        value={other}
        placeholder="default-src 'self'; img-src *"
        change={(value) => actions.compareWith(value)}
      />
    </div>
  );
}
