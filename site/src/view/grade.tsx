// The headline letter, what the next one takes, and the six protections, each of which opens its reason.
import type { Grade, Letter, Protection, ProtectionId, Report, Severity } from 'headstrong';
import { useEffect, useState } from 'preact/hooks';
import vocabulary from 'vocabulary';
import type { Actions } from '../state/actions';
import type { Filter } from '../state/store';
import { useCut } from './cut';
import { pointsWords } from './points';
import { plural, Prose } from './prose';

export const PROTECTION_NAMES = Object.fromEntries(vocabulary.protections.map(({ id, name }) => [id, name])) as Record<ProtectionId, string>;
/** What each keeps from happening. */
const AGAINST = new Map(vocabulary.protections.map(({ id, against }) => [id, against]));
/** What a letter says, to people who see one the first time. */
const LETTER_MEANINGS = new Map(vocabulary.letters.map(({ word, meaning }) => [word, meaning]));

interface Props {
  actions: Actions;
  report: Report;
  filter: Filter;
  /** One line, while another panel has the attention. */
  isCompact: boolean;
}

export function GradeView({ actions, report, filter, isCompact }: Props) {
  const { grade } = report;
  const { letter, next } = grade;
  return (
    <section class={isCompact ? 'grade is-compact' : 'grade'} aria-label="Grade">
      <div class={`letter ${toneOf(letter)}${grade.extent ? ' of-few' : ''}`}>
        <span class="letter-mark" data-testid="letter">
          {letter ?? '–'}
        </span>
        <span class="letter-score">
          {letter === null ? 'no grade' : `${grade.score} of 100`}
          {grade.extent && <span class="letter-extent">{grade.extent}</span>}
        </span>
        {letter !== null && <span class="letter-meaning">{grade.extent ? 'What your text doesn’t show is not judged.' : LETTER_MEANINGS.get(letter)}</span>}
        {next && (
          <button type="button" class="button small next" aria-pressed={filter.next === true} onClick={() => actions.filter({ next: true })}>
            {plural(next.changes.length, 'change')} to {next.letter}
          </button>
        )}
      </div>
      <ul class="protections">
        {grade.protections.map((protection) => (
          <ProtectionView actions={actions} protection={protection} isChosen={filter.protection === protection.id} key={protection.id} />
        ))}
      </ul>
      <Announcement report={report} />
    </section>
  );
}

/** Holds the grade's place until the engine has come. */
export function NoGradeYet() {
  return (
    <section class="grade" aria-hidden="true">
      <div class="letter tone-none">
        <span class="letter-mark" />
        <span class="letter-score">…</span>
        <span class="letter-meaning">…</span>
      </div>
      <ul class="protections">
        {Object.values(PROTECTION_NAMES).map((name) => (
          <li class="protection tone-none" key={name}>
            <span class="protection-button">
              <span class="protection-letter" /> {name}
            </span>
            <p>…</p>
          </li>
        ))}
      </ul>
    </section>
  );
}

function ProtectionView({ actions, protection, isChosen }: { actions: Actions; protection: Protection; isChosen: boolean }) {
  const { id, letter, summary } = protection;
  return (
    <li class={`protection ${toneOf(letter)}`} data-protection={id}>
      <h3>
        <button type="button" class="protection-button" title={AGAINST.get(id)} aria-pressed={isChosen} onClick={() => actions.filter({ protection: id })}>
          <span class="protection-letter" aria-hidden="true">
            {letter ?? '–'}
          </span>
          <span>
            {PROTECTION_NAMES[id]}
            <span class="off-screen">: {letter ?? 'unknown'}</span>
          </span>
        </button>
      </h3>
      <p>
        <Prose text={summary} />
      </p>
    </li>
  );
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

function announce({ input, grade, findings }: Report): string {
  const counts = countBySeverity(findings);
  const bad = (['critical', 'high', 'medium', 'low'] as const)
    .filter((severity) => counts[severity] > 0)
    .map((severity) => `${counts[severity]} ${severity}`);
  const { letter } = grade;
  const headline = letter === null ? 'No grade.' : `Grade ${letter}, ${grade.score} of 100${grade.extent ? `, ${grade.extent}` : ''}.`;
  const found = letter === null ? 'Nothing to grade was found.' : grade.extent ? 'No problems found in what the text shows.' : 'No problems found.';
  const lost = input.losses ? ` ${plural(input.losses.length, 'place loses', 'places lose')} headers.` : '';
  return `${headline} ${bad.length > 0 ? `Findings: ${bad.join(', ')}.` : found}${lost}`;
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
          {shown.map((deduction, index) => (
            <tr key={index}>
              <td class="points">{pointsWords(deduction)}</td>
              <td>{deduction.protection ? PROTECTION_NAMES[deduction.protection] : ''}</td>
              <td>
                <a href={`rulebook/${deduction.rule}.html`} target="_blank" rel="noopener">
                  <Prose text={titles.get(deduction.rule) ?? deduction.rule} />
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
