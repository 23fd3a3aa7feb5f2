// The hardened set written into the text that it was made from. Pure.
import type { Edit, Hardened, Header, InputSummary } from 'headstrong';

/** A field, or what stands between fields and has no name. */
interface Item<T> {
  name: string;
  is: T;
}

/** Whether the text is no list of headers, so that the set can only stand in its place. */
export const isReplacedWhole = (format: string) =>
  /^(?:bare-policy|html|powershell|headers-file|nginx-configuration)$/.test(format);

/**
 * Puts the set in the place of the judged response's fields. What hardening does not speak about, such as
 * cookies, stays as it is, and so do the status line and all that stands around the response.
 */
export function adoption(text: string, { format, responses }: InputSummary, hardened: Hardened): Edit {
  const span = responses.find(({ chosen }) => chosen)?.span;
  if (span && !isReplacedWhole(format)) {
    const words = text.slice(span.start, span.end);
    const before = text.slice(text.lastIndexOf('\n', span.start - 1) + 1, span.start);
    const isJson = format === 'json' || format === 'har';
    const written = isJson ? inJson(words, format, hardened) : inLines(asLines(words, format), before, hardened);
    if (written !== null) return { ...span, text: written };
  }
  return { start: 0, end: text.length, text: hardened.headers.map((header) => `${lineOf(header)}\n`).join('') };
}

const lineOf = ([name, value]: Header) => `${name}: ${value}`;

/** Fields of which the set says all there is to say, even by leaving them out. */
const WHOLLY_SPOKEN = /^(?:content-security-policy(?:-report-only)?|strict-transport-security|feature-policy|cross-origin-embedder-policy|report-to)$/;

function merge<T>(items: readonly Item<T>[], { headers, changes }: Hardened, make: (header: Header) => T): T[] {
  const removed = new Set(changes.filter(({ open }) => !open).map(({ header }) => header.toLowerCase()));
  const known = new Set(headers.map(([name]) => name.toLowerCase()));
  const placed = new Set<string>();
  const ofName = (wanted: string) => headers.filter(([name]) => name.toLowerCase() === wanted).map(make);
  const merged = items.flatMap(({ name, is }) => {
    if (!known.has(name) && !removed.has(name) && !WHOLLY_SPOKEN.test(name)) return [is];
    if (placed.has(name)) return [];
    placed.add(name);
    return ofName(name);
  });
  return [...merged, ...headers.filter(([name]) => !placed.has(name.toLowerCase())).map(make)];
}

/** Developer tools copy names and values as lines in turn. */
function asLines(words: string, format: string): string {
  if (format !== 'name-value-table' || !/^\s*:?[^\s:]+:?[ \t]*\n/.test(words)) return words;
  return words.replace(/^[ \t]*(:?[^\s:]+):?[ \t]*\n\s*(.*)$/gm, '$1: $2');
}

/** `before`: what stands before the first line, and so before each, as curl -v has "< ". */
function inLines(words: string, before: string, hardened: Hardened): string {
  const items: Item<string>[] = [];
  let indent = -1;
  for (const line of words.split('\n')) {
    const [, lead = '', name = ''] = /^((?:< ?)?[ \t]*)(:?[^\s:]+)[ \t]*[:\t]/.exec(line) ?? [];
    const last = items.at(-1);
    if (name !== '' && (indent < 0 || lead.length <= indent)) {
      items.push({ name: name.toLowerCase(), is: line });
      indent = lead.length;
    } else if (last && last.name !== '') {
      last.is += `\n${line}`;
    } else {
      items.push({ name: '', is: line });
    }
  }
  return merge(items, hardened, (header) => before + lineOf(header)).join('\n');
}

/** The span of a list within JSON begins behind its bracket. */
function inJson(words: string, format: string, hardened: Hardened): string | null {
  for (const bracket of ['', '[', '{']) {
    try {
      return JSON.stringify(jsonFields(JSON.parse(bracket + words), format, hardened), null, 1).slice(bracket.length);
    } catch {
      // It is another bracket that is missing.
    }
  }
  return null;
}

type Named = { name: string; value: string };

function jsonFields(fields: unknown, format: string, hardened: Hardened): unknown {
  if (!Array.isArray(fields)) {
    const items = Object.entries(fields as object).map((is) => ({ name: is[0].toLowerCase(), is }));
    const merged = merge<[string, unknown]>(items, hardened, (header) => header);
    const values = new Map<string, unknown[]>();
    for (const [name, value] of merged) values.set(name, [...(values.get(name) ?? []), value].flat());
    return Object.fromEntries([...values].map(([name, list]) => [name, list.length === 1 ? list[0] : list]));
  }
  const named = format === 'har' || 'name' in (fields[0] ?? {});
  const items = (fields as (Header | Named)[]).map((is) => ({ name: String('name' in is ? is.name : is[0]).toLowerCase(), is }));
  return merge<Header | Named>(items, hardened, (header) => (named ? { name: header[0], value: header[1] } : header));
}
