// Calls the program under test.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../../', import.meta.url));
const program = process.env.HEADSTRONG ?? `${root}build/native/headstrong`;
export const programPath = path.resolve(program);

function run(args, input) {
  const answer = spawnSync(program, args, { input, maxBuffer: 1 << 28, encoding: 'utf8' });
  if (answer.error) throw answer.error;
  return answer;
}

/** The records of all targets. */
export function targets() {
  return JSON.parse(run(['targets', '--format', 'json'], '').stdout);
}

/**
 * Emits `headers` ([[name, value], ...]) for a target, with `notes` ([{ header, sentence, open }, ...]).
 * Gives { files, warnings } or { refusal }, the line that the program wrote on standard error.
 */
export function emit(target, headers, options = [], notes = []) {
  const args = ['emit', '--target', target, '--format', 'json'];
  for (const option of options) args.push('--option', option);
  const input = notes.length > 0 ? { headers, changes: notes } : headers;
  const answer = run(args, JSON.stringify(input));
  if (answer.status === 0) return JSON.parse(answer.stdout);
  if (answer.status !== 2) {
    throw new Error(`emit ${target}: exit ${answer.status} ${answer.signal ?? ''} ${answer.stderr}`);
  }
  return { refusal: answer.stderr.trim() };
}

/** The hardened set of a text: [[name, value], ...]. */
export function harden(text, options = []) {
  const args = ['harden', '--format', 'json'];
  for (const option of options) args.push('--option', option);
  const answer = run(args, text);
  if (answer.status !== 0) throw new Error(`harden: ${answer.stderr}`);
  return JSON.parse(answer.stdout).headers;
}

/** The text with the hardened set written into it; null where it can't be. */
export function hardenInto(text) {
  const answer = run(['harden', '--into', '-q'], text);
  return answer.status === 0 ? answer.stdout : null;
}

/** The fields that the text is read as: [[name, value], ...]. */
export function fieldsOf(text) {
  const { input } = JSON.parse(run(['analyze', '--format', 'json', '--option', 'elsewhere=off'], text).stdout);
  return input.responses.find(({ chosen }) => chosen).fields;
}

/**
 * Emits a set of which some headers may be refused: these are taken out, each with its reason.
 * Names in `headers` must differ from each other.
 */
export function emitCarried(target, headers, options = [], notes = []) {
  const refused = new Map();
  let rest = headers;
  while (rest.length > 0) {
    const answer = emit(target, rest, options, notes);
    if (!answer.refusal) return { ...answer, carried: rest, refused };
    const culprit = rest.find(([name]) => [name, name.slice(0, shownNameBytes)].some((word) => namesHeader(answer.refusal, word)));
    if (!culprit) throw new Error(`emit ${target}: the refusal names no header: ${answer.refusal}`);
    refused.set(culprit[0], answer.refusal);
    rest = rest.filter((header) => header !== culprit);
  }
  return { files: [], warnings: [], carried: [], refused };
}

// A longer name is cut off in most refusals.
const shownNameBytes = 64;

/** Whether a refusal line names this header as a whole word. */
export function namesHeader(line, name) {
  return line.split(/[^A-Za-z0-9_-]+/).includes(name);
}
