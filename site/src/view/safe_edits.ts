import type { Edit, Finding, Fix } from 'headstrong';

/**
 * The safe fixes that can be applied together. Of two that touch the same place only the weightier is
 * taken; the other is offered again for the text as it then is.
 */
export function safeEdits(findings: readonly Finding[]): { edits: Edit[]; fixes: number } {
  const edits: Edit[] = [];
  let fixes = 0;
  for (const { fix } of findings) {
    if (fix?.applicability !== 'safe' || touches(fix, edits)) continue;
    edits.push(...fix.edits);
    fixes++;
  }
  edits.sort((a, b) => a.start - b.start);
  return { edits, fixes };
}

function touches(fix: Fix, taken: readonly Edit[]): boolean {
  return fix.edits.some((edit) => taken.some((other) => edit.start <= other.end && other.start <= edit.end));
}
