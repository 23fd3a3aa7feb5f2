// Hostile texts through every field, drop, paste and link, hundreds of them by a seed: nothing of them runs, nothing is
// fetched, no policy is violated, the layout holds, and text is shown as text.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { deflateRawSync } from 'node:zlib';
import { BROWSERS, served, whyNot } from '../support/browsers.mjs';
import { randomFrom } from '../support/random.mjs';
import { Tab } from '../support/tab.mjs';

const SEED = Number(process.env.HEADSTRONG_SITE_SEED ?? Date.now() % 1e6);
const COUNT = { chrome: 320, firefox: 80 };

/** What would do something if it were taken for markup, an address, a template, a number or a path. */
const ALIVE = [
  '<script>globalThis.alive=1</script>', '<img src=x onerror=globalThis.alive=1>', '<svg/onload=globalThis.alive=1>', '"><iframe srcdoc="<script>parent.alive=1</script>">',
  'javascript:globalThis.alive=1', "';globalThis.alive=1;//", '${globalThis.alive=1}', '{{constructor.constructor("alive=1")()}}', '</textarea><script>alive=1</script>',
  '<link rel=stylesheet href=https://evil.example/a.css>', '<base href=https://evil.example/>', '<meta http-equiv=refresh content="0;url=https://evil.example/">',
  '@import url(https://evil.example/);', 'url(https://evil.example/a.png)', '\u202e\u2066evil\u2069', '\u0000\u0007\u001b[31m', '%00%0d%0aSet-Cookie: a=1', '__proto__', 'constructor', 'toString',
  '&lt;b&gt;', '`'.repeat(40), '\ud800', '🦊'.repeat(30), 'a'.repeat(3000), `${'a'.repeat(300)}.example`, '9'.repeat(400), '-1', 'NaN', '../../etc/passwd', '#v1.AAAA', '\r\n\r\n',
];
const FRAMES = [
  (x) => x,
  (x) => `HTTP/2 200\ncontent-security-policy: default-src 'self' ${x}; script-src ${x}\nserver: ${x}\nset-cookie: ${x}=1\n`,
  (x) => `HTTP/2 200\n${x}: 1\nx-frame-options: ${x}\nstrict-transport-security: max-age=${x}\nreport-to: ${x}\n`,
  (x) => `default-src 'self'; ${x} 'none'; img-src ${x}`,
  (x) => `server {\n  add_header Content-Security-Policy "${x}";\n}\n`,
  (x) => JSON.stringify({ headers: { 'content-security-policy': x, [x]: x } }),
  (x) => `Loading the script '${x}' violates the following Content Security Policy directive: "script-src ${x}". The action has been blocked.`,
  (x) => `https://${x}`,
  (x) => `<!doctype html><meta http-equiv="Content-Security-Policy" content="${x}">${x}`,
  (x) => JSON.stringify({ 'csp-report': { 'document-uri': x, 'blocked-uri': x, 'violated-directive': x, 'original-policy': x } }),
];
const PANELS = ['findings', 'home', 'load', 'allows', 'changed', 'elsewhere'];
const FIELDS = { home: ['#choice-endpoint', '#target-search'], load: ['#load-url', '#load-page', '#load-nonce', '#load-console', '#load-integrity'], changed: ['#changed-other'] };

for (const options of BROWSERS) {
  const skip = whyNot(options);
  describe(options.name, { skip }, () => {
    const at = served(options);

    for (const width of [360, 1440]) {
      test(`${options.name}, ${width} pixels: ${COUNT[options.browser] / 2} hostile texts come to nothing`, async () => {
        console.error(`hostile texts: HEADSTRONG_SITE_SEED=${SEED}`);
        const random = randomFrom(SEED + width);
        const pick = (list) => list[Math.floor(random() * list.length)];
        const tab = await Tab.open(at.browser, at.server, { width, height: 800 });
        let about = 'nothing yet';
        // What can't be asked about is said with the words that were entered.
        await tab.page.evaluate(() => document.querySelector('[data-panel=load]').click());
        for (const word of ALIVE) {
          await enterAll(tab, ['#load-url', '#load-page', '#load-integrity'], `default-src 'self'; ${word} 'none'; img-src ${word}`);
          const reach = await tab.page.evaluate(() => document.documentElement.scrollWidth);
          assert.ok(reach <= width, `${reach} pixels: ${word.slice(0, 100)} in the fields of a request`);
        }
        for (let i = 0; i < COUNT[options.browser] / 2; i++) {
          const text = pick(FRAMES)(random() < 0.3 ? pick(ALIVE) + pick(ALIVE) : pick(ALIVE));
          const way = pick(['paste', 'file', 'link', 'field', 'field']);
          const panel = way === 'field' ? pick(Object.keys(FIELDS)) : pick(PANELS);
          const link = `#v1.${deflateRawSync(Buffer.from(JSON.stringify({ t: text, o: { endpoint: text, other: text, 'load-url': text, 'load-page': text, target: text, [text.slice(0, 50)]: text }, r: 1, v: panel }))).toString('base64url')}`;
          await tab.page.evaluate(enter, { way, text, link, panel, field: way === 'field' ? pick(FIELDS[panel]) : '' });
          const { wide, alive } = await tab.page.evaluate(async () => {
            for (let frame = 0; frame < 2; frame++) await new Promise((resolve) => requestAnimationFrame(resolve));
            // What was put in must be text: none of these elements is one of ours.
            const alien = [document, ...[...document.querySelectorAll('*')].map((item) => item.shadowRoot).filter(Boolean)]
              .flatMap((root) => [...root.querySelectorAll('#results :is(script, img, iframe, base, meta, link, style, object), [onerror], [onload], [srcdoc], a[href^="javascript:" i]')]);
            return { wide: document.documentElement.scrollWidth, alive: globalThis.alive ?? alien.map((item) => item.outerHTML.slice(0, 80)).join() };
          });
          // A file or link may be read only now: what it does is seen in the next round.
          const before = about;
          about = `${i} of seed ${SEED}, ${way} in ${panel}: ${JSON.stringify(text.slice(0, 200))}`;
          assert.equal(alive, '', `${about}, or before it ${before}`);
          assert.ok(wide <= width, `${wide} pixels: ${about}, or before it ${before}`);
        }
        await tab.close();
      });
    }
  });
}

async function enterAll(tab, fields, text) {
  await tab.page.evaluate(async (selectors, words) => {
    for (const selector of selectors) {
      const field = document.querySelector(selector);
      field.value = words;
      field.dispatchEvent(new Event('input', { bubbles: true }));
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
  }, fields, text);
}

/** Runs in the page: puts the text in, the way that was drawn. */
async function enter({ way, text, link, panel, field }) {
  const wait = (check) => new Promise((resolve) => {
    const look = () => (check() ? resolve() : setTimeout(look, 5));
    look();
  });
  if (way === 'link') {
    location.hash = link;
    await wait(() => document.querySelector('[role=tab][aria-selected=true]'));
    return;
  }
  document.querySelector(`[data-panel=${panel}]`).click();
  if (way === 'paste') {
    const data = new DataTransfer();
    data.setData('text/plain', text);
    const event = new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true });
    if (event.clipboardData?.getData('text/plain') !== text) Object.defineProperty(event, 'clipboardData', { value: { getData: () => text, files: [] } });
    document.body.dispatchEvent(event);
  } else if (way === 'file') {
    const transfer = new DataTransfer();
    transfer.items.add(new File([text], text.slice(0, 40)));
    document.dispatchEvent(Object.assign(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: transfer })));
    await new Promise((resolve) => setTimeout(resolve, 0));
  } else {
    const place = document.querySelector(field);
    if (!place) return;
    place.value = text;
    place.dispatchEvent(new Event('input', { bubbles: true }));
  }
}
