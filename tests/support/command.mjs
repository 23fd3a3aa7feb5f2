// Running other programs.
import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The repository's root, with a slash at its end. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

/** Whether a command is to be found. */
export function has(command) {
  return spawnSync('sh', ['-c', `command -v ${command}`], { stdio: 'ignore' }).status === 0;
}

/** Runs to the end with the output shown; a promise that fails where it fails. */
export function mustRun(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', ...options });
    child.on('error', reject);
    child.on('close', (status, signal) => {
      if (status === 0) resolve();
      else reject(new Error(`${command} ${args.join(' ')}: ${signal ?? `exit ${status}`}`));
    });
  });
}

/** @typedef {import('node:child_process').SpawnSyncOptions} CaptureOptions */

/**
 * Runs with input and gives { status, stdout, stderr }, both as texts unless `encoding` is null.
 * @overload
 * @param {string} command
 * @param {readonly string[]} args
 * @param {CaptureOptions & { encoding: null }} options
 * @returns {import('node:child_process').SpawnSyncReturns<Buffer>}
 */
/**
 * @overload
 * @param {string} command
 * @param {readonly string[]} args
 * @param {CaptureOptions} [options]
 * @returns {import('node:child_process').SpawnSyncReturns<string>}
 */
/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {CaptureOptions} [options]
 */
export function capture(command, args, { input = '', ...options } = {}) {
  const answer = spawnSync(command, args, {
    cwd: root, input, encoding: 'utf8', maxBuffer: 1 << 29, timeout: 1_800_000, ...options,
  });
  /** @type {NodeJS.ErrnoException | undefined} */
  const error = answer.error;
  // A program may refuse its arguments and end before it has read its input.
  const unread = error?.code === 'EPIPE' && answer.status !== null;
  if (error && !unread) throw error;
  return answer;
}

/** The same without waiting: a promise of { status, signal, output }, what it wrote on both. */
export function start(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], ...options });
    const parts = [];
    child.stdout.on('data', (part) => parts.push(part));
    child.stderr.on('data', (part) => parts.push(part));
    child.on('error', reject);
    child.on('close', (status, signal) => resolve({ status, signal, output: Buffer.concat(parts).toString() }));
  });
}
