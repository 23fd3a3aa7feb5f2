// Finds what should not leave with a share link: cookie values, credentials, tokens, bodies of requests.
//
// This looks at spelling only and errs on the side of finding too much: what is left out changes no
// verdict, because the engine judges names and attributes, not the secrets themselves.
//
// Every scan goes forward once over its text, so that its time grows with the text however it is made;
// the layer `bench` counts the steps.
import type { Span } from 'headstrong';
import { scanJson } from './secrets_json';
import { scanText } from './secrets_text';
import { asWritten, PLACEHOLDER, type Found } from './secrets_words';

export { PLACEHOLDER };

export interface Secret {
  /** UTF-16 positions of what is left out. */
  start: number;
  end: number;
  /** 1-based. */
  line: number;
  /** "value of the cookie session" */
  what: string;
}


/** In order, without overlaps; between two there is something that stays. */
export function findSecrets(text: string): readonly Secret[] {
  const known = recent.find((item) => item.text === text);
  if (known) return known.secrets;
  const secrets = search(text);
  recent = [{ text, secrets }, ...recent].slice(0, 8);
  return secrets;
}

/** The dialog asks for the secrets of all that a link holds, and again for each link. */
let recent: { text: string; secrets: readonly Secret[] }[] = [];

function search(text: string): Secret[] {
  let found: Found[] = [];
  // Where a secret is left out, what stands around it can read differently: `cookie=a?sig=b=` has a name
  // and no value, `cookie=a?sig=REDACTED` has a value. So what is left is looked through again.
  for (let pass = 0; pass < MAX_PASSES; pass++) {
    const more = scan(redact(text, found));
    if (more.length === 0) break;
    found = joined([...found, ...unredacted(more, found)]);
  }
  return withLines(text, found);
}
const MAX_PASSES = 8;

function scan(text: string): Found[] {
  const found: Found[] = [];
  const jsonEnd = scanJson(text, found);
  scanText(asWritten(text, jsonEnd, text.length), found);
  return joined(found);
}

/** What was found in a redacted text, in the positions of the text before; both in order. */
function unredacted(more: readonly Found[], before: readonly Found[]): Found[] {
  let next = 0;
  /** What all placeholders up to `next` made the text longer. */
  let grown = 0;
  const place = (at: number, isEnd: boolean): number => {
    for (let item = before[next]; item; item = before[++next]) {
      const start = item.start + grown;
      const end = start + PLACEHOLDER.length;
      if (isEnd ? at <= start : at < start) break;
      if (isEnd ? at <= end : at < end) return isEnd ? item.end : item.start;
      grown += PLACEHOLDER.length - (item.end - item.start);
    }
    return at - grown;
  };
  return more.map(({ start, end, what }) => {
    const from = place(start, false);
    return { start: from, end: place(end, true), what };
  });
}

/** The text with each secret replaced by a placeholder. */
export function redact(text: string, secrets: readonly Span[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const { start, end } of secrets) {
    parts.push(text.slice(at, start), PLACEHOLDER);
    at = end;
  }
  parts.push(text.slice(at));
  return parts.join('');
}

/** What overlaps or touches becomes one: of two halves neither may stay. */
function joined(found: Found[]): Found[] {
  found.sort((a, b) => a.start - b.start || b.end - a.end);
  const kept: Found[] = [];
  for (const item of found) {
    const last = kept[kept.length - 1];
    if (last && item.start <= last.end) last.end = Math.max(last.end, item.end);
    else kept.push({ ...item });
  }
  return kept;
}

function withLines(text: string, found: Found[]): Secret[] {
  let line = 1;
  let at = text.indexOf('\n');
  return found.map(({ start, end, what }) => {
    for (; at >= 0 && at < start; at = text.indexOf('\n', at + 1)) line++;
    return { start, end, line, what };
  });
}
