// What it allows: kinds of resources against kinds of origins, as one table.
import type { CellPart, CellState, Matrix, MatrixCell, MatrixHost } from 'headstrong';
import { MATRIX_PANEL, type Actions } from '../../state/actions';
import { browserList } from '../browsers';
import { useCut } from '../cut';
import { Icon, type IconName } from '../icons';
import { plural, Sentence, Visible } from '../prose';
import { ScrollX } from '../scroll_x';
import type { Panel, PanelProps } from './panel';

export const allows: Panel = { id: MATRIX_PANEL, label: 'What it allows', View: AllowsPanel };

function AllowsPanel({ actions, answer }: PanelProps) {
  const result = answer.matrix;
  if (!result) return <p class="quiet">Working it out…</p>;
  if (result.kind === 'unanswered') {
    return (
      <p class="unanswered">
        <Icon name="medium" /> <span><Sentence text={result.reason} /></span>
      </p>
    );
  }
  const { matrix } = result;
  return (
    <div class="allows">
      <p class="quiet">
        What these headers let the page load and run, where it may send data, and who may frame it. Other browser
        rules, such as those for mixed content, apply as well. Select a cell to see what decides it.
      </p>
      {!matrix.enforced && (
        <p class="unanswered">
          <Icon name="info" /> <span>
            {answer.report.grade.partial && answer.report.policies.length === 0
              ? 'Your text has no policy, so this is what a page without one allows.'
              : 'No policy is enforced, so browsers allow all of this.'}
          </span>
        </p>
      )}
      <CodeTable actions={actions} matrix={matrix} />
      <MatrixTable actions={actions} matrix={matrix} />
      {hasDifferences(matrix) && <p class="quiet">Where browsers differ, a cell shows what most of them do.</p>}
      {matrix.hosts.length > 0 && <Hosts hosts={matrix.hosts} more={matrix.moreHosts} />}
    </div>
  );
}

function hasDifferences({ code, rows }: Matrix): boolean {
  const cells = [...code.map(({ cell }) => cell), ...rows.flatMap((row) => row.cells)];
  return cells.some((cell) => cell?.parts.some(({ others }) => others.length > 0));
}

interface TableProps {
  actions: Actions;
  matrix: Matrix;
}

/** What has no address stands by itself: it would be two columns that nearly all rows leave empty. */
function CodeTable({ actions, matrix }: TableProps) {
  return (
    <ScrollX class="matrix-scroll" label="Code in the page">
      <table class="matrix matrix-code">
        <caption>Code in the page itself, or built by scripts</caption>
        <thead class="off-screen">
          <tr>
            <th scope="col">Kind</th>
            <th scope="col">Verdict</th>
          </tr>
        </thead>
        <tbody>
          {matrix.code.map(({ label, example, cell }) => (
            <tr key={label}>
              <th scope="row">
                {label} <code>{example}</code>
              </th>
              <CellView actions={actions} cell={cell} of={label} column="" />
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollX>
  );
}

function MatrixTable({ actions, matrix }: TableProps) {
  return (
    <ScrollX class="matrix-scroll" label="What the enforced policies allow">
      <table class="matrix">
        <caption>What may be loaded, and from where</caption>
        <thead>
          <tr>
            <th scope="col">Kind</th>
            {matrix.columns.map((name) => (
              <th scope="col" key={name}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {matrix.rows.map(({ label, cells }) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              {cells.map((cell, index) => (
                <CellView actions={actions} cell={cell} of={label} column={matrix.columns[index] ?? ''} key={index} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollX>
  );
}

const WORDS: Record<CellState, string> = {
  allowed: 'allowed',
  blocked: 'blocked',
  nonce: 'with nonce',
  partly: 'in part',
};
const ICONS: Record<CellState, IconName> = { allowed: 'allowed', blocked: 'blocked', nonce: 'key', partly: 'medium' };

interface CellProps {
  actions: Actions;
  cell: MatrixCell | null;
  /** Where it stands: the row's label and the column's, which a phone shows in the cell. */
  of: string;
  column: string;
}

/** The verdict is a button that leads to what decides. */
function CellView({ actions, cell, of, column }: CellProps) {
  if (!cell) {
    return (
      <td class="is-empty" data-column={column}>
        <span aria-hidden="true">–</span>
        <span class="off-screen">doesn’t apply</span>
      </td>
    );
  }
  const { state, parts, risk } = cell;
  const differ = parts.filter(({ others }) => others.length > 0);
  const words = (
    <>
      <Icon name={risk && state === 'allowed' ? risk.severity : ICONS[state]} /> <span>{WORDS[state]}</span>
    </>
  );
  const leadTo = ({ type, url }: CellPart) => actions.askAboutCell(type, url);
  const [only] = parts;
  return (
    <td class={risk ? `is-${state} is-risky sev-${risk.severity}` : `is-${state}`} data-column={column}>
      {state !== 'partly' && only ? (
        <button type="button" class="cell-word" title={`What decides: ${of}${column && `, ${column}`}`} onClick={() => leadTo(only)}>
          {words}
        </button>
      ) : (
        <span class="cell-word">{words}</span>
      )}
      {state === 'partly' && (
        <ul class="cell-parts">
          {parts.map((part) => (
            <li key={part.label}>
              <button type="button" class="cell-word" onClick={() => leadTo(part)}>
                <Icon name={ICONS[part.state]} /> <span>{part.label}: {WORDS[part.state]}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {differ.length > 0 && <span class="cell-differs"> {differences(differ, parts.length)}</span>}
      {risk && <span class="cell-risk"> {risk.words}</span>}
    </td>
  );
}

/** "blocked in Chromium", of all parts or of those that it is about. */
function differences(parts: readonly CellPart[], all: number): string {
  const words = parts.map(otherwise);
  const [first = ''] = words;
  if (parts.length === all && words.every((other) => other === first)) return first;
  return parts.map(({ label }, index) => `${label} ${words[index]}`.trim()).join('; ');
}

function otherwise({ others }: CellPart): string {
  const states = [...new Set(others.map(({ state }) => state))];
  return states
    .map((state) => `${WORDS[state]} in ${browserList(others.filter((other) => other.state === state).map(({ browser }) => browser))}`)
    .join(', ');
}

function Hosts({ hosts, more }: { hosts: readonly MatrixHost[]; more: number }) {
  const { shown, rest } = useCut(hosts, 25);
  return (
    <details class="hosts">
      <summary>Hosts in the policies ({hosts.length + more})</summary>
      <ScrollX label="Hosts in the policies">
        <table>
          <caption>What each may serve or receive that other hosts may not</caption>
          <thead>
            <tr>
              <th scope="col">Host</th>
              <th scope="col">Allowed for</th>
            </tr>
          </thead>
          <tbody>
            {shown.map(({ host, allowed, disputed }) => (
              <tr key={host}>
                <th scope="row">
                  <code>
                    <Visible text={host} />
                  </code>
                </th>
                <td>
                  {allowed.length === 0
                    ? 'nothing extra'
                    : allowed.map((kind) => (disputed.includes(kind) ? `${kind} (not in every browser)` : kind)).join(', ')}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollX>
      {rest}
      {more > 0 && <p class="quiet">… and {plural(more, 'more', 'more')}</p>}
    </details>
  );
}
