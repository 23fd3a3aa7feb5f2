// What it allows: kinds of resources against kinds of origins, as one table.
import { COLUMNS, type Cell, type CellPart, type CellState, type HostRow, type Matrix } from '../../judge/matrix';
import { MATRIX_PANEL } from '../../state/page';
import { browserList } from '../browsers';
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
      {!matrix.enforced && (
        <p class="unanswered">
          <Icon name="info" /> <span>No policy is enforced here, so browsers allow all of this.</span>
        </p>
      )}
      <MatrixTable matrix={matrix} />
      {matrix.hosts.length > 0 && <Hosts hosts={matrix.hosts} more={matrix.moreHosts} />}
    </div>
  );
}

function MatrixTable({ matrix }: { matrix: Matrix }) {
  return (
    <div class="scroll-x matrix-scroll" role="region" aria-labelledby="matrix-caption" tabIndex={0}>
      <table class="matrix">
        <caption id="matrix-caption">
          What the enforced policies let this page load, run, send to and be framed by. Other rules of browsers
          (same-origin workers, mixed content) come on top.
        </caption>
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
        <Icon name={ICONS[state]} /> {WORDS[state]}
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
      {differ.length > 0 && <span class="cell-differs">{differences(differ)}</span>}
    </td>
  );
}

/** "not so in Firefox", for all parts or for those that it is about. */
function differences(parts: readonly CellPart[]): string {
  const [first] = parts;
  if (!first) return '';
  const same = parts.every(({ others }) => others.join() === first.others.join());
  if (same) return `otherwise in ${browserList(first.others)}`;
  return parts.map(({ label, others }) => `${label} otherwise in ${browserList(others)}`).join('; ');
}

function Hosts({ hosts, more }: { hosts: readonly HostRow[]; more: number }) {
  return (
    <details class="hosts">
      <summary>Hosts that the policies list ({hosts.length + more})</summary>
      <div class="scroll-x">
        <table>
          <caption class="off-screen">What each listed host may serve</caption>
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
                    ? 'nothing'
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
