import type { Finding, Report, Severity } from 'headstrong';
import { useMemo } from 'preact/hooks';
import { HOME_PANEL, type Actions } from '../../state/actions';
import type { Filter } from '../../state/store';
import { useCut } from '../cut';
import { FindingView } from '../finding';
import { countBySeverity, Deductions, PROTECTION_NAMES } from '../grade';
import { Icon } from '../icons';
import { lineNumbers } from '../lines';
import { Losses } from '../losses';
import { Preview } from '../preview';
import { plural, WhatToPaste } from '../prose';
import { safeEdits } from '../safe_edits';
import { SEVERITIES, SEVERITY_WORDS } from '../severity';
import { useStore } from '../use_store';
import type { Panel, PanelProps } from './panel';

export const findings: Panel = { id: 'findings', label: 'Findings', View: FindingsPanel };

/** A thousand findings at once would take the browser longer than a key press. */
const FIRST = 30;
const MORE = 100;

function FindingsPanel({ actions, answer }: PanelProps) {
  const { report } = answer;
  const [filter, printing, isEmpty, text] = useStore(actions.store, (state) => [
    state.filter,
    state.printing,
    state.input.text === '',
    state.answered?.text ?? '',
  ]);
  const { bad, good, first } = useMemo(() => sorted(report, filter), [report, filter]);
  if (isEmpty) return null;
  if (report.input.responses.length === 0) {
    return report.input.requests ? <p class="quiet">Messages and reports have no findings of their own. Paste the page’s response headers to get those.</p> : null;
  }
  const titles = new Map(report.findings.map(({ rule, title }) => [rule, title]));
  if (report.findings.length === 0) {
    return (
      <>
        <Losses actions={actions} input={report.input} />
        <p class="unanswered">
          <Icon name="info" />{' '}
          {report.input.responses.length > 1 ? (
            <span>Nothing that is set here is judged. Choose what is analysed beside the text.</span>
          ) : (
            <span>
              Nothing to analyse was found in this text. <WhatToPaste />
            </span>
          )}
        </p>
      </>
    );
  }
  const isFiltered = Object.keys(filter).length > 0;
  return (
    <>
      <Losses actions={actions} input={report.input} />
      <Summary actions={actions} report={report} filter={filter} text={text} />
      {isFiltered && <Filtered actions={actions} filter={filter} shown={bad.length + good.length} all={report.findings.length} />}
      <FindingList actions={actions} list={bad} text={text} first={first} printing={printing} />
      {report.truncated !== undefined && (
        <p class="quiet">… and {plural(report.truncated, 'more finding')} that did not fit.</p>
      )}
      {good.length > 0 && (
        <details class="good-findings" open={bad.length === 0 || printing}>
          <summary>
            <Icon name="good" /> What is right ({good.length})
          </summary>
          <FindingList actions={actions} list={good} text={text} first={null} printing={printing} />
        </details>
      )}
      {!isFiltered && <Deductions grade={report.grade} titles={titles} />}
    </>
  );
}

/** What is listed, and the finding whose change helps the grade most: the first of those that the next letter takes. */
function sorted({ findings: all, grade }: Report, filter: Filter) {
  const next = new Set(grade.next?.changes);
  const { protection } = filter;
  const costs = new Set(protection && grade.deductions.filter((part) => part.protection === protection).map(({ rule }) => rule));
  const listed = all.filter(
    ({ rule, severity, header }) =>
      (filter.severity === undefined || severity === filter.severity) &&
      (filter.header === undefined || header === filter.header) &&
      (!filter.next || next.has(rule)) &&
      (!protection || costs.has(rule)),
  );
  const first = all.find(({ rule }) => rule === grade.next?.changes[0]) ?? null;
  const bad = listed.filter((finding) => finding.severity !== 'good' && finding !== first);
  if (first && listed.includes(first)) bad.unshift(first);
  return { bad, good: listed.filter(({ severity }) => severity === 'good'), first };
}

interface SummaryProps {
  actions: Actions;
  report: Report;
  filter: Filter;
  text: string;
}

function Summary({ actions, report, filter, text }: SummaryProps) {
  const counts = countBySeverity(report.findings);
  const { edits, fixes } = useMemo(() => safeEdits(report.findings), [report]);
  return (
    <div class="findings-summary">
      <ul class="counts" aria-label="Findings by severity">
        {SEVERITIES.filter((severity) => severity !== 'good' && counts[severity] > 0).map((severity) => (
          <li class={`sev-${severity}`} key={severity}>
            <button type="button" class="count" aria-pressed={filter.severity === severity} onClick={() => actions.filter({ severity })}>
              <Icon name={severity} /> {counts[severity]} {countWord(severity, counts[severity])}
            </button>
          </li>
        ))}
      </ul>
      <button type="button" class="button small to-configuration" onClick={() => actions.showPanel(HOME_PANEL)}>
        Get the configuration <span aria-hidden="true">→</span>
      </button>
      <div class="findings-tools">
        <HeaderChooser actions={actions} report={report} filter={filter} />
        {fixes > 1 && (
          <>
            <button type="button" class="button small apply-safe" onClick={() => actions.applyFix(edits, `${fixes} safe fixes applied.`)}>
              <Icon name="wand" />
              <span>Apply {fixes} safe fixes</span>
            </button>
            <Preview text={text} edits={edits} />
          </>
        )}
      </div>
    </div>
  );
}

/** More headers than anybody chooses from are not listed. */
const MAX_HEADERS = 100;

function HeaderChooser({ actions, report, filter }: Omit<SummaryProps, 'text'>) {
  const headers = [...new Set(report.findings.map(({ header }) => header))].filter((header) => header !== '').sort();
  if (headers.length < 2) return null;
  return (
    <select
      class="button select small"
      aria-label="Findings of which header"
      value={filter.header ?? ''}
      onChange={({ currentTarget: { value } }) => actions.filter({ header: value === '' ? undefined : value } as Filter)}
    >
      <option value="">All headers</option>
      {headers.slice(0, MAX_HEADERS).map((header) => (
        <option value={header} key={header}>
          {header}
        </option>
      ))}
    </select>
  );
}

function Filtered({ actions, filter, shown, all }: { actions: Actions; filter: Filter; shown: number; all: number }) {
  const { severity, protection, header, next } = filter;
  const words = [
    next && 'changes for the next letter',
    protection && PROTECTION_NAMES[protection],
    severity && SEVERITY_WORDS[severity],
    header,
  ].filter(Boolean);
  return (
    <p class="filtered" aria-live="polite">
      <span>
        Showing {shown} of {all}: {words.join(', ')}
      </span>
      <button type="button" class="button small" onClick={() => actions.showAll()}>
        Show all
      </button>
    </p>
  );
}

/** "1 critical", "2 notes". */
function countWord(severity: Severity, count: number): string {
  const word = SEVERITY_WORDS[severity].toLowerCase();
  return severity === 'info' && count > 1 ? `${word}s` : word;
}

interface ListProps {
  actions: Actions;
  list: readonly Finding[];
  text: string;
  first: Finding | null;
  printing: boolean;
}

function FindingList({ actions, list, text, first, printing }: ListProps) {
  const { shown, rest } = useCut(list, FIRST, MORE);
  // `shown` is the beginning of the list: its length tells which.
  const count = shown.length;
  const lines = useMemo(() => lineNumbers(text, list.slice(0, count).map(({ span }) => span?.start ?? null)), [text, list, count]);
  return (
    <>
      <ul class="findings">
        {shown.map((finding, index) => (
          <FindingView
            actions={actions}
            finding={finding}
            line={lines[index] ?? null}
            text={text}
            isFirst={finding === first}
            printing={printing}
            key={keyOf(finding, shown, index)}
          />
        ))}
      </ul>
      {rest}
    </>
  );
}

/** The same finding keeps its element, and whether it is open, while the text around it changes. */
function keyOf(finding: Finding, list: readonly Finding[], index: number): string {
  let same = 0;
  for (let i = 0; i < index; i++) if (list[i]?.rule === finding.rule) same++;
  return `${finding.rule} ${same}`;
}
