// What was typed into the textarea before the editor arrived, so that it can be undone afterwards.

export interface Change {
  /** Replaces [from, to) of the text before it by `insert`. */
  from: number;
  to: number;
  insert: string;
  /** Milliseconds, as `Date.now()` gives them. */
  time: number;
}

/** The smallest single change from one text to another; null if they are equal. */
export function changeBetween(before: string, after: string, time: number): Change | null {
  if (before === after) return null;
  const shorter = Math.min(before.length, after.length);
  let from = 0;
  while (from < shorter && before.charCodeAt(from) === after.charCodeAt(from)) from++;
  let tail = 0;
  while (
    tail < shorter - from &&
    before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)
  ) {
    tail++;
  }
  return { from, to: before.length - tail, insert: after.slice(from, after.length - tail), time };
}

export function isWhole(change: Change, before: string): boolean {
  return change.from === 0 && change.to === before.length;
}
