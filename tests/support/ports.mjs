// Free ports of 127.0.0.1, for servers that have to be told theirs.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';

// Below the range from which the system takes the ports of outgoing connections (32768 and up), so
// that none of these can have one before the server does.
const FIRST = 20000;
const LAST = 31999;

// A port is free from being chosen until its server listens; a file keeps other runs off it meanwhile.
const folder = `${tmpdir()}/headstrong-ports`;
const reserved = new Set();
process.on('exit', () => reserved.forEach((file) => rmSync(file, { force: true })));

/** A port that nothing listens on and no other run of these tests has chosen; never the same twice. */
export async function freePort() {
  mkdirSync(folder, { recursive: true });
  for (;;) {
    const port = FIRST + Math.floor(Math.random() * (LAST - FIRST + 1));
    if (reserve(port) && await isFree(port)) return port;
  }
}

function reserve(port) {
  const file = `${folder}/${port}`;
  if (reserved.has(file)) return false;
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
  } catch {
    if (isTaken(file)) return false;
    rmSync(file, { force: true });  // whoever had it was killed; the next one may have it
    return false;
  }
  reserved.add(file);
  return true;
}

function isTaken(file) {
  try {
    process.kill(Number(readFileSync(file, 'utf8')), 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function isFree(port) {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.on('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
