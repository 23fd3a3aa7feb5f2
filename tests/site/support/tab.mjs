// One tab with the page in it, watched: violations, console errors, exceptions, requests after load.
import assert from 'node:assert/strict';

/** Runs in the page before anything else of it. */
function watch() {
  globalThis.violations = [];
  globalThis.longTasks = [];
  globalThis.pastes = 0;
  addEventListener('paste', () => globalThis.pastes++, { capture: true });
  addEventListener('securitypolicyviolation', (event) => {
    globalThis.violations.push(`${event.violatedDirective}: ${event.blockedURI} ${event.sample}`);
  });
  if (globalThis.PerformanceObserver?.supportedEntryTypes?.includes('longtask')) {
    const observer = new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries()) globalThis.longTasks.push({ startTime, duration });
    });
    observer.observe({ type: 'longtask', buffered: true });
  }
}

/** Until what is waited for never comes. No machine is so busy. */
const PATIENCE = Number(process.env.HEADSTRONG_PATIENCE ?? 120_000);

/** Firefox lists fonts of its own, as data, among a page's requests. */
function asksTheNetwork(url) {
  return !/^(blob|data):/.test(url);
}

/** Pages at `origin` may use the clipboard without asking; Firefox has a preference for that. */
async function allowClipboard(browser, context, origin) {
  if (!(await browser.version()).startsWith('Chrome')) return;
  const permissions = ['clipboard-read', 'clipboard-write', 'clipboard-sanitized-write'];
  await context.overridePermissions(origin, permissions);
}

export class Tab {
  static async open(browser, server, { path = '', width = 1440, height = 900, ready = true } = {}) {
    // A context of its own: what another tab has cached must not stand in for what is asked for here.
    const context = await browser.createBrowserContext();
    await allowClipboard(browser, context, server.url);
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE);
    page.setDefaultNavigationTimeout(PATIENCE);
    const tab = new Tab(page, server);
    await page.evaluateOnNewDocument(watch);
    await page.setViewport({ width, height });
    // Firefox's load event waits for what modules import, which may be held back on purpose.
    await page.goto(server.url + path, { waitUntil: ready ? 'load' : 'domcontentloaded' });
    if (ready) await tab.ready();
    return tab;
  }

  constructor(page, server) {
    this.page = page;
    this.server = server;
    this.complaints = [];
    this.requests = [];
    page.on('console', (message) => {
      if (['error', 'warn', 'warning'].includes(message.type())) this.complaints.push(message.text());
    });
    page.on('pageerror', (error) => this.complaints.push(String(error)));
    page.on('request', (request) => this.requests.push(request.url()));
  }

  /** From here on nothing may be asked for. */
  async ready() {
    await this.page.waitForSelector('html[data-ready]');
    this.requests.length = 0;
    this.logged = this.server.log.length;
  }

  /** Closes the tab and its context after checking that it was quiet. */
  async close() {
    assert.deepEqual(await this.page.evaluate(() => globalThis.violations), [], 'policy violations');
    assert.deepEqual(this.complaints, [], 'console');
    if (this.logged !== undefined) {
      assert.deepEqual(this.requests.filter(asksTheNetwork), [], 'requests after load');
      assert.deepEqual(this.server.log.slice(this.logged), [], 'requests after load, as the server saw them');
    }
    await this.page.browserContext().close();
  }

  /** Waits until `check`, run in the page with `args`, gives something true; gives that. By the clock: a tab in the back draws no frames. */
  async until(check, ...args) {
    const handle = await this.page.waitForFunction(check, { polling: 20 }, ...args);
    return handle.jsonValue();
  }

  text(selector) {
    return this.page.$eval(selector, (element) => element.textContent);
  }

  async click(selector) {
    await this.page.waitForSelector(selector);
    await this.page.$eval(selector, (element) => element.scrollIntoView({ block: 'center' }));
    await this.page.click(selector);
  }

  /** The text in the editor; it must be short enough to be drawn as a whole. */
  editorText() {
    return this.page.evaluate(() => {
      const rich = document.querySelector('.rich');
      if (!rich) return document.querySelector('#text').value;
      const lines = [...rich.shadowRoot.querySelectorAll('.cm-line')];
      // An empty editor shows what could be in it.
      return lines.map((line) => (line.querySelector('.cm-placeholder') ? '' : line.textContent)).join('\n');
    });
  }

  async focusEditor() {
    await this.page.evaluate(() => {
      const rich = document.querySelector('.rich');
      const held = document.querySelector('.held textarea');
      (held ?? rich?.shadowRoot.querySelector('.cm-content') ?? document.querySelector('#text')).focus();
    });
  }

  /** Pastes into the editor, from the real clipboard. */
  async paste(text) {
    await this.pasteRepeated(text, 1);
  }

  /** The same with `unit` written `count` times, made in the page: 8 MiB need not travel there. */
  async pasteRepeated(unit, count) {
    await this.page.bringToFront();
    const { pastes, isEmpty } = await this.page.evaluate(async (word, times) => {
      await navigator.clipboard.writeText(word.repeat(times));
      // Firefox leaves out what it can't hold.
      return { pastes: globalThis.pastes, isEmpty: times === 1 && (await navigator.clipboard.readText()) === '' };
    }, unit, count);
    await this.focusEditor();
    await this.page.keyboard.down('Control');
    // Chromium's DevTools keys do nothing by themselves; Firefox ignores the second argument.
    await this.page.keyboard.press('v', { commands: ['Paste'] });
    await this.page.keyboard.up('Control');
    if (!isEmpty) await this.until((before) => globalThis.pastes > before, pastes);
  }

  /** What is on the clipboard. */
  clipboard() {
    return this.page.evaluate(() => navigator.clipboard.readText());
  }

  /** Empties the editor and pastes. */
  async enter(text) {
    await this.focusEditor();
    await this.page.keyboard.down('Control');
    await this.page.keyboard.press('a', { commands: ['SelectAll'] });
    await this.page.keyboard.up('Control');
    await this.page.keyboard.press('Delete');
    await this.paste(text);
  }

  /** Chooses a file of these bytes, as the dialog of "Open" would. */
  async openFile(bytes) {
    await this.page.evaluate((list) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([new Uint8Array(list)], 'response'));
      const input = document.querySelector('#toolbar input[type=file]');
      input.files = transfer.files;
      input.dispatchEvent(new Event('change', { bubbles: true }));
    }, [...bytes]);
  }

  async press(key, ...modifiers) {
    for (const modifier of modifiers) await this.page.keyboard.down(modifier);
    await this.page.keyboard.press(key);
    for (const modifier of modifiers.reverse()) await this.page.keyboard.up(modifier);
  }

  async example(id) {
    await this.click('[popovertarget=example-menu]');
    await this.click(`#example-menu [data-example="${id}"]`);
    await this.page.waitForSelector('.grade');
  }

  letter() {
    return this.text('.letter-mark');
  }

  rules() {
    return this.page.$$eval('.finding', (items) => items.map((item) => item.dataset.rule));
  }
}
