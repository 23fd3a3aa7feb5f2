// WebKitGTK (Safari's engine). There is no script before load: the proxy holds a page back after its
// first bytes until the lab has been put in place.

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { until } from '../../support/until.mjs';
import { knownFeatures, missingForWebKit, startScreen, webkitEnvironment, WebKitSession } from '../../support/webkit.mjs';

const IN_PAGE = readFileSync(new URL('../lab/in_page.js', import.meta.url), 'utf8');

/**
 * Mixed content must not hide a policy's verdict; prefetch is off by default in this engine. WebKitGTK 2.52 has none
 * of the first three any more: it blocks mixed content, and fetches images and media over https instead.
 */
const FEATURES = '+AllowDisplayOfInsecureContent,+AllowRunningOfInsecureContent,-UpgradeMixedContent,+LinkPrefetch';

const TABS = 2;

class WebKitTab extends WebKitSession {
  /** Documents that follow one with upgrade-insecure-requests in a tab go on upgrading its origin. */
  remembersUpgrades = true;

  /** Repeats `script` in the page until it answers true. */
  #until(script, args, what) {
    return until(() => this.run(script, ...args), { pause: 8, limit: 60_000, what: `the page can ${what}` });
  }

  async open(url, release) {
    await this.goto(url);
    const mark = /[?&]g=\d+/.exec(url)[0];
    await this.#until(`if (!location.href.includes(arguments[0])) return false; (${IN_PAGE})(); return true;`, [mark], 'open');
    const origin = await this.run('return location.origin');
    if (origin !== new URL(url).origin) throw new Error(`${url} opened as ${origin}`);
    release();
    await this.#until(`return document.readyState !== 'loading'`, [], 'finish');
  }

  async call(name, argument) {
    return this.run('return window.__lab[arguments[0]](arguments[1])', name, argument);
  }

  async recover() {
    await this.close();
    await this.start();
  }
}

export class WebKitDriver {
  static id = 'webkit';
  static commands = ['WebKitWebDriver'];

  constructor(_executablePath, profile) {
    this.profile_ = profile;
    this.tabs = [];
  }

  async start(port) {
    const missing = missingForWebKit();
    if (missing) throw new Error(`${missing} is not installed`);
    const { screen, display } = await startScreen();
    this.screen_ = screen;
    const proxy = `http://127.0.0.1:${port}`;
    const environment = {
      ...webkitEnvironment(display, this.profile_),
      http_proxy: proxy, https_proxy: proxy, all_proxy: proxy, no_proxy: '127.0.0.1',
    };
    const features = knownFeatures(FEATURES, environment);
    this.imageNames = imageNames();
    this.stopsMixed = !features.includes('AllowRunningOfInsecureContent');
    this.tabs = Array.from({ length: TABS }, () => new WebKitTab({
      environment, profile: this.profile_,
      args: features === '' ? [] : [`--features=${features}`],
      capabilities: { acceptInsecureCerts: true, pageLoadStrategy: 'none' },
    }));
    for (const tab of this.tabs) await tab.start();
  }

  async version() {
    return `WebKitGTK/${this.tabs[0].capabilities.browserVersion} ${libraryVersion()}`.trim();
  }

  async close() {
    for (const tab of this.tabs) await tab.close();
    this.screen_?.kill();
  }
}

/** The endings that the system's table of types (shared-mime-info) gives to images. */
function imageNames() {
  const table = '/usr/share/mime/globs2';
  if (!existsSync(table)) return new Set();
  return new Set([...readFileSync(table, 'utf8').matchAll(/^\d+:image\/[\w.+-]+:\*\.(\w+)$/gm)].map(([, ending]) => ending));
}

/** The package's version where Debian's tools can tell; the capability may name only the browser's. */
function libraryVersion() {
  try {
    return execFileSync('dpkg-query', ['-W', '-f=${Version}', 'webkit2gtk-driver'], { encoding: 'utf8' });
  } catch {
    return '';
  }
}
