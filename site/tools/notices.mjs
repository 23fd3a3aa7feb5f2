// The notices of what the page is made of by others: the engine's own, and one of every npm package that
// was bundled.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const RULE = '='.repeat(80);

/** The folders of the packages that the bundles' inputs come from, relative to `site`. */
function packagesIn(metafiles) {
  const folders = new Set();
  for (const { inputs } of metafiles) {
    for (const path of Object.keys(inputs)) {
      const found = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path);
      if (found) folders.add(found[0]);
    }
  }
  return [...folders].sort();
}

function noticeOf(site, folder) {
  const manifest = JSON.parse(readFileSync(join(site, folder, 'package.json'), 'utf8'));
  const file = readdirSync(join(site, folder)).find((name) => /^licen[cs]e/i.test(name));
  if (!file) throw new Error(`${folder} has no licence to go with the page`);
  return `${manifest.name} ${manifest.version}\n\n${readFileSync(join(site, folder, file), 'utf8').trim()}`;
}

export function notices(site, engineFrom, metafiles) {
  const own = join(engineFrom, 'THIRD-PARTY.txt');
  if (!existsSync(own)) throw new Error(`No THIRD-PARTY.txt in ${engineFrom}: build the target headstrong_wasm first.`);
  const parts = packagesIn(metafiles).map((folder) => noticeOf(site, folder));
  const engine = readFileSync(own, 'utf8').trim();
  return `What the page is made of by others, and on which terms.\n\n${[...parts, engine].join(`\n\n${RULE}\n`)}\n`;
}
