import { existsSync } from 'node:fs';
import http from 'node:http';
import { fileURLToPath } from 'node:url';
import { launchBrowser } from '../../support/puppeteer.mjs';
import { which } from '../lib/daemon.mjs';
import { emit } from '../lib/program.mjs';
import { hostileNotes } from '../lib/notes.mjs';
import { guideSets, hostileValues } from '../lib/values.mjs';

const modules = fileURLToPath(new URL('../../node_modules', import.meta.url));
const browsers = ['chromium', 'chromium-browser', 'google-chrome'];

async function withBrowser(use) {
  const browser = await launchBrowser({
    executablePath: browsers.map(which).find(Boolean),
    args: ['--no-sandbox', '--disable-gpu'],
  });
  try {
    return await use(browser);
  } finally {
    await browser.close();
  }
}

/** Serves one page after another; gives the values that the browser's parser reads from each. */
async function readPages(pages) {
  const server = http.createServer((request, response) => {
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.end(pages[Number(request.url.slice(1))] ?? '');
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  try {
    return await withBrowser(async (browser) => {
      const page = await browser.newPage();
      const all = [];
      for (let i = 0; i < pages.length; ++i) {
        await page.goto(`http://127.0.0.1:${/** @type {import('node:net').AddressInfo} */ (server.address()).port}/${i}`, { waitUntil: 'load' });
        all.push(await page.evaluate(() => ({
          policies: [...document.querySelectorAll('head meta[http-equiv="Content-Security-Policy"]')].map((m) => m.content),
          referrers: [...document.querySelectorAll('head meta[name="referrer"]')].map((m) => m.content),
          comments: [...document.childNodes, ...document.head.childNodes].filter((n) => n.nodeType === 8).length,
          ran: document.documentElement.dataset.ran ?? null,
        })));
      }
      return all;
    });
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

const page = (head) =>
  `<!doctype html><html><head><meta charset="utf-8">\n${head}` +
  '<title>x</title></head><body><script>document.documentElement.dataset.ran = "yes"</script></body></html>';

const isIgnored = (directive) => /^(frame-ancestors|report-uri|sandbox)([ \t]|$)/i.test(directive);

/** A policy without what an element can't carry. */
function carried(policy) {
  const directives = policy.split(';').map((part) => part.trim());
  return directives.some(isIgnored) ? directives.filter((part) => part !== '' && !isIgnored(part)).join('; ') : policy;
}

/** What a header's value is as a list of policies in elements. */
const asPolicies = (value) => value.split(',').map((part) => carried(part.trim())).filter((part) => part !== '');

async function checkPages(tally) {
  const hostile = hostileValues({ pairs: 150, runs: 150, seed: 20260102 });
  const sets = Object.values(guideSets).filter((set) => set.some(([name]) => name === 'Content-Security-Policy'));
  for (let i = 0; i < hostile.length; i += 25) {
    sets.push(hostile.slice(i, i + 25).map((value) => ['Content-Security-Policy', value]));
  }
  const emitted = [];
  for (const headers of sets) {
    const answer = emit('html-meta', headers, [], hostileNotes(headers));
    tally.check(!answer.refusal, () => `html-meta: ${answer.refusal}`);
    if (!answer.refusal) emitted.push({ headers, ...answer });
  }
  const read = await readPages(emitted.map(({ files }) => page(files[0].text)));
  emitted.forEach(({ headers, warnings }, i) => {
    const policies = headers.filter(([name]) => name === 'Content-Security-Policy').flatMap(([, value]) => asPolicies(value));
    policies.forEach((policy, k) => {
      tally.check(read[i].policies[k] === policy, () => `html-meta: asked ${policy} came ${read[i].policies[k]}`);
    });
    tally.check(read[i].policies.length === policies.length, () => `html-meta: ${policies.length} policies became ${read[i].policies.length}`);
    tally.check(read[i].comments === 2, () => 'html-meta: the comments before and behind are not two');
    for (const [name, value] of headers) {
      if (name === 'Content-Security-Policy') continue;
      const isCarried = name === 'Referrer-Policy' && !value.includes(',');
      const omitted = warnings.some((warning) => warning.header === name && warning.message.startsWith('Not in the HTML'));
      tally.check(isCarried ? read[i].referrers.join() === value : omitted, () => `html-meta: ${name}: ${value} neither carried nor named`);
    }
  });
}

/** The policy governs: the page's inline script runs without it and not with it. */
async function checkEffect(tally) {
  const policy = emit('html-meta', [['Content-Security-Policy', "default-src 'self'"]]).files[0].text;
  const [without, withPolicy] = await readPages([page(''), page(policy)]);
  tally.check(without.ran === 'yes', () => 'html-meta: the page has no script to block');
  tally.check(withPolicy.ran === null, () => 'html-meta: the policy had no effect');
}

/** Directives without effect in a <meta> are named, and not written. */
function checkWarnings(tally) {
  const value = "default-src 'self'; frame-ancestors 'none'; REPORT-URI /x; sandbox";
  const { warnings, files } = emit('html-meta', [['Content-Security-Policy', value]]);
  tally.check(files[0].text.includes(`content="default-src 'self'"`), () => 'html-meta: directives without effect were written');
  for (const name of ['frame-ancestors', 'report-uri', 'sandbox']) {
    tally.check(warnings.some(({ message }) => message.includes(name)), () => `html-meta: no warning of ${name}`);
  }
  const only = emit('html-meta', [['X-Frame-Options', 'DENY']]);
  tally.check(/HTML can't express it/.test(only.refusal ?? ''), () => 'html-meta: a set without a form in HTML was not refused');
}

export default {
  target: 'html-meta',
  evidence: 'server',
  mends: false,
  missing: () => [
    ...(browsers.some(which) ? [] : ['chromium']),
    ...(existsSync(`${modules}/puppeteer-core`) ? [] : ['puppeteer-core']),
  ],
  options: [],
  nonce: false,
  ownSets: true,
  async extra(tally) {
    checkWarnings(tally);
    await checkPages(tally);
    await checkEffect(tally);
  },
  limits: [],
};
