// What it allows: kinds of resources against kinds of origins, as one table.
import type { CellPart, CellState, Matrix, MatrixCell, MatrixHost } from 'headstrong';
import { MATRIX_PANEL } from '../../state/actions';
import { browserList } from '../browsers';
import { useCut } from '../cut';
import { isPartial } from '../grade';
import { Icon, type IconName } from '../icons';
import { plural, Sentence, Visible } from '../prose';
import { ScrollX } from '../scroll_x';
import type { Panel, PanelProps } from './panel';

export const allows: Panel = { id: MATRIX_PANEL, label: 'What it allows', View: AllowsPanel };

function AllowsPanel({ answer }: PanelProps) {
  const result = answer.matrix;
  if (!result) return <p class="quiet">Working it out…</p>;
  if (result.kind === 'unanswered') {
    return (
      <p class="unanswered">
        <Icon name="medium" /> <Sentence text={result.reason} />
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
      <CodeTable matrix={matrix} />
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

function hasDifferences({ code, rows }: Matrix): boolean {
  const cells = [...code.map(({ cell }) => cell), ...rows.flatMap((row) => row.cells)];
  return cells.some((cell) => cell?.parts.some(({ others }) => others.length > 0));
}

/** What has no address stands by itself: it would be two columns that nearly all rows leave empty. */
function CodeTable({ matrix }: { matrix: Matrix }) {
  return (
    <ScrollX class="matrix-scroll" label="Code in the page">
      <table class="matrix matrix-code">
        <caption>Code written in the page, or made by scripts</caption>
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
              <CellView cell={cell} />
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollX>
  );
}

function MatrixTable({ matrix }: { matrix: Matrix }) {
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
                <CellView cell={cell} key={matrix.columns[index] ?? index} />
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

function CellView({ cell }: { cell: MatrixCell | null }) {
  if (!cell) {
    return (
      <td class="is-empty">
        <span aria-hidden="true">–</span>
        <span class="off-screen">does not apply</span>
      </td>
    );
  }
  const { state, parts, risk } = cell;
  const differ = parts.filter(({ others }) => others.length > 0);
  return (
    <td class={risk ? `is-${state} is-risky sev-${risk.severity}` : `is-${state}`}>
      <span class="cell-word">
        <Icon name={risk && state === 'allowed' ? risk.severity : ICONS[state]} /> <span>{WORDS[state]}</span>
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
      <summary>Hosts that the policies list ({hosts.length + more})</summary>
      <ScrollX label="Hosts that the policies list">
        <table>
          <caption>What each may serve or receive, beyond what any host may</caption>
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
                    ? 'nothing more'
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
