// The peers themselves, as their packages answer. They are no dependency of the tests, which compare
// with recorded answers; record.mjs says how to install them.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

// Observatory at 94042bb wants a newer Node.js; this is all that 20 lacks.
Set.prototype.union ??= function union(other) {
  return new Set([...this, ...(/** @type {Set<unknown>} */ (other))]);
};

/** `folder`: where csp_evaluator is installed. Answers [[type, severity, directive, value?], …] or {error}. */
export function cspEvaluator(folder) {
  const require = createRequire(join(folder, 'index.js'));
  const { CspParser } = require('csp_evaluator/dist/parser.js');
  const { CspEvaluator, DEFAULT_CHECKS, STRICTCSP_CHECKS } = require('csp_evaluator/dist/evaluator.js');
  const { Severity, Type } = require('csp_evaluator/dist/finding.js');
  const { Version } = require('csp_evaluator/dist/csp.js');
  return (policy) => {
    try {
      return new CspEvaluator(new CspParser(policy).csp, Version.CSP3)
        .evaluate(STRICTCSP_CHECKS, DEFAULT_CHECKS)
        .map(({ type, severity, directive, value }) =>
          [Type[type], Severity[severity], directive, ...(value === undefined ? [] : [value])]);
    } catch (error) {
      return { error: error.message };
    }
  };
}

// What takes more than one response's headers.
const undecided = new Set(['cross-origin-resource-sharing', 'redirection', 'subresource-integrity']);

/**
 * `source`: the src folder of Observatory, with {} in ../conf/hsts-preload.json and its dependencies in
 * reach. Answers {tests: {name: [result, modifier]}, score, grade}.
 */
export async function observatory(source) {
  const load = (path) => import(pathToFileURL(join(source, path)).href);
  const { Requests } = await load('types.js');
  const { Session } = await load('retriever/session.js');
  const { ALL_TESTS } = await load('constants.js');
  const { getGradeForScore, getScoreModifier } = await load('grader/grader.js');
  const hasSites = existsSync(join(source, 'site.js'));
  const siteOf = hasSites ? (await load('site.js')).Site.fromSiteString : (host) => host;
  const { AxiosHeaders } = createRequire(join(source, 'index.js'))('axios');

  return ({ url, headers }) => {
    const cookies = [];
    const fields = {};
    for (const [name, value] of headers) {
      const key = name.toLowerCase();
      if (key === 'set-cookie') cookies.push(value);
      else fields[key] = key in fields ? `${fields[key]}, ${value}` : value;
    }
    const axiosHeaders = new AxiosHeaders();
    for (const [name, value] of Object.entries(fields)) axiosHeaders.set(name, value);
    if (cookies.length > 0) axiosHeaders.set('set-cookie', cookies);

    const page = new URL(url);
    const requests = new Requests(siteOf(page.hostname));
    const response = {
      headers: axiosHeaders,
      request: { headers: new AxiosHeaders() },
      status: 200,
      verified: true,
      httpEquiv: new Map(),
    };
    requests.responses.auto = response;
    requests.responses[page.protocol === 'https:' ? 'https' : 'http'] = response;
    requests.resources.path = '';
    requests.session = new Session(page);
    for (const cookie of cookies) requests.session.jar.setCookieSync(cookie, page.href, { ignoreError: true });

    const tests = {};
    let penalties = 0;
    let total = 0;
    for (const test of ALL_TESTS) {
      const output = test(requests);
      const name = output.constructor.name;
      if (undecided.has(name)) continue;
      const modifier = getScoreModifier(output.result);
      tests[name] = [output.result, modifier];
      total += modifier;
      penalties += Math.min(modifier, 0);
    }
    return { tests, ...getGradeForScore(100 + penalties >= 90 ? 100 + total : 100 + penalties) };
  };
}
