// Console messages and reports, read by the engine, as forms and answers of "Would this load?". The messages
// are those that the browsers themselves wrote (tests/site/console).
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { importSource } from '../support/compile.mjs';
import { BUILT_ENGINE, ROOT } from '../support/paths.mjs';

const { formOf, tellSame } = await importSource('judge/told.ts');
const { isOnlyTold, judgeLoad } = await importSource('judge/load.ts');
const { EMPTY_FORM, isRequestType, pageOf, requestOf } = await importSource('judge/requests.ts');

const recorded = ['chromium', 'firefox', 'webkit'].map((browser) =>
  JSON.parse(readFileSync(`${ROOT}tests/site/console/${browser}.json`, 'utf8')),
);

let engine;
before(async () => {
  const { load } = await import(pathToFileURL(`${BUILT_ENGINE}/headstrong.mjs`).href);
  engine = await load();
});

/** The answer on the one request of a text that holds nothing else. */
function answerOf(text, change = {}) {
  const report = engine.analyze(text, {});
  assert.ok(isOnlyTold(report), text);
  const [message] = report.input.requests;
  const form = { ...formOf(message), ...change };
  const page = pageOf(form);
  return judgeLoad(engine, text, {}, report, { request: requestOf(form), message, asTold: true, ...(page === undefined ? {} : { page }) });
}

test('each message fills in a request that can be asked about, but for what the browser keeps to itself', () => {
  for (const { version, messages } of recorded) {
    for (const { text, request } of messages) {
      const { requests } = engine.analyze(text, {}).input;
      assert.equal(requests?.length, 1, `${version}: ${text}`);
      assert.ok(isRequestType(requests[0].type), text);
      const form = formOf(requests[0]);
      for (const [name, value] of Object.entries(request)) assert.equal(form[name], value, text);
      // Neither names the page that frames; Firefox does not name the Trusted Types policy.
      const untold = form.type === 'frame-ancestors' || form.type === 'trusted-type-policy';
      assert.ok(requestOf(form) !== null || untold, text);
    }
  }
});

test('of framing the parent is asked about', () => {
  const told = { type: 'frame-ancestors', url: 'https://portal.example/', page: 'https://bank.example/', directive: 'x-frame-options', disposition: 'enforce', said: '', span: { start: 0, end: 1 } };
  assert.deepEqual(formOf(told), { ...EMPTY_FORM, type: 'frame-ancestors', ancestors: 'https://portal.example/', page: 'https://bank.example/' });
});

test('where a message stands does not count', () => {
  const told = { type: 'eval', directive: 'script-src', disposition: 'enforce', said: 'x', span: { start: 0, end: 1 } };
  assert.equal(tellSame([told], [{ ...told, span: { start: 5, end: 6 } }]), true);
  assert.equal(tellSame([told], [{ ...told, type: 'wasm-eval' }]), false);
  assert.equal(tellSame([told], []), false);
});

test('a message is judged by the directive that it quotes, a report by its policy and page', () => {
  const message = answerOf("Refused to load the image 'https://i.example/a.png' because it violates the following Content Security Policy directive: \"default-src 'self'\".");
  assert.equal(message.verdict.verdict.chromium, 'blocked');
  assert.equal(message.verdict.cause, undefined);
  assert.ok(message.remedies.length > 0);
  assert.ok(message.remedies.every(({ edits, policy }) => edits === undefined && policy.includes('https://i.example')));
  const report = answerOf('{"csp-report":{"document-uri":"https://site.example/","effective-directive":"img-src","original-policy":"img-src \'self\'","blocked-uri":"https://site.example/a.png"}}');
  assert.equal(report.verdict.verdict.spec, 'allowed');
  assert.match(report.verdict.cause, /redirect/);
});

test('what a message does not quote is not judged', () => {
  const safari = answerOf('Refused to load https://a.example/x.js because it does not appear in the script-src directive of the Content Security Policy.');
  assert.equal(safari.kind, 'unanswered');
});

test('a message of another policy says so beside headers', () => {
  const text = "Content-Security-Policy: img-src 'self'\nX-Frame-Options: DENY\n";
  const [message] = engine.analyze("Refused to load the image 'https://i.example/a.png' because it violates the following Content Security Policy directive: \"img-src 'none'\".", {}).input.requests;
  const report = engine.analyze(text, {});
  const { verdict } = judgeLoad(engine, text, {}, report, { request: requestOf(formOf(message)), message, asTold: true });
  assert.equal(verdict.verdict.chromium, 'blocked');
  assert.match(verdict.cause, /no policy here contains/);
  const altered = judgeLoad(engine, text, {}, report, { request: requestOf(formOf(message)), message, asTold: false });
  assert.equal(altered.verdict.cause, undefined);
});
