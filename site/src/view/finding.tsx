import type { Finding } from 'headstrong';
import { useState } from 'preact/hooks';
import type { Page } from '../state/page';
import { Icon } from './icons';
import { Prose, Visible } from './prose';
import { SEVERITY_WORDS } from './severity';

interface Props {
  page: Page;
  finding: Finding;
  /** 1-based line of its words; null where something is absent. */
  line: number | null;
}

const OPEN_AT_FIRST = new Set(['critical', 'high', 'medium']);

export function FindingView({ page, finding, line }: Props) {
  const { severity, title, message, span, header } = finding;
  const [open, setOpen] = useState(OPEN_AT_FIRST.has(severity));
  const goThere = () => {
    setOpen(true);
    if (span) page.reveal(span);
  };
  return (
    <li class={`finding sev-${severity}`} data-rule={finding.rule}>
      <div class="finding-head">
        <span class="sev-tag" aria-hidden="true">
          <Icon name={severity} />
          <span class="sev-word">{SEVERITY_WORDS[severity]}</span>
        </span>
        <h3>
          <button
            type="button"
            class="finding-title"
            onClick={goThere}
            title={span ? 'Go to the words' : undefined}
          >
            <span class="off-screen">{SEVERITY_WORDS[severity]}: </span>
            <Prose text={title} />
          </button>
        </h3>
        <span class="finding-where">
          {header && <span class="finding-header">{header}</span>}
          {line !== null && <span class="finding-line">line {line}</span>}
        </span>
        <button
          type="button"
          class="toggle"
          aria-expanded={open}
          aria-label={`More on: ${title.replaceAll('`', '')}`}
          onClick={() => setOpen(!open)}
        >
          <Icon name="chevron" />
        </button>
      </div>
      {open && (
        <div class="finding-body">
          <p class="finding-message">
            <Prose text={message} />
            {finding.confidence === 'likely' && (
              <span class="likely"> Likely: it depends on what the paste does not show.</span>
            )}
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
          <RelatedPlaces page={page} finding={finding} />
          <Actions page={page} finding={finding} />
        </div>
      )}
    </li>
  );
}

function RelatedPlaces({ page, finding }: { page: Page; finding: Finding }) {
  if (finding.related.length === 0) return null;
  return (
    <ul class="related">
      {finding.related.map(({ span, label }) => (
        <li key={`${span.start} ${label}`}>
          <button type="button" class="link-button" onClick={() => page.reveal(span)}>
            <Prose text={label} />
          </button>
        </li>
      ))}
    </ul>
  );
}

const APPLICABILITY = {
  safe: 'safe: breaks nothing that works',
  suggestion: 'to be tried out',
  'display-only': 'an example',
} as const;

function Actions({ page, finding }: { page: Page; finding: Finding }) {
  const { fix, rule, references } = finding;
  return (
    <div class="finding-actions">
      {fix && fix.applicability !== 'display-only' && (
        <button type="button" class="button primary fix" onClick={() => page.applyFix(fix.edits)}>
          <Icon name="wand" />
          <span>
            <Prose text={fix.title} />
          </span>
        </button>
      )}
      {fix?.applicability === 'display-only' && <Illustration texts={fix.edits.map(({ text }) => text)} />}
      {fix && <span class="quiet">{APPLICABILITY[fix.applicability]}</span>}
      <span class="finding-links">
        <a href={`rulebook.html#${rule}`} target="_blank" rel="noopener">
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
