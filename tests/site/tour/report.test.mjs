// The HTML report in a browser, as a client would open it: from a file. axe, no overflow, nothing asked for,
// nothing of the paste alive, and it prints.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { readExamples } from '../../../site/tools/examples.mjs';
import { readData } from '../../support/data.mjs';
import { axeViolations } from '../support/axe.mjs';
import { BROWSERS, launch, whyNot } from '../support/browsers.mjs';
import { BUILT_ENGINE, ROOT } from '../support/paths.mjs';

const { load } = await import(pathToFileURL(join(BUILT_ENGINE, 'headstrong.mjs')).href);
const engine = await load();
const [chromium] = BROWSERS;

const HOSTILE = `HTTP/1.1 200 OK
Content-Type: text/html
Server: </code><script>globalThis.alive = 1</script>/1.2.3
X-Powered-By: "><img src=x onerror="globalThis.alive = 2">/8.1
Set-Cookie: <svg/onload=alive=3>=1; Domain=https://evil.example/${'a'.repeat(300)}
Content-Security-Policy: script-src 'unsafe-inline' </style><style>body{display:none}</style> https://${'b'.repeat(400)}.example; style-src *
X-Frame-Options: ALLOW-FROM javascript:alert(1)
X-${'c'.repeat(500)}: ${'d'.repeat(2000)}
`;

/** What is reported on: hostile values, nothing, some of the examples, and real responses. */
const TEXTS = [
  ['hostile', HOSTILE],
  ['nothing', 'hello\n'],
  ...readExamples(join(ROOT, 'site/examples')).filter((example, index) => index % 12 === 0).map(({ id, text }) => [id, text]),
  ...readData('headersets').filter((row, index) => index % 1500 === 7)
    .map(({ headers }, index) => [`real ${index}`, `HTTP/1.1 200 OK\r\n${headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')}`]),
];

describe('the HTML report', { skip: whyNot(chromium) }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'headstrong-report-'));
  let browser;
  before(async () => (browser = await launch(chromium)));
  after(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  for (const [name, text] of TEXTS) {
    test(`${name}: readable at any width and theme, asks for nothing, runs nothing`, async () => {
      const file = join(folder, `${name}.html`);
      writeFileSync(file, engine.report(text, { format: 'html', time: '2026-11-29T10:00:00Z', book: 'https://book.example/' }));
      const page = await browser.newPage();
      const said = [];
      page.on('console', (message) => said.push(message.text()));
      page.on('pageerror', (error) => said.push(String(error)));
      page.on('request', (request) => said.push(...(request.url().startsWith('file:') ? [] : [request.url()])));
      for (const width of [360, 1440]) {
        for (const theme of ['light', 'dark']) {
          await page.setViewport({ width, height: 900 });
          await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: theme }]);
          await page.goto(pathToFileURL(file).href);
          const where = `${name}, ${width}, ${theme}`;
          const shown = await page.evaluate(() => ({
            beyond: document.documentElement.scrollWidth - innerWidth,
            alive: globalThis.alive,
            live: document.querySelectorAll('script, img, svg, iframe, object, embed, form, link, [style], [onload], [onerror]').length,
            ground: getComputedStyle(document.body).backgroundColor,
          }));
          assert.ok(shown.beyond <= 0, `${where}: ${shown.beyond} pixels too wide`);
          assert.equal(shown.alive, undefined, where);
          assert.equal(shown.live, 0, where);
          assert.equal(shown.ground === 'rgb(255, 255, 255)', theme === 'light', where);
          assert.deepEqual(await axeViolations(page), [], where);
        }
      }
      // Paper is white, whatever the screen is.
      await page.emulateMediaType('print');
      assert.equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), 'rgb(255, 255, 255)');
      const pdf = await page.pdf({ format: 'A4' });
      assert.equal(Buffer.from(pdf.subarray(0, 5)).toString(), '%PDF-');
      assert.deepEqual(said, [], name);
      await page.close();
    });
  }
});
