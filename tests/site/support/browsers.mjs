// Stock browsers of this machine, by Puppeteer: Chromium by DevTools, Firefox by WebDriver BiDi.
import { existsSync } from 'node:fs';
import puppeteer from 'puppeteer-core';

const CHROMIUM_ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-quic',
];

export const BROWSERS = [
  {
    name: 'Chromium',
    browser: 'chrome',
    executablePath: '/usr/bin/chromium',
    args: CHROMIUM_ARGS,
  },
  {
    name: 'Firefox',
    browser: 'firefox',
    executablePath: '/usr/bin/firefox-esr',
    extraPrefsFirefox: { 'dom.events.testing.asyncClipboard': true, 'ui.prefersReducedMotion': 1 },
  },
];

export function isInstalled({ executablePath }) {
  return existsSync(executablePath);
}

/** A browser in which pages at `origin` may use the clipboard without asking. */
export async function launch({ name, ...options }, origin) {
  const browser = await puppeteer.launch({ headless: true, ...options });
  if (options.browser === 'chrome') {
    const permissions = ['clipboard-read', 'clipboard-write', 'clipboard-sanitized-write'];
    await browser.defaultBrowserContext().overridePermissions(origin, permissions);
  }
  return browser;
}
