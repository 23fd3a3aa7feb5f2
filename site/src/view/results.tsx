// The answer: grade, then one panel at a time. The tabs are there from the start.
import { useEffect, useId, useRef } from 'preact/hooks';
import { isOnlyTold } from '../judge/load';
import { FINDINGS_PANEL, HOME_PANEL, type Actions } from '../state/actions';
import { GradeView, NoGradeYet } from './grade';
import { moveAmong } from './focus';
import { OtherPastes } from './other_pastes';
import { PANELS } from './panels';
import { Prose } from './prose';
import { useStore } from './use_store';

export function Results({ actions }: { actions: Actions }) {
  const [busy] = useStore(actions.store, (state) => [state.busy]);
  return (
    <div class={busy ? 'results is-busy' : 'results'}>
      <h2 class="off-screen">Result</h2>
      <Tabs actions={actions} />
    </div>
  );
}

/** What is said of the text as a whole: its grade, or what it is instead. */
function Head({ actions }: { actions: Actions }) {
  const [answer, text, panel, filter, isComing] = useStore(actions.store, (state) => [
    state.answer,
    state.input.text,
    state.panel,
    state.filter,
    state.busy || state.engine === 'loading',
  ]);
  if (text === '') {
    return panel === HOME_PANEL ? <p class="quiet head-line">Made from your choices alone. Paste your current headers to start from those.</p> : null;
  }
  if (!answer) return isComing ? <NoGradeYet /> : null;
  const { report } = answer;
  if (report.input.responses.length > 0) {
    // Configuration has letters of its own: those of the text and of the set, in one line.
    return panel === HOME_PANEL ? null : <GradeView actions={actions} report={report} filter={filter} isCompact={panel !== FINDINGS_PANEL} />;
  }
  const read = (
    <p class="read" role="status">
      <Prose text={report.input.description} />
    </p>
  );
  // Its panel shows the messages themselves.
  if (isOnlyTold(report)) return <div class="off-screen">{read}</div>;
  return (
    <section class="nothing">
      <h3>Nothing to analyse yet</h3>
      {read}
      <OtherPastes format={report.input.format} text={text} />
    </section>
  );
}

function Tabs({ actions }: { actions: Actions }) {
  const [panel, answer, isLoading] = useStore(actions.store, (state) => [state.panel, state.answer, state.engine === 'loading']);
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // On a phone the row of tabs is wider than the page.
    const { current: row } = list;
    const tab = row?.querySelector<HTMLElement>('[aria-selected=true]');
    if (row && tab) row.scrollLeft = tab.offsetLeft - (row.clientWidth - tab.offsetWidth) / 2;
  }, [panel]);
  const current = PANELS.find(({ id: each }) => each === panel) ?? PANELS[0];
  if (!current) return null;
  const move = (event: KeyboardEvent) => {
    const tab = moveAmong(event, [...(list.current?.children ?? [])] as HTMLElement[]);
    if (tab) actions.showPanel(tab.dataset['panel'] ?? FINDINGS_PANEL);
  };
  return (
    <>
      <div class="tabs" role="tablist" aria-label="Views" ref={list} onKeyDown={move}>
        {PANELS.map((each) => (
          <button
            type="button"
            role="tab"
            key={each.id}
            id={`${id}-tab-${each.id}`}
            data-panel={each.id}
            aria-selected={each === current}
            aria-controls={`${id}-panel`}
            tabIndex={each === current ? 0 : -1}
            onClick={() => actions.showPanel(each.id)}
          >
            {each.label}
          </button>
        ))}
      </div>
      <Head actions={actions} />
      <div role="tabpanel" class="panel" tabIndex={-1} id={`${id}-panel`} aria-labelledby={`${id}-tab-${current.id}`}>
        {answer ? (
          <current.View actions={actions} answer={answer} key={current.id} />
        ) : (
          isLoading && <p class="quiet">Starting the engine…</p>
        )}
      </div>
    </>
  );
}
