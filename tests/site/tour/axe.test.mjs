// Every view at every width in both themes has nothing that axe finds fault with, nor has the rule book at one; and in
// forced colours what is chosen can be told.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { axeViolations } from '../support/axe.mjs';
import { BROWSERS, launch, whyNot } from '../support/browsers.mjs';
import { startServer } from '../support/server.mjs';
import { Tab } from '../support/tab.mjs';

const WIDTHS = [360, 768, 1440];
/** The rule book is one long column; axe takes as long for it as for all views together. */
const RULE_BOOK_WIDTH = 360;
/** Colours that are on their way to others are not measured. */
const STILL = { name: 'prefers-reduced-motion', value: 'reduce' };

/** Something of every kind: faults of all severities, long words, unseen characters, two policies, a redirect. */
const TEXT = `HTTP/1.1 301 Moved
location: https://site.example/

HTTP/2 200
content-type: text/html
content-security-policy: default-src 'self' https:; script-src 'self' 'unsafe-inline' 'unsafe-eval' https:; img-src *; style-src 'nonce-abc'; connect-src https://api.example wss://live.example; ${'x'.repeat(90)} 'self'
content-security-policy-report-only: default-src 'none'
set-cookie: session=a\u202eb
x-frame-options: ALLOWALL
server: nginx/1.2
strict-transport-security: max-age=31536000
x-content-type-options: nosniff
${Array.from({ length: 40 }, (_, i) => `x-more-${i}: 1`).join('\n')}
`;

/** In this order: each is entered from the one before. */
/** @type {[string, (tab: import('../support/tab.mjs').Tab) => unknown][]} */
const VIEWS = [
  ['the example', async (tab) => {
    await tab.page.waitForSelector('.finding');
  }],
  ['empty', async (tab) => {
    await tab.page.evaluate(() => [...document.querySelectorAll('#toolbar button')].find((item) => item.textContent === 'Clear').click());
    await tab.page.waitForSelector('#welcome .ways', { visible: true });
  }],
  ['a set from scratch', async (tab) => {
    await tab.click('#from-scratch');
    await tab.page.waitForSelector('.file pre');
    await tab.click('[data-panel=findings]');
    await tab.page.waitForSelector('#welcome .ways', { visible: true });
    await tab.click('#from-scratch');
    await tab.page.waitForSelector('.file pre');
  }],
  ['an address', async (tab) => {
    await tab.enter('https://site.example/');
    await tab.page.waitForSelector('.nothing .command');
  }],
  ['nothing to judge', async (tab) => {
    await tab.enter('\u0000lorem');
    await tab.enter('lorem ipsum');
    await tab.until(() => document.querySelector('.nothing') && !document.querySelector('.nothing .command'));
  }],
  ['findings', async (tab) => {
    await tab.enter(TEXT);
    await panel(tab, 'findings', '.finding');
    // All open, so that all is looked at.
    await tab.page.$$eval('.finding-title[aria-expanded=false]', (items) => items.forEach((item) => item.click()));
    await openDetails(tab);
  }],
  ['configuration', async (tab) => {
    await panel(tab, 'home', '.file pre');
    await tab.page.type('#choice-endpoint', 'http:');
    await tab.page.waitForSelector('.fault');
    await openDetails(tab);
  }],
  ['would this load', async (tab) => {
    await panel(tab, 'load', '#load-url');
    await tab.page.type('#load-url', 'http://other.example/a.js');
    await tab.page.waitForSelector('.remedy');
    await openDetails(tab);
  }],
  ['what it allows', async (tab) => {
    await panel(tab, 'allows', '.matrix');
    await openDetails(tab);
  }],
  ['what changed', async (tab) => {
    await panel(tab, 'changed', '#changed-other');
    await tab.page.type('#changed-other', 'img-src *');
    await tab.page.waitForSelector('.witnesses');
  }],
  ['other tools', async (tab) => {
    await panel(tab, 'elsewhere', '.other');
  }],
  ['a notice', async (tab) => {
    await tab.page.evaluate(() => (location.hash = '#v1.broken'));
    await tab.page.waitForSelector('.notice-problem');
  }],
  ['the menu of examples', async (tab) => {
    await tab.click('[popovertarget=example-menu]');
    await tab.page.waitForSelector('#example-menu:popover-open');
  }],
  ['the share dialog', async (tab) => {
    await tab.page.keyboard.press('Escape');
    await tab.page.evaluate(() => [...document.querySelectorAll('#toolbar button')].find((item) => item.textContent === 'Share').click());
    await tab.until(() => document.querySelector('#share-link')?.value);
  }],
  ['a text too large to edit', async (tab) => {
    await tab.page.keyboard.press('Escape');
    await tab.until(() => !document.querySelector('dialog'));
    await tab.pasteRepeated('x-frame-options: nonsense\n', 30_000);
    await tab.page.waitForSelector('.held');
    await tab.until(() => !document.querySelector('.busy') && document.querySelector('.grade'));
  }],
];

for (const options of BROWSERS) {
  const skip = whyNot(options);
  describe(options.name, { skip }, () => tour(options));
}

function tour(options) {
  let server;
  before(async () => (server = await startServer()));
  after(() => server?.close());

  for (const { themes, widths } of rounds(options)) {
    describe(themes.join(), () => {
      let browser;
      before(async () => (browser = await launch(inTheme(options, themes[0]))));
      after(() => browser?.close());

      for (const width of widths) {
        const where = `${width} pixels, ${themes.join(' and ')}`;
        test(`${options.name}: axe finds nothing in any view, ${where}`, async () => {
          const tab = await Tab.open(browser, server, { width, height: 800 });
          const found = [];
          for (const [name, enter] of VIEWS) {
            await enter(tab);
            await lookAt(tab, name, found);
          }
          assert.deepEqual(found, []);
          await tab.close();
        });

        if (width !== RULE_BOOK_WIDTH) continue;
        test(`${options.name}: axe finds nothing in the rule book, ${where}`, async () => {
          const tab = await Tab.open(browser, server, { path: 'rulebook.html', width, height: 800, ready: false });
          const found = [];
          await lookAt(tab, 'the rule book', found);
          for (const path of ['csp/script-unsafe-inline', 'headers/set-cookie', 'scale', 'browsers', 'other-tools']) {
            await tab.page.goto(`${server.url}rulebook/${path}.html`);
            await lookAt(tab, path, found);
          }
          assert.deepEqual(found, []);
          await tab.close();
        });
      }

      async function lookAt(tab, name, found) {
        for (const theme of themes) {
          if (options.browser === 'chrome') await tab.page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: theme }, STILL]);
          const isThere = await tab.page.evaluate((word) => matchMedia(`(prefers-color-scheme: ${word})`).matches, theme);
          assert.equal(isThere, true, theme);
          for (const words of await axeViolations(tab.page)) found.push(`${name}, ${theme}: ${words}`);
        }
      }
    });
  }

  if (options.browser === 'chrome') forcedColours(() => server);
}

/** Chromium changes its theme as it goes; Firefox has one from its start, so there half of the pairs have to do. */
function rounds({ browser }) {
  if (browser === 'chrome') return [{ themes: ['light', 'dark'], widths: WIDTHS }];
  return [{ themes: ['light'], widths: [360, 1440] }, { themes: ['dark'], widths: [768] }];
}

/** Firefox takes the theme as a preference. */
function inTheme(options, theme) {
  if (!options.extraPrefsFirefox) return options;
  const prefs = { ...options.extraPrefsFirefox, 'layout.css.prefers-color-scheme.content-override': theme === 'dark' ? 0 : 1 };
  return { ...options, extraPrefsFirefox: prefs };
}

async function panel(tab, id, shows) {
  await tab.click(`[data-panel=${id}]`);
  await tab.page.waitForSelector(shows);
}

async function openDetails(tab) {
  await tab.page.$$eval('#results details', (items) => items.forEach((item) => (item.open = true)));
}

/** Chromium alone can be told to force colours. */
function forcedColours(server) {
  test('Chromium: in forced colours the chosen tab looks otherwise than the others, and so do chosen words', async () => {
    const browser = await launch(BROWSERS[0]);
    const tab = await Tab.open(browser, server());
    const session = await tab.page.createCDPSession();
    await session.send('Emulation.setEmulatedMedia', { features: [{ name: 'forced-colors', value: 'active' }] });
    await tab.enter(TEXT);
    await tab.page.waitForSelector('.finding');
    assert.equal(await tab.page.evaluate(() => matchMedia('(forced-colors: active)').matches), true);
    for (const id of ['findings', 'allows']) {
      await tab.click(`[data-panel=${id}]`);
      await tab.until((name) => document.querySelector(`[data-panel=${name}]`).getAttribute('aria-selected') === 'true', id);
      // The pointer stands on it: what a hover does is no sign of choice.
      await tab.page.mouse.move(0, 0);
      const looks = await tab.page.$$eval('[role=tab]', (tabs) =>
        tabs.map((item) => {
          const { backgroundColor, borderBottomColor, color } = getComputedStyle(item);
          return { chosen: item.getAttribute('aria-selected') === 'true', look: [backgroundColor, borderBottomColor].join(' '), readable: color !== backgroundColor };
        }),
      );
      const chosen = looks.filter((item) => item.chosen);
      assert.equal(chosen.length, 1);
      assert.ok(chosen[0].readable);
      for (const { look } of looks.filter((item) => !item.chosen)) assert.notEqual(look, chosen[0].look);
    }
    await tab.focusEditor();
    await tab.press('a', 'Control');
    await tab.page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
    await tab.press('Home', 'Control');
    await tab.press('End', 'Shift');
    const [ground, selection] = await tab.until(() => {
      const { shadowRoot } = document.querySelector('.rich');
      const drawn = shadowRoot.querySelector('.cm-selectionBackground');
      return drawn && [getComputedStyle(document.querySelector('.editor')).backgroundColor, getComputedStyle(drawn).backgroundColor];
    });
    assert.notEqual(selection, ground);
    await tab.close();
    await browser.close();
  });
}
