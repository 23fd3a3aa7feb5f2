// Stock browsers of this machine, by Puppeteer: Chromium by DevTools, Firefox by WebDriver BiDi.
import { existsSync } from 'node:fs';
import { launchBrowser } from '../../support/puppeteer.mjs';

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

export function launch({ name, ...options }) {
  return launchBrowser(options);
}
