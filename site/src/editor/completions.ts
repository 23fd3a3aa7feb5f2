// Names of headers, directives and keywords, offered while typing; the core says which.
import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import vocabulary from 'vocabulary';

const HEADERS = vocabulary.headers.map(({ name }) => name);
const DIRECTIVES = vocabulary.directives.map(({ name }) => name);
/** By the name of a header in lower case, or of a directive. */
const VALUES = new Map(
  [...vocabulary.headers, ...vocabulary.directives].map(({ name, values }) => [name.toLowerCase(), values]),
);

const FIELD = /^[<\s]*([A-Za-z-]+):[ \t]*/;
const DIRECTIVE_NAMES = new Set(DIRECTIVES);

export function completeHeaders(context: CompletionContext): CompletionResult | null {
  const line = context.state.doc.lineAt(context.pos);
  const before = line.text.slice(0, context.pos - line.from);
  const word = /[A-Za-z0-9'-]*$/.exec(before)?.[0] ?? '';
  if (word === '' && !context.explicit) return null;
  // What is written out needs no offer, which would take the Enter that ends the line.
  const options = optionsFor(before, word)?.filter(({ label }) => label !== word) ?? [];
  return options.length > 0 ? { from: context.pos - word.length, options } : null;
}

function optionsFor(before: string, word: string): Completion[] | null {
  const field = FIELD.exec(before);
  if (!field) {
    const bare = barePolicyPart(before);
    if (bare !== null) return policyOptions(bare, word);
    return /^[<\s]*[A-Za-z-]*$/.test(before) ? list(HEADERS, ': ') : null;
  }
  const name = (field[1] ?? '').toLowerCase();
  const value = before.slice(field[0].length);
  if (name.startsWith('content-security-policy')) {
    return policyOptions(value.slice(value.lastIndexOf(';') + 1).trimStart(), word);
  }
  return value === word ? list(VALUES.get(name) ?? [], '') : null;
}

/** The directive at the caret, where the line is a policy without a header's name. */
function barePolicyPart(before: string): string | null {
  const first = /^\s*([a-z-]+)\s/.exec(before)?.[1];
  if (!first || !DIRECTIVE_NAMES.has(first)) return null;
  return before.slice(before.lastIndexOf(';') + 1).trimStart();
}

/** `part` is the directive from its start to the caret. */
function policyOptions(part: string, word: string): Completion[] {
  if (part === word) return list(DIRECTIVES, ' ');
  return list(VALUES.get(part.slice(0, part.search(/\s|$/)).toLowerCase()) ?? [], '');
}

function list(words: readonly string[], after: string): Completion[] {
  return words.map((label) => ({ label, apply: label + after }));
}
