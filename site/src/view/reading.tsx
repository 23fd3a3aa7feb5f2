// What was read: one sentence, which response is judged, and what was passed over.
import type { InputSummary } from 'headstrong';
import type { Answer } from '../engine/job';
import type { Actions } from '../state/actions';
import type { State } from '../state/store';
import { clipped, plural, Visible } from './prose';
import { useStore } from './use_store';

/** More notices than this are counted, not listed. */
const MAX_NOTICES = 20;
/** Nor is a response chosen by name where there are more. */
const MAX_OPTIONS = 200;

export function Reading({ actions }: { actions: Actions }) {
  const [meaning, answer, isEmpty, busy, engine, isExample] = useStore(actions.store, (state) => [
    state.meaning,
    state.answer,
    state.input.text === '',
    state.busy,
    state.engine,
    state.isExample,
  ]);
  return (
    <>
      {meaning && (
        <p class="meaning" aria-live="polite">
          <code>
            <Visible text={clipped(meaning.word, 80)} />
          </code>{' '}
          {meaning.text}
        </p>
      )}
      {(!isExample || (answer?.report.input.responses.length ?? 0) > 1) && (
        <ReadAs actions={actions} answer={answer} isEmpty={isEmpty} busy={busy} engine={engine} />
      )}
    </>
  );
}

/** That the text is none of the person's, and how to put theirs in its place. index.html has the same words. */
export function ExampleLine({ actions }: { actions: Actions }) {
  const [isExample] = useStore(actions.store, (state) => [state.isExample]);
  if (!isExample) return null;
  return (
    <p class="example-line">
      <strong>Example.</strong> Paste yours over it
      <span class="how">
        , from <code>curl -sIL https://your-site.example</code>
      </span>
    </p>
  );
}

interface ReadAsProps {
  actions: Actions;
  answer: Answer | null;
  isEmpty: boolean;
  busy: boolean;
  engine: State['engine'];
}

function ReadAs({ actions, answer, isEmpty, busy, engine }: ReadAsProps) {
  if (engine === 'loading') return <p class="read">Starting the engine…</p>;
  if (!answer || isEmpty) return null;
  const summary = answer.report.input;
  // The one sentence on a text that holds nothing is shown with the results.
  if (summary.responses.length === 0) return busy ? <p class="busy">Reading…</p> : null;
  return (
    <>
      <p class="read" aria-live="polite">
        <span class="read-label">Read as</span> <Visible text={summary.description} />
        {busy && <span class="busy" aria-hidden="true"> · reading…</span>}
      </p>
      {summary.responses.length > 1 && <ResponseChooser actions={actions} summary={summary} />}
      <Notices summary={summary} />
    </>
  );
}

function ResponseChooser({ actions, summary }: { actions: Actions; summary: InputSummary }) {
  const { responses } = summary;
  const chosen = responses.findIndex((response) => response.chosen);
  if (responses.length > MAX_OPTIONS) {
    return (
      <label class="response">
        <span>Analysed, of {responses.length.toLocaleString('en')}</span>
        <input
          type="number"
          class="text-field"
          id="response"
          min={1}
          max={responses.length}
          value={chosen + 1}
          onChange={({ currentTarget: { value } }) => /^\d+$/.test(value) && actions.chooseResponse(Math.min(Math.max(Number(value), 1), responses.length) - 1)}
        />
        <span class="response-label">
          <Visible text={responses[chosen]?.label ?? ''} />
        </span>
      </label>
    );
  }
  return (
    <label class="response">
      <span>Analysed</span>
      <select
        class="button select"
        id="response"
        value={String(chosen)}
        onChange={(event) => actions.chooseResponse(Number(event.currentTarget.value))}
      >
        {responses.map((response, index) => (
          <option value={String(index)} key={index}>
            {index + 1}. {clipped(response.label, 120)}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Places that lose headers stand open among the findings. */
function Notices({ summary: { notices: all, losses = [] } }: { summary: InputSummary }) {
  const notices = all.filter((notice) => !losses.some(({ sentence }) => sentence === notice));
  if (notices.length === 0) return null;
  const shown = notices.slice(0, MAX_NOTICES);
  return (
    <details class="notices">
      <summary>{plural(notices.length, 'note')} on how it was read</summary>
      <ul>
        {shown.map((notice) => (
          <li key={notice}>
            <Visible text={notice} />
          </li>
        ))}
      </ul>
      {notices.length > shown.length && <p>… and {notices.length - shown.length} more.</p>}
    </details>
  );
}
