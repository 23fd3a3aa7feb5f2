// A shorter tour in WebKitGTK: type, fix, undo, configuration, share, broken link.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startServer } from '../support/server.mjs';
import { KEYS, missingForWebKit, WebKit } from '../../support/webkit.mjs';

const missing = missingForWebKit();

describe('WebKit', { skip: missing ? `${missing} is not there` : false }, () => {
  let server;
  let webkit;
  before(async () => {
    server = await startServer();
    webkit = await WebKit.launch();
  });
  after(async () => {
    await webkit?.end();
    await server?.close();
  });

  /** Opens the page anew; WebDriver here has no script before load, so violations are watched from then on. */
  async function open(path = '') {
    await webkit.goto('about:blank');
    await webkit.goto(server.url + path);
    await webkit.until(() => 'ready' in document.documentElement.dataset);
    await webkit.run(() => {
      window.complaints = [];
      addEventListener('securitypolicyviolation', (event) => window.complaints.push(`${event.violatedDirective} ${event.blockedURI}`));
      addEventListener('error', (event) => window.complaints.push(event.message));
      addEventListener('unhandledrejection', (event) => window.complaints.push(String(event.reason)));
    });
    return server.log.length;
  }

  async function assertQuiet(logged) {
    assert.deepEqual(await webkit.run(() => window.complaints), []);
    assert.deepEqual(server.log.slice(logged), [], 'requests after load');
  }

  const editorText = () =>
    webkit.run(() => [...document.querySelector('.rich').shadowRoot.querySelectorAll('.cm-line')].map((line) => (line.querySelector('.cm-placeholder') ? '' : line.textContent)).join('\n'));
  const focusEditor = () => webkit.run(() => document.querySelector('.rich').shadowRoot.querySelector('.cm-content').focus());
  const press = (label) =>
    webkit.run((words) => [...document.querySelectorAll('button')].find((item) => item.textContent.trim() === words).click(), label);

  test('WebKit: the editor, the engine and the worker come up without a violation', async () => {
    const logged = await open();
    assert.ok(server.log.some((path) => /\/worker-/.test(path)));
    assert.equal(await webkit.run(() => Boolean(document.querySelector('.rich'))), true);
    await assertQuiet(logged);
  });

  test('WebKit: typing is judged, a fix changes the text and can be undone', async () => {
    const logged = await open();
    await focusEditor();
    await webkit.keys("content-security-policy: script-src 'self' 'unsafe-inline'; ");
    await webkit.until(() => Boolean(document.querySelector('[data-rule*="unsafe-inline"]')));
    const text = await editorText();
    const rule = await webkit.until(() => document.querySelector('.finding:has(.fix)')?.dataset.rule);
    await webkit.run((id) => document.querySelector(`[data-rule="${id}"] .fix`).focus(), rule);
    await webkit.keys(KEYS.enter);
    await webkit.until((id) => !document.querySelector(`[data-rule="${id}"]`), rule);
    await webkit.until(() => document.activeElement.matches('.finding-title'));
    assert.notEqual(await editorText(), text);
    await focusEditor();
    await webkit.keys(`${KEYS.control}z`);
    await webkit.until((id) => Boolean(document.querySelector(`[data-rule="${id}"]`)), rule);
    assert.equal(await editorText(), text);
    await assertQuiet(logged);
  });

  test('WebKit: the menu of examples loads on Enter, and gives the focus back', async () => {
    const logged = await open();
    await focusEditor();
    await webkit.keys('Server: nginx');
    await webkit.until(() => Boolean(document.querySelector('.grade')));
    await webkit.run(() => document.querySelector('[popovertarget]').focus());
    await webkit.keys(KEYS.enter);
    await webkit.until(() => Boolean(document.querySelector('#example-menu:popover-open')));
    await webkit.keys(KEYS.tab);
    assert.equal(await editorText(), 'Server: nginx');
    const id = await webkit.run(() => document.activeElement.dataset.example);
    assert.ok(id);
    await webkit.keys(KEYS.enter);
    await webkit.until(() => !document.querySelector('#example-menu:popover-open') && document.querySelector('.finding'));
    assert.equal(await webkit.run(() => document.activeElement.getAttribute('popovertarget')), 'example-menu');
    await assertQuiet(logged);
  });

  test('WebKit: configuration and share', async () => {
    await open();
    await press('The complete setcurl -I output of a Flask app with the guide’s seven headers');
    await webkit.click('[data-panel=home]');
    const file = await webkit.until(() => document.querySelector('.file pre')?.textContent);
    assert.match(file, /Content-Security-Policy/i);
    await press('Share');
    const link = await webkit.until(() => document.querySelector('#share-link')?.value);
    const logged = await open(link.slice(server.url.length));
    assert.equal(await webkit.until(() => document.querySelector('.file pre')?.textContent), file);
    await assertQuiet(logged);
  });

  test('WebKit: the panels about policies answer, in the worker too', async () => {
    const logged = await open();
    await focusEditor();
    await webkit.keys("content-security-policy: img-src 'self'; script-src 'self'; ");
    await webkit.until(() => Boolean(document.querySelector('.grade')));
    await webkit.click('[data-panel=load]');
    await webkit.run(() => document.querySelector('#load-console').focus());
    await webkit.keys('Refused to load https://pics.example/a.png because it does not appear in the img-src directive of the Content Security Policy.');
    await webkit.until(() => document.querySelector('.verdict h3')?.textContent.trim() === 'Blocked');
    assert.equal(await webkit.run(() => document.querySelector('#load-type').value), 'image');
    // What else a change would allow is compared in the worker.
    await webkit.until(() => /^What else this changes: \d/.test(document.querySelector('.remedy summary')?.textContent ?? ''));
    await webkit.run(() => document.querySelector('.remedy .button.primary').click());
    await webkit.until(() => document.querySelector('.verdict h3')?.textContent.trim() === 'Allowed');
    await webkit.click('[data-panel=allows]');
    const states = await webkit.until(() => {
      const row = [...document.querySelectorAll('.matrix tbody tr')].find(({ cells }) => cells[0].textContent === 'Images');
      return row && [...row.cells].slice(1, 4).map((cell) => cell.textContent.trim());
    });
    assert.deepEqual(states, ['allowed', 'blocked', 'blocked']);
    await webkit.click('[data-panel=changed]');
    await webkit.until(() => document.querySelector('#changed-other'));
    await webkit.run(() => document.querySelector('#changed-other').focus());
    await webkit.keys('img-src *');
    await webkit.until(() => Boolean(document.querySelector('.witnesses.is-allows')));
    await assertQuiet(logged);
  });

  test('WebKit: a broken link gives a message, beside the example', async () => {
    const logged = await open('#v1.AAAA');
    assert.match(await webkit.until(() => document.querySelector('.notice-problem')?.textContent), /incomplete or was altered/);
    await webkit.until(() => Boolean(document.querySelector('.example-line')));
    await assertQuiet(logged);
  });
});
