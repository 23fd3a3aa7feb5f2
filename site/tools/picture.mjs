// Takes the picture of the page for the README: `node site/tools/picture.mjs`, with the page built and
// served on port 8000 (site/run). Needs what tests/site needs (puppeteer-core, Chromium).
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const puppeteer = createRequire(`${root}tests/package.json`)('puppeteer-core');
const address = process.argv[2] ?? 'http://localhost:8000/';

const browser = await puppeteer.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run', '--disable-quic'],
});
const page = await browser.newPage();
await page.setViewport({ width: 1440, height: 900 });
await page.goto(address);
await page.waitForSelector('html[data-ready]');
await page.waitForSelector('.finding');
await page.evaluate(() => document.fonts.ready);
await page.screenshot({ path: `${root}site/picture.png` });
await browser.close();
