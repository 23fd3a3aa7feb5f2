// Take home: the hardened set, and the same as configuration for one's own stack.
import type { Emitted, Hardened, HardenChange, Target } from 'headstrong';
import { useMemo } from 'preact/hooks';
import type { HomeFiles, Written } from '../../engine/job';
import type { Actions } from '../../state/actions';
import { HOME_PANEL } from '../../state/actions';
import { HardenForm } from '../choices';
import { CopyButton, DownloadButton } from '../copy';
import { CutText, useCut } from '../cut';
import { isPartial } from '../grade';
import { Icon } from '../icons';
import { Prose, Sentence, Visible } from '../prose';
import type { Panel, PanelProps } from './panel';

export const home: Panel = { id: HOME_PANEL, label: 'Take home', View: HomePanel };

function HomePanel({ actions, state, answer }: PanelProps) {
  const result = answer.home;
  const scratch = state.input.text === '';
  return (
    <div class="home">
      {scratch || !isPartial(answer.report) || (
        <p class="unanswered">
          <Icon name="info" />{' '}
          <span>
            What was pasted is not a whole response. What is called absent or added below is so of the pasted text; the
            site may send it all the same.
          </span>
        </p>
      )}
      <HardenForm
        actions={actions}
        choices={state.input.harden}
        scratch={scratch}
        faults={result?.kind === 'set' ? result.faults : []}
        services={state.services}
      />
      {!result ? (
        <p class="quiet">Working it out…</p>
      ) : result.kind === 'refused' ? (
        <Refusal reason={result.reason} />
      ) : (
        <>
          <HardenedSet actions={actions} hardened={result.hardened} written={result.written} />
          <TargetPicker actions={actions} targets={state.targets} chosen={state.input.target} />
          <Files files={result.files} />
        </>
      )}
    </div>
  );
}

function Refusal({ reason }: { reason: string }) {
  return (
    <div class="notice notice-problem" role="alert">
      <Icon name="high" />
      <p>
        <strong>Refused.</strong> <Sentence text={reason} />
      </p>
    </div>
  );
}

interface SetProps {
  actions: Actions;
  hardened: Hardened;
  written: Written;
}

function HardenedSet({ actions, hardened, written }: SetProps) {
  const { headers } = hardened;
  const { text, beneath, elsewhere } = useMemo(() => arranged(hardened), [hardened]);
  const { shown, rest } = useCut(headers, 30, 100);
  const removed = useCut(elsewhere, 20, 100);
  return (
    <section class="set" aria-labelledby="set-title">
      <header class="section-head">
        <h3 id="set-title">The hardened headers</h3>
        <span class="button-row">
          <CopyButton text={text} />
          {written.kind === 'edits' && (
            <button type="button" class="button small" onClick={() => actions.adopt(written.edits)}>
              <Icon name="wand" />
              <span>Judge these</span>
            </button>
          )}
        </span>
      </header>
      {written.kind === 'refused' && (
        <p class="quiet">
          Not for “Judge these”: <Sentence text={written.reason} />
        </p>
      )}
      <dl class="header-set">
        {shown.map(([name, value], index) => (
          <div key={index}>
            <dt>
              <Visible text={name} />
            </dt>
            <dd>
              <CutText text={value} />
            </dd>
            <Changes changes={beneath.get(index) ?? []} />
          </div>
        ))}
      </dl>
      {rest}
      {elsewhere.length > 0 && (
        <ul class="removed">
          {removed.shown.map(({ header, sentence, open }, index) => (
            <li class={open ? 'open' : ''} key={index}>
              {header && (
                <strong>
                  <Visible text={header} />:{' '}
                </strong>
              )}
              <Prose text={sentence} />
            </li>
          ))}
        </ul>
      )}
      {removed.rest}
      {headers.some(([, value]) => value.includes('{{nonce}}')) && (
        <p class="quiet">
          <code>{'{{nonce}}'}</code> stands for a value made anew for every response; each target below
          has its own way of making it, or says that it has none.
        </p>
      )}
    </section>
  );
}

interface Arranged {
  /** The set as lines. */
  text: string;
  /** What was done to a header, by its place: of several of one name the first has it. */
  beneath: ReadonlyMap<number, HardenChange[]>;
  /** What was done to headers that the set does not have. */
  elsewhere: HardenChange[];
}

function arranged({ headers, changes }: Hardened): Arranged {
  const places = new Map<string, number>();
  headers.forEach(([name], index) => {
    const key = name.toLowerCase();
    if (!places.has(key)) places.set(key, index);
  });
  const beneath = new Map<number, HardenChange[]>();
  const elsewhere: HardenChange[] = [];
  for (const change of changes) {
    const key = change.header.toLowerCase();
    // That nothing is enforced is said where the policy stands that only reports.
    const place = places.get(key) ?? places.get(`${key}-report-only`);
    const list = place === undefined ? elsewhere : (beneath.get(place) ?? []);
    if (place !== undefined) beneath.set(place, list);
    list.push(change);
  }
  return { text: headers.map(([name, value]) => `${name}: ${value}\n`).join(''), beneath, elsewhere };
}

function Changes({ changes }: { changes: readonly HardenChange[] }) {
  const { shown, rest } = useCut(changes, 20, 100);
  return (
    <>
      {shown.map(({ sentence, open }, index) => (
        <dd class={open ? 'change open' : 'change'} key={index}>
          <Prose text={sentence} />
        </dd>
      ))}
      {rest && <dd>{rest}</dd>}
    </>
  );
}

const EVIDENCE: Record<Target['evidence'], string> = {
  server: 'Checked on a real server: our tests read each value back from it, byte for byte.',
  parser: 'Checked with the target’s own parser.',
  none: 'Written from its documentation; not checked on the real thing.',
};

function TargetPicker({ actions, targets, chosen }: { actions: Actions; targets: readonly Target[]; chosen: string }) {
  const target = targets.find(({ id }) => id === chosen);
  return (
    <section class="target" aria-labelledby="target-title">
      <header class="section-head">
        <h3 id="target-title">
          <label for="target">As configuration for</label>
        </h3>
        <select
          class="button select"
          id="target"
          value={target ? chosen : ''}
          onChange={(event) => actions.chooseTarget(event.currentTarget.value)}
        >
          {!target && <option value="">Choose…</option>}
          {targets.map(({ id, name }) => (
            <option value={id} key={id}>
              {name}
            </option>
          ))}
        </select>
      </header>
      {target && <TargetFacts target={target} />}
    </section>
  );
}

function TargetFacts({ target }: { target: Target }) {
  return (
    <dl class="facts">
      <div class={`evidence-${target.evidence}`}>
        <dt>Proof</dt>
        <dd>{EVIDENCE[target.evidence]}</dd>
      </div>
      <div>
        <dt>Covers</dt>
        <dd>
          <Prose text={target.coverage} />
        </dd>
      </div>
      <div>
        <dt>Limits</dt>
        <dd>
          <Prose text={target.limits} />
        </dd>
      </div>
      {target.check && (
        <div>
          <dt>Check</dt>
          <dd class="with-button">
            <code>{target.check}</code>
            <CopyButton text={target.check} />
          </dd>
        </div>
      )}
    </dl>
  );
}

function Files({ files }: { files: HomeFiles }) {
  if (files.kind === 'refused') return <Refusal reason={files.reason} />;
  return (
    <>
      <Warnings emitted={files.emitted} />
      {files.emitted.files.map((file) => (
        <figure class="file" key={file.name}>
          <figcaption>
            <span class="file-name">
              <Icon name="file" /> {file.name}
            </span>
            <span class="button-row">
              <CopyButton text={file.text} />
              <DownloadButton name={file.name} text={file.text} />
            </span>
            <span class="file-place">
              <Prose text={file.place} />
            </span>
          </figcaption>
          <pre tabIndex={0} role="region" aria-label={file.name}>
            <CutText text={file.text} />
          </pre>
        </figure>
      ))}
    </>
  );
}

function Warnings({ emitted }: { emitted: Emitted }) {
  const { shown, rest } = useCut(emitted.warnings, 20, 100);
  if (shown.length === 0) return null;
  return (
    <>
      <ul class="warnings">
        {shown.map(({ header, message }, index) => (
          <li key={index}>
            <Icon name="medium" />
            <span>
              {header && (
                <strong>
                  <Visible text={header} />:{' '}
                </strong>
              )}
              <Prose text={message} />
            </span>
          </li>
        ))}
      </ul>
      {rest}
    </>
  );
}
