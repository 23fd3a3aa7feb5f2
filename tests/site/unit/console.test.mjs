// Console messages read back into requests. The messages are those that the browsers themselves wrote
// (tests/site/console, one file for each; each says by which version), not our idea of them.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { importSource } from '../support/compile.mjs';
import { ROOT } from '../support/paths.mjs';

const { readConsole } = await importSource('console/console_messages.ts');
const { EMPTY_FORM, requestOf } = await importSource('judge/requests.ts');

const recorded = ['chromium', 'firefox', 'webkit'].map((browser) =>
  JSON.parse(readFileSync(`${ROOT}tests/site/console/${browser}.json`, 'utf8')),
);

/** What differs from the empty form. */
function filled(form) {
  return Object.fromEntries(Object.entries(form).filter(([name, value]) => name === 'type' || value !== EMPTY_FORM[name]));
}

for (const { browser, version, messages } of recorded) {
  test(`each message of ${version} gives the request that it tells of`, () => {
    assert.ok(messages.length > 40, 'the recording is not cut');
    // `browser` stands where two say it in the same words.
    for (const { text, request, directive, reportOnly, browser: taken = browser } of messages) {
      const [message, ...more] = readConsole(text);
      assert.ok(message, text);
      assert.deepEqual(more, [], text);
      assert.equal(message.browser, taken, text);
      assert.deepEqual(filled(message.form), request, text);
      assert.equal(message.directive, directive, text);
      assert.equal(message.reportOnly, reportOnly ?? false, text);
    }
  });

  test(`all messages of ${version} at once are as many requests, in order and without repetition`, () => {
    const paste = messages.map(({ text }, index) => `app.js:${index} ${text}\n    at go (app.js:${index}:1)`).join('\n');
    const expected = new Set(
      messages.map(({ request, directive, reportOnly, browser: taken = browser }) => JSON.stringify([taken, request, directive, reportOnly ?? false])),
    );
    const found = readConsole(paste).map((message) =>
      JSON.stringify([message.browser, filled(message.form), message.directive, message.reportOnly]),
    );
    assert.equal(new Set(found).size, found.length);
    for (const line of found) assert.ok(expected.has(line), line);
    assert.ok(found.length >= 40, String(found.length));
  });

  test(`messages of ${version} about other things are passed over`, () => {
    const { others } = recorded.find((item) => item.browser === browser);
    assert.ok(others.length > 0);
    for (const text of others) assert.deepEqual(readConsole(text), [], text);
  });
}

test('the wording that Chromium had for years is read too', () => {
  const old = (words) => readConsole(`${words} it violates the following Content Security Policy directive: "default-src 'self'".`)[0];
  assert.deepEqual(filled(old("Refused to load the script 'https://a.example/x.js' because").form), { type: 'script', url: 'https://a.example/x.js' });
  assert.deepEqual(filled(old("Refused to load the stylesheet 'https://a.example/x.css' because").form), { type: 'style', url: 'https://a.example/x.css' });
  assert.deepEqual(filled(old("Refused to connect to 'wss://a.example/' because").form), { type: 'websocket', url: 'wss://a.example/' });
  assert.equal(old("Refused to frame 'https://a.example/' because").directive, "default-src 'self'");
});

test('what WebKit said before it knew Trusted Types, and what Safari writes around it', () => {
  const [eval_] = readConsole(`EvalError: Refused to evaluate a string as JavaScript because 'unsafe-eval' is not an allowed source of script in the following Content Security Policy directive: "script-src 'self'".`);
  assert.deepEqual(filled(eval_.form), { type: 'eval' });
  const safari = `[Error] Refused to load https://a.example/x.js because it does not appear in the script-src directive of the Content Security Policy. (index.html, line 3)
[Error] [Report Only] Refused to load https://b.example/y.png because it does not appear in the img-src directive of the Content Security Policy.`;
  assert.deepEqual(
    readConsole(safari).map(({ browser, form, reportOnly }) => [browser, form.type, form.url, reportOnly]),
    [
      ['webkit', 'script', 'https://a.example/x.js', false],
      ['webkit', 'image', 'https://b.example/y.png', true],
    ],
  );
});

test('an old report-only message of Chromium is one', () => {
  const [message] = readConsole(`[Report Only] Refused to load the image 'https://a.example/x.png' because it violates the following Content Security Policy directive: "img-src 'self'".`);
  assert.deepEqual([message.browser, message.form.type, message.reportOnly], ['chromium', 'image', true]);
});

// That this takes no longer than the text is long is counted by tests/bench.
test('a paste of anything gives no request', () => {
  for (const text of ['', 'hello', '<script>', "Loading the script '".repeat(10_000), 'Content-Security-Policy: '.repeat(20_000), 'directive: "'.repeat(20_000), "Loading the script 'x' violates " + ' '.repeat(200_000)]) {
    for (const { form } of readConsole(text)) assert.equal(form.url.includes('https://'), false);
  }
});

test('what is filled in is a request that can be asked about, but for what the browser keeps to itself', () => {
  for (const { messages } of recorded) {
    for (const { text } of messages) {
      const [{ form }] = readConsole(text);
      // Neither names the page that frames; Firefox does not name the Trusted Types policy.
      const untold = form.type === 'frame-ancestors' || form.type === 'trusted-type-policy';
      assert.ok(requestOf(form) !== null || untold, text);
    }
  }
});
