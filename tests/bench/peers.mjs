// The peers that throughput is compared with, as their npm packages do the same work.
import { existsSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cspEvaluator, observatory } from '../core/peers/peers.mjs';
import { root } from '../support/command.mjs';

const modules = `${root}tests/node_modules/`;
const observatoryFolder = `${modules}@mdn/mdn-http-observatory/`;

/** The package downloads this list when it is installed, which we do not let it; an empty one will do. */
function completeObservatory() {
  const list = `${observatoryFolder}conf/hsts-preload.json`;
  if (!existsSync(list)) writeFileSync(list, '{}');
}

/** CSP Evaluator on a policy. */
export const evaluateCsp = cspEvaluator(`${root}tests/`);

/** Observatory's parsing and test of a policy alone, with its score. */
export async function observatoryCspTest() {
  completeObservatory();
  const load = (path) => import(`${observatoryFolder}src/${path}`);
  const { Requests } = await load('types.js');
  const { contentSecurityPolicyTest } = await load('analyzer/tests/csp.js');
  const { getScoreModifier } = await load('grader/grader.js');
  const { AxiosHeaders } = createRequire(`${observatoryFolder}src/`)('axios');
  const url = new URL('https://site.example/');
  return (policy) => {
    const requests = new Requests('site.example');
    // Without an address it says "not implemented" before it has read anything.
    requests.session = { url };
    requests.responses.auto = {
      headers: new AxiosHeaders({ 'content-security-policy': policy }),
      request: { headers: new AxiosHeaders() }, status: 200, verified: true, httpEquiv: new Map(),
    };
    return getScoreModifier(contentSecurityPolicyTest(requests).result);
  };
}

/** Observatory's whole grade of a response with that policy. */
export async function observatoryGrade() {
  completeObservatory();
  const grade = await observatory(`${observatoryFolder}src`);
  return (policy) => grade({ url: 'https://site.example/', headers: [['Content-Security-Policy', policy]] });
}
