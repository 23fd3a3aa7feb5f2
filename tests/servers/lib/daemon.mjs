// Starts and stops the real servers, in folders of their own, on free loopback ports.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, mkdirSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { removeAtEnd } from '../../support/ending.mjs';
import { freePort } from '../../support/ports.mjs';
import { until } from '../../support/until.mjs';

const binFolders = [...(process.env.PATH ?? '').split(':'), '/usr/sbin', '/usr/local/sbin'];

/** The path of an installed program, or null. */
export function which(name) {
  const folders = name.startsWith('/') ? [''] : binFolders;
  return folders.map((folder) => path.join(folder, name)).find((file) => existsSync(file)) ?? null;
}

/** Debian's Python, which sees Debian's packages; another one in PATH does not. */
export const python = '/usr/bin/python3';

export function pythonHas(module) {
  return existsSync(python) && spawnSync(python, ['-c', `import ${module}`]).status === 0;
}

export { freePort };

/** A folder that goes when the process ends. */
export function scratch(name) {
  return removeAtEnd(mkdtempSync(path.join(tmpdir(), `headstrong-${name}-`)));
}

/** Writes { relative path: text } under `folder`. */
export function write(folder, files) {
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

/** Runs a syntax check; throws with its output if it fails. */
export function check(command, args, options = {}) {
  const answer = spawnSync(command, args, { encoding: 'utf8', ...options });
  if (answer.status !== 0) {
    throw new Error(`${command} ${args.join(' ')}: ${answer.stdout}${answer.stderr}`.slice(0, 4000));
  }
  return answer.stdout + answer.stderr;
}

/** Starts a server that stays in the foreground and waits until it accepts on `port`, and on `morePorts`. */
/** `keep` of its output, in characters, is remembered. */
export async function start(command, args, { port, morePorts = [], keep = 4000, ...options }) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
  let output = '';
  const collect = (chunk) => (output = (output + chunk).slice(-keep));
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const gone = new Promise((resolve) => child.on('close', resolve));
  let ended = false;
  gone.then(() => (ended = true));
  const up = async () => ended || (await Promise.all([port, ...morePorts].map(accepts))).every(Boolean);
  await until(up, { what: `${command} accepts on port ${port}` }).catch((error) => {
    child.kill('SIGKILL');
    throw new Error(`${error.message}: ${output}`);
  });
  if (ended) throw new Error(`${command} did not start: ${output}`);
  return {
    port,
    output: () => output,
    /** Ends it; what was started `detached`, with all that it started itself. */
    async stop() {
      const end = (signal) => (options.detached ? process.kill(-child.pid, signal) : child.kill(signal));
      end('SIGTERM');
      const timer = setTimeout(() => end('SIGKILL'), 3000);
      await gone;
      clearTimeout(timer);
    },
  };
}

function accepts(port) {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1');
    socket.on('connect', () => resolve(socket.destroy() && true));
    socket.on('error', () => resolve(false));
  });
}
