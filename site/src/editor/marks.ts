// Findings and the words of policies, as marks in the text.
import { setDiagnostics, type Diagnostic } from '@codemirror/lint';
import {
  RangeSetBuilder,
  StateEffect,
  StateField,
  type EditorState,
  type Extension,
  type Text,
  type TransactionSpec,
} from '@codemirror/state';
import { Decoration, EditorView, type DecorationSet } from '@codemirror/view';
import type { Finding, PolicyDirective, Severity, Span } from 'headstrong';
import type { Marks } from './port';

/** A transaction that shows these marks in place of the earlier ones. */
export function setMarks(state: EditorState, marks: Marks): TransactionSpec {
  const { length } = state.doc;
  const whole = new Set(marks.policies.map(({ span: { start, end } }) => `${start} ${end}`));
  const diagnostics = marks.findings.flatMap((finding) => diagnosticOf(finding, length, whole));
  const spec = setDiagnostics(state, diagnostics);
  const words = setWords.of(wordsOf(marks, state.doc));
  return { ...spec, effects: [...effectsOf(spec), words] };
}

function effectsOf(spec: TransactionSpec): readonly StateEffect<unknown>[] {
  if (!spec.effects) return [];
  return spec.effects instanceof StateEffect ? [spec.effects] : spec.effects;
}

const LINT_SEVERITY: Record<Severity, Diagnostic['severity']> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'info',
  info: 'info',
  good: 'hint',
};

/**
 * What is right is not marked: it needs nobody's eye. A finding about a policy as a whole gets no line
 * under all of it, where it would drown those under single words; the gutter and a hover tell of it.
 */
function diagnosticOf(finding: Finding, length: number, policies: ReadonlySet<string>): Diagnostic[] {
  const { span, severity, fix, places } = finding;
  if (!span || severity === 'good') return [];
  const actions =
    fix && fix.applicability !== 'display-only'
      ? [{ name: fix.title, apply: (view: EditorView) => applyFix(view, finding) }]
      : [];
  return (places ?? [{ span }])
    .filter(({ span: { end } }) => end <= length)
    .map(({ span: { start, end } }) => ({
      from: start,
      to: end,
      severity: LINT_SEVERITY[severity],
      markClass: policies.has(`${start} ${end}`) ? 'cm-finding-whole' : `cm-finding cm-finding-${severity}`,
      source: severity,
      message: finding.title,
      actions,
    }));
}

function applyFix(view: EditorView, { fix }: Finding): void {
  if (!fix) return;
  const changes = fix.edits.map(({ start, end, text }) => ({
    from: start,
    to: end,
    insert: view.state.toText(text),
  }));
  view.dispatch({ changes, userEvent: 'input.complete' });
}

const setWords = StateEffect.define<DecorationSet>();

/** Directive names, keywords, hosts and so on, as the engine read them. */
export function wordMarks(): Extension {
  return StateField.define<DecorationSet>({
    create: () => Decoration.none,
    update(words, transaction) {
      for (const effect of transaction.effects) if (effect.is(setWords)) return effect.value;
      return transaction.docChanged ? words.map(transaction.changes) : words;
    },
    provide: (field) => EditorView.decorations.from(field),
  });
}

interface Word extends Span {
  style: string;
}

/**
 * Of a directive without what it lists, which has colours of its own. Code spells names in its own way, which
 * may be longer than the name: CSP_DEFAULT_SRC, defaultSrc.
 */
function nameSpan(doc: Text, { span: { start, end }, name, values }: PolicyDirective): Span {
  const stop = Math.min(values[0]?.span.start ?? end, end, doc.length);
  const around = doc.sliceString(start, Math.min(start + 2 * name.length, stop));
  const written = /^[\w-]+/.exec(around)?.[0].length ?? name.length;
  return { start, end: Math.min(start + written, stop) };
}

function wordsOf({ policies, deciding }: Marks, doc: Text): DecorationSet {
  const words: Word[] = policies
    .flatMap((policy) => policy.directives)
    .flatMap((directive) => [
      directive.duplicate
        ? { ...directive.span, style: 'cm-ignored' }
        : { ...nameSpan(doc, directive), style: 'cm-directive' },
      ...directive.values.map((value) => ({ ...value.span, style: `cm-word-${value.kind}` })),
    ])
    .concat(deciding.map((span) => ({ ...span, style: 'cm-deciding' })))
    .filter(({ start, end }) => start < end && end <= doc.length)
    .sort((a, b) => a.start - b.start);
  const builder = new RangeSetBuilder<Decoration>();
  for (const { start, end, style } of words) builder.add(start, end, Decoration.mark({ class: style }));
  return builder.finish();
}
