// The program under test: `headstrong decide --ndjson` and the table of differences.

import { existsSync } from 'node:fs';
import { capture, root } from '../support/command.mjs';

const program = process.env.HEADSTRONG_PROGRAM ?? `${root}build/native/headstrong`;

export const programExists = () => existsSync(program);

function run(args, input) {
  const answer = capture(program, args, { input });
  if (answer.status !== 0) throw new Error(`headstrong ${args[0]}: exit ${answer.status} ${answer.stderr}`);
  return answer.stdout;
}

/** The program's answers to case lines, in their order. */
export function decide(lines) {
  const answers = run(['decide', '--ndjson'], lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
    .split('\n').filter(Boolean).map((text) => JSON.parse(text));
  if (answers.length !== lines.length) throw new Error(`${answers.length} answers to ${lines.length} cases`);
  return answers;
}

/** { observed: { browser: version }, differences: [{ id, engines, case, spec, deviating, checked }] } */
export function differencesTable() {
  return JSON.parse(run(['differences', '--format', 'json'], ''));
}
