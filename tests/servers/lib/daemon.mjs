// Starts and stops the real servers, in folders of their own, on free loopback ports.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

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

let nextPort = 20000 + (process.pid % 10000);

/**
 * A port of 127.0.0.1 that nothing listens on, never the same twice. It is below the range from
 * which the system takes the ports of outgoing connections (32768 and up), so that none of these
 * can have it before the server does.
 */
export async function freePort() {
  while (true) {
    const port = nextPort;
    nextPort = port >= 32000 ? 20000 : port + 1;
    if (await isFree(port)) return port;
  }
}

function isFree(port) {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.on('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

const folders = new Set();
process.on('exit', () => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** A folder that goes when the process ends. */
export function scratch(name) {
  const folder = mkdtempSync(path.join(tmpdir(), `headstrong-${name}-`));
  folders.add(folder);
  return folder;
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

const running = new Set();
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));

/** Starts a server that stays in the foreground and waits until it accepts on `port`. */
export async function start(command, args, { port, ...options }) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
  let output = '';
  const collect = (chunk) => (output = (output + chunk).slice(-4000));
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  running.add(child);
  const gone = new Promise((resolve) => child.on('close', resolve));
  gone.then(() => running.delete(child));
  let ended = false;
  gone.then(() => (ended = true));
  const deadline = Date.now() + 30000;
  while (!(await accepts(port))) {
    if (ended || Date.now() > deadline) {
      child.kill('SIGKILL');
      throw new Error(`${command} did not start: ${output}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return {
    port,
    output: () => output,
    async stop() {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), 3000);
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
