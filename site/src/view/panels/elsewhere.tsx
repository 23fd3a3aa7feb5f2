// What three other tools would say, worked out here.
import type { CspEvaluatorFinding, Elsewhere, ObservatoryTest } from 'headstrong';
import { ELSEWHERE_PANEL, type Actions } from '../../state/actions';
import { useCut } from '../cut';
import { Prose, Visible } from '../prose';
import { ScrollX } from '../scroll_x';
import { useStore } from '../use_store';
import type { Panel, PanelProps } from './panel';

export const elsewhere: Panel = { id: ELSEWHERE_PANEL, label: 'Other tools', View: ElsewherePanel };

function ElsewherePanel({ actions, answer }: PanelProps) {
  const [observatory] = useStore(actions.store, ({ input }) => [input.observatory]);
  const others = answer.elsewhere;
  if (!others) return <p class="quiet">Paste response headers or a policy to see what other tools say.</p>;
  return (
    <div class="others">
      <p class="quiet">
        Computed on this page by the other tools’ own rules. Nothing was sent to them.
      </p>
      <ObservatoryCard others={others} partial={answer.report.grade.partial === true} actions={actions} chosen={observatory} />
      <EvaluatorCard result={others.cspEvaluator} notes={others.notes} />
      <section class="other">
        <header>
          <h3>securityheaders.com</h3>
          <span class="other-grade">{others.securityHeaders.grade}</span>
        </header>
        <p class="quiet">An estimate: this site doesn’t publish its rules.</p>
      </section>
    </div>
  );
}

interface ObservatoryProps {
  others: Elsewhere;
  partial: boolean;
  actions: Actions;
  chosen: 4 | 6;
}

function ObservatoryCard({ others, partial, actions, chosen }: ObservatoryProps) {
  const { observatory: { grade, score, tests }, notes } = others;
  return (
    <section class="other">
      <header>
        <h3>MDN HTTP Observatory</h3>
        <span class="other-grade">{grade}</span>
        <span class="quiet">{score} points</span>
        <label class="other-choice">
          <span>Algorithm</span>
          <select
            class="button select"
            value={String(chosen)}
            onChange={(event) => actions.chooseObservatory(event.currentTarget.value === '4' ? 4 : 6)}
          >
            <option value="6">6 (current)</option>
            <option value="4">4 (npm 1.4.8)</option>
          </select>
        </label>
      </header>
      {partial && <p class="quiet">It treats your text as the whole response, which it isn’t.</p>}
      <ScrollX label="Tests of the Observatory">
        <table>
          <thead>
            <tr>
              <th scope="col">Test</th>
              <th scope="col">Result</th>
              <th scope="col" class="number">
                Points
              </th>
            </tr>
          </thead>
          <tbody>
            {tests.map((test) => (
              <ObservatoryRow test={test} key={test.name} />
            ))}
          </tbody>
        </table>
      </ScrollX>
      <Disagreements of="observatory" notes={notes} />
    </section>
  );
}

function ObservatoryRow({ test }: { test: ObservatoryTest }) {
  const { name, result, modifier } = test;
  const tone = result === null ? 'is-open' : modifier < 0 ? 'is-bad' : '';
  return (
    <tr class={tone}>
      <td>{name}</td>
      <td>{result ?? 'not decided by headers'}</td>
      <td class="number">{result === null ? '–' : signed(modifier)}</td>
    </tr>
  );
}

function signed(points: number): string {
  return points > 0 ? `+${points}` : points < 0 ? `−${-points}` : '0';
}

/** Where the tool says otherwise than the grade above, and why. */
function Disagreements({ of, notes = [] }: { of: 'observatory' | 'cspEvaluator'; notes: Elsewhere['notes'] }) {
  const { shown, rest } = useCut(notes.filter(({ peer }) => peer === of), 10, 50);
  if (shown.length === 0) return null;
  return (
    <>
      <h4>Where it disagrees</h4>
      <ul class="disagreements">
        {shown.map(({ about, sentence }) => (
          <li key={about}>
            <Prose text={sentence} />
          </li>
        ))}
      </ul>
      {rest}
    </>
  );
}

function EvaluatorCard({ result, notes }: { result: CspEvaluatorFinding[] | { error: string }; notes: Elsewhere['notes'] }) {
  return (
    <section class="other">
      <header>
        <h3>Google CSP Evaluator</h3>
      </header>
      {'error' in result ? (
        <p>
          It stops with an error on this input: <Visible text={result.error} />
        </p>
      ) : result.length === 0 ? (
        <p>It has no findings.</p>
      ) : (
        <EvaluatorTable findings={result} />
      )}
      <Disagreements of="cspEvaluator" notes={notes} />
    </section>
  );
}

function EvaluatorTable({ findings }: { findings: CspEvaluatorFinding[] }) {
  const { shown, rest } = useCut(findings, 40, 100);
  return (
    <>
      <ScrollX label="Findings of the CSP Evaluator">
        <table>
          <thead>
            <tr>
              <th scope="col">Severity</th>
              <th scope="col">Finding</th>
              <th scope="col">Where</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((finding, index) => (
              <tr key={index}>
                <td>{finding.severity}</td>
                <td>{finding.type}</td>
                <td>
                  <Visible text={finding.directive} />{' '}
                  {finding.value && (
                    <code>
                      <Visible text={finding.value} />
                    </code>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollX>
      {rest}
    </>
  );
}
