// What changed: the text now against the text as pasted, or against a second one.
import { CHANGED_PANEL, type Actions } from '../../state/actions';
import { useCut } from '../cut';
import { Prose } from '../prose';
import { TextArea } from '../text_area';
import { useStore } from '../use_store';
import { Witnesses } from '../witnesses';
import type { Panel, PanelProps } from './panel';

export const changed: Panel = { id: CHANGED_PANEL, label: 'What changed', View: ChangedPanel };

function ChangedPanel({ actions }: PanelProps) {
  const [other, isTyped, isSame, comparison, isStudying] = useStore(actions.store, ({ input, pasted, studied, isStudying: busy }) => [
    input.other,
    pasted === null,
    input.other === '' && (pasted === null || pasted === input.text),
    studied.changed,
    busy,
  ]);
  return (
    <div class="changed">
      <Other actions={actions} other={other} />
      <section class={isStudying ? 'changed-answer is-busy' : 'changed-answer'} aria-live="polite" aria-labelledby="changed-title">
        <h3 id="changed-title">{other !== '' ? 'From your text to the second one' : 'From the text as you pasted it to the text now'}</h3>
        <div class="section-head baseline">
          {other === '' && (
            <p class="quiet">
              {isTyped
                ? 'You typed this text, so there is no earlier one to compare it with.'
                : isSame
                  ? 'You haven’t changed it yet. Edit it or apply fixes, and see here what that allows and blocks.'
                  : 'You have changed it since.'}
            </p>
          )}
          {!isSame && other === '' && (
            <button type="button" class="button small" onClick={() => actions.remember()}>
              Start from the text now
            </button>
          )}
        </div>
        {isSame ? null : comparison ? (
          <>
            <Witnesses comparison={comparison} none="No difference was found in what policies allow and block." />
            <Notes notes={comparison.notes} />
          </>
        ) : (
          <p class="quiet">Working it out…</p>
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

function Other({ actions, other }: { actions: Actions; other: string }) {
  return (
    <div class="field">
      <label for="changed-other">Compare with a second policy or set of headers (optional)</label>
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
