// The headline letter and its six parts.
import type { Grade, Letter, Protection, ProtectionId, Report, Severity } from 'headstrong';
import { useEffect, useState } from 'preact/hooks';
import { useCut } from './cut';
import { plural, Prose } from './prose';

const NAMES: Record<ProtectionId, string> = {
  scripts: 'Scripts',
  framing: 'Framing',
  transport: 'Transport',
  isolation: 'Isolation',
  leakage: 'Leakage',
  cookies: 'Cookies',
};

export function GradeView({ report }: { report: Report }) {
  const { grade } = report;
  const { letter } = grade;
  return (
    <section class="grade" aria-label="Grade">
      <div class={`letter ${toneOf(letter)}`}>
        <span class="letter-mark" data-testid="letter">
          {letter ?? '–'}
        </span>
        <span class="letter-score">{letter === null ? 'no grade' : `${grade.score} of 100`}</span>
      </div>
      <ul class="protections">
        {grade.protections.map((protection) => (
          <ProtectionView protection={protection} key={protection.id} />
        ))}
      </ul>
      <Announcement report={report} />
    </section>
  );
}

function ProtectionView({ protection }: { protection: Protection }) {
  const { id, letter, summary } = protection;
  return (
    <li class={`protection ${toneOf(letter)}`} data-protection={id}>
      <span class="protection-letter" aria-hidden="true">
        {letter ?? '–'}
      </span>
      <div>
        <h3>
          {NAMES[id]}
          <span class="off-screen">: {letter ?? 'cannot be told'}</span>
        </h3>
        <p>
          <Prose text={summary} />
        </p>
      </div>
    </li>
  );
}

/** What leaks can be told of every whole response. */
export function isPartial({ grade }: Report): boolean {
  return grade.protections.some(({ id, letter }) => id === 'leakage' && letter === null);
}

/** Colours go by letter; the letter itself says the same without them. */
export function toneOf(letter: Letter | null): string {
  if (letter === null) return 'tone-none';
  return `tone-${letter.charAt(0).toLowerCase()}`;
}

/** After this long without a change, the new grade is read out; on every key it would never end. */
const SETTLED_MS = 900;

function Announcement({ report }: { report: Report }) {
  const [words, setWords] = useState('');
  const sentence = announce(report);
  useEffect(() => {
    const timer = setTimeout(() => setWords(sentence), SETTLED_MS);
    return () => clearTimeout(timer);
  }, [sentence]);
  return (
    <p class="off-screen" role="status">
      {words}
    </p>
  );
}

function announce({ grade, findings }: Report): string {
  const counts = countBySeverity(findings);
  const bad = (['critical', 'high', 'medium', 'low'] as const)
    .filter((severity) => counts[severity] > 0)
    .map((severity) => `${counts[severity]} ${severity}`);
  const { letter } = grade;
  const headline = letter === null ? 'No grade.' : `Grade ${letter}, ${grade.score} of 100.`;
  const found = letter === null ? 'Nothing was found to judge.' : 'Nothing is wrong.';
  return `${headline} ${bad.length > 0 ? `Findings: ${bad.join(', ')}.` : found}`;
}

export function countBySeverity(findings: Report['findings']): Record<Severity, number> {
  const counts: Record<Severity, number> = { critical: 0, high: 0, medium: 0, low: 0, info: 0, good: 0 };
  for (const { severity } of findings) counts[severity]++;
  return counts;
}

/** Where each point went. */
export function Deductions({ grade, titles }: { grade: Grade; titles: ReadonlyMap<string, string> }) {
  const { shown, rest } = useCut(grade.deductions, 40, 100);
  if (shown.length === 0) return null;
  return (
    <details class="deductions">
      <summary>Where the points went ({plural(grade.deductions.length, 'deduction')})</summary>
      <table>
        <tbody>
          {shown.map(({ rule, points, protection }, index) => (
            <tr key={index}>
              <td class="points">−{Math.abs(points)}</td>
              <td>{protection ? NAMES[protection] : ''}</td>
              <td>
                <a href={`rulebook.html#${rule}`} target="_blank" rel="noopener">
                  <Prose text={titles.get(rule) ?? rule} />
                </a>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {rest}
    </details>
  );
}
