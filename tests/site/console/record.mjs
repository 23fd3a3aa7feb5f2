#!/usr/bin/env node
// Makes the installed browsers block things and prints what their consoles say, one JSON line each:
// `node tests/site/console/record.mjs chromium|firefox|webkit`. The files beside this one were made from that;
// the request that each message tells of was then checked by a person.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BROWSERS, launch } from '../support/browsers.mjs';
import { miniBrowser, startScreen, webkitEnvironment } from '../../support/webkit.mjs';

const NONCED = "script-src 'nonce-n'";
const run = (code) => `<script nonce=n>${code}</script>`;
const caught = (code) => run(`try{${code}}catch(e){}`);
const MODULE = 'new Uint8Array([0,97,115,109,1,0,0,0])';

/** Policies (one, or several as a list) and the markup that they block. */
/** @type {[string | string[], string][]} */
const CASES = [
  [NONCED, '<script src="https://cdn.example/a.js"></script>'],
  ["default-src 'self'", '<script src="https://cdn.example/lib/a.js?v=1"></script>'],
  ["script-src-elem 'self'; script-src *", '<script src="https://cdn.example/a.js"></script>'],
  ["script-src 'self'", '<script src="data:text/javascript,1"></script>'],
  ["script-src 'sha256-AAAA'", '<script src="https://cdn.example/a.js" integrity="sha256-abcd"></script>'],
  [`${NONCED} 'strict-dynamic' https:`, '<script src="https://cdn.example/a.js"></script>'],
  ["style-src 'self'", '<link rel=stylesheet href="https://cdn.example/a.css">'],
  ["img-src 'self'", '<img src="https://pics.example/it\'s,a;b.png">'],
  [["img-src 'self'", 'img-src https://a.example'], '<img src="https://pics.example/a.png">'],
  ["default-src 'none'", '<img src="https://pics.example/a.png">'],
  ["img-src 'self'", '<img src="data:image/png;base64,iVBORw0KGgo=">'],
  ["font-src 'self'", '<style>@font-face{font-family:x;src:url(https://fonts.example/a.woff2)}p{font-family:x}</style><p>a'],
  [`connect-src 'self'; ${NONCED}`, run('fetch("https://api.example/v1/x").catch(()=>{})')],
  [`connect-src 'self'; ${NONCED}`, caught('new WebSocket("wss://live.example/s")')],
  [`connect-src 'self'; ${NONCED}`, run('new EventSource("https://live.example/e")')],
  [`connect-src 'self'; ${NONCED}`, run('navigator.sendBeacon("https://stats.example/b","x")')],
  ["media-src 'self'", '<audio src="https://media.example/a.mp3" preload=auto></audio>'],
  ["media-src 'self'", '<video src="https://media.example/a.mp4" preload=auto></video>'],
  ["media-src 'self'", '<video controls><track default src="https://media.example/a.vtt" kind=subtitles></video><script>document.querySelector("track").track.mode="showing"</script>'],
  ["object-src 'none'", '<object data="https://plug.example/a.swf"></object>'],
  ["frame-src 'none'", '<iframe src="https://frames.example:8443/a/b?c"></iframe>'],
  ["child-src 'self'", '<iframe src="https://frames.example/f"></iframe>'],
  [`worker-src 'none'; ${NONCED}`, caught('new Worker("/w.js")')],
  [`worker-src 'none'; ${NONCED}`, run('navigator.serviceWorker.register("/w.js").catch(()=>{})')],
  [NONCED, caught('new Worker(URL.createObjectURL(new Blob(["1"])))')],
  ["manifest-src 'none'", '<link rel=manifest href="/m.json">'],
  ["default-src 'none'", '<link rel=prefetch href="https://cdn.example/next">'],
  [`form-action 'self'; ${NONCED}`, `<form id=f action="https://pay.example/go" method=post></form>${run('f.submit()')}`],
  ["base-uri 'self'", '<base href="https://elsewhere.example/">'],
  ["script-src 'self'", '<script>var a=1</script>'],
  ["default-src 'self'", '<script>var a=1</script>'],
  ["style-src 'self'", '<style>p{color:red}</style>'],
  ["style-src 'self'", '<p style="color:red">x'],
  [NONCED, '<img src=x onerror="var b=1">'],
  [NONCED, '<iframe src="javascript:var c=1"></iframe>'],
  [NONCED, run('eval("1")')],
  [NONCED, run('setTimeout("1",0)')],
  [NONCED, run(`new WebAssembly.Module(${MODULE})`)],
  ['trusted-types good', '<body><script>trustedTypes.createPolicy("evil",{})</script>'],
  ["require-trusted-types-for 'script'", '<body><p></p><script>document.querySelector("p").innerHTML="x"</script>'],
  [NONCED, '<iframe src="http://127.0.0.1:PORT/framed?policy"></iframe>'],
  [NONCED, '<iframe src="http://127.0.0.1:PORT/framed?header"></iframe>'],
  ['sandbox', '<script>1</script>'],
  ['sandbox allow-scripts', '<form id=f action="/x"></form><script>f.submit()</script>'],
];
const KINDS = { enforce: 'Content-Security-Policy', report: 'Content-Security-Policy-Report-Only' };
/** A console that has said something and then nothing for so long, in ms, has said all of it. */
const QUIET = 500;
/** And one that says nothing at all in so long has nothing to say; a browser may have to start first. */
const PATIENCE = 10_000;

function answer(request, response, port) {
  const html = { 'Content-Type': 'text/html; charset=utf-8' };
  const [, kind, index] = request.url.split('/');
  if (request.url === '/framed?policy') {
    response.writeHead(200, { ...html, [KINDS.enforce]: "frame-ancestors 'self' https://ok.example" });
  } else if (request.url === '/framed?header') {
    response.writeHead(200, { ...html, 'X-Frame-Options': 'DENY' });
  } else if (KINDS[kind] && CASES[index]) {
    const [policy, markup] = CASES[index];
    response.writeHead(200, { ...html, [KINDS[kind]]: policy });
    response.write(`<!doctype html><meta charset=utf-8><title>t</title>${markup.replaceAll('PORT', port)}`);
  } else {
    response.writeHead(404);
  }
  response.end();
}

function say(kind, index, text) {
  console.log(JSON.stringify({ kind, policy: CASES[index][0], markup: CASES[index][1], text: text.trim() }));
}

async function eachPage(port, visit) {
  for (const kind of Object.keys(KINDS)) {
    for (let index = 0; index < CASES.length; index++) {
      await visit(kind, index, `http://localhost:${port}/${kind}/${index}`);
    }
  }
}
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Until the console has said all that it has to say; `count` gives how much it has said so far. */
async function untilSaid(count) {
  let seen = 0;
  let since = Date.now();
  while (Date.now() - since < (seen > 0 ? QUIET : PATIENCE)) {
    await pause(50);
    const now = await count();
    if (now !== seen) since = Date.now();
    seen = now;
  }
}

async function recordChromium(port) {
  const browser = await launch(BROWSERS.find((item) => item.browser === 'chrome'));
  await eachPage(port, async (kind, index, url) => {
    const page = await browser.newPage();
    const session = await page.createCDPSession();
    let count = 0;
    const hear = (text) => {
      count += 1;
      say(kind, index, text);
    };
    const listen = async (part) => {
      part.on('Log.entryAdded', ({ entry }) => hear(entry.text));
      await part.send('Log.enable').catch(() => {});
    };
    // Frames of other origins have consoles of their own.
    session.on('sessionattached', listen);
    await session.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: true });
    await listen(session);
    session.on('Runtime.exceptionThrown', ({ exceptionDetails: { text, exception } }) =>
      hear(`${text} ${exception?.description ?? ''}`));
    await session.send('Runtime.enable');
    await page.goto(url, { timeout: 8000 }).catch(() => {});
    await session.send('Page.getAppManifest').catch(() => {});
    await untilSaid(() => count);
    await page.close().catch(() => {});
  });
  await browser.close();
}

/** Marionette, which alone can read Firefox's console of policy messages. */
class Marionette {
  #socket;
  #waiting = new Map();
  #received = Buffer.alloc(0);
  #count = 0;

  static async open(port) {
    for (let attempt = 0; attempt < 60; attempt++) {
      const socket = connect(port, '127.0.0.1');
      const open = await new Promise((resolve) => {
        socket.once('connect', () => resolve(true));
        socket.once('error', () => resolve(false));
      });
      if (open) return new Marionette(socket);
      await pause(500);
    }
    throw new Error('Firefox does not answer');
  }

  constructor(socket) {
    this.#socket = socket;
    socket.on('data', (data) => this.#receive(data));
  }

  #receive(data) {
    this.#received = Buffer.concat([this.#received, data]);
    for (;;) {
      const colon = this.#received.indexOf(':');
      const end = colon + 1 + Number(this.#received.subarray(0, Math.max(colon, 0)).toString());
      if (colon < 0 || this.#received.length < end) return;
      const message = JSON.parse(this.#received.subarray(colon + 1, end).toString());
      this.#received = this.#received.subarray(end);
      if (!Array.isArray(message)) continue;
      const [, id, error, result] = message;
      this.#waiting.get(id)?.(error ? { error } : result);
      this.#waiting.delete(id);
    }
  }

  send(command, parameters = {}) {
    const id = ++this.#count;
    const text = JSON.stringify([0, id, command, parameters]);
    this.#socket.write(`${Buffer.byteLength(text)}:${text}`);
    return new Promise((resolve) => this.#waiting.set(id, resolve));
  }

  /** What the console says, which is then empty. */
  async console() {
    await this.send('Marionette:SetContext', { value: 'chrome' });
    const script =
      'const said = Services.console.getMessageArray().map((item) => (item instanceof Ci.nsIScriptError ? item.errorMessage : item.message)); Services.console.reset(); return said;';
    const { value } = await this.send('WebDriver:ExecuteScript', { script, args: [] });
    await this.send('Marionette:SetContext', { value: 'content' });
    return value;
  }

  close() {
    this.#socket.destroy();
  }
}

async function recordFirefox(port) {
  const profile = mkdtempSync(join(tmpdir(), 'console-'));
  const control = 20_000 + Math.floor(Math.random() * 20_000);
  writeFileSync(join(profile, 'user.js'), `user_pref("marionette.port", ${control});\n`);
  const { executablePath } = BROWSERS.find((item) => item.browser === 'firefox');
  const flags = ['--headless', '--marionette', '--remote-allow-system-access', '--no-remote', '--profile', profile];
  const firefox = spawn(executablePath, flags, { stdio: 'ignore' });
  const marionette = await Marionette.open(control);
  await marionette.send('WebDriver:NewSession', { capabilities: { alwaysMatch: { pageLoadStrategy: 'eager' } } });
  await marionette.send('WebDriver:SetTimeouts', { pageLoad: 6000 });
  await marionette.console();
  await eachPage(port, async (kind, index, url) => {
    await marionette.send('WebDriver:Navigate', { url });
    let count = 0;
    await untilSaid(async () => {
      for (const text of await marionette.console()) {
        count += 1;
        say(kind, index, text);
      }
      return count;
    });
  });
  marionette.close();
  firefox.kill();
  await new Promise((resolve) => firefox.once('exit', resolve));
  rmSync(profile, { recursive: true, force: true });
}

/**
 * WebKit writes its console to the browser's output, which its driver keeps to itself: so each page gets
 * a browser of its own, without a driver.
 */
async function recordWebKit(port) {
  const { screen, display } = await startScreen();
  const profile = mkdtempSync(join(tmpdir(), 'console-'));
  const env = webkitEnvironment(display, profile);
  await eachPage(port, async (kind, index, url) => {
    const flags = ['--enable-write-console-messages-to-stdout=true', '--features=+LinkPrefetch', url];
    const browser = spawn(miniBrowser(), flags, { detached: true, stdio: ['ignore', 'pipe', 'pipe'], env });
    let output = '';
    for (const stream of [browser.stdout, browser.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text));
    await untilSaid(() => output.split('CONSOLE ').length - 1);
    try {
      process.kill(-browser.pid, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
    // A message begins with where it came from, unless that is nowhere.
    for (const [, text] of output.matchAll(/CONSOLE [A-Z]+ (?:ERROR|WARN\w*) (.*)/g)) say(kind, index, text);
  });
  screen.kill();
  rmSync(profile, { recursive: true, force: true });
}

const port = () => /** @type {import('node:net').AddressInfo} */ (server.address()).port;
const server = createServer((request, response) => answer(request, response, port()));
await new Promise((resolve) => server.listen(0, () => resolve()));
const record = { chromium: recordChromium, firefox: recordFirefox, webkit: recordWebKit }[process.argv[2]];
if (record) await record(port());
else console.error('Usage: record.mjs chromium|firefox|webkit');
server.closeAllConnections();
server.close();
