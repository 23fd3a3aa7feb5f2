// Pastes of 1 MiB, whatever is long about them: what a panel puts into the page is counted, in elements and in
// characters. How long it takes is printed.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { BROWSERS, served, whyNot } from '../support/browsers.mjs';
import { SHAPES } from '../support/shapes.mjs';
import { Tab } from '../support/tab.mjs';

/** Far more than anybody looks at, and far less than stops a browser. */
const MOST = { elements: 4000, characters: 100_000, value: 20_000 };

/** In the second browser: one of each kind. */
const FEW = ['one policy again and again', 'one policy of many hosts', 'one long word', 'many responses'];

/** The panels, and what shows that they have answered. */
const PANELS = [
  ['findings', '.finding, .unanswered, .nothing'],
  ['home', '.file pre, .home .notice-problem'],
  ['load', '.load-answer > *'],
  ['allows', '.matrix, .unanswered'],
  ['changed', '.changed-answer > *'],
  ['elsewhere', '.other'],
];

for (const options of BROWSERS) {
  const skip = whyNot(options);
  describe(options.name, { skip }, () => tour(options));
}

function tour(options) {
  const at = served(options);

  for (const name of options.browser === 'chrome' ? Object.keys(SHAPES) : FEW) {
    const make = SHAPES[name];
    test(`${options.name}: 1 MiB, ${name}: no panel shows more than is looked at`, async () => {
      const tab = await Tab.open(at.browser, at.server);
      const times = [];
      await openText(tab, make());
      await answered(tab, '.grade, .nothing');
      await assertSmall(tab, 'at first');
      if (!(await tab.page.$('.nothing'))) {
        for (const [panel, shows] of PANELS) {
          const start = performance.now();
          await tab.page.$eval(`[data-panel=${panel}]`, (item) => item.click());
          await answered(tab, shows);
          if (panel === 'load') {
            await tab.page.$eval('#load-url', (item) => {
              item.value = 'https://other.example/a.js';
              item.dispatchEvent(new Event('input', { bubbles: true }));
            });
            await answered(tab, '.verdict, .load-answer .unanswered');
          }
          times.push(`${panel} ${Math.round(performance.now() - start)}`);
          await assertSmall(tab, panel);
          if (panel === 'changed' || panel === 'load') continue;
          // Asking for more gives more, by steps.
          const buttons = await tab.page.$$eval('#results .button.wide, #results .cut .button', (items) => items.map((item) => item.click()).length);
          if (buttons > 0) await assertSmall(tab, `${panel}, more`, 4);
        }
      }
      const longest = await tab.page.evaluate(() => Math.max(0, ...globalThis.longTasks.map(({ duration }) => duration)));
      console.error(`${options.name}, ${name}: ${times.join(', ')} ms; longest task ${Math.round(longest)} ms`);
      await tab.close();
    });
  }

  test(`${options.name}: 1 MiB pasted into the fields of the panels`, async () => {
    const tab = await Tab.open(at.browser, at.server);
    await tab.enter("content-security-policy: default-src 'self'\n");
    await tab.page.waitForSelector('.grade');
    for (const [panel, field] of [['changed', '#changed-other'], ['load', '#load-console']]) {
      for (const text of [SHAPES['many policies'](), SHAPES['a single line']()]) {
        await tab.click(`[data-panel=${panel}]`);
        await tab.page.waitForSelector(field);
        await pasteInto(tab, field, text);
        await answered(tab, `${field}[readonly]`);
        await assertSmall(tab, field);
        await tab.page.$eval(`${field}-long button`, (item) => item.click());
        await tab.until((selector) => document.querySelector(selector).value === '' && !document.querySelector(selector).readOnly, field);
      }
    }
    await tab.close();
  });
}

/** As "Open" would put it in; a megabyte is made in the page out of what packs it. */
async function openText(tab, text) {
  await tab.page.evaluate((words) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([words], 'response'));
    const input = document.querySelector('#toolbar input[type=file]');
    input.files = transfer.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));
  }, text);
  // The file is read beside the page: until then the example's answer stands there.
  await tab.until(() => !document.querySelector('.example-line'));
}

async function pasteInto(tab, selector, text) {
  await tab.page.bringToFront();
  await tab.page.evaluate((words) => navigator.clipboard.writeText(words), text);
  await tab.page.focus(selector);
  await tab.page.keyboard.down('Control');
  await tab.page.keyboard.press('v', { commands: ['Paste'] });
  await tab.page.keyboard.up('Control');
}

/** The engine is done and the panel shows something of it. */
async function answered(tab, selector) {
  await tab.page.waitForFunction(
    (words) => !document.querySelector('.busy') && document.querySelector(words) && !/Working it out/.test(document.querySelector('#results').textContent),
    { timeout: 60_000, polling: 100 },
    selector,
  );
}

async function assertSmall(tab, what, times = 1) {
  const counted = await tab.page.evaluate(() => {
    const roots = [document, ...[...document.querySelectorAll('*')].map((item) => item.shadowRoot).filter(Boolean)];
    const elements = roots.flatMap((root) => [...root.querySelectorAll('*')]);
    // Style sheets are no words of the page.
    const texts = roots.map((root) => [...root.querySelectorAll('script, style')].reduce((n, item) => n - item.textContent.length, ('body' in root ? root.body : root).textContent.length));
    const values = elements.map((item) => (typeof item.value === 'string' ? item.value.length : 0));
    const attributes = elements.flatMap((item) => [...item.attributes].map(({ value }) => value.length));
    return { elements: elements.length, characters: texts.reduce((a, b) => a + b, 0), value: Math.max(...values, ...attributes) };
  });
  for (const [unit, most] of Object.entries(MOST)) assert.ok(counted[unit] <= most * times, `${what}: ${JSON.stringify(counted)}`);
}
