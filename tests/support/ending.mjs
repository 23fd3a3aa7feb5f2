// When a runner ends, by itself or by a signal, nothing that it started goes on, and no scratch folder
// stays. Importing this is enough; browsers and drivers have process groups of their own, so that the
// tree of processes is gone through.
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { constants } from 'node:os';

/** The processes below `root`, however deep; none where there is no /proc. */
export function descendants(root = process.pid) {
  const children = new Map();
  let entries = [];
  try {
    entries = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
  for (const entry of entries) {
    try {
      // A name may hold blanks and brackets; state and parent follow it.
      const stat = readFileSync(`/proc/${entry}/stat`, 'utf8');
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
      children.set(parent, [...(children.get(parent) ?? []), Number(entry)]);
    } catch {
      // It has ended since.
    }
  }
  const found = [];
  for (const queue = [root]; queue.length > 0;) {
    const below = children.get(queue.shift()) ?? [];
    found.push(...below);
    queue.push(...below);
  }
  return found;
}

export function endProcesses(pids, signal = 'SIGKILL') {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch {
      // It has ended by itself.
    }
  }
}

const folders = new Set();

/** A folder that goes when the process ends. */
export function removeAtEnd(folder) {
  folders.add(folder);
  return folder;
}

/** Removes one before the end. A browser that is just ending may still write into it. */
export function removeNow(folder) {
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  folders.delete(folder);
}

process.on('exit', () => {
  endProcesses(descendants());
  for (const folder of [...folders]) removeNow(folder);
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => process.exit(128 + constants.signals[signal]));
}
