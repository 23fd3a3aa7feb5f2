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
        <h3 id="changed-title">{other === '' ? 'From the pasted text to the text now' : 'From your text to the second one'}</h3>
        {comparison ? (
          <>
            <Witnesses comparison={comparison} none="No difference was found: every request has the same verdict." />
            <Notes notes={comparison.notes} />
          </>
        ) : (
          <p class="quiet">
            {other === '' && pasted === null
              ? 'There is no earlier text to compare with.'
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
          'Your text comes first, the second text replaces it.'
        ) : pasted === null ? (
          'You typed this text, so there is no pasted one to compare it with.'
        ) : pasted === text ? (
          'You haven’t changed the text since you pasted it. Edit it, apply fixes or the hardened headers, and see here what that changes.'
        ) : (
          <>The pasted text had {plural(pasted.split('\n').length, 'line')}. You have changed it since.</>
        )}
      </p>
      {other === '' && pasted !== text && (
        <button type="button" class="button small" onClick={() => actions.remember()}>
          Compare with the current text from now on
        </button>
      )}
    </div>
  );
}

function Other({ actions, other }: { actions: Actions; other: string }) {
  return (
    <div class="field">
      <label for="changed-other">Or compare with a second policy or a second set of headers</label>
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
