// The collected data under tests/data, unpacked.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/** The records of tests/data/<name>.ndjson.gz. */
export function readData(name) {
  const packed = readFileSync(new URL(`../data/${name}.ndjson.gz`, import.meta.url));
  return gunzipSync(packed).toString('utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));
}
