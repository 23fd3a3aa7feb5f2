// Configuration: the hardened headers, and the same in the language of one's own server.
import type { Emitted, EmittedFile, EmitWarning, Hardened, HardenChange, Header, Letter, Report, Target, TargetOption } from 'headstrong';
import type { ComponentChildren } from 'preact';
import { useMemo, useRef, useState } from 'preact/hooks';
import vocabulary from 'vocabulary';
import type { HomeFiles, Plan, Stage, Written } from '../../engine/job';
import type { Actions } from '../../state/actions';
import { emitValue, HOME_PANEL, isAnswered, targetOf } from '../../state/actions';
import { isOnlyTold } from '../../judge/load';
import { choiceInfo, isYesOrNo } from '../../state/choice_words';
import type { HardenKey, Input } from '../../state/input';
import { search as find } from '../../state/targets';
import { Choice, Endpoint, HardenForm, Needs, OF_A_RESPONSE, type ChoiceProps } from '../choices';
import { CopyButton, DownloadButton } from '../copy';
import { CutText, useCut } from '../cut';
import { leadTo } from '../focus';
import { toneOf } from '../grade';
import { Icon } from '../icons';
import { warnedLines, type WarnedLine } from '../lines';
import { Losses } from '../losses';
import { clipped, Letters, plural, Prose, Sentence, Visible } from '../prose';
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
  const set = result?.kind === 'set' ? result : null;
  const withNonce = set !== null && needsNonce(set.hardened.headers);
  const found = find(targets, search, withNonce);
  // What no target answers to shows no other target's files.
  const target = found.length === 0 ? undefined : targets.find(({ id }) => id === chosen);
  const partial = !scratch && answer.report.grade.partial === true;
  const needs = set?.hardened.changes.filter(({ service }) => service) ?? [];
  const choosing = { actions, choices: harden, scratch, faults: set?.faults ?? [] };
  return (
    <div class="home">
      {set && <Improvement before={scratch || partial ? null : answer.report.grade.letter} grade={set.hardened.grade} plan={set.plan} scratch={scratch} />}
      {partial && (
        <p class="unanswered">
          <Icon name="info" />{' '}
          <span>
            Your text is not a whole response. Headers that are called missing or added below are missing from the
            text. Your site may send them anyway.
          </span>
        </p>
      )}
      <TargetPicker actions={actions} targets={targets} told={answer.report.input.targets ?? []} target={target} found={found} choose={setSearch} search={search}>
        {set && <TargetOptions actions={actions} emit={emit} target={target} headers={set.hardened.headers} />}
      </TargetPicker>
      <HardenForm {...choosing} services={services} seen={set?.hardened.seen ?? []} needs={needs} />
      <Rollout {...choosing} plan={set?.plan ?? null} from={from} />
      {!result || (result.kind === 'refused' && !isSetNow) ? (
        <Coming />
      ) : result.kind === 'refused' ? (
        <Refusal reason={result.reason} />
      ) : (
        // The last answer keeps its place, so that nothing jumps, and can't be taken along meanwhile.
        <div class="made" inert={!areFilesNow}>
          {!scratch && <Losses actions={actions} input={answer.report.input} />}
          {target && <Files actions={actions} files={result.files} needs={needs} target={target} targets={targets} />}
          <HardenedSet actions={actions} hardened={result.hardened} files={result.files} written={result.written} plan={result.plan} report={scratch ? null : answer.report} />
        </div>
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
            Start from the quoted policy
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
  files: HomeFiles;
  written: Written;
  plan: Plan | null;
  /** On the text as it is; null where there is none. */
  report: Report | null;
}

interface ImprovementProps {
  before: Letter | null;
  grade: Hardened['grade'];
  plan: Plan | null;
  scratch: boolean;
}

/** The letters before and after, and at the end, and what keeps that from a better one; that of a text that is no whole response says little. */
function Improvement({ before, grade, plan, scratch }: ImprovementProps) {
  const letter = (of: Letter) => <strong class={`inline-letter ${toneOf(of)}`}>{of}</strong>;
  const { now, enforced, next } = grade;
  const choices = [...new Set(next?.reasons.map(({ choice }) => choice as HardenKey | undefined))].filter((choice) => choice !== undefined && !(scratch && OF_A_RESPONSE.includes(choice))) as HardenKey[];
  return (
    <section class="set improvement-card" aria-label="Grade">
      <p class="improvement" role="status">
        {before && <>Now {letter(before)} <span aria-hidden="true">→</span> </>}
        {before ? 'with these ' : 'Grade of these headers: '}
        {letter(now)}
        {enforced !== now && <>, {letter(enforced)} {plan ? 'after the last step' : 'once the report-only policy is enforced'}</>}
      </p>
      {next && next.reasons.length > 0 && (
        <p class="next-letter">
          What keeps it from {letter(next.letter)}:{' '}
          {next.reasons.map(({ rule, title }) => (
            <span key={rule}>
              <Prose text={title} />
              {'. '}
            </span>
          ))}
          {choices.length > 0 && 'Change it with '}
          {choices.map((choice, index) => (
            <>
              {index > 0 && ', '}
              <button type="button" class="link-button" key={choice} onClick={() => leadTo(`choice-${choice}`)}>
                {choiceInfo(choice).label}
              </button>
            </>
          ))}
        </p>
      )}
    </section>
  );
}

function HardenedSet({ actions, hardened, files, written, plan, report }: SetProps) {
  const { headers } = hardened;
  const { text, beneath, elsewhere } = useMemo(() => arranged(hardened), [hardened]);
  const { shown, rest } = useCut(headers, 30, 100);
  const removed = useCut(elsewhere, 20, 100);
  // On a phone the same headers stand in the file right above; what is still open about one is seen all the same.
  const [isNarrow, setNarrow] = useState(() => matchMedia('(max-width: 599px)').matches);
  const isShort = isNarrow && files.kind === 'files' && headers.length > 1;
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
      {written.kind === 'edits' && <NotesOnWriting notes={written.notes} />}
      {report && (
        <p class="quiet">Made from your text and the choices above. A fix under Findings changes one header and doesn’t know these choices, so its value can differ.</p>
      )}
      <dl class="header-set">
        {shown.map(([name, value], index) => (
          <div hidden={isShort && !beneath.get(index)?.some(({ open }) => open)} key={index}>
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
      {isShort ? (
        <button type="button" class="button wide" onClick={() => setNarrow(false)}>
          Show all {plural(headers.length, 'header')}, and why each is so
        </button>
      ) : (
        rest
      )}
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

/** What the writing leaves to do, by the lines of the text that Apply makes: one note open, several folded. */
function NotesOnWriting({ notes }: { notes: readonly string[] }) {
  const list = notes.map((note) => (
    <p key={note} class="quiet">
      <Sentence text={note} />
    </p>
  ));
  if (notes.length < 2) return <>{list}</>;
  return (
    <details class="notes">
      <summary>After Apply: {notes.length} notes, with the new line numbers</summary>
      {list}
    </details>
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
    // Those of services stand beside them and beside the files.
    if (change.service) continue;
    const key = change.header.toLowerCase();
    // That nothing is enforced is said where the policy stands that only reports.
    const place = places.get(key) ?? places.get(`${key}-report-only`);
    const list = place === undefined ? elsewhere : (beneath.get(place) ?? []);
    if (place !== undefined) beneath.set(place, list);
    list.push(change);
  }
  return { text: headers.map(([name, value]) => `${name}: ${value}\n`).join(''), beneath, elsewhere };
}

/** What is still open is seen, what was done is folded away. */
function Changes({ changes }: { changes: readonly HardenChange[] }) {
  const { shown, rest } = useCut(changes, 20, 100);
  const done = shown.filter(({ open }) => !open);
  return (
    <>
      {shown.filter(({ open }) => open).map(({ sentence }, index) => (
        <dd class="change open" key={index}>
          <Prose text={sentence} />
        </dd>
      ))}
      {done.length > 0 && (
        <dd class="changes">
          <details>
            <summary>Why</summary>
            {done.map(({ sentence }, index) => (
              <p class="change" key={index}>
                <Prose text={sentence} />
              </p>
            ))}
          </details>
        </dd>
      )}
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
        {plan && plan.stages.length > 0 && <Step actions={actions} plan={plan} />}
        <Endpoint {...choosing} />
      </div>
      {plan && <PlanView actions={actions} plan={plan} from={from} />}
    </section>
  );
}

function Step({ actions, plan: { stages, shown } }: { actions: Actions; plan: Plan }) {
  const last = stages.length - 1;
  return (
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
  );
}

function PlanView({ actions, plan: { stages, shown, steps, markdown }, from }: { actions: Actions; plan: Plan; from: string }) {
  if (stages.length === 0) return <p class="quiet">Your headers already have all of this, so there is nothing to roll out.</p>;
  const now = steps.find(({ id }) => id === stages[shown]?.id);
  return (
    <>
      <p class="quiet">
        <Prose text={steps.filter(({ day }) => day === now?.day).map(({ why }) => why).join(' ')} />
      </p>
      <details>
        <summary>The whole plan, with what to do at each step</summary>
        <div class="field first-day">
          <label for="plan-from">First day</label>
          <input type="date" class="text-field" id="plan-from" value={from} onChange={({ currentTarget }) => actions.beginOn(currentTarget.value)} />
        </div>
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
  /** Ids of those that the text tells of. */
  told: readonly string[];
  target: Target | undefined;
  search: string;
  /** What the search gives. */
  found: readonly Target[];
  choose(words: string): void;
  children: ComponentChildren;
}

/** In front of what has no target of its own. */
const IN_FRONT = 'in-front';

function TargetPicker({ actions, targets, told, target, search, found, choose, children }: PickerProps) {
  const [recent] = useStore(actions.store, (state) => [state.recent]);
  const look = (words: string) => {
    choose(words);
    const [first] = find(targets, words, found[0]?.nonce);
    if (words.trim() !== '' && first) actions.chooseTarget(first.id);
  };
  const take = (id: string) => {
    actions.keepTarget();
    choose('');
    actions.chooseTarget(id);
    actions.keepTarget();
  };
  const named = (ids: readonly string[]) => ids.flatMap((id) => targets.find((known) => known.id === id) ?? []);
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
            onChange={() => found.length > 0 && actions.keepTarget()}
          />
          <select
            class="button select"
            id="target"
            value={target ? target.id : ''}
            onChange={({ currentTarget }) => {
              actions.keepTarget();
              actions.chooseTarget(currentTarget.value);
              actions.keepTarget();
            }}
          >
            {(!target || found.length === 0) && <option value="">Choose…</option>}
            {(!target || found.includes(target) ? found : [target, ...found]).map(({ id, name }) => (
              <option value={id} key={id}>
                {name}
              </option>
            ))}
          </select>
        </span>
      </header>
      {search.trim() !== '' && (
        <div class="quiet" aria-live="polite">
          {found.length === 0 ? (
            <>
              No target for “<Visible text={clipped(search.trim(), 60)} />”. A server in front of it can send the headers:
              <Chips targets={find(targets, IN_FRONT)} target={target} take={take} />
              <button type="button" class="link-button" onClick={() => choose('')}>
                List all
              </button>
            </>
          ) : found.length === 1 ? '1 found.' : `${found.length} found: ${found.map(({ name }) => name).slice(0, 8).join(', ')}.`}
        </div>
      )}
      <Chips label="Your text tells of" targets={named(told)} target={target} take={take} />
      <Chips label="Chosen before" targets={named(recent.filter((id) => !told.includes(id)))} target={target} take={take} />
      {found.length > 0 && children}
    </section>
  );
}

/** Targets to go back and forth between. One that is shown already is no choice. */
function Chips({ label, targets, target, take }: { label?: string; targets: readonly Target[]; target: Target | undefined; take(id: string): void }) {
  if (targets.length === 0 || (targets.length === 1 && targets[0] === target)) return null;
  return (
    <div class="chips" role="group" aria-label={label}>
      {label && <span class="quiet" aria-hidden="true">{label}</span>}
      {targets.map(({ id, name }) => (
        <button type="button" class="button small" key={id} aria-pressed={id === target?.id} onClick={() => take(id)}>
          {name}
        </button>
      ))}
    </div>
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
    <details class="set facts-fold">
      <summary class={`evidence-${target.evidence}`}>{EVIDENCE[target.evidence]}</summary>
      <dl class="facts">
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
    </details>
  );
}

interface FilesProps {
  actions: Actions;
  files: HomeFiles;
  needs: readonly HardenChange[];
  target: Target;
  targets: readonly Target[];
}

function Files({ actions, files, needs, target, targets }: FilesProps) {
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
      <Needs needs={needs} />
      {emitted.files.map((file, index, { length }) => (
        <File file={file} number={length > 1 ? `${index + 1} of ${length}` : ''} warnings={emitted.warnings} key={file.name} />
      ))}
      <TargetFacts target={target} />
    </>
  );
}

/** `number`: of several files, which one it is in the order in which they are put in place. */
function File({ file: { name, place, text }, number, warnings }: { file: EmittedFile; number: string; warnings: readonly EmitWarning[] }) {
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
          <Icon name="file" /> {number && <span class="file-number">{number}</span>} {name}
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
