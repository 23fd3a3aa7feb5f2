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
