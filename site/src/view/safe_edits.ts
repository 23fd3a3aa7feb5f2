import type { Edit, Finding } from 'headstrong';

/**
 * The safe fixes that can be applied together. Of two that touch the same place only the weightier is
 * taken; the other is offered again for the text as it then is. What is put in at one place stands in the
 * order of the findings.
 */
export function safeEdits(findings: readonly Finding[]): { edits: Edit[]; fixes: number } {
  const edits: Edit[] = [];
  let fixes = 0;
  for (const { fix } of findings) {
    if (fix?.applicability !== 'safe' || fix.edits.some((edit) => edits.some((other) => collide(edit, other)))) continue;
    edits.push(...fix.edits);
    fixes++;
  }
  edits.sort((a, b) => a.start - b.start);
  return { edits, fixes };
}

function collide(a: Edit, b: Edit): boolean {
  const bothInsert = a.start === a.end && b.start === b.end;
  return bothInsert ? a.start === b.start && a.text === b.text : a.start <= b.end && b.start <= a.end;
}
