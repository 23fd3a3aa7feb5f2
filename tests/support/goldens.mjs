// The golden reports, which native and WebAssembly builds are both held to.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { root } from './command.mjs';

/** Without the line breaks and blanks that make a golden readable, as the core writes it. */
const compact = (json) => json.replaceAll(/("(?:[^"\\]|\\.)*")|\s+/g, '$1');

/** Every golden as { name, input, report }, both as bytes. An input without a report throws. */
export function goldens() {
  const found = [];
  for (const folder of [`${root}tests/golden/`, `${root}site/examples/`]) {
    for (const file of readdirSync(folder).filter((name) => name.endsWith('.http')).sort()) {
      const name = file.slice(0, -'.http'.length);
      const report = `${root}tests/golden/${name}.report.json`;
      if (!existsSync(report)) throw new Error(`${report} is missing: tests/run core --update-goldens`);
      found.push({ name, input: readFileSync(folder + file), report: Buffer.from(`${compact(readFileSync(report, 'utf8'))}\n`) });
    }
  }
  return found;
}
