#!/usr/bin/env node
// Asks the peers themselves and writes down what they answer: tests/data/elsewhere-*.ndjson.gz, which
// tests/core/peers_test.cpp compares with. Needed again only when a peer has a new version.
//
//   mkdir peers && cd peers
//   npm i --ignore-scripts csp_evaluator@1.1.8 @mdn/mdn-http-observatory@1.4.8 structured-headers@2.0.3 htmlparser2
//   (unpack mdn/mdn-http-observatory at 94042bb as observatory6/)
//   echo '{}' | tee node_modules/@mdn/mdn-http-observatory/conf/hsts-preload.json > observatory6/conf/hsts-preload.json
//   node …/tests/core/peers/record.mjs peers       (Node.js 20.20.2: its URL parser is part of the answers)
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';

import { readData } from '../../support/data.mjs';
import { Mutator } from './mutate.mjs';
import { cspEvaluator, observatory } from './peers.mjs';

const seed = 20261124;
const madeUpPolicies = 3000;
const madeUpResponses = 2000;

if (process.argv.length !== 3) {
  console.error('usage: record.mjs FOLDER-OF-THE-PEERS');
  process.exit(2);
}
const folder = resolve(process.argv[2]);
const evaluate = cspEvaluator(folder);
const observatory4 = await observatory(join(folder, 'node_modules/@mdn/mdn-http-observatory/src'));
const observatory6 = await observatory(join(folder, 'observatory6/src'));

const write = (name, records) => {
  const text = records.map((record) => `${JSON.stringify(record)}\n`).join('');
  writeFileSync(new URL(`../../data/${name}.ndjson.gz`, import.meta.url), gzipSync(text, { level: 9 }));
  console.log(`${name}: ${records.length}`);
};

const alone = (policy) => ({
  url: 'https://site.example/',
  headers: [['Content-Security-Policy', policy]],
});
const cspTest = (observe, policy) => observe(alone(policy)).tests['content-security-policy'];

const policies = readData('csps').map(({ csp }) => csp);
write('elsewhere-csps', policies.map((csp, i) => ({
  line: i + 1,
  cspEvaluator: evaluate(csp),
  observatory4: cspTest(observatory4, csp),
})));

// Sets whose host is known: a cookie's Domain attribute hangs on it. Observatory refuses other hosts.
const isSite = ({ url }) => URL.canParse(url) && new URL(url).hostname.includes('.');
write('elsewhere-headersets', readData('headersets')
  .map((response, i) => ({ line: i + 1, response }))
  .filter(({ response }) => isSite(response))
  .map(({ line, response }) => ({ line, observatory4: observatory4(response) })));

const mutator = new Mutator(seed, policies);
write('elsewhere-mutations', [
  ...Array.from({ length: madeUpPolicies }, () => {
    const csp = mutator.policy();
    return {
      csp,
      cspEvaluator: evaluate(csp),
      observatory4: cspTest(observatory4, csp),
      observatory6: cspTest(observatory6, csp),
    };
  }),
  ...Array.from({ length: madeUpResponses }, () => {
    const response = mutator.response();
    return { ...response, observatory4: observatory4(response), observatory6: observatory6(response) };
  }),
]);
