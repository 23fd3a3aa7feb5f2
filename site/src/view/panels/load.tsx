// Would this load? One request, the verdict of each browser, what decided it, and what would help.
import type { Browser, Comparison, DecidedBy, Remedy, Report } from 'headstrong';
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { blockedIn, isOnlyTold, isReported, type LoadAnswer } from '../../judge/load';
import { toldPage } from '../../judge/policies';
import { fieldsOf, requestOf, typeInfo, type RequestForm } from '../../judge/requests';
import { isAnswered, LOAD_PANEL, type Actions } from '../../state/actions';
import { BROWSER_NAMES, browserList } from '../browsers';
import { CopyButton } from '../copy';
import { useCut } from '../cut';
import { leadTo } from '../focus';
import { Icon } from '../icons';
import { Preview } from '../preview';
import { plural, Prose, Sentence, Visible } from '../prose';
import { ConsolePaste, Messages, RequestFields } from '../request_form';
import { useStore } from '../use_store';
import { Witnesses } from '../witnesses';
import type { Panel, PanelProps } from './panel';

const BROWSERS = Object.keys(BROWSER_NAMES) as Browser[];

export const load: Panel = { id: LOAD_PANEL, label: 'Would this load?', View: LoadPanel };

function LoadPanel({ actions, answer }: PanelProps) {
  const [form, message] = useStore(actions.store, ({ input, message: chosen }) => [input.load, chosen]);
  const fields = <RequestFields actions={actions} form={form} told={toldPage(answer.report)} />;
  return (
    <div class="load">
      <section class="choices" aria-labelledby="load-title">
        <header class="section-head">
          <h3 id="load-title">One request</h3>
          <button type="button" class="button small" onClick={() => actions.clearRequest()}>
            Reset
          </button>
        </header>
        {isOnlyTold(answer.report) ? <Messages actions={actions} /> : <ConsolePaste actions={actions} told={answer.told} />}
        {message === null ? fields : <Folded key={message}>{fields}</Folded>}
      </section>
      <div aria-live="polite" class="load-answer">
        <Answered actions={actions} form={form} report={answer.report} load={answer.load} />
      </div>
    </div>
  );
}

/** A message has filled the fields in: the verdict is what one wants to see. */
function Folded({ children }: { children: ComponentChildren }) {
  const [open, setOpen] = useState(false);
  return (
    <details class="folded" open={open} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>Change the request</summary>
      {children}
    </details>
  );
}

interface AnsweredProps {
  actions: Actions;
  form: RequestForm;
  report: Report;
  load: LoadAnswer | undefined;
}

function Answered({ actions, form, report, load: result }: AnsweredProps) {
  const [effects, text, quoted, isNow] = useStore(actions.store, (state) => [
    state.studied.effects,
    state.answered?.text ?? '',
    isOnlyTold(report) ? state.messages[state.message ?? 0]?.policy : undefined,
    isAnswered(state).load,
  ]);
  if (requestOf(form) === null) return <p class="quiet">{missing(form)}</p>;
  if (!result || !isNow) return <p class="quiet">Working it out…</p>;
  if (result.kind === 'unanswered') {
    return (
      <p class="unanswered">
        <Icon name="medium" /> <span><Sentence text={result.reason} /></span>
      </p>
    );
  }
  return (
    <>
      <VerdictCard actions={actions} report={report} result={result} />
      {result.verdict.cause && <Cause sentence={result.verdict.cause} />}
      {result.verdict.decidedBy.length > 0 && <Paths report={report} result={result} />}
      {(blockedIn(result.verdict).length > 0 || isReported(result.verdict)) && <Remedies actions={actions} result={result} effects={effects} text={text} quoted={quoted} />}
    </>
  );
}

function missing({ type }: RequestForm): string {
  const [first] = fieldsOf(type);
  if (first === 'name') return 'Enter the policy’s name.';
  if (first === 'ancestors') return 'Enter the URL of the page that frames this one.';
  return 'Enter a URL, or paste a message from the browser’s console.';
}

/** Buttons for more policies than these lead nowhere that one would go. */
const MAX_OTHERS = 4;

type Judged = Extract<LoadAnswer, { kind: 'verdict' }>;

function VerdictCard({ actions, report, result }: { actions: Actions; report: Report; result: Judged }) {
  const { verdict, deciding } = result;
  const blocked = blockedIn(verdict);
  const tone = blocked.length === 0 ? 'allowed' : blocked.length === BROWSERS.length ? 'blocked' : 'split';
  const title = tone === 'allowed' ? 'Allowed' : tone === 'blocked' ? 'Blocked' : 'Browsers differ';
  const [first, ...others] = deciding;
  return (
    <section class={`verdict is-${tone}`} aria-labelledby="verdict-title">
      <h3 id="verdict-title">
        <Icon name={tone === 'split' ? 'medium' : tone} />
        <span>{title}</span>
      </h3>
      {tone === 'split' && (
        <dl class="by-browser">
          {BROWSERS.map((browser) => (
            <div class={`is-${verdict.verdict[browser]}`} key={browser}>
              <dt>{BROWSER_NAMES[browser]}</dt>
              <dd>
                <Icon name={verdict.verdict[browser]} /> {verdict.verdict[browser]}
              </dd>
            </div>
          ))}
        </dl>
      )}
      <p>
        <Sentence text={verdict.why.startsWith(`${title}: `) ? verdict.why.slice(title.length + 2) : verdict.why} />
        {tone === 'split' && (
          <>
            {' '}
            <a href="rulebook/browsers.html" target="_blank" rel="noopener">
              Where browsers disagree
            </a>
          </>
        )}
      </p>
      {verdict.assumed?.includes('page') && (
        <p class="depends">
          <button type="button" class="button small" onClick={() => leadTo('load-page')}>
            Enter the page’s URL
          </button>
        </p>
      )}
      {verdict.but?.map(({ header, sentence }) => (
        <p key={sentence}>
          {header && <strong>{header}: </strong>}
          <Prose text={sentence} />
        </p>
      ))}
      {isReported(verdict) && <p>A report-only policy would block it. Browsers load it and report it.</p>}
      {report.policies.length === 0 && report.xFrameOptions === undefined && !isOnlyTold(report) && (
        <p class="quiet">Your text has no policy, so nothing is blocked.</p>
      )}
      {first && (
        <p class="button-row">
          <button type="button" class="button small" onClick={() => actions.reveal(first)}>
            Show what decides
          </button>
          {others.slice(0, MAX_OTHERS).map((span, index) => (
            <button type="button" class="button small" key={span.start} onClick={() => actions.reveal(span)}>
              In {index === others.length - 1 && others.length === 1 ? 'the other policy' : `policy ${index + 2}`}
            </button>
          ))}
        </p>
      )}
    </section>
  );
}

/** What most likely lies behind a message that the verdict contradicts. */
function Cause({ sentence }: { sentence: string }) {
  return (
    <p class="unanswered">
      <Icon name="info" /> <span><Prose text={sentence} /></span>
    </p>
  );
}

/** For every policy: which directives could have decided, and which did. */
function Paths({ report, result }: { report: Report; result: Judged }) {
  const { decidedBy } = result.verdict;
  const { shown, rest } = useCut(decidedBy, 10, 50);
  return (
    <section class="paths" aria-labelledby="paths-title">
      <h3 id="paths-title">Which directive decides</h3>
      <ul>
        {shown.map((by) => (
          <li key={by.policy}>
            {decidedBy.length > 1 && (
              <span class="path-policy">
                Policy {by.policy + 1}
                {report.policies[by.policy]?.source === 'meta' && ', in a meta element'}
                {by.disposition === 'report' && ', report only'}
              </span>
            )}
            <Path by={by} chain={typeInfo(result.request.type).chain} />
            <span class="path-outcome">{outcome(by)}</span>
          </li>
        ))}
      </ul>
      {rest}
    </section>
  );
}

function Path({ by, chain }: { by: DecidedBy; chain: readonly string[] }) {
  const steps = by.list === null || chain.includes(by.list) ? chain : [by.list];
  const deciding = by.list === null ? -1 : steps.indexOf(by.list);
  return (
    <ol class="path">
      {steps.map((name, index) => (
        <li class={index === deciding ? 'is-deciding' : deciding < 0 || index < deciding ? 'is-absent' : 'is-behind'} key={name}>
          {index === deciding ? (
            <strong>
              {name}
              <span class="off-screen"> (decides)</span>
            </strong>
          ) : (
            <span>
              {name}
              <span class="off-screen">{deciding < 0 || index < deciding ? ' (absent)' : ' (not used)'}</span>
            </span>
          )}
        </li>
      ))}
    </ol>
  );
}

function outcome({ list, source, allowed }: DecidedBy) {
  if (list === null) return 'No directive applies: allowed.';
  if (source !== null) {
    return (
      <>
        {allowed ? 'Allowed by ' : 'Blocked at '}
        <code><Visible text={source} /></code>
      </>
    );
  }
  return allowed ? 'It doesn’t forbid this.' : 'Nothing in its list matches: blocked.';
}

interface RemediesProps {
  actions: Actions;
  result: Judged;
  /** Of each remedy, once that was worked out. */
  effects: Comparison[] | undefined;
  text: string;
  /** The policy of a message that is all that was pasted. */
  quoted: string | undefined;
}

function Remedies({ actions, result, effects, text, quoted }: RemediesProps) {
  const { remedies, request, advice, service } = result;
  const goal = blockedIn(result.verdict).length > 0 ? 'How to allow it' : 'How to stop the reports';
  return (
    <section class="remedies" aria-labelledby="remedies-title">
      <h3 id="remedies-title">{remedies.length > 0 ? `${goal}, smallest change first` : goal}</h3>
      {remedies.length > 0 && (
        <ol>
          {remedies.map((remedy, index) => (
            <RemedyItem actions={actions} remedy={remedy} effect={effects?.[index]} text={text} quoted={quoted} key={remedy.title} />
          ))}
        </ol>
      )}
      {advice && (
        <p>
          {advice.only && `In ${browserList(advice.only)}: `}
          <Prose text={advice.sentence} />
        </p>
      )}
      {!advice && remedies.length === 0 && (
        <p>
          No small change to the policy allows this {request.type === 'frame-ancestors' ? 'frame' : 'request'}.
        </p>
      )}
      {service && (
        <p class="service">
          This is part of {service.name}, which may need more hosts than this one.{' '}
          <button type="button" class="button small" onClick={() => actions.addService(service.id)}>
            Add all of them under Configuration
          </button>
        </p>
      )}
    </section>
  );
}

interface RemedyProps {
  actions: Actions;
  remedy: Remedy;
  effect: Comparison | undefined;
  text: string;
  quoted: string | undefined;
}

function RemedyItem({ actions, remedy, effect, text, quoted }: RemedyProps) {
  const [changed] = remedy.policies;
  return (
    <li class="remedy">
      <p class="remedy-title">
        <Prose text={remedy.title} />
      </p>
      {!remedy.edits && quoted !== undefined && changed && (
        <>
          <p class="quoted-policy">
            <code><Visible text={remedy.policy} /></code>
          </p>
          <p class="button-row">
            <button type="button" class="button primary" onClick={() => actions.applyToQuoted(changed, quoted)}>
              <Icon name="wand" />
              <span>Apply to the quoted policy</span>
            </button>
            <CopyButton text={remedy.policy} />
          </p>
        </>
      )}
      {remedy.edits && <details>
        <summary>What else this changes{effect ? `: ${plural(effect.witnesses.length, 'thing')}` : '…'}</summary>
        {effect && <Witnesses comparison={effect} none="Nothing but this request." />}
      </details>}
      {remedy.edits && (
        <button type="button" class="button primary" onClick={() => actions.applyFix(remedy.edits ?? [], 'Change applied.')}>
          <Icon name="wand" />
          <span>Apply</span>
        </button>
      )}
      {remedy.edits && <Preview text={text} edits={remedy.edits} />}
    </li>
  );
}
