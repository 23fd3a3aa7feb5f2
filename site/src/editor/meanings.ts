// What a word of the text means, in a line: directives, keywords, kinds of sources, headers.
import type { Policy } from 'headstrong';
import vocabulary from 'vocabulary';

const MEANINGS = new Map(vocabulary.meanings.map(({ kind, word, meaning }) => [`${kind} ${word.toLowerCase()}`, meaning]));

function meaningOf(kind: 'directive' | 'keyword' | 'source' | 'header', word: string): string | undefined {
  return MEANINGS.get(`${kind} ${word.toLowerCase()}`);
}

export interface Meaning {
  start: number;
  end: number;
  word: string;
  text: string;
}

/** Of the word at a position; null where there is nothing to say. `line` is the line it stands in, from `lineStart`. */
export function meaningAt(policies: readonly Policy[], position: number, line: string, lineStart: number): Meaning | null {
  for (const { directives, span } of policies) {
    if (position < span.start || position > span.end) continue;
    for (const directive of directives) {
      for (const { span: at, text, kind } of directive.values) {
        const known = meaningOf('keyword', text) ?? meaningOf('source', kind);
        if (known && position >= at.start && position <= at.end) return { ...at, word: text, text: known };
      }
      const { start } = directive.span;
      const end = Math.min(start + directive.name.length, directive.span.end);
      const known = meaningOf('directive', directive.name);
      if (known && position >= start && position <= end) return { start, end, word: directive.name, text: known };
    }
  }
  const name = /^[<\s]*([\w-]+):/.exec(line);
  const word = name?.[1] ?? '';
  const start = lineStart + (name?.[0].indexOf(word) ?? 0);
  const known = meaningOf('header', word);
  return known && position >= start && position <= start + word.length ? { start, end: start + word.length, word, text: known } : null;
}
