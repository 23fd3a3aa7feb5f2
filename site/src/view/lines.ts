import type { EmitWarning } from 'headstrong';

/** 1-based line of each position, in one pass over the text; null stays null. */
export function lineNumbers(text: string, positions: readonly (number | null)[]): (number | null)[] {
  const lines: (number | null)[] = positions.map(() => null);
  const order = positions
    .map((position, index) => ({ position, index }))
    .filter((item): item is { position: number; index: number } => item.position !== null)
    .sort((a, b) => a.position - b.position);
  let line = 1;
  let next = text.indexOf('\n');
  for (const { position, index } of order) {
    while (next >= 0 && next < position) {
      line++;
      next = text.indexOf('\n', next + 1);
    }
    lines[index] = line;
  }
  return lines;
}

export interface WarnedLine {
  /** 1-based. */
  line: number;
  start: number;
  end: number;
  message: string;
}

/** The line that sets the header of each warning: the first that has its name as a word and is no comment. */
export function warnedLines(text: string, warnings: readonly EmitWarning[]): WarnedLine[] {
  const lines: WarnedLine[] = [];
  for (const { header, message } of warnings.slice(0, MOST_WARNED)) {
    if (header === '') continue;
    const name = new RegExp(`^(?![ \\t]*(?:#|//|/?\\*|;|--|<!--|\\{#|REM\\b))(?:.*[^\\w-])?${header.replace(/[^\w-]/g, '\\$&')}(?![\\w-])`, 'im');
    const start = name.exec(text)?.index ?? -1;
    if (start < 0) continue;
    const next = text.indexOf('\n', start);
    const known = lines.find((line) => line.start === start);
    if (known) known.message += ` ${message}`;
    else lines.push({ line: text.slice(0, start).split('\n').length, start, end: next < 0 ? text.length : next, message });
  }
  return lines.sort((a, b) => a.start - b.start);
}
const MOST_WARNED = 20;
