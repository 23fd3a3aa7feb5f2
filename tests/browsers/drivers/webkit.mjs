// WebKitGTK (Safari's engine) through WebKitWebDriver, spoken to in plain WebDriver over HTTP, with
// MiniBrowser on a virtual screen. There is no script before load: the proxy holds a page back after
// its first bytes until the lab has been put in place.

import { spawn, execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';

const IN_PAGE = readFileSync(new URL('../lab/in_page.js', import.meta.url), 'utf8');
const MINI_BROWSERS = [
  '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser',
  '/usr/lib/aarch64-linux-gnu/webkit2gtk-4.1/MiniBrowser',
  '/usr/lib/x86_64-linux-gnu/webkitgtk-6.0/MiniBrowser',
  '/usr/lib/aarch64-linux-gnu/webkitgtk-6.0/MiniBrowser',
];

/** Mixed content must not hide a policy's verdict; prefetch is off by default in this engine. */
const FEATURES = '+AllowDisplayOfInsecureContent,+AllowRunningOfInsecureContent,-UpgradeMixedContent,+LinkPrefetch';

const TABS = 2;

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function freePort() {
  const server = net.createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Starts a virtual screen and returns { child, display }. */
async function startScreen() {
  const child = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1024x768x24', '-nolisten', 'tcp'],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const number = await new Promise((resolve, reject) => {
    child.stdio[3].once('data', (data) => resolve(String(data).trim()));
    child.once('error', reject);
    child.once('exit', () => reject(new Error('Xvfb ended')));
  });
  return { child, display: `:${number}` };
}

/** One WebKitWebDriver with its MiniBrowser: a driver process serves a single session. */
class WebKitTab {
  constructor(executablePath, environment) {
    this.executablePath_ = executablePath;
    this.environment_ = environment;
    this.agent_ = new http.Agent({ keepAlive: true });
    /** Documents that follow one with upgrade-insecure-requests in a tab go on upgrading its origin. */
    this.remembersUpgrades = true;
  }

  /** On a busy machine a browser now and then never comes up, and its driver stays silent: another one does. */
  async start(tries = 3) {
    try {
      await this.startDriver_();
    } catch (error) {
      await this.close();
      if (tries === 1) throw error;
      await this.start(tries - 1);
    }
  }

  async startDriver_() {
    this.port_ = await freePort();
    this.child_ = spawn(this.executablePath_, [`--port=${this.port_}`], {
      stdio: 'ignore',
      detached: true,  // a process group of its own, so that the browser ends with its driver
      env: this.environment_,
    });
    const binary = MINI_BROWSERS.find(existsSync);
    if (!binary) throw new Error('MiniBrowser is not installed');
    const answer = await this.request_('POST', '/session', {
      capabilities: {
        alwaysMatch: {
          acceptInsecureCerts: true,
          pageLoadStrategy: 'none',
          'webkitgtk:browserOptions': { binary, args: ['--automation', `--features=${FEATURES}`] },
        },
      },
    }, 50);
    this.session_ = answer.sessionId;
    this.capabilities = answer.capabilities;
    await this.command_('POST', '/timeouts', { script: 15_000, pageLoad: 15_000 });
  }

  /** One WebDriver command; throws the driver's own error. */
  async request_(method, path, body, tries = 1) {
    try {
      return await this.send_(method, path, body);
    } catch (error) {
      if (tries <= 1 || error.code !== 'ECONNREFUSED') throw error;
      await sleep(100);
      return this.request_(method, path, body, tries - 1);
    }
  }

  send_(method, path, body) {
    const text = body === undefined ? '' : JSON.stringify(body);
    return new Promise((resolve, reject) => {
      const request = http.request({
        host: '127.0.0.1', port: this.port_, method, path, agent: this.agent_, timeout: 25_000,
        headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) },
      }, (response) => {
        const chunks = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('end', () => {
          const { value } = JSON.parse(Buffer.concat(chunks).toString('utf8'));
          if (response.statusCode === 200) resolve(value);
          else reject(new Error(`${value?.error}: ${value?.message}`));
        });
      });
      request.on('timeout', () => request.destroy(new Error('WebDriver did not answer')));
      request.on('error', reject);
      request.end(text);
    });
  }

  command_(method, path, body) {
    return this.request_(method, `/session/${this.session_}${path}`, body);
  }

  run_(script, args = []) {
    return this.command_('POST', '/execute/sync', { script, args });
  }

  /** Repeats `script` in the page until it answers true. */
  async until_(script, args, what) {
    for (const deadline = Date.now() + 10_000; Date.now() < deadline; await sleep(8)) {
      if (await this.run_(script, args).catch(() => false)) return;
    }
    throw new Error(`the page did not ${what}`);
  }

  async open(url, release) {
    await this.command_('POST', '/url', { url });
    const mark = /[?&]g=\d+/.exec(url)[0];
    await this.until_(`if (!location.href.includes(arguments[0])) return false; (${IN_PAGE})(); return true;`, [mark], 'open');
    const origin = await this.run_('return location.origin');
    if (origin !== new URL(url).origin) throw new Error(`${url} opened as ${origin}`);
    release();
    await this.until_(`return document.readyState !== 'loading'`, [], 'finish');
  }

  async call(name, argument) {
    return this.run_('return window.__lab[arguments[0]](arguments[1])', [name, argument]);
  }

  async recover() {
    await this.close();
    await this.start();
  }

  async close() {
    if (this.session_) await this.command_('DELETE', '').catch(() => {});
    this.session_ = null;
    if (this.child_?.pid) {
      try { process.kill(-this.child_.pid); } catch { /* already gone */ }
    }
  }
}

export class WebKitDriver {
  static id = 'webkit';
  static commands = ['WebKitWebDriver'];

  constructor(executablePath, profile) {
    this.executablePath_ = executablePath;
    this.profile_ = profile;
    this.tabs = [];
  }

  async start(port) {
    this.screen_ = await startScreen();
    const proxy = `http://127.0.0.1:${port}`;
    const environment = {
      ...process.env,
      DISPLAY: this.screen_.display,
      GDK_BACKEND: 'x11',
      LIBGL_ALWAYS_SOFTWARE: '1',
      NO_AT_BRIDGE: '1',
      WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',  // its sandbox needs what a container lacks
      XDG_CONFIG_HOME: this.profile_, XDG_CACHE_HOME: this.profile_, XDG_DATA_HOME: this.profile_,
      http_proxy: proxy, https_proxy: proxy, all_proxy: proxy, no_proxy: '127.0.0.1',
    };
    this.tabs = Array.from({ length: TABS }, () => new WebKitTab(this.executablePath_, environment));
    for (const tab of this.tabs) await tab.start();
  }

  async version() {
    return `WebKitGTK/${this.tabs[0].capabilities.browserVersion} ${libraryVersion()}`.trim();
  }

  async close() {
    for (const tab of this.tabs) await tab.close();
    this.screen_?.child.kill();
  }
}

/** The package's version where Debian's tools can tell; the capability may name only the browser's. */
function libraryVersion() {
  try {
    return execFileSync('dpkg-query', ['-W', '-f=${Version}', 'webkit2gtk-driver'], { encoding: 'utf8' });
  } catch {
    return '';
  }
}
