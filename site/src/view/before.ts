// What the judged response had before, so that a hardened header can be called new, changed or kept.
import type { InputSummary } from 'headstrong';

export type Status = 'new' | 'changed' | 'kept';

/** A header line as servers, curl and wget print it. */
const LINE = /^[<\s]*([!#$%&'*+.^_`|~0-9A-Za-z-]+)[ \t]*:[ \t]*(.*?)[ \t\r]*$/;

/** Values by lower-case name; null where the response was not pasted as lines, so nothing is known. */
export function fieldsOf(text: string, input: InputSummary): ReadonlyMap<string, string[]> | null {
  const span = input.responses.find(({ chosen }) => chosen)?.span;
  if (!span) return null;
  const fields = new Map<string, string[]>();
  for (const line of text.slice(span.start, span.end).split('\n')) {
    const [, name, value] = LINE.exec(line) ?? [];
    if (name === undefined || value === undefined) continue;
    const key = name.toLowerCase();
    fields.set(key, [...(fields.get(key) ?? []), value]);
  }
  return fields.size > 0 ? fields : null;
}

export function statusOf(
  before: ReadonlyMap<string, string[]> | null,
  name: string,
  value: string,
): Status | null {
  if (!before) return null;
  const values = before.get(name.toLowerCase());
  if (!values) return 'new';
  return values.includes(value) ? 'kept' : 'changed';
}
