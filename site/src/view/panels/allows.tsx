// What it allows: kinds of resources against kinds of origins, as one table.
import { COLUMNS, type Cell, type CellPart, type CellState, type HostRow, type Matrix } from '../../judge/matrix';
import { MATRIX_PANEL } from '../../state/page';
import { browserList } from '../browsers';
import { isPartial } from '../grade';
import { Icon, type IconName } from '../icons';
import { plural, Prose, Visible } from '../prose';
import type { Panel, PanelProps } from './panel';

export const allows: Panel = { id: MATRIX_PANEL, label: 'What it allows', View: AllowsPanel };

function AllowsPanel({ answer }: PanelProps) {
  const result = answer.matrix;
  if (!result) return <p class="quiet">Working it out…</p>;
  if (result.kind === 'unanswered') {
    return (
      <p class="unanswered">
        <Icon name="medium" /> <Prose text={result.reason} />
      </p>
    );
  }
  const { matrix } = result;
  return (
    <div class="allows">
      <p class="quiet">
        What this page may load, run, send to and be framed by, asked of the engine cell by cell. Other rules of
        browsers, such as those on mixed content or on workers of other origins, come on top.
      </p>
      {!matrix.enforced && (
        <p class="unanswered">
          <Icon name="info" /> <span>
            {isPartial(answer.report) && answer.report.policies.length === 0
              ? 'What was pasted has no policy in it; this is what a page without any allows.'
              : 'No policy is enforced here, so browsers allow all of this.'}
          </span>
        </p>
      )}
      <MatrixTable matrix={matrix} />
      {hasDifferences(matrix) && (
        <p class="quiet">
          Where browsers differ, the word in the cell is that of the majority. WebKit is Safari’s engine, measured
          in WebKitGTK 2.50.
        </p>
      )}
      {matrix.hosts.length > 0 && <Hosts hosts={matrix.hosts} more={matrix.moreHosts} />}
    </div>
  );
}

function hasDifferences({ rows }: Matrix): boolean {
  return rows.some(({ cells }) => cells.some((cell) => cell?.parts.some(({ others }) => others.length > 0)));
}

function MatrixTable({ matrix }: { matrix: Matrix }) {
  return (
    <div class="scroll-x matrix-scroll" role="region" aria-labelledby="matrix-caption" tabIndex={0}>
      <table class="matrix">
        <caption id="matrix-caption">What the enforced policies allow</caption>
        <thead>
          <tr>
            <th scope="col">Kind</th>
            {COLUMNS.map((name) => (
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
                <CellView cell={cell} key={COLUMNS[index] ?? index} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const WORDS: Record<CellState, string> = {
  allowed: 'allowed',
  blocked: 'blocked',
  nonce: 'with nonce',
  partly: 'in part',
};
const ICONS: Record<CellState, IconName> = { allowed: 'allowed', blocked: 'blocked', nonce: 'key', partly: 'medium' };

function CellView({ cell }: { cell: Cell | null }) {
  if (!cell) {
    return (
      <td class="is-empty">
        <span aria-hidden="true">–</span>
        <span class="off-screen">does not apply</span>
      </td>
    );
  }
  const { state, parts } = cell;
  const differ = parts.filter(({ others }) => others.length > 0);
  return (
    <td class={`is-${state}`}>
      <span class="cell-word">
        <Icon name={ICONS[state]} /> <span>{WORDS[state]}</span>
      </span>
      {state === 'partly' && (
        <ul class="cell-parts">
          {parts.map((part) => (
            <li key={part.label}>
              <Icon name={ICONS[part.state]} /> <span>{part.label}: {WORDS[part.state]}</span>
            </li>
          ))}
        </ul>
      )}
      {differ.length > 0 && <span class="cell-differs">{differences(differ, parts.length)}</span>}
    </td>
  );
}

/** "otherwise in Firefox", of all parts or of those that it is about. */
function differences(parts: readonly CellPart[], all: number): string {
  const [first] = parts;
  if (!first) return '';
  const same = parts.length === all && parts.every(({ others }) => others.join() === first.others.join());
  if (same) return `otherwise in ${browserList(first.others)}`;
  return parts.map(({ label, others }) => `${label} otherwise in ${browserList(others)}`).join('; ');
}

function Hosts({ hosts, more }: { hosts: readonly HostRow[]; more: number }) {
  return (
    <details class="hosts">
      <summary>Hosts that the policies list ({hosts.length + more})</summary>
      <div class="scroll-x">
        <table>
          <caption>What each may serve or receive, beyond what any host may</caption>
          <thead>
            <tr>
              <th scope="col">Host</th>
              <th scope="col">Allowed for</th>
            </tr>
          </thead>
          <tbody>
            {hosts.map(({ host, allowed, disputed }) => (
              <tr key={host}>
                <th scope="row">
                  <code>
                    <Visible text={host} />
                  </code>
                </th>
                <td>
                  {allowed.length === 0
                    ? 'nothing more'
                    : allowed.map((kind) => (disputed.includes(kind) ? `${kind} (not in every browser)` : kind)).join(', ')}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {more > 0 && <p class="quiet">… and {plural(more, 'more', 'more')}</p>}
    </details>
  );
}
