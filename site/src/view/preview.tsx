// What edits do to the text, line by line: before and after. Worked out only where somebody looks.
import type { Edit } from 'headstrong';
import { useState } from 'preact/hooks';
import { applyEdits } from '../editor/port';
import { useCut } from './cut';
import { Visible } from './prose';

interface Change {
  before: string;
  after: string;
}

/** The lines that each group of edits touches; edits of neighbouring lines are one group. */
export function changedLines(text: string, edits: readonly Edit[]): Change[] {
  const groups: { start: number; end: number; edits: Edit[] }[] = [];
  for (const edit of edits) {
    const start = edit.start === 0 ? 0 : text.lastIndexOf('\n', edit.start - 1) + 1;
    const next = text.indexOf('\n', edit.end);
    const end = next < 0 ? text.length : next;
    const last = groups.at(-1);
    if (last && start <= last.end + 1) {
      last.end = Math.max(last.end, end);
      last.edits.push(edit);
    } else {
      groups.push({ start, end, edits: [edit] });
    }
  }
  return groups.map(({ start, end, edits: own }) => {
    const before = text.slice(start, end);
    const moved = own.map((edit) => ({ ...edit, start: edit.start - start, end: edit.end - start }));
    return withoutCommon(before, applyEdits(before, moved));
  });
}

/** Whole lines that stay as they are need not be shown twice. */
function withoutCommon(before: string, after: string): Change {
  const [old, now] = [before.split('\n'), after.split('\n')];
  while (old.length > 0 && now.length > 0 && old[0] === now[0]) {
    old.shift();
    now.shift();
  }
  while (old.length > 0 && now.length > 0 && old.at(-1) === now.at(-1)) {
    old.pop();
    now.pop();
  }
  return { before: old.join('\n'), after: now.join('\n') };
}

export function Preview({ text, edits }: { text: string; edits: readonly Edit[] }) {
  const [isOpen, open] = useState(false);
  return (
    <details class="preview" onToggle={({ currentTarget }) => open(currentTarget.open)}>
      <summary>Preview</summary>
      {isOpen && <Lines changes={changedLines(text, edits)} />}
    </details>
  );
}

function Lines({ changes }: { changes: readonly Change[] }) {
  const { shown, rest } = useCut(changes, 10, 50);
  return (
    <>
      {shown.map(({ before, after }, index) => (
        <div class="diff" key={index}>
          {before.trim() !== '' && (
            <del>
              <span class="off-screen">Before: </span>
              <Visible text={before} />
            </del>
          )}
          {after.trim() !== '' && (
            <ins>
              <span class="off-screen">After: </span>
              <Visible text={after} />
            </ins>
          )}
        </div>
      ))}
      {rest}
    </>
  );
}
