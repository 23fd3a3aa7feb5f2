import type { Finding, Span } from 'headstrong';
import { useState } from 'preact/hooks';
import type { Actions } from '../state/actions';
import { browserList } from './browsers';
import { useCut } from './cut';
import { Icon } from './icons';
import { Preview } from './preview';
import { clipped, Prose, Visible } from './prose';
import { SEVERITY_WORDS } from './severity';

interface Props {
  actions: Actions;
  finding: Finding;
  /** 1-based line of its words; null where something is absent. */
  line: number | null;
  text: string;
  /** Its change helps most. */
  isFirst: boolean;
  printing: boolean;
}

const OPEN_AT_FIRST = new Set(['critical', 'high', 'medium']);

/**
 * The title is the button that opens and closes the row, and is drawn over all of it. What leads to the text is a
 * button of its own: on a phone the text is some screens away.
 */
export function FindingView({ actions, finding, line, text, isFirst, printing }: Props) {
  const { severity, title, message, header } = finding;
  const [toggled, toggle] = useState<boolean | null>(null);
  const open = printing || (toggled ?? (isFirst || OPEN_AT_FIRST.has(severity)));
  return (
    <li class={`finding sev-${severity}${open ? ' is-open' : ''}${isFirst ? ' is-first' : ''}`} data-rule={finding.rule}>
      <div class="finding-head">
        <span class="sev-tag" aria-hidden="true">
          <Icon name={severity} />
          <span class="sev-word">{SEVERITY_WORDS[severity]}</span>
        </span>
        <h3>
          <button type="button" class="finding-title" aria-expanded={open} onClick={() => toggle(!open)}>
            <span class="off-screen">{SEVERITY_WORDS[severity]}: </span>
            <Prose text={title} />
          </button>
        </h3>
        <span class="finding-where">
          {isFirst && <strong class="helps-most">Helps the grade most</strong>}
          {header && (
            <span class="finding-header">
              <Visible text={header} />
            </span>
          )}
          {line !== null && <span class="finding-line">line {line}</span>}
        </span>
        <span class="toggle" aria-hidden="true">
          <Icon name="chevron" />
        </span>
      </div>
      {open && (
        <div class="finding-body">
          <p class="finding-message">
            <Prose text={message} />
            {finding.confidence === 'likely' && (
              <span class="likely"> Likely: it depends on something that your text doesn’t show.</span>
            )}
            {finding.browsers && <span class="likely"> Only in {browserList(finding.browsers)}.</span>}
          </p>
          <dl>
            <div>
              <dt>Why</dt>
              <dd>
                <Prose text={finding.why} />
              </dd>
            </div>
            <div>
              <dt>Do</dt>
              <dd>
                <Prose text={finding.advice} />
              </dd>
            </div>
          </dl>
          <RelatedPlaces actions={actions} finding={finding} />
          <FindingButtons actions={actions} finding={finding} text={text} />
        </div>
      )}
    </li>
  );
}

function RelatedPlaces({ actions, finding }: { actions: Actions; finding: Finding }) {
  const { shown, rest } = useCut(finding.related, 5, 20);
  if (shown.length === 0) return null;
  return (
    <>
      <ul class="related">
        {shown.map(({ span, label }) => (
          <li key={`${span.start} ${label}`}>
            <Prose text={label} /> <ShowInText actions={actions} span={span} of={label} />
          </li>
        ))}
      </ul>
      {rest}
    </>
  );
}

function ShowInText({ actions, span, of }: { actions: Actions; span: Span; of: string }) {
  return (
    <button
      type="button"
      class="button small show-in-text"
      aria-label={`Show in text: ${clipped(of.replaceAll('`', ''))}`}
      onClick={() => actions.reveal(span)}
    >
      Show in text
    </button>
  );
}

const APPLICABILITY = {
  safe: 'safe: breaks nothing',
  suggestion: 'may break things: test first',
  'display-only': 'an example',
} as const;

function FindingButtons({ actions, finding, text }: { actions: Actions; finding: Finding; text: string }) {
  const { fix, rule, references, span, title } = finding;
  return (
    <div class="finding-actions">
      {span && <ShowInText actions={actions} span={span} of={title} />}
      {fix && fix.applicability !== 'display-only' && (
        <button type="button" class="button primary fix" onClick={() => actions.applyFix(fix.edits, 'Fix applied.')}>
          <Icon name="wand" />
          <span>
            <Prose text={fix.title} />
          </span>
        </button>
      )}
      {fix?.applicability === 'display-only' && <Illustration texts={fix.edits.map(({ text }) => text)} />}
      {fix && <span class="quiet">{APPLICABILITY[fix.applicability]}</span>}
      {fix && fix.applicability !== 'display-only' && <Preview text={text} edits={fix.edits} />}
      <span class="finding-links">
        <a href={`rulebook/${rule}.html`} target="_blank" rel="noopener">
          Rule
        </a>
        {references.map((url) => (
          <a href={url} target="_blank" rel="noopener noreferrer" key={url}>
            {sourceName(url)} <Icon name="out" />
          </a>
        ))}
      </span>
    </div>
  );
}

/** What the text could look like; a person has to fit it to the site. */
function Illustration({ texts }: { texts: readonly string[] }) {
  const text = texts.join('').trim();
  return text === '' ? null : (
    <code class="illustration">
      <Visible text={text} />
    </code>
  );
}

function sourceName(url: string): string {
  try {
    return new URL(url).hostname.replace(/^www\./, '');
  } catch {
    return url;
  }
}
