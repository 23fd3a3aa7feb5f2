// WebKitGTK, Safari's engine: MiniBrowser on a virtual screen, by plain WebDriver over HTTP.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { capture } from './command.mjs';
import { descendants, endProcesses, removeAtEnd, removeNow } from './ending.mjs';
import { freePort } from './ports.mjs';
import { until } from './until.mjs';

const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';
/** WebDriver's code points for keys. */
export const KEYS = { tab: '\ue004', control: '\ue009', shift: '\ue008', left: '\ue012', home: '\ue011', end: '\ue010', delete: '\ue017', enter: '\ue007', escape: '\ue00c' };

/** A driver that is silent for so long has hung: a busy machine does not get there. */
const COMMAND_LIMIT = 120_000;
/** A browser that does not come up in that time never does; another one will. */
const START_LIMIT = 45_000;
const START_TRIES = 5;

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

/** A virtual screen with a number that it has found free; whoever starts it kills it. */
export async function startScreen() {
  const screen = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1440x1000x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  let said = '';
  screen.stderr.on('data', (part) => (said += part));
  const number = await new Promise((resolve, reject) => {
    let digits = '';
    screen.stdio[3].on('data', (data) => {
      digits += data;
      if (digits.endsWith('\n')) resolve(digits.trim());
    });
    screen.once('error', reject);
    screen.once('exit', () => reject(new Error(`Xvfb ended: ${said}`)));
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

/** The names in what `MiniBrowser --features=help` prints, in lower case. */
export function featureNames(help) {
  return new Set([...help.matchAll(/^\s+[-+] (\w+)/gm)].map(([, name]) => name.toLowerCase()));
}

/**
 * Of `+Name,-Name,…` those that this MiniBrowser knows: it ends where it is given another, and the
 * names come and go with its versions.
 */
export function knownFeatures(wanted, environment) {
  const { stdout, stderr } = capture(miniBrowser(), ['--features=help'], { env: environment });
  const names = featureNames(stdout + stderr);
  if (names.size === 0) throw new Error(`MiniBrowser lists no features: ${stdout}${stderr}`);
  return wanted.split(',').filter((feature) => names.has(feature.replace(/^[-+!]/, '').toLowerCase())).join(',');
}

/** One WebKitWebDriver with its MiniBrowser: a driver process serves a single session. */
export class WebKitSession {
  #environment;
  #profile;
  #args;
  #capabilities;
  #agent = new http.Agent({ keepAlive: true });
  #driver;
  #port;
  #session;
  #log;

  /** `args`: MiniBrowser's, beside --automation; `capabilities`: WebDriver's, beside the browser. */
  constructor({ environment, profile, args = [], capabilities = {} }) {
    this.#environment = environment;
    this.#profile = profile;
    this.#args = args;
    this.#capabilities = capabilities;
  }

  /** On a busy machine a browser now and then never comes up, and its driver stays silent. */
  async start(tries = START_TRIES) {
    try {
      await this.#startOnce();
    } catch (error) {
      const said = this.output();
      await this.close();
      if (tries <= 1) throw new Error(`WebKit did not start: ${error.message}\n${said}`);
      await this.start(tries - 1);
    }
  }

  async #startOnce() {
    mkdirSync(this.#profile, { recursive: true });
    const folder = mkdtempSync(join(this.#profile, 'driver-'));
    this.#log = join(folder, 'log');
    // The driver throws away what its browser says, and with it why it did not start.
    const browser = join(folder, 'MiniBrowser');
    writeFileSync(browser, `#!/bin/sh\nexec '${miniBrowser()}' "$@" 2>>'${this.#log}'\n`, { mode: 0o755 });
    this.#port = await freePort();
    this.#driver = spawn('WebKitWebDriver', [`--port=${this.#port}`], {
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true, // a group of its own, so that the browser ends with its driver
      env: this.#environment,
    });
    let ended = null;
    for (const stream of [this.#driver.stdout, this.#driver.stderr]) stream.on('data', (part) => this.#keep(part));
    this.#driver.on('error', (error) => (ended = error.message));
    this.#driver.on('exit', (code, signal) => (ended = `WebKitWebDriver ended: ${signal ?? code}`));
    await until(async () => ended !== null || await accepts(this.#port), { what: 'WebKitWebDriver accepts' });
    if (ended !== null) throw new Error(ended);
    const answer = await this.#request('POST', '/session', {
      capabilities: {
        alwaysMatch: {
          ...this.#capabilities,
          'webkitgtk:browserOptions': { binary: browser, args: ['--automation', ...this.#args] },
        },
      },
    }, START_LIMIT);
    this.#session = answer.sessionId;
    this.capabilities = answer.capabilities;
    await this.command('POST', '/timeouts', { script: COMMAND_LIMIT / 2, pageLoad: COMMAND_LIMIT / 2 });
  }

  #keep(text) {
    writeFileSync(this.#log, text, { flag: 'a' });
  }

  /** What driver and browser have said. */
  output() {
    return this.#log && existsSync(this.#log) ? readFileSync(this.#log, 'utf8').slice(-4000) : '';
  }

  /** Sends one WebDriver command; throws the driver's own error. */
  #request(method, path, body, limit = COMMAND_LIMIT) {
    const text = body === undefined ? '' : JSON.stringify(body);
    return new Promise((resolve, reject) => {
      const request = http.request({
        host: '127.0.0.1', port: this.#port, method, path, agent: this.#agent, timeout: limit,
        headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) },
      }, (response) => {
        const chunks = [];
        response.on('error', reject);
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

  command(method, path, body) {
    return this.#request(method, `/session/${this.#session}${path}`, body);
  }

  goto(url) {
    return this.command('POST', '/url', { url });
  }

  /** Runs a function, or the text of a function's body, in the page. */
  run(script, ...args) {
    const text = typeof script === 'function' ? `return (${script}).apply(null, arguments)` : script;
    return this.command('POST', '/execute/sync', { script: text, args });
  }

  /** Waits until a function, run in the page, gives something true; gives that. */
  until(script, ...args) {
    return until(() => this.run(script, ...args), { what: `in the page: ${script}` });
  }

  async click(selector) {
    await this.until((words) => Boolean(document.querySelector(words)), selector);
    const found = await this.command('POST', '/element', { using: 'css selector', value: selector });
    await this.command('POST', `/element/${found[ELEMENT]}/click`, {});
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
    await this.command('POST', '/actions', { actions: [{ type: 'key', id: 'keyboard', actions }] });
  }

  async close() {
    if (this.#session) await this.#request('DELETE', `/session/${this.#session}`, undefined, 10_000).catch(() => {});
    this.#session = null;
    this.#agent.destroy();
    if (this.#driver?.pid) endProcesses([...descendants(this.#driver.pid), this.#driver.pid, -this.#driver.pid]);
    this.#driver = null;
  }
}

function accepts(port) {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1');
    socket.on('connect', () => resolve(socket.destroy() && true));
    socket.on('error', () => resolve(false));
  });
}

/** A session with a screen and a profile of its own; `close` ends all. */
export class WebKit extends WebKitSession {
  #screen;
  #folder;

  static async launch() {
    const folder = removeAtEnd(mkdtempSync(join(tmpdir(), 'headstrong-webkit-')));
    const { screen, display } = await startScreen();
    const webkit = new WebKit({ environment: webkitEnvironment(display, folder), profile: folder });
    webkit.#screen = screen;
    webkit.#folder = folder;
    try {
      await webkit.start();
    } catch (error) {
      await webkit.end();
      throw error;
    }
    return webkit;
  }

  async end() {
    await this.close();
    this.#screen.kill();
    removeNow(this.#folder);
  }
}
