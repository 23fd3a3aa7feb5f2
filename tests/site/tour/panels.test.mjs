// The three panels that ask about policies, in real browsers: would this load, what it allows, what
// changed. Every tab is watched as in the other tours.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { BROWSERS, served, whyNot } from '../support/browsers.mjs';
import { ROOT } from '../support/paths.mjs';
import { Tab } from '../support/tab.mjs';

const POLICY = "default-src 'self'; img-src 'self' https://pics.example; script-src 'nonce-abc'";
const TEXT = `HTTP/2 200\ncontent-security-policy: ${POLICY}\nx-frame-options: DENY`;

/** What the two consoles said, of one image and one script that the policy above blocks. */
const CONSOLE = [
  `app.js:3 Loading the image 'https://other.example/a.png' violates the following Content Security Policy directive: "img-src 'self' https://pics.example". The action has been blocked.`,
  `Content-Security-Policy: The page’s settings blocked a script (script-src-elem) at https://cdn.example/x.js from being executed because it violates the following directive: “script-src 'nonce-abc'”`,
].join('\n');

for (const options of BROWSERS) {
  const skip = whyNot(options);
  describe(options.name, { skip }, () => tour(options));
}

function tour(options) {
  const at = served(options);

  function inTab(name, run, settings) {
    test(`${options.name}: ${name}`, async () => {
      const tab = await Tab.open(at.browser, at.server, settings);
      await run(tab);
      await tab.close();
    });
  }

  inTab('a request typed in gives a verdict that follows every key', async (tab) => {
    await open(tab, 'load');
    assert.match(await tab.text('.load-answer'), /Enter a URL/);
    await tab.page.select('#load-type', 'image');
    await type(tab, '#load-url', 'https://pics.example/a.png');
    await verdict(tab, 'Allowed');
    await type(tab, '#load-url', 'https://other.example/a.png');
    await verdict(tab, 'Blocked');
    assert.equal(await tab.page.$eval('.load-answer', (item) => item.getAttribute('aria-live')), 'polite');
    await tab.page.select('#load-type', 'frame-ancestors');
    await type(tab, '#load-ancestors', 'https://portal.example/');
    await verdict(tab, 'Blocked');
    assert.match(await tab.text('.verdict'), /X-Frame-Options/);
  });

  inTab('the page’s own address is a field, and decides about its own files', async (tab) => {
    await open(tab, 'load');
    await tab.page.select('#load-type', 'font');
    await type(tab, '#load-url', 'https://mine.example/a.woff2');
    await tab.until(() => /depends on the page's URL/.test(document.querySelector('.verdict')?.textContent ?? ''));
    await type(tab, '#load-page', 'https://mine.example/');
    await verdict(tab, 'Allowed');
    await type(tab, '#load-page', 'https://other.example/');
    await verdict(tab, 'Blocked');
  });

  inTab('the deciding words are marked, and a button leads to them', async (tab) => {
    await open(tab, 'load');
    await tab.page.select('#load-type', 'image');
    await type(tab, '#load-url', 'https://pics.example/a.png');
    await verdict(tab, 'Allowed');
    assert.deepEqual(await deciding(tab), ['https://pics.example']);
    await tab.click('.verdict .button-row button');
    // The words are selected, so that a key replaces them.
    await tab.page.keyboard.press('Delete');
    await verdict(tab, 'Blocked');
    assert.equal(await tab.editorText(), TEXT.replace('https://pics.example', ''));
    await tab.click('[data-panel=findings]');
    assert.deepEqual(await deciding(tab), []);
  });

  inTab('the fallback path is drawn and says which directive decides', async (tab) => {
    await open(tab, 'load');
    await type(tab, '#load-url', 'https://cdn.example/x.js');
    await verdict(tab, 'Blocked');
    const path = () => tab.page.$$eval('.path li', (items) => items.map((item) => item.textContent));
    assert.deepEqual(await path(), ['script-src-elem (absent)', 'script-src (decides)', 'default-src (not used)']);
    await tab.page.select('#load-type', 'font');
    await tab.until(() => document.querySelector('.path li')?.textContent.startsWith('font-src'));
    assert.deepEqual(await path(), ['font-src (absent)', 'default-src (decides)']);
  });

  inTab('browsers are named where they differ', async (tab) => {
    await open(tab, 'load');
    await tab.page.select('#load-type', 'wasm-eval');
    await verdict(tab, 'Browsers differ');
    const words = await tab.text('.by-browser');
    assert.match(words, /Chromium *blocked/);
    assert.match(words, /Safari \(WebKit\) *allowed/);
  });

  inTab('console messages fill the form in, and the smallest change is offered', async (tab) => {
    await open(tab, 'load');
    await pasteInto(tab, '#load-console', CONSOLE);
    await verdict(tab, 'Blocked');
    assert.equal(await tab.page.$eval('#load-type', (item) => item.value), 'image');
    assert.equal(await tab.page.$eval('#load-url', (item) => item.value), 'https://other.example/a.png');
    assert.equal((await tab.page.$$('.messages input')).length, 2);
    assert.match(await tab.text('.remedy-title'), /https:\/\/other\.example\/a\.png/);
    await tab.click('.remedy summary');
    // What else a change would allow is compared in the worker.
    await tab.page.waitForSelector('.remedy .witnesses.is-allows');
    assert.match(await tab.text('.remedy .witnesses.is-allows'), /Newly allowed/);
    await tab.click('.remedy .button.primary');
    await verdict(tab, 'Allowed');
    const text = await tab.editorText();
    assert.equal(text, TEXT.replace('https://pics.example', 'https://pics.example https://other.example/a.png'));
    await tab.page.$$eval('.messages input', (items) => items[1].click());
    await verdict(tab, 'Blocked');
    assert.equal(await tab.page.$eval('#load-url', (item) => item.value), 'https://cdn.example/x.js');
    assert.match(await tab.text('.remedies'), /nonce/);
    await tab.focusEditor();
    await tab.press('z', 'Control');
    await tab.until((old) => [...document.querySelector('.rich').shadowRoot.querySelectorAll('.cm-line')].map((line) => line.textContent).join('\n') === old, TEXT);
    await pasteInto(tab, '#load-console', 'nothing of that kind');
    await tab.until(() => /No browser message/.test(document.querySelector('.console-paste').textContent));
  });

  inTab('a message about another policy says so', async (tab) => {
    await open(tab, 'load');
    const [first] = CONSOLE.split('\n');
    await pasteInto(tab, '#load-console', first.replace("img-src 'self'", "img-src 'none'"));
    await tab.until(() => /from another version/.test(document.querySelector('.load-answer').textContent));
  });

  inTab('messages pasted in the place of headers are asked about at once, by the policy that they quote', async (tab) => {
    await tab.enter(CONSOLE);
    await verdict(tab, 'Blocked');
    assert.equal(await tab.page.$('.grade'), null);
    assert.equal(await tab.page.$eval('#load-url', (item) => item.value), 'https://other.example/a.png');
    assert.equal((await tab.page.$$('.messages input')).length, 2);
    assert.match(await tab.text('.remedies'), /https:\/\/other\.example/);
    assert.match(await tab.text('.remedy .button.primary'), /Apply to the quoted policy/);
    await tab.page.$$eval('.messages input', (items) => items[1].click());
    await tab.until(() => document.querySelector('#load-url').value === 'https://cdn.example/x.js');
    await verdict(tab, 'Blocked');
  });

  inTab('all recorded messages at once', async (tab) => {
    await open(tab, 'load');
    const browserName = options.browser === 'chrome' ? 'chromium' : 'firefox';
    const { messages } = JSON.parse(readFileSync(`${ROOT}tests/site/console/${browserName}.json`, 'utf8'));
    await pasteInto(tab, '#load-console', messages.map(({ text }) => text).join('\n'));
    const count = await tab.until(() => document.querySelectorAll('.messages input').length);
    assert.ok(count >= 40, String(count));
    await tab.page.waitForSelector('.verdict');
  });

  inTab('what it allows: a table that can be read without seeing it', async (tab) => {
    await open(tab, 'allows');
    await tab.page.waitForSelector('.matrix');
    const table = await tab.page.$eval('.matrix:not(.matrix-code)', (item) => ({
      caption: item.caption.textContent,
      columns: [...item.tHead.rows[0].cells].map((cell) => [cell.scope, cell.textContent]),
      rows: [...item.tBodies[0].rows].map((row) => [row.cells[0].scope, ...[...row.cells].map((cell) => cell.textContent.trim())]),
    }));
    assert.match(table.caption, /from where/);
    assert.ok(table.columns.every(([scope]) => scope === 'col'));
    assert.ok(table.rows.every(([scope]) => scope === 'row'));
    const images = table.rows.find(([, label]) => label === 'Images');
    assert.deepEqual(images.slice(2, 5), ['allowed', 'blocked', 'blocked']);
    const scripts = table.rows.find(([, label]) => label === 'Scripts');
    assert.equal(scripts[2], 'with nonce');
    const code = await tab.page.$$eval('.matrix-code tbody tr', (rows) => rows.map((row) => [row.cells[0].scope, ...[...row.cells].map((cell) => cell.textContent.trim())]));
    assert.deepEqual(code[0], ['row', 'Inline scripts <script>…</script>', 'with nonce']);
    await tab.click('.hosts summary');
    assert.match(await tab.text('.hosts tbody'), /https:\/\/pics\.example\s*Images/);
    await tab.enter(TEXT.replace(' https://pics.example', ' https:'));
    await tab.until(() => [...document.querySelectorAll('.matrix tbody tr')].some((row) => row.cells[0].textContent === 'Images' && row.cells[2].textContent.trim() === 'allowed'));
  });

  inTab('each cell of the table leads to the words that decide it', async (tab) => {
    await open(tab, 'allows');
    await tab.page.waitForSelector('.matrix');
    await tab.page.$$eval('.matrix tbody tr', (rows) => [...rows].find((row) => row.cells[0].textContent === 'Images').cells[2].querySelector('button').click());
    await verdict(tab, 'Blocked');
    assert.equal(await tab.page.$eval('[data-panel=load]', (item) => item.getAttribute('aria-selected')), 'true');
    assert.equal(await tab.page.$eval('#load-type', (item) => item.value), 'image');
    assert.match((await deciding(tab)).join(' '), /img-src/);
    await tab.click('[data-panel=allows]');
    await tab.page.waitForSelector('.matrix');
    await tab.page.$$eval('.matrix tbody tr', (rows) => [...rows].find((row) => row.cells[0].textContent === 'Framed by').cells[2].querySelector('button').click());
    await verdict(tab, 'Blocked');
    assert.match(await tab.page.$eval('#load-ancestors', (item) => item.value), /^https:/);
  });

  inTab('a word of the text says what it means, at the caret and under the pointer', async (tab) => {
    await open(tab, 'findings');
    await tab.focusEditor();
    await tab.press('Home', 'Control');
    await tab.page.keyboard.press('ArrowDown');
    await tab.until(() => /^content-security-policy What the page may load/.test(document.querySelector('.meaning')?.textContent ?? ''));
    for (let letter = 0; letter < 'content-security-policy: d'.length; letter++) await tab.page.keyboard.press('ArrowRight');
    await tab.until(() => /^default-src The fallback/.test(document.querySelector('.meaning')?.textContent ?? ''));
    await tab.press('Home', 'Control');
    await tab.until(() => !document.querySelector('.meaning'));
    const { x, y } = await tab.page.evaluate(() => {
      const word = [...document.querySelector('.rich').shadowRoot.querySelectorAll('.cm-directive')].find((item) => item.textContent === 'img-src');
      const box = word.getBoundingClientRect();
      return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    });
    await tab.page.mouse.move(x, y);
    await tab.page.mouse.move(x + 1, y);
    await tab.until(() => /Where images may come from/.test(document.querySelector('.rich').shadowRoot.querySelector('.cm-meaning')?.textContent ?? ''));
  });

  inTab('the type of an object and a trusted script are asked about too', async (tab) => {
    await tab.enter("default-src 'self'; script-src 'self'; require-trusted-types-for 'script'");
    await tab.page.waitForSelector('.grade');
    await tab.click('[data-panel=load]');
    await tab.page.select('#load-type', 'object');
    await tab.page.waitForSelector('#load-contentType');
    await tab.page.select('#load-type', 'eval');
    await tab.until(() => /TrustedScript/.test(document.querySelector('.request').textContent));
  });

  for (const width of [768, 1440]) {
    inTab(`what it allows: all of the table is in view at ${width} pixels, and what is dangerous says so`, async (tab) => {
      await tab.enter("default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' https:; connect-src wss: 'self'");
      await tab.page.waitForSelector('.grade');
      await tab.click('[data-panel=allows]');
      await tab.page.waitForSelector('.matrix');
      for (const [inner, outer] of await tab.page.$$eval('.matrix-scroll', (items) => items.map((item) => [item.scrollWidth, item.clientWidth]))) {
        assert.ok(inner <= outer, `${inner} of ${outer}`);
      }
      const cells = await tab.page.$$eval('.matrix tbody tr', (rows) =>
        rows.flatMap((row) => [...row.cells].slice(1).map((cell) => ({
          of: row.cells[0].textContent,
          words: cell.textContent.replace(/\s+/g, ' ').trim(),
          icon: cell.querySelector('.icon')?.getAttribute('class') ?? '',
          ground: getComputedStyle(cell).backgroundColor,
        }))),
      );
      const cell = (of, place = 0) => cells.filter((item) => item.of.startsWith(of))[place];
      const own = cell('Scripts', 0);
      assert.equal(own.words, 'allowed');
      for (const dangerous of [cell('Inline scripts'), cell('Event handlers'), cell('javascript: links'), cell('Code from strings'), cell('Scripts', 1), cell('Framed by', 1)]) {
        // By words and by sign, not by colour alone.
        assert.match(dangerous.words, /^allowed .{5}/, JSON.stringify(dangerous));
        assert.notEqual(dangerous.icon, own.icon);
        assert.notEqual(dangerous.ground, own.ground);
      }
      assert.equal(cell('Images', 0).words, 'allowed');
      assert.equal(cell('Images', 0).icon, own.icon);
    }, { width });
  }

  inTab('what changed: since the paste, by a fix, and against a second policy', async (tab) => {
    await open(tab, 'changed');
    await tab.until(() => document.querySelector('.baseline').textContent.includes('You haven’t changed'));
    await tab.focusEditor();
    await tab.press('End', 'Control');
    await tab.page.keyboard.type('\ncontent-security-policy: img-src *');
    await tab.page.keyboard.press('Escape');
    await tab.until(() => document.querySelector('.baseline').textContent.includes('You have changed it'));
    // A second policy only ever blocks more.
    await tab.until(() => document.querySelector('.changed-answer').textContent.includes('No difference was found'));
    await pasteInto(tab, '#changed-other', "default-src 'self'; img-src *; script-src 'nonce-abc'; frame-ancestors 'none'");
    await tab.page.waitForSelector('.witnesses.is-allows');
    assert.match(await tab.text('.witnesses.is-allows'), /image/i);
    await pasteInto(tab, '#changed-other', '');
    await tab.click('.baseline button');
    await tab.until(() => document.querySelector('.baseline').textContent.includes('You haven’t changed'));
    // Taking over the hardened set is a change of the text that was pasted.
    await tab.click('[data-panel=home]');
    await tab.page.waitForSelector('.header-set');
    await tab.page.evaluate(() => [...document.querySelectorAll('.set button')].find((button) => button.textContent === 'Apply to my text').click());
    await tab.click('[data-panel=changed]');
    await tab.until(() => document.querySelector('.baseline').textContent.includes('You have changed it'));
    await tab.until(() => document.querySelectorAll('.witnesses li').length > 0);
  });

  inTab('by keyboard alone: from the tabs to a verdict and its words', async (tab) => {
    await open(tab, 'findings');
    await tab.page.focus('[role=tab][aria-selected=true]');
    await tab.page.keyboard.press('ArrowRight');
    await tab.page.keyboard.press('ArrowRight');
    assert.equal(await tab.page.evaluate(() => document.activeElement.dataset.panel), 'load');
    await tabTo(tab, '#load-console');
    await tab.page.keyboard.type(CONSOLE.split('\n')[0]);
    await verdict(tab, 'Blocked');
    await tabTo(tab, '.verdict .button-row button');
    const ring = await tab.page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
    assert.equal(ring, 'solid', 'the focus is shown');
    await tab.page.keyboard.press('Enter');
    await tab.until(() => document.activeElement?.className === 'rich');
    await tab.page.keyboard.type('img-src *');
    await verdict(tab, 'Allowed');
    await tab.page.focus('[role=tab][aria-selected=true]');
    await tab.page.keyboard.press('ArrowRight');
    // The table can be scrolled by keys where it is wider than its place.
    await tabTo(tab, '.matrix-scroll');
  });

  inTab('a link opens the panel with the request', async (tab) => {
    await open(tab, 'load');
    await tab.page.select('#load-type', 'image');
    await type(tab, '#load-url', 'https://other.example/a.png');
    await verdict(tab, 'Blocked');
    await openLink(tab, await makeLink(tab));
    await verdict(tab, 'Blocked');
    assert.equal(await tab.page.$eval('#load-type', (item) => item.value), 'image');
    assert.equal(await tab.page.$eval('#load-url', (item) => item.value), 'https://other.example/a.png');
    assert.equal(await tab.editorText(), TEXT);
  });

  inTab('a link carries the second text, without its secrets', async (tab) => {
    await open(tab, 'changed');
    await pasteInto(tab, '#changed-other', `HTTP/2 200\ncontent-security-policy: ${POLICY.replace("'self'", '*')}\nset-cookie: sid=5ecre7\n`);
    await tab.page.waitForSelector('.witnesses.is-allows');
    const link = await makeLink(tab);
    assert.match(await tab.text('.secrets'), /cookie sid, in the second text/);
    await openLink(tab, link);
    await tab.page.waitForSelector('.witnesses.is-allows');
    const text = await tab.page.$eval('#changed-other', (item) => item.value);
    assert.match(text, /default-src \*/);
    assert.doesNotMatch(text, /5ecre7/);
  });

  inTab('Clear forgets the request and the second text too', async (tab) => {
    await open(tab, 'changed');
    await pasteInto(tab, '#changed-other', 'img-src *');
    await tab.click('[data-panel=load]');
    await type(tab, '#load-url', 'https://other.example/a.png');
    await verdict(tab, 'Blocked');
    await emptyPage(tab);
    await open(tab, 'load');
    assert.equal(await tab.page.$eval('#load-url', (item) => item.value), '');
    await tab.click('[data-panel=changed]');
    assert.equal(await tab.page.$eval('#changed-other', (item) => item.value), '');
  });

  for (const width of [320, 768, 1440]) {
    inTab(`the panels fit ${width} pixels and every control has a name`, async (tab) => {
      for (const panel of ['load', 'allows', 'changed']) {
        await open(tab, panel);
        if (panel === 'load') {
          await pasteInto(tab, '#load-console', CONSOLE);
          await verdict(tab, 'Blocked');
          await tab.page.$$eval('.remedy details', (items) => items.forEach((item) => (item.open = true)));
        }
        const wide = await tab.page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(wide <= width, `${panel}: ${wide} of ${width}`);
        assert.deepEqual(await tab.page.evaluate(unnamedControls), [], panel);
      }
    }, { width });
  }
}

/** Pastes the text if it is not there, and shows a panel. */
async function open(tab, panel) {
  if ((await tab.editorText()) !== TEXT) await tab.enter(TEXT);
  await tab.page.waitForSelector('.grade');
  await tab.click(`[data-panel=${panel}]`);
  await tab.until((id) => document.querySelector(`[data-panel=${id}]`).ariaSelected === 'true' || document.querySelector(`[data-panel=${id}]`).getAttribute('aria-selected') === 'true', panel);
}

/** Presses Tab until the focus is there. */
async function tabTo(tab, selector) {
  await tab.page.waitForSelector(selector);
  for (let presses = 0; presses < 25; presses++) {
    await tab.page.keyboard.press('Tab');
    if (await tab.page.evaluate((words) => document.activeElement.matches(words), selector)) return;
  }
  assert.fail(`Tab does not come to ${selector}`);
}

async function makeLink(tab) {
  await tab.page.evaluate(() => [...document.querySelectorAll('#toolbar button')].find((item) => item.textContent === 'Share').click());
  return tab.until(() => document.querySelector('#share-link')?.value);
}

async function emptyPage(tab) {
  await tab.page.evaluate(() => [...document.querySelectorAll('#toolbar button')].find((item) => item.textContent === 'Clear').click());
  await tab.until(() => !document.querySelector('.grade'));
}

/** Closes the dialog, empties the page and opens the link in it. */
async function openLink(tab, link) {
  await tab.click('dialog [aria-label=Close]');
  await emptyPage(tab);
  await tab.page.evaluate((hash) => {
    history.replaceState(null, '', location.pathname);
    location.hash = hash;
  }, new URL(link).hash);
}

async function verdict(tab, word) {
  await tab.until((expected) => document.querySelector('.verdict h3')?.textContent.trim() === expected, word);
}

/** The words in the editor that are marked as deciding. */
async function deciding(tab) {
  return tab.page.evaluate(() => [...document.querySelector('.rich').shadowRoot.querySelectorAll('.cm-deciding')].map((mark) => mark.textContent));
}

async function clear(tab, selector) {
  await tab.click(selector);
  await tab.press('Home', 'Control');
  await tab.press('End', 'Control', 'Shift');
  await tab.page.keyboard.press('Delete');
}

async function type(tab, selector, text) {
  await clear(tab, selector);
  await tab.page.keyboard.type(text);
}

async function pasteInto(tab, selector, text) {
  await clear(tab, selector);
  if (text === '') return;
  await tab.page.bringToFront();
  await tab.page.evaluate((words) => navigator.clipboard.writeText(words), text);
  await tab.page.focus(selector);
  await tab.page.keyboard.down('Control');
  await tab.page.keyboard.press('v', { commands: ['Paste'] });
  await tab.page.keyboard.up('Control');
}

/** Runs in the page. */
function unnamedControls() {
  const controls = [...document.querySelectorAll('button, select, input, textarea, a[href], summary')];
  return controls
    .filter((item) => !item.hidden && item.getClientRects().length > 0)
    .filter((item) => {
      const label = item.labels?.[0]?.textContent ?? '';
      return !`${item.getAttribute('aria-label') ?? ''}${label}${item.textContent}`.trim();
    })
    .map((item) => item.outerHTML.slice(0, 120));
}
