import type { Finding, Report, Severity } from 'headstrong';
import { useMemo } from 'preact/hooks';
import type { Actions } from '../../state/actions';
import { useCut } from '../cut';
import { FindingView } from '../finding';
import { countBySeverity, Deductions } from '../grade';
import { Icon } from '../icons';
import { lineNumbers } from '../lines';
import { plural, WhatToPaste } from '../prose';
import { safeEdits } from '../safe_edits';
import { SEVERITIES, SEVERITY_WORDS } from '../severity';
import type { Panel, PanelProps } from './panel';

export const findings: Panel = { id: 'findings', label: 'Findings', View: FindingsPanel };

/** A thousand findings at once would take the browser longer than a key press. */
const FIRST = 30;
const MORE = 100;

function FindingsPanel({ actions, state, answer }: PanelProps) {
  const { report } = answer;
  const bad = report.findings.filter(({ severity }) => severity !== 'good');
  const good = report.findings.filter(({ severity }) => severity === 'good');
  const titles = new Map(report.findings.map(({ rule, title }) => [rule, title]));
  const text = state.answeredText ?? '';
  if (report.findings.length === 0) {
    return (
      <p class="unanswered">
        <Icon name="info" />{' '}
        <span>
          Nothing was found to judge in what was pasted.{' '}
          <WhatToPaste />
        </span>
      </p>
    );
  }
  return (
    <>
      <Summary actions={actions} report={report} />
      <FindingList actions={actions} list={bad} text={text} />
      {report.truncated !== undefined && (
        <p class="quiet">… and {plural(report.truncated, 'further finding')} that the engine left out.</p>
      )}
      {good.length > 0 && (
        <details class="good-findings" open={bad.length === 0}>
          <summary>
            <Icon name="good" /> What is right ({good.length})
          </summary>
          <FindingList actions={actions} list={good} text={text} />
        </details>
      )}
      <Deductions grade={report.grade} titles={titles} />
    </>
  );
}

function Summary({ actions, report }: { actions: Actions; report: Report }) {
  const counts = countBySeverity(report.findings);
  const { edits, fixes } = useMemo(() => safeEdits(report.findings), [report]);
  return (
    <div class="findings-summary">
      <ul class="counts" aria-label="Findings by severity">
        {SEVERITIES.filter((severity) => severity !== 'good' && counts[severity] > 0).map((severity) => (
          <li class={`sev-${severity}`} key={severity}>
            <Icon name={severity} /> {counts[severity]} {countWord(severity, counts[severity])}
          </li>
        ))}
      </ul>
      {fixes > 1 && (
        <button type="button" class="button" onClick={() => actions.applyFix(edits)}>
          <Icon name="wand" />
          <span>Apply {fixes} safe fixes</span>
        </button>
      )}
    </div>
  );
}

/** "1 critical", "2 notes". */
function countWord(severity: Severity, count: number): string {
  const word = SEVERITY_WORDS[severity].toLowerCase();
  return severity === 'info' && count > 1 ? `${word}s` : word;
}

function FindingList({ actions, list, text }: { actions: Actions; list: readonly Finding[]; text: string }) {
  const { shown, rest } = useCut(list, FIRST, MORE);
  // `shown` is the beginning of the list: its length tells which.
  const count = shown.length;
  const lines = useMemo(() => lineNumbers(text, list.slice(0, count).map(({ span }) => span?.start ?? null)), [text, list, count]);
  return (
    <>
      <ul class="findings">
        {shown.map((finding, index) => (
          <FindingView actions={actions} finding={finding} line={lines[index] ?? null} key={keyOf(finding, shown, index)} />
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
