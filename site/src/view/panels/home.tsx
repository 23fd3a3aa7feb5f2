// Configuration: the hardened headers, and the same in the language of one's own server.
import type { Emitted, EmittedFile, EmitWarning, Hardened, HardenChange, Header, Letter, Report, Target, TargetOption } from 'headstrong';
import type { ComponentChildren } from 'preact';
import { useMemo, useRef, useState } from 'preact/hooks';
import vocabulary from 'vocabulary';
import type { HomeFiles, Plan, Stage, Written } from '../../engine/job';
import type { Actions } from '../../state/actions';
import { emitValue, HOME_PANEL, isAnswered, targetOf } from '../../state/actions';
import { isOnlyTold } from '../../judge/load';
import { isYesOrNo } from '../../state/choice_words';
import type { Input } from '../../state/input';
import { searchTargets } from '../../state/targets';
import { Choice, Endpoint, HardenForm, type ChoiceProps } from '../choices';
import { CopyButton, DownloadButton } from '../copy';
import { CutText, useCut } from '../cut';
import { isPartial, toneOf } from '../grade';
import { Icon } from '../icons';
import { warnedLines, type WarnedLine } from '../lines';
import { clipped, Letters, Prose, Sentence, Visible } from '../prose';
import { useStore } from '../use_store';
import type { Panel, PanelProps } from './panel';

export const home: Panel = { id: HOME_PANEL, label: 'Configuration', View: HomePanel };

function HomePanel({ actions, answer }: PanelProps) {
  const result = answer.home;
  const [scratch, harden, from, emit, services, targets, chosen, isSetNow, areFilesNow] = useStore(actions.store, (state) => [
    state.input.text === '',
    state.input.harden,
    state.input.from,
    state.input.emit,
    state.services,
    state.targets,
    targetOf(state),
    isAnswered(state).set,
    isAnswered(state).files,
  ]);
  const [search, setSearch] = useState('');
  if (!scratch && result?.kind === 'refused' && answer.report.input.responses.length === 0) return <NoHeaders actions={actions} report={answer.report} />;
  // What no target answers to shows no other target's files.
  const target = searchTargets(targets, search).length === 0 ? undefined : targets.find(({ id }) => id === chosen);
  const before = scratch || isPartial(answer.report) ? null : answer.report.grade.letter;
  const choosing = { actions, choices: harden, scratch, faults: result?.kind === 'set' ? result.faults : [] };
  return (
    <div class="home">
      {scratch || !isPartial(answer.report) || (
        <p class="unanswered">
          <Icon name="info" />{' '}
          <span>
            Your text is not a whole response. Headers that are called missing or added below are missing from the
            text. Your site may send them anyway.
          </span>
        </p>
      )}
      <TargetPicker actions={actions} targets={targets} target={target} find={setSearch} search={search}>
        {result?.kind === 'set' && (
          <>
            <TargetOptions actions={actions} emit={emit} target={target} headers={result.hardened.headers} />
            {isSetNow ? <Improvement before={before} grade={result.hardened.grade} plan={result.plan} /> : <Coming />}
          </>
        )}
      </TargetPicker>
      <HardenForm {...choosing} services={services} seen={result?.kind === 'set' ? result.hardened.seen : []} />
      <Rollout {...choosing} plan={result?.kind === 'set' ? result.plan : null} from={from} />
      {!result || (result.kind === 'refused' && !isSetNow) ? (
        <Coming />
      ) : result.kind === 'refused' ? (
        <Refusal reason={result.reason} />
      ) : (
        <>
          {target && (areFilesNow ? <Files actions={actions} files={result.files} target={target} targets={targets} /> : <Coming />)}
          {isSetNow ? (
            <HardenedSet actions={actions} hardened={result.hardened} written={result.written} plan={result.plan} report={scratch ? null : answer.report} />
          ) : (
            <Coming />
          )}
        </>
      )}
    </div>
  );
}

/** In the place of what is not made yet for what was chosen last. */
function Coming() {
  return <p class="quiet">Working it out…</p>;
}

/** What was pasted has no headers to start from. */
function NoHeaders({ actions, report }: { actions: Actions; report: Report }) {
  const [told] = useStore(actions.store, ({ messages, message }) => [messages[message ?? 0]]);
  return (
    <div class="home">
      <p class="unanswered">
        <Icon name="info" /> <span>
          {isOnlyTold(report) ? 'A message has no headers to start from.' : 'Your text has no headers to start from.'} Paste the page’s response headers,
          or start here:
        </span>
      </p>
      <p class="button-row">
        {isOnlyTold(report) && told?.policy !== undefined && (
          <button type="button" class="button primary" onClick={() => actions.begin(told)}>
            Start from the message’s policy
          </button>
        )}
        <button type="button" class="button" onClick={() => actions.begin(null)}>
          Start from nothing
        </button>
      </p>
      {isOnlyTold(report) && <p class="quiet">Messages often quote one directive only. The message stays under “Would this load?”.</p>}
    </div>
  );
}

function Refusal({ reason }: { reason: string }) {
  return (
    <div class="notice notice-problem" role="alert">
      <Icon name="high" />
      <p>
        <strong>Not possible.</strong> <Sentence text={reason} />
      </p>
    </div>
  );
}

interface SetProps {
  actions: Actions;
  hardened: Hardened;
  written: Written;
  plan: Plan | null;
  /** On the text as it is; null where there is none. */
  report: Report | null;
}

/** The letters before and after, and at the end; that of a text that is no whole response says little. */
function Improvement({ before, grade, plan }: { before: Letter | null; grade: Hardened['grade']; plan: Plan | null }) {
  const letter = (of: Letter) => <strong class={`inline-letter ${toneOf(of)}`}>{of}</strong>;
  return (
    <p class="improvement">
      {before && <>Now {letter(before)} <span aria-hidden="true">→</span> </>}
      {before ? 'with these ' : 'Grade of these headers: '}
      {letter(grade.now)}
      {grade.enforced !== grade.now && <>, {letter(grade.enforced)} {plan ? 'after the last step' : 'once the report-only policy is enforced'}</>}
    </p>
  );
}

function HardenedSet({ actions, hardened, written, plan, report }: SetProps) {
  const { headers } = hardened;
  const { text, beneath, elsewhere } = useMemo(() => arranged(hardened), [hardened]);
  const { shown, rest } = useCut(headers, 30, 100);
  const removed = useCut(elsewhere, 20, 100);
  return (
    <section class="set" aria-labelledby="set-title">
      <header class="section-head">
        <h3 id="set-title">{plan && plan.stages.length > 0 ? 'Headers of this step' : 'The hardened headers'}</h3>
        <span class="button-row">
          <CopyButton text={text} />
          {written.kind === 'edits' && (
            <button type="button" class="button small" onClick={() => actions.adopt(written.edits)}>
              <Icon name="wand" />
              <span>{report ? 'Apply to my text' : 'Analyse these'}</span>
            </button>
          )}
        </span>
      </header>
      {written.kind === 'refused' && (
        <p class="quiet">
          These can’t be written into your text: <Sentence text={written.reason} />
        </p>
      )}
      {report && (
        <p class="quiet">Made from your text and the choices above. A fix under Findings changes one header and doesn’t know these choices, so its value can differ.</p>
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
      {needsNonce(headers) && (
        <p class="quiet">
          <code>{'{{nonce}}'}</code> is a placeholder for a new random value in every response. The files above make it,
          where the target can do that.
        </p>
      )}
    </section>
  );
}

function needsNonce(headers: readonly Header[]): boolean {
  return headers.some(([, value]) => value.includes('{{nonce}}'));
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
  server: 'Tested on the real server: it sent every value back byte for byte.',
  parser: 'Tested with the target’s own parser.',
  none: 'Written from the documentation, not tested.',
};

/** When a stage begins, and what it does, in as few words as a phone's width has room for. */
function stageWords({ day, date, title }: Stage): string {
  const when = date && new Date(date).toLocaleDateString('en', { day: 'numeric', month: 'short', timeZone: 'UTC' });
  return `${when ?? `Day ${day}`}: ${title}`;
}

/** Whether all comes at once or step by step. The headers and files below are those of one step. */
function Rollout({ plan, from, ...choosing }: ChoiceProps & { plan: Plan | null; from: string }) {
  const { actions } = choosing;
  return (
    <section class="set plan" aria-labelledby="plan-title">
      <h3 id="plan-title">When it takes effect</h3>
      <div class="choice-grid">
        <Choice {...choosing} name="reporting" />
        {plan && plan.stages.length > 0 && <Step actions={actions} plan={plan} from={from} />}
        <Endpoint {...choosing} />
      </div>
      {plan && <PlanView plan={plan} />}
    </section>
  );
}

function Step({ actions, plan: { stages, shown }, from }: { actions: Actions; plan: Plan; from: string }) {
  const last = stages.length - 1;
  return (
    <>
      <div class="field field-step">
        <label for="step">
          Step {shown + 1} of {stages.length}
        </label>
        <select class="button select" id="step" value={stages[shown]?.id} onChange={({ currentTarget }) => actions.chooseStep(currentTarget.value)}>
          {stages.map((stage, index) => (
            <option value={stage.id} key={stage.id}>
              {stageWords(stage)}
              {index === last && index > 0 && ' (last step)'}
            </option>
          ))}
        </select>
        <span class="hint">Headers and files below are for this step.</span>
      </div>
      <div class="field">
        <label for="plan-from">First day</label>
        <input type="date" class="text-field" id="plan-from" value={from} onChange={({ currentTarget }) => actions.beginOn(currentTarget.value)} />
      </div>
    </>
  );
}

function PlanView({ plan: { stages, shown, steps, markdown } }: { plan: Plan }) {
  if (stages.length === 0) return <p class="quiet">Your headers already have all of this, so there is nothing to roll out.</p>;
  const now = steps.find(({ id }) => id === stages[shown]?.id);
  return (
    <>
      <p class="quiet">
        <Prose text={steps.filter(({ day }) => day === now?.day).map(({ why }) => why).join(' ')} />
      </p>
      <details>
        <summary>The whole plan, with what to do at each step</summary>
        <ol>
          {steps.map(({ id, day, date, title, why, tasks, changed }) => (
            <li key={id}>
              <h4>
                <span class="plan-day">{date ?? `Day ${day}`}</span> <Prose text={title} />
              </h4>
              <p>
                <Prose text={why} />
              </p>
              {changed.length > 0 && <p class="quiet">Changes {changed.join(', ')}</p>}
              <ul>
                {tasks.map((task) => (
                  <li key={task}>
                    <Prose text={task} />
                  </li>
                ))}
              </ul>
            </li>
          ))}
        </ol>
        <span class="button-row">
          <CopyButton text={markdown} label="Copy as Markdown" />
          <DownloadButton name="rollout.md" text={markdown} type="text/markdown" />
        </span>
      </details>
    </>
  );
}

interface PickerProps {
  actions: Actions;
  targets: readonly Target[];
  target: Target | undefined;
  search: string;
  find(words: string): void;
  children: ComponentChildren;
}

function TargetPicker({ actions, targets, target, search, find, children }: PickerProps) {
  const listed = searchTargets(targets, search);
  const look = (words: string) => {
    find(words);
    const [first] = searchTargets(targets, words);
    if (words.trim() !== '' && first) actions.chooseTarget(first.id);
  };
  return (
    <section class="target" aria-labelledby="target-title">
      <header class="section-head">
        <h3 id="target-title">
          <label for="target">Configuration for</label>
        </h3>
        <span class="target-choice">
          <input
            type="search"
            class="text-field"
            id="target-search"
            aria-label="Find a server, host or framework"
            placeholder="k8s, aws, express…"
            value={search}
            spellcheck={false}
            autocapitalize="off"
            autocomplete="off"
            onInput={({ currentTarget }) => look(currentTarget.value)}
          />
          <select
            class="button select"
            id="target"
            value={target ? target.id : ''}
            onChange={(event) => actions.chooseTarget(event.currentTarget.value)}
          >
            {(!target || listed.length === 0) && <option value="">Choose…</option>}
            {(!target || listed.includes(target) ? listed : [target, ...listed]).map(({ id, name }) => (
              <option value={id} key={id}>
                {name}
              </option>
            ))}
          </select>
        </span>
      </header>
      {search.trim() !== '' && (
        <p class="quiet" aria-live="polite">
          {listed.length === 0 ? (
            <>
              Nothing found for “<Visible text={clipped(search.trim(), 60)} />”.{' '}
              <button type="button" class="link-button" onClick={() => find('')}>
                List all
              </button>
            </>
          ) : listed.length === 1 ? '1 found.' : `${listed.length} found: ${listed.map(({ name }) => name).slice(0, 8).join(', ')}.`}
        </p>
      )}
      {listed.length > 0 && children}
    </section>
  );
}

/** What a set needs to have for an option of every target to make a difference. */
const MATTERS: Record<string, (headers: readonly Header[]) => boolean> = {
  policy: needsNonce,
  pass: (headers) => headers.some(([name]) => vocabulary.ownOfResponse.some((known) => (known.endsWith('-') ? name.toLowerCase().startsWith(known.toLowerCase()) : name.toLowerCase() === known.toLowerCase()))),
};

interface OptionsProps {
  actions: Actions;
  emit: Input['emit'];
  target: Target | undefined;
  headers: readonly Header[];
}

/** What the target's own options are, each as a control; what is free text follows from the headers. */
function TargetOptions({ actions, emit, target, headers }: OptionsProps) {
  const options = (target?.options ?? []).filter(({ name, label, words }) => label !== '' && words !== '' && (MATTERS[name]?.(headers) ?? true));
  if (options.length === 0) return null;
  const boxes = options.filter(isYesOrNo);
  return (
    <div class="target-options">
      {options.filter((option) => !isYesOrNo(option)).map((option) => (
        <div class="field" key={option.name}>
          <label for={`emit-${option.name}`}>{option.label}</label>
          <select class="button select" id={`emit-${option.name}`} value={emitValue(emit, option)} onChange={({ currentTarget }) => actions.chooseEmit(option, currentTarget.value)}>
            {valuesOf(option).map(([value, words]) => (
              <option value={value} key={value}>
                {words}
              </option>
            ))}
          </select>
        </div>
      ))}
      {boxes.map((option) => (
        <label class="check" key={option.name}>
          <input
            type="checkbox"
            id={`emit-${option.name}`}
            checked={emitValue(emit, option) === 'yes'}
            onChange={({ currentTarget }) => actions.chooseEmit(option, currentTarget.checked ? 'yes' : 'no')}
          />{' '}
          {option.label}
        </label>
      ))}
    </div>
  );
}

function valuesOf({ values, words }: TargetOption): [value: string, words: string][] {
  const called = words.split('|');
  return values.split('|').map((value, index) => [value, called[index] ?? value]);
}

function TargetFacts({ target }: { target: Target }) {
  return (
    <dl class="facts set">
      <div class={`evidence-${target.evidence}`}>
        <dt>Tested</dt>
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

interface FilesProps {
  actions: Actions;
  files: HomeFiles;
  target: Target;
  targets: readonly Target[];
}

function Files({ actions, files, target, targets }: FilesProps) {
  if (files.kind === 'refused') {
    const instead = targets.find(({ id }) => id === files.instead);
    return (
      <>
        <Refusal reason={files.reason} />
        {instead && (
          <p class="button-row">
            <button type="button" class="button" onClick={() => actions.chooseTarget(instead.id)}>
              Use {instead.name}
            </button>
          </p>
        )}
      </>
    );
  }
  const { emitted } = files;
  return (
    <>
      <Warnings emitted={emitted} />
      {emitted.files.map((file) => (
        <File file={file} warnings={emitted.warnings} key={file.name} />
      ))}
      <TargetFacts target={target} />
    </>
  );
}

function File({ file: { name, place, text }, warnings }: { file: EmittedFile; warnings: readonly EmitWarning[] }) {
  const code = useRef<HTMLPreElement>(null);
  const lines = useMemo(() => warnedLines(text, warnings), [text, warnings]);
  const show = (line: number) => {
    const shown = code.current?.querySelectorAll('.is-warned')[lines.findIndex((warned) => warned.line === line)];
    shown?.scrollIntoView({ block: 'nearest' });
    code.current?.focus({ preventScroll: true });
  };
  return (
    <figure class="file">
      <figcaption>
        <span class="file-name">
          <Icon name="file" /> {name}
        </span>
        <span class="button-row">
          <CopyButton text={text} />
          <DownloadButton name={name} text={text} />
        </span>
        <span class="file-place">
          <Prose text={place} />
        </span>
        {lines.map(({ line, message }) => (
          <span class="file-warning" key={line}>
            <Icon name="medium" />
            <button type="button" class="link-button" onClick={() => show(line)}>
              Line {line}
            </button>
            <span>
              <Prose text={message} />
            </span>
          </span>
        ))}
      </figcaption>
      <pre tabIndex={0} role="region" aria-label={name} ref={code}>
        <CodeText text={text} warned={lines} />
      </pre>
    </figure>
  );
}

/** Characters of a file that are shown at first: all that are usual, with the reasons behind the code. */
const FILE_FIRST = 16_000;

/** The file with its warned lines marked; a long one only as far as it is looked at. */
function CodeText({ text, warned }: { text: string; warned: readonly WarnedLine[] }) {
  if (warned.length === 0 || text.length > FILE_FIRST) return <CutText text={text} first={FILE_FIRST} />;
  let at = 0;
  return (
    <>
      {warned.map(({ start, end }) => {
        const before = text.slice(at, start);
        at = end;
        return (
          <>
            <Letters text={before} />
            <mark class="is-warned">
              <Letters text={text.slice(start, end)} />
            </mark>
          </>
        );
      })}
      <Letters text={text.slice(at)} />
    </>
  );
}

/** Of the set as a whole; those of one header stand at its line. */
function Warnings({ emitted }: { emitted: Emitted }) {
  const placed = useMemo(() => emitted.files.flatMap(({ text }) => warnedLines(text, emitted.warnings)), [emitted]);
  const { shown, rest } = useCut(
    emitted.warnings.filter(({ message }) => !placed.some((line) => line.message.includes(message))),
    20,
    100,
  );
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
