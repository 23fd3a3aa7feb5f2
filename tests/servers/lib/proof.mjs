// A small real site behind real servers, in real browsers. Under the hardened policy what should load
// loads, injected scripts don't run, and the report arrives; while the policy only reports, all of it
// works, and the reports name exactly what would break.
import { symlinkSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { until } from '../../support/until.mjs';
import { check, freePort, scratch, start, which, write } from './daemon.mjs';
import { reportsOf } from './delivery.mjs';
import { Internet, openBrowsers } from './internet.mjs';
import { emit, harden } from './program.mjs';
import { receivers } from './receivers.mjs';

const apps = fileURLToPath(new URL('../apps/receivers/', import.meta.url));
const modules = fileURLToPath(new URL('../../node_modules', import.meta.url));

/** What the site uses of others, each by a stand-in on the host names of the real one. */
const services = 'google-analytics,stripe,youtube,google-fonts';
const GIF = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

const files = {
  'app.js': `window.state = { app: true };
const script = document.createElement('script');
script.src = 'https://www.googletagmanager.com/gtag/js?id=G-1';
document.head.append(script);
fetch('/static/data.json').then((answer) => answer.json()).then((data) => { window.state.data = data.ok; });
`,
  'data.json': '{"ok":true}',
  'style.css': '#styled { width: 123px; }',
  'image.gif': GIF,
};

/** The site's page; `injected` is what an attacker got into it. */
const injected = `<script>window.injected = 'inline';</script>
<img src="/static/none.gif" onerror="window.injected = 'handler'">
<script src="https://evil.example/x.js"></script>`;
const page = `<!doctype html><html lang=en><head><title>Shop</title>
<link rel=stylesheet href="/static/style.css">
<link rel=stylesheet href="https://fonts.googleapis.com/css2?family=Shop">
<script src="/static/app.js"></script>
<script src="https://js.stripe.com/v3/"></script>
</head><body><p id=styled>Shop</p>
<img id=image src="/static/image.gif" alt="">
<iframe src="https://www.youtube.com/embed/abc" title=video></iframe>
<p>A guest wrote: ${injected}</p></body></html>`;

const answered = (type, text) => (url, request, response) =>
  response.writeHead(200, { 'Content-Type': type, 'Access-Control-Allow-Origin': '*' }).end(text);
const javascript = 'text/javascript';
export const standIns = {
  'www.googletagmanager.com': answered(javascript, `(window.state ??= {}).analytics = true;
fetch('https://www.google-analytics.com/g/collect?v=2', { method: 'POST', mode: 'no-cors' }).catch(() => {});`),
  'www.google-analytics.com': answered('text/plain', ''),
  'js.stripe.com': (url, request, response) => (new URL(url).pathname === '/v3/'
    ? answered(javascript, `(window.state ??= {}).stripe = true;
addEventListener('DOMContentLoaded', () => {
  const frame = document.createElement('iframe');
  frame.src = 'https://js.stripe.com/v3/elements-inner-card.html';
  document.body.append(frame);
});`)(url, request, response)
    : answered('text/html', 'card')(url, request, response)),
  'www.youtube.com': answered('text/html', 'video'),
  'fonts.googleapis.com': answered('text/css', `@font-face { font-family: Shop; src: url(https://fonts.gstatic.com/s/shop.woff2); }
body { font-family: Shop; }`),
  'fonts.gstatic.com': answered('font/woff2', ''),
  'evil.example': answered(javascript, "window.injected = 'host';"),
};

/** What the page has come to, asked within it. */
const state = () => {
  const image = document.getElementById('image');
  const styled = document.getElementById('styled');
  return { ...window.state, image: image?.naturalWidth === 1, style: styled?.offsetWidth === 123, injected: window.injected ?? null };
};
const whole = { app: true, data: true, analytics: true, stripe: true, image: true, style: true };
const services_ = [
  'https://www.google-analytics.com/g/collect?v=2', 'https://js.stripe.com/v3/elements-inner-card.html',
  'https://www.youtube.com/embed/abc', 'https://fonts.googleapis.com/css2?family=Shop', 'https://fonts.gstatic.com/s/shop.woff2',
];

/** The application, with the receiver and no headers of its own. */
async function startPlain(receiver) {
  const folder = scratch('plain');
  symlinkSync(modules, `${folder}/node_modules`);
  write(folder, { 'page.html': page, [receiver.name]: receiver.text });
  write(`${folder}/static`, files);
  const port = await freePort();
  return start(process.execPath, [`${apps}plain_site.mjs`, folder, String(port)], { port, keep: 1 << 22 });
}

/** Puts a server in front of the application; its log is the application's. */
async function inFront(command, set, args, env) {
  const receiver = emit('express-helmet', set, ['receiver=yes']).files[1];
  const application = await startPlain(receiver);
  const port = await freePort();
  const server = await start(which(command), await args(port, application.port), { port, env: { ...process.env, ...env } });
  return { port, output: application.output, stop: () => Promise.all([server.stop(), application.stop()]) };
}

/** Starts the site with a header set: { port, output, stop }. */
const stacks = {
  flask: (set) => receivers.find(({ target }) => target === 'flask').serve(emit('flask', set, ['receiver=yes']).files, page, { static: files }),
  'express-helmet': (set) => receivers.find(({ target }) => target === 'express-helmet')
    .serve(emit('express-helmet', set, ['receiver=yes']).files, page, { static: files }),
  nginx: (set) => inFront('nginx', set, (port, upstream) => {
    const folder = scratch('nginx');
    const text = (block) => emit('nginx', set).files.filter(({ place }) => place.includes(block)).map((file) => file.text).join('');
    write(folder, { 'nginx.conf': `daemon off; master_process off; pid ${folder}/pid; error_log ${folder}/error.log;
events { worker_connections 256; }
http {
  access_log off; client_body_temp_path ${folder}/t1; proxy_temp_path ${folder}/t2; fastcgi_temp_path ${folder}/t3;
  uwsgi_temp_path ${folder}/t4; scgi_temp_path ${folder}/t5;
${text('http block')}
  server {
    listen 127.0.0.1:${port};
${text('server block')}
    location / { proxy_pass http://127.0.0.1:${upstream}; }
  }
}
` });
    check(which('nginx'), ['-t', '-c', `${folder}/nginx.conf`, '-p', folder]);
    return ['-c', `${folder}/nginx.conf`, '-p', folder];
  }),
  caddy: (set) => {
    const folder = scratch('caddy');
    return inFront('caddy', set, (port, upstream) => {
      write(folder, { Caddyfile: `{\n\tadmin off\n\tauto_https off\n}
http://:${port} {
${emit('caddy', set).files[0].text}
	reverse_proxy 127.0.0.1:${upstream}
}
` });
      return ['run', '--adapter', 'caddyfile', '--config', `${folder}/Caddyfile`];
    }, { HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder });
  },
};

export const proofTools = () => ['nginx', 'caddy'].filter((name) => !which(name))
  .concat(...receivers.filter(({ quick }) => quick).map((receiver) => receiver.missing()));

const choices = [`services=${services}`, 'endpoint=/csp-reports', 'hsts=300'];
const before = 'HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-8\n\n';

/** Reports as "directive blocked", each once. */
const named = (reports) => [...new Set(reports.map(({ directive, blocked }) => `${directive} ${blocked}`))].sort();

/** What the injected parts are called in reports; nothing else on the page would break. */
const wouldBreak = ['script-src-attr inline', 'script-src-elem https://evil.example/x.js', 'script-src-elem inline'];

/** Beside an enforced policy a stricter one is reported: the loaders of the services set script addresses. */
const wouldBreakNext = ['require-trusted-types-for trusted-types-sink', ...wouldBreak];

function same(found, wanted) {
  return JSON.stringify(found) === JSON.stringify(wanted);
}

/** One page in one browser: waits for what has to come, then looks at all of it. */
async function visit(browser, host, site, internet, tally, { stack, enforced }) {
  const label = `${stack}, ${browser.name}, ${enforced ? 'enforced' : 'report-only'}`;
  const asked = internet.asked.length;
  const came = () => new Set(internet.asked.slice(asked).filter(({ browser: name }) => name === browser.name).map(({ url }) => url));
  const of = (disposition) => named(reportsOf(site).filter((report) => report.document === `https://${host}/` && report.disposition === disposition));
  const reports = () => of(enforced ? 'enforce' : 'report');
  let last = {};
  try {
    await browser.visit(`https://${host}/`, state, (look) => until(async () => {
      last = await look();
      const loaded = Object.entries(whole).every(([name, value]) => last[name] === value) && services_.every((url) => came().has(url));
      return loaded && wouldBreak.every((name) => reports().includes(name));
    }, { limit: 40_000, pause: 100 }));
  } catch (error) {
    tally.fail(`${label}: ${error.message}: ${JSON.stringify(last)}; missing ${services_.filter((url) => !came().has(url))}; reports ${reports()}`);
    return;
  }
  for (const [name, value] of Object.entries(whole)) tally.check(last[name] === value, () => `${label}: ${name} did not load`);
  for (const url of services_) tally.check(came().has(url), () => `${label}: ${url} was not asked for`);
  tally.check(enforced ? last.injected === null : last.injected !== null, () => `${label}: injected: ${last.injected}`);
  const evil = [...came()].some((url) => url.startsWith('https://evil.example/'));
  tally.check(evil === !enforced, () => `${label}: evil.example was ${evil ? '' : 'not '}asked`);
  tally.check(same(reports(), wouldBreak), () => `${label}: reported ${JSON.stringify(reports())}`);
  const others = of(enforced ? 'report' : 'enforce');
  const known = enforced ? others.every((name) => wouldBreakNext.includes(name)) : others.length === 0;
  tally.check(known, () => `${label}: beside them: ${JSON.stringify(others)}`);
}

/** Every stack, every browser, both steps of the rollout. */
export async function checkProof(tally, { webkit = false } = {}) {
  const internet = new Internet();
  await internet.start();
  for (const [host, answer] of Object.entries(standIns)) internet.hosts.set(host, answer);
  const browsers = await openBrowsers(internet.port, { webkit });
  const sets = {
    'report-only': harden(before, choices),
    enforced: harden(before, [...choices, 'reporting=both']),
  };
  const running = [];
  try {
    tally.check(browsers.length >= 2, () => `only ${browsers.map(({ name }) => name)} are installed`);
    for (const [stack, serve] of Object.entries(stacks)) {
      for (const [step, set] of Object.entries(sets)) {
        const site = await serve(set);
        running.push(site);
        // Each browser has a host name of its own, by which its reports are told apart.
        await Promise.all(browsers.map((browser) => {
          const host = `${step}.${stack}.${browser.name.toLowerCase()}.example`;
          internet.hosts.set(host, site);
          return visit(browser, host, site, internet, tally, { stack, enforced: step === 'enforced' });
        }));
      }
    }
  } finally {
    await Promise.all([...running.map((site) => site.stop()), ...browsers.map((browser) => browser.close())]);
    await internet.close();
  }
}
