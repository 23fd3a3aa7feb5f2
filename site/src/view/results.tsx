// The answer: grade, then one panel at a time.
import { useId, useRef } from 'preact/hooks';
import type { Answer } from '../engine/job';
import { isOnlyTold } from '../judge/load';
import { HOME_PANEL, type Actions } from '../state/actions';
import type { State } from '../state/store';
import { GradeView } from './grade';
import { PANELS } from './panels';
import { home } from './panels/home';
import { load } from './panels/load';
import { Prose } from './prose';
import { useStore } from './use_store';

export function Results({ actions }: { actions: Actions }) {
  const [answer, isEmpty, fromScratch, busy] = useStore(actions.store, (state) => [
    state.answer,
    state.input.text === '',
    isFromScratch(state),
    state.busy,
  ]);
  if (!answer) return null;
  if (isEmpty) return fromScratch ? <FromScratch actions={actions} answer={answer} /> : null;
  const { report } = answer;
  if (isOnlyTold(report)) return <OnlyTold actions={actions} answer={answer} />;
  if (report.input.responses.length === 0) return <NothingRead description={report.input.description} />;
  return (
    <div class={busy ? 'results is-busy' : 'results'}>
      <h2 class="off-screen">Result</h2>
      <GradeView report={report} />
      <Tabs actions={actions} />
    </div>
  );
}

/** Nothing was pasted, and a set is wanted all the same: one made from the choices alone. */
export function isFromScratch({ input, panel }: State): boolean {
  return input.text === '' && panel === HOME_PANEL;
}

function FromScratch({ actions, answer }: { actions: Actions; answer: Answer }) {
  const [state] = useStore(actions.store, (all) => [all]);
  return (
    <div class="results">
      <header class="section-head">
        <h2>A set from scratch</h2>
        <button type="button" class="button small" onClick={() => actions.clear()}>
          Back
        </button>
      </header>
      <p class="quiet">Made from the choices alone. Paste what your server answers now to start from that.</p>
      <div class="panel">
        <home.View actions={actions} state={state} answer={answer} />
      </div>
    </div>
  );
}

/** Messages and reports have no grade; each is asked about. */
function OnlyTold({ actions, answer }: { actions: Actions; answer: Answer }) {
  const { state } = actions.store;
  return (
    <div class={state.busy ? 'results is-busy' : 'results'}>
      <h2>Would this load?</h2>
      <p class="read" role="status">
        <Prose text={answer.report.input.description} />
      </p>
      <div class="panel">
        <load.View actions={actions} state={state} answer={answer} />
      </div>
    </div>
  );
}

/** What the text is instead, and what to paste: one sentence of the engine's each. */
function NothingRead({ description }: { description: string }) {
  return (
    <section class="nothing">
      <h2>Nothing to judge yet</h2>
      <p class="read" role="status">
        <Prose text={description} />
      </p>
    </section>
  );
}

function Tabs({ actions }: { actions: Actions }) {
  const [state] = useStore(actions.store, (all) => [all]); // a panel is given all of it
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const current = PANELS.find((panel) => panel.id === state.panel) ?? PANELS[0];
  if (!current || !state.answer) return null;
  const move = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const at = (PANELS.indexOf(current) + step + PANELS.length) % PANELS.length;
    const next = PANELS[at];
    if (next) actions.showPanel(next.id);
    list.current?.querySelectorAll<HTMLElement>('[role=tab]')[at]?.focus();
  };
  return (
    <>
      <div class="tabs" role="tablist" aria-label="Views" ref={list} onKeyDown={move}>
        {PANELS.map((panel) => (
          <button
            type="button"
            role="tab"
            key={panel.id}
            id={`${id}-tab-${panel.id}`}
            data-panel={panel.id}
            aria-selected={panel === current}
            aria-controls={`${id}-panel`}
            tabIndex={panel === current ? 0 : -1}
            onClick={() => actions.showPanel(panel.id)}
          >
            {panel.label}
          </button>
        ))}
      </div>
      <div role="tabpanel" class="panel" tabIndex={-1} id={`${id}-panel`} aria-labelledby={`${id}-tab-${current.id}`}>
        <current.View actions={actions} state={state} answer={state.answer} key={current.id} />
      </div>
    </>
  );
}
