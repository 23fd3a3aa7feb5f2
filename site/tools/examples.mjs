// The examples of the page: `index.json` lists them, one file each holds what is pasted. Tests read
// the same files.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** @returns {{ id: string, group: string, title: string, note: string, text: string }[]} */
export function readExamples(folder) {
  const groups = JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8'));
  return groups.flatMap(({ group, examples }) =>
    examples.map(({ id, title, note }) => ({
      id,
      group,
      title,
      note,
      text: readFileSync(join(folder, `${id}.http`), 'utf8'),
    })),
  );
}
