// Stock browsers of this machine, by Puppeteer: Chromium by DevTools, Firefox by WebDriver BiDi.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { after, before } from 'node:test';
import { launchBrowser } from '../../support/puppeteer.mjs';
import { startServer } from './server.mjs';

const CHROMIUM_ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-quic',
];

const ALL = [
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
    // 140, which Debian has without its security updates, lacks commands of WebDriver BiDi that Puppeteer gives.
    oldest: 153,
    extraPrefsFirefox: { 'dom.events.testing.asyncClipboard': true, 'ui.prefersReducedMotion': 1 },
  },
];

/** Those of this run: tests/site/run.mjs runs a tour once for each, side by side. */
export const BROWSERS = ALL.filter(({ browser }) => !process.env.HEADSTRONG_TOUR || browser === process.env.HEADSTRONG_TOUR);

/**
 * Why this browser can't be asked, in a few words, or false: as `skip` of node:test takes it, to which '' is a reason.
 * @param {{ executablePath: string, name: string, oldest?: number }} options
 */
export function whyNot({ executablePath, name, oldest }) {
  if (!existsSync(executablePath)) return `${executablePath} is not there`;
  if (oldest === undefined) return false;
  const version = /\d+[.\d]*/.exec(execFileSync(executablePath, ['--version'], { encoding: 'utf8' }))?.[0] ?? '0';
  return Number.parseInt(version, 10) < oldest ? `${name} ${version} is older than ${oldest}, which Puppeteer's commands need` : false;
}

/** @param {{ executablePath: string, name: string, oldest?: number }} options */
export function isInstalled(options) {
  return whyNot(options) === false;
}

/** @param {{ name: string, oldest?: number, [option: string]: unknown }} options */
export function launch({ name, oldest, ...options }) {
  return launchBrowser(options);
}

/** Starts the page's server and a browser before the tests of a suite and stops both after them; gives the two, once they are there. */
export function served(options) {
  const at = { server: null, browser: null };
  before(async () => {
    at.server = await startServer();
    at.browser = await launch(options);
  });
  after(async () => {
    await at.browser?.close();
    await at.server?.close();
  });
  return at;
}
