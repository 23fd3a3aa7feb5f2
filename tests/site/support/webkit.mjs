// WebKitGTK, Safari's engine: MiniBrowser on a virtual screen, by plain WebDriver over HTTP.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';
/** WebDriver's code points for keys. */
export const KEYS = { tab: '\ue004', control: '\ue009', shift: '\ue008', left: '\ue012', home: '\ue011', end: '\ue010', delete: '\ue017', enter: '\ue007', escape: '\ue00c' };

export function miniBrowser() {
  return readdirSync('/usr/lib')
    .flatMap((triplet) => ['webkit2gtk-4.1', 'webkitgtk-6.0'].map((name) => `/usr/lib/${triplet}/${name}/MiniBrowser`))
    .find(existsSync);
}

/** What is missing on this machine, or null. */
export function missingForWebKit() {
  for (const tool of ['WebKitWebDriver', 'Xvfb']) {
    try {
      execFileSync('which', [tool], { stdio: 'ignore' });
    } catch {
      return tool;
    }
  }
  return miniBrowser() ? null : 'MiniBrowser';
}

/** A virtual screen; whoever starts it kills it. */
export async function startScreen() {
  const screen = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1440x1000x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const number = await new Promise((resolve, reject) => {
    screen.stdio[3].once('data', (data) => resolve(String(data).trim()));
    screen.once('exit', () => reject(new Error('Xvfb ended')));
  });
  return { screen, display: `:${number}` };
}

export function webkitEnvironment(display, profile) {
  return {
    ...process.env,
    DISPLAY: display,
    GDK_BACKEND: 'x11',
    LIBGL_ALWAYS_SOFTWARE: '1',
    NO_AT_BRIDGE: '1',
    WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1', // its sandbox needs what a container lacks
    XDG_CONFIG_HOME: profile,
    XDG_CACHE_HOME: profile,
    XDG_DATA_HOME: profile,
  };
}

export class WebKit {
  /** Starts screen, driver and browser; `close` ends all three. */
  static async launch() {
    const webkit = new WebKit();
    try {
      await webkit.#start();
    } catch (error) {
      await webkit.close();
      throw error;
    }
    return webkit;
  }

  #screen;
  #driver;
  #base;
  #session;
  #profile = mkdtempSync(join(tmpdir(), 'headstrong-webkit-'));

  async #start() {
    const { screen, display } = await startScreen();
    this.#screen = screen;
    const port = await freePort();
    this.#driver = spawn('WebKitWebDriver', [`--port=${port}`], {
      stdio: 'ignore',
      detached: true, // a group of its own, so that the browser ends with its driver
      env: webkitEnvironment(display, this.#profile),
    });
    this.#base = `http://127.0.0.1:${port}`;
    const options = { binary: miniBrowser(), args: ['--automation'] };
    const body = { capabilities: { alwaysMatch: { 'webkitgtk:browserOptions': options } } };
    const { sessionId } = await until(() => this.#send('POST', '/session', body), 15_000);
    this.#session = sessionId;
  }

  async #send(method, path, body) {
    const response = await fetch(this.#base + path, {
      method,
      headers: { 'Content-Type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const { value } = await response.json();
    if (!response.ok) throw new Error(`${value?.error}: ${value?.message}`);
    return value;
  }

  #command(method, path, body) {
    return this.#send(method, `/session/${this.#session}${path}`, body);
  }

  goto(url) {
    return this.#command('POST', '/url', { url });
  }

  /** Runs a function in the page. */
  run(script, ...args) {
    return this.#command('POST', '/execute/sync', { script: `return (${script}).apply(null, arguments)`, args });
  }

  /** Waits until a function, run in the page, gives something true; gives that. */
  until(script, ...args) {
    return until(async () => {
      const value = await this.run(script, ...args);
      if (!value) throw new Error(`not in time: ${script}`);
      return value;
    }, 15_000);
  }

  async click(selector) {
    await this.until((words) => Boolean(document.querySelector(words)), selector);
    const found = await this.#command('POST', '/element', { using: 'css selector', value: selector });
    await this.#command('POST', `/element/${found[ELEMENT]}/click`, {});
  }

  /** Types into what has the focus; keys of KEYS that are modifiers stay down until the end. */
  async keys(text) {
    const modifiers = new Set([KEYS.control, KEYS.shift]);
    const actions = [];
    const held = [];
    for (const value of text) {
      actions.push({ type: 'keyDown', value });
      if (modifiers.has(value)) held.push(value);
      else actions.push({ type: 'keyUp', value });
    }
    for (const value of held.reverse()) actions.push({ type: 'keyUp', value });
    await this.#command('POST', '/actions', { actions: [{ type: 'key', id: 'keyboard', actions }] });
  }

  async close() {
    if (this.#session) await this.#command('DELETE', '').catch(() => {});
    if (this.#driver?.pid) {
      try {
        process.kill(-this.#driver.pid);
      } catch {
        // It has ended by itself.
      }
    }
    this.#screen?.kill();
    rmSync(this.#profile, { recursive: true, force: true });
  }
}

async function until(attempt, ms) {
  const deadline = Date.now() + ms;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}
