// Records verdicts: asks the browsers about given cases and writes one line a case.
//
//   node tests/browsers/record.mjs CASES.ndjson OUT.ndjson [chromium|firefox|webkit…]
//
// An output line is {"case": <line as `headstrong decide` reads it>, "<browser>": "allowed"|"blocked"|"unclear"|
// "unaskable: <why>", "directives": {"<browser>": [effectiveDirective…]}}.

import { readFileSync, writeFileSync } from 'node:fs';
import { BROWSERS, openBrowser, unaskable } from './lab/browsers.mjs';

const [casesPath, outPath, ...chosen] = process.argv.slice(2);
if (!outPath) {
  console.error('usage: record.mjs CASES.ndjson OUT.ndjson [chromium|firefox|webkit…]');
  process.exit(2);
}
const lines = readFileSync(casesPath, 'utf8').split('\n').filter(Boolean).map((text) => JSON.parse(text));
/** @type {Map<string, { case: string, directives: object, notes?: object }>} */
const records = new Map(lines.map((line) => [line, { case: line, directives: {} }]));
for (const id of chosen.length > 0 ? chosen : BROWSERS) {
  const browser = await openBrowser(id);
  if (!browser) {
    console.log(`${id}: not installed`);
    continue;
  }
  const started = Date.now();
  const askable = lines.filter((line) => {
    const reason = unaskable(id, line, browser);
    if (reason) records.get(line)[id] = `unaskable: ${reason}`;
    return reason === null;
  });
  let unclear = 0;
  try {
    await browser.session.ask(askable, (line, result) => {
      const record = records.get(line);
      record[id] = result.verdict;
      if (result.directives.length > 0) record.directives[id] = result.directives;
      if (result.verdict === 'unclear') {
        ++unclear;
        (record.notes ??= {})[id] = result.note;
      }
    });
  } finally {
    await browser.close();
  }
  writeFileSync(outPath, [...records.values()].map((record) => JSON.stringify(record)).join('\n') + '\n');
  console.log(`${id} ${browser.version}: ${askable.length} asked, ${unclear} unclear, ${Date.now() - started} ms`);
}
