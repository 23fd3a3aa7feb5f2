// What the drivers of Chromium and Firefox share: puppeteer-core speaking to an installed browser.

import { readFileSync } from 'node:fs';

const IN_PAGE = readFileSync(new URL('../lab/in_page.js', import.meta.url), 'utf8');

const TABS = 4;

/** One tab, in a window of its own (hidden tabs put off media and frames), for one page at a time. */
class PuppeteerTab {
  constructor(driver) {
    this.driver_ = driver;
  }

  async start() {
    this.page = await this.driver_.browser.newPage({ type: 'window' });
    this.page.on('dialog', (dialog) => dialog.dismiss().catch(() => {}));
    await this.page.evaluateOnNewDocument(`(${IN_PAGE})()`);
  }

  /** Opens a page; `release` lets the proxy send the part that comes after the lab is in place. */
  async open(url, release) {
    release();
    await this.page.goto(url, { waitUntil: 'domcontentloaded', timeout: 60_000 });
  }

  /** Calls `__lab[name](argument)` in the page and returns its answer. */
  async call(name, argument) {
    return this.page.evaluate((n, a) => window.__lab[n](a), name, argument);
  }

  /** After a failure: a fresh tab. */
  async recover() {
    await this.page.close().catch(() => {});
    await this.start();
  }

  async fetchManifest() {
    await this.driver_.fetchManifest?.(this.page);
  }
}

export class PuppeteerDriver {
  /**
   * Subclasses start a browser that uses the proxy.
   * @param {number} port
   * @returns {Promise<import('puppeteer-core').Browser>}
   */
  async launch_(port) {
    throw new Error(`no browser for port ${port}`);
  }

  async start(port) {
    this.browser = await this.launch_(port);
    this.tabs = Array.from({ length: TABS }, () => new PuppeteerTab(this));
    for (const tab of this.tabs) await tab.start();
  }

  async version() {
    return this.browser.version();
  }

  async close() {
    await this.browser?.close().catch(() => {});
  }
}
