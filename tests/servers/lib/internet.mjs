// Real browsers in front of real servers: every host name is answered on this machine, by a site that was
// started or by a stand-in, over https as outside.
import { mkdirSync, mkdtempSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeCertificate } from '../../browsers/lab/certificate.mjs';
import { Proxy } from '../../browsers/lab/proxy.mjs';
import { BROWSERS, isInstalled } from '../../site/support/browsers.mjs';
import { removeAtEnd } from '../../support/ending.mjs';
import { launchBrowser } from '../../support/puppeteer.mjs';
import { missingForWebKit, startScreen, webkitEnvironment, WebKitSession } from '../../support/webkit.mjs';

const nameOf = (agent) => /Firefox|Chrom/.exec(agent)?.[0].replace('Chrom', 'Chromium') ?? 'WebKit';

/** Host names: { port } of a site, or a function (url, request, response). */
export class Internet {
  hosts = new Map();
  asked = [];  // of stand-ins: { browser, url }

  async start() {
    const folder = removeAtEnd(mkdtempSync(join(tmpdir(), 'headstrong-internet-')));
    this.#proxy = new Proxy({
      certificate: makeCertificate(folder),
      answer: (url, request, response) => this.#answer(url, request, response),
      opened() {},
    });
    this.port = await this.#proxy.listen();
  }

  #proxy;
  #answer(url, request, response) {
    const { hostname, pathname, search } = new URL(url);
    const host = this.hosts.get(hostname);
    if (typeof host === 'function' || !host) {
      this.asked.push({ browser: nameOf(request.headers['user-agent'] ?? ''), url });
      if (host) return host(url, request, response);
      return response.writeHead(404, { 'Access-Control-Allow-Origin': '*' }).end();
    }
    const { method, headers } = request;
    const onward = http.request({ host: '127.0.0.1', port: host.port, path: pathname + search, method, headers }, (answer) => {
      response.writeHead(answer.statusCode, answer.rawHeaders);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    return request.pipe(onward);
  }

  close() {
    return this.#proxy.close();
  }
}

const args = (port) => [
  `--proxy-server=127.0.0.1:${port}`, '--proxy-bypass-list=<-loopback>', '--ignore-certificate-errors',
  '--short-reporting-delay',  // else a report waits up to a minute
  '--disable-features=LocalNetworkAccessChecks,BlockInsecurePrivateNetworkRequests',
];
const prefs = (port) => ({
  'network.proxy.type': 1, 'network.proxy.no_proxies_on': '', 'network.proxy.allow_hijacking_localhost': true,
  'network.proxy.http': '127.0.0.1', 'network.proxy.http_port': port, 'network.proxy.ssl': '127.0.0.1', 'network.proxy.ssl_port': port,
  'network.lna.enabled': false, 'network.lna.blocking': false, 'dom.reporting.delivering.timeout': 1,
  'network.captive-portal-service.enabled': false, 'network.connectivity-service.enabled': false,
});

/** A browser that asks the internet of this machine: { name, open(url, ready), close }. */
async function openPuppeteer(options, port, local) {
  const browser = await launchBrowser({
    ...options, acceptInsecureCerts: true,
    args: options.browser === 'chrome' ? [...options.args, ...args(port).filter((arg) => !(local && arg.startsWith('--proxy')))] : [],
    ...(options.browser === 'firefox' ? { extraPrefsFirefox: { ...prefs(port), ...(local ? { 'network.proxy.type': 0 } : {}) } } : {}),
  });
  return {
    name: options.name,
    /** Opens a page, waits until `state` gives something true there, and gives what it gave last. */
    async visit(url, state, wait) {
      const page = await browser.newPage();
      try {
        await page.goto(url, { waitUntil: 'load', timeout: 60_000 });
        return await wait(() => page.evaluate(state));
      } finally {
        await page.close();
      }
    },
    close: () => browser.close(),
  };
}

async function openWebKit(port) {
  const folder = removeAtEnd(mkdtempSync(join(tmpdir(), 'headstrong-webkit-')));
  mkdirSync(folder, { recursive: true });
  const { screen, display } = await startScreen();
  const proxy = `http://127.0.0.1:${port}`;
  const environment = { ...webkitEnvironment(display, folder), http_proxy: proxy, https_proxy: proxy, all_proxy: proxy, no_proxy: '127.0.0.1' };
  const session = new WebKitSession({ environment, profile: folder, capabilities: { acceptInsecureCerts: true } });
  await session.start();
  return {
    name: 'WebKit',
    async visit(url, state, wait) {
      await session.goto(url);
      return wait(() => session.run(state));
    },
    async close() {
      await session.close();
      screen.kill();
    },
  };
}

/**
 * Chromium and Firefox, and WebKitGTK with `webkit`; those that are not installed are missing from it. With
 * `local` they ask this machine itself, by its own names.
 */
export async function openBrowsers(port, { webkit = false, local = false } = {}) {
  const browsers = [];
  for (const options of BROWSERS.filter(isInstalled)) browsers.push(await openPuppeteer(options, port, local));
  if (webkit && !missingForWebKit()) browsers.push(await openWebKit(port));
  return browsers;
}
