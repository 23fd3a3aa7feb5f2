// What people come for, each from the first paste to what they take away, on a phone and on a desk; and that
// nothing jumps about on the way.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { BROWSERS, served, whyNot } from '../support/browsers.mjs';
import { Tab } from '../support/tab.mjs';

const FLASK = 'HTTP/1.1 200 OK\nServer: Werkzeug/3.0.1 Python/3.11.2\nDate: Sun, 29 Nov 2026 08:00:00 GMT\nContent-Type: text/html; charset=utf-8\nContent-Length: 5120\nConnection: close\n';
const NGINX = `server {
  listen 443 ssl;
  server_name shop.example;
  root /var/www/wordpress;
  add_header X-Frame-Options SAMEORIGIN;
  location ~ \\.php$ { fastcgi_pass unix:/run/php/php8.2-fpm.sock; }
}
`;
const ERROR = `Loading the script 'https://js.stripe.com/v3/' violates the following Content Security Policy directive: "script-src 'self'". Note that 'script-src-elem' was not explicitly set, so 'script-src' is used as a fallback. The action has been blocked.`;
const HEADERS = "HTTP/2 200\ncontent-type: text/html\ncontent-security-policy: default-src 'self'; script-src 'self'\nset-cookie: sid=topsecretvalue; Secure\n";

for (const options of BROWSERS) {
  const skip = whyNot(options);
  describe(options.name, { skip }, () => [360, 1440].forEach((width) => tour(options, width)));
}

function tour(options, width) {
  const at = served(options);

  function job(name, run) {
    test(`${options.name}, ${width} pixels: ${name}`, async () => {
      const tab = await Tab.open(at.browser, at.server, { width, height: width === 360 ? 640 : 900 });
      await run(tab);
      const wide = await tab.page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= width, `${wide} of ${width}`);
      await tab.close();
    });
  }

  job('the result begins on the first screen', async (tab) => {
    const { bottom, seen } = await tab.page.evaluate(() => ({ bottom: document.querySelector('.letter-mark').getBoundingClientRect().bottom, seen: innerHeight }));
    assert.ok(bottom <= Math.min(seen, 600), `${bottom} of ${seen}`);
  });

  job('(a) what curl shows of a Flask program becomes its configuration', async (tab) => {
    await tab.enter(FLASK);
    await tab.until(() => /^[D-F]$/.test(document.querySelector('.letter-mark')?.textContent));
    await panel(tab, 'home', '.file pre');
    assert.equal(await tab.page.$eval('#target', (item) => item.value), 'flask');
    // One story: the headers, the letter and the files are those of the step that is chosen.
    assert.match(await tab.text('.improvement'), /Now [D-F].*with these [A-F]\+?.*A\+? after the last step/);
    assert.match(await tab.text('.file pre'), /after_request/);
    // The letters of the text and of the set stand in one place, with what the next one takes and where it is chosen.
    assert.equal(await tab.page.$('.letter-mark'), null);
    assert.match(await tab.text('.next-letter'), /What keeps it from A\+: Subdomains are not covered/);
    await press(tab, 'Subdomains (HSTS)', '.next-letter');
    assert.equal(await tab.page.evaluate(() => document.activeElement.id), 'choice-subdomains');
    await tab.page.select('#choice-subdomains', 'yes');
    await tab.until(() => !document.querySelector('.next-letter'));
    await tab.page.select('#choice-subdomains', '');
    await tab.page.waitForSelector('.next-letter');
    // Which step of the ladder is sent is said in the words that every advice has.
    await tab.until(() => /The steps are max-age=300.*This is the first step, 5 minutes/.test(document.querySelector('.header-set').textContent));
    for (const where of ['.header-set', '.file pre']) {
      assert.match(await tab.text(where), /max-age=300(?!\d)/, where);
      assert.match(await tab.text(where), /Content-Security-Policy-Report-Only/, where);
    }
    const last = await tab.page.$$eval('#step option', (items) => items.at(-1).value);
    await tab.page.select('#step', last);
    await tab.until(() => /max-age=31536000/.test(document.querySelector('.file pre').textContent));
    assert.doesNotMatch(await tab.text('.file pre'), /Report-Only/);
    assert.match(await tab.text('.improvement'), /with these A\+?$/);
    await tab.page.select('#choice-reporting', 'none');
    await tab.until(() => !document.querySelector('#step') && /with these A/.test(document.querySelector('.improvement').textContent));
    await press(tab, 'Apply to my text', '.set');
    await panel(tab, 'findings', '.letter-mark');
    await tab.until(() => /^A/.test(document.querySelector('.letter-mark').textContent));
    await panel(tab, 'home', '.file pre');
    // The site doesn't send it yet: the plan is the same as before.
    await tab.page.select('#choice-reporting', '');
    await tab.page.waitForSelector('#step');
    await tab.page.select('#step', await tab.page.$eval('#step option', (item) => item.value));
    await tab.until(() => /max-age=300(?!\d)/.test(document.querySelector('.header-set').textContent));
    await panel(tab, 'findings', '.findings-summary');
    assert.ok((await tab.rules()).length > 0, 'what is left is shown');
  });

  job('(a) the letter promised is the letter one gets, the response’s cookie included', async (tab) => {
    await tab.enter(`${FLASK}Set-Cookie: session=abc; Path=/\n`);
    await panel(tab, 'home', '.file pre');
    for (const reporting of ['', 'none']) {
      await tab.page.select('#choice-reporting', reporting);
      await tab.until((planned) => Boolean(document.querySelector('#step')) === planned, reporting === '');
      if (reporting === '') await tab.page.select('#step', await tab.page.$$eval('#step option', (items) => items.at(-1).value));
      await tab.until(() => /with these [A-F]\+?$/.test(document.querySelector('.improvement').textContent));
      const promised = (await tab.page.$$eval('.improvement strong', (items) => items.map((item) => item.textContent)))[1];
      await press(tab, 'Apply to my text', '.set');
      await panel(tab, 'findings', '.letter-mark');
      await tab.until((letter) => document.querySelector('.letter-mark').textContent === letter, promised);
      await press(tab, 'Undo', '#toolbar');
      await tab.until(() => /^[D-F]$/.test(document.querySelector('.letter-mark').textContent));
      await panel(tab, 'home', '.file pre');
    }
  });

  job('on a phone the headers of the file right above are not listed once more, but for what is still open', async (tab) => {
    await tab.enter(FLASK);
    await panel(tab, 'home', '.file pre');
    const seen = () => tab.page.$$eval('.header-set > div', (rows) => rows.map((row) => row.checkVisibility()));
    if (width >= 600) return assert.ok((await seen()).every(Boolean));
    assert.ok((await seen()).some((shown) => !shown));
    const open = await tab.page.$$eval('.header-set .open', (items) => items.map((item) => item.checkVisibility()));
    assert.ok(open.every(Boolean));
    await tab.click('.header-set + .button');
    await tab.until(() => [...document.querySelectorAll('.header-set > div')].every((row) => row.checkVisibility()));
  });

  job('no text of Configuration speaks of the program’s options', async (tab) => {
    await tab.enter(HEADERS.replace("script-src 'self'", "script-src 'self' 'unsafe-inline' https://js.stripe.com"));
    await panel(tab, 'home', '.file pre');
    for (const reporting of ['', 'none', 'both', 'report-only']) {
      await tab.page.select('#choice-reporting', reporting);
      await tab.until((planned) => Boolean(document.querySelector('#step')) === planned, reporting === '');
      assert.doesNotMatch(await tab.text('.home'), /\b(services|reporting|endpoint|inline|hsts|receiver|framing)=|--option/);
    }
  });

  job('(b) places that lose headers stand open above the findings, and each leads to its own result', async (tab) => {
    await tab.enter(NGINX.replace('location ~', 'location /app {\n    add_header Cache-Control no-store;\n  }\n  location ~'));
    await tab.page.waitForSelector('.losses');
    assert.match(await tab.text('.losses'), /1 place loses headers.*location \/app block, line 6, doesn't send X-Frame-Options/);
    const [lost, found] = await tab.page.$$eval('.losses, .findings-summary', (items) => items.map((item) => item.getBoundingClientRect().top));
    assert.ok(lost < found, `${lost} ${found}`);
    // Nor is it said once more in a fold.
    assert.doesNotMatch(await tab.page.$$eval('.notices', (items) => items.map((item) => item.textContent).join()), /doesn't send/);
    await press(tab, 'Show in text', '.losses');
    await tab.until(() => document.querySelector('.rich')?.shadowRoot.activeElement || document.activeElement.id === 'text');
    await panel(tab, 'home', '.losses');
    await panel(tab, 'findings', '.losses');
    await press(tab, 'Analyse this place', '.losses');
    await tab.until(() => /Back from this place/.test(document.querySelector('.losses')?.textContent));
    assert.match(await tab.page.$eval('#response', (item) => item.selectedOptions[0].textContent), /location \/app/);
    assert.match(await tab.text('.panel'), /Nothing that is set here is judged/);
    await press(tab, 'Back from this place', '.losses');
    await tab.until(() => /server block/.test(document.querySelector('#response').selectedOptions[0].textContent));
  });

  job('(b) nginx with WordPress and three services becomes a set that admits them', async (tab) => {
    await tab.enter(NGINX);
    // One header is judged: the letter says that it is about nothing else.
    await tab.until(() => document.querySelector('.letter-extent')?.textContent === 'for framing alone');
    await panel(tab, 'home', '.file pre');
    assert.equal(await tab.page.$eval('#target', (item) => item.value), 'nginx');
    // What nginx serves is a target, too.
    assert.match(await tab.text('.chips'), /Your text tells of.*WordPress/);
    await tab.page.type('#service-search', 'ga4');
    await tab.until(() => document.querySelectorAll('.services li').length === 1);
    assert.match(await tab.text('.services li'), /Google Analytics 4/);
    await tab.page.$eval('#service-search', (item) => item.select());
    await tab.page.type('#service-search', 'strip');
    await tab.until(() => /^\s*Stripe/.test(document.querySelector('.services li')?.textContent));
    await tab.page.$eval('#service-search', (item) => item.select());
    await tab.page.keyboard.press('Delete');
    await tab.click('.services summary');
    await tab.until(() => document.querySelectorAll('.services li').length > 30);
    for (const name of [/Google Analytics/, /YouTube/, /^Stripe/]) {
      const before = await tab.text('.header-set');
      await tab.page.evaluate((pattern) => {
        const boxes = [...document.querySelectorAll('.services label')];
        boxes.find((item) => new RegExp(pattern).test(item.textContent.trim())).querySelector('input').click();
      }, name.source);
      await tab.until((old) => document.querySelector('.header-set').textContent !== old, before);
    }
    // What was chosen is seen with the list closed, and one press takes it out.
    await tab.click('.services summary');
    assert.deepEqual(await tab.page.$$eval('.services .button', (items) => items.length), 3);
    // What a snippet needs is said beside the service and beside the file, once each.
    for (const where of ['.services', '.made']) {
      await tab.until((place) => /Google Analytics 4: its inline snippet is blocked/.test(document.querySelector(place).textContent), where);
    }
    await tab.page.select('#choice-inline', 'nonce');
    for (const where of ['.services', '.made']) {
      await tab.until((place) => /Google Analytics 4: give its inline snippet the nonce attribute/.test(document.querySelector(place).textContent), where);
    }
    assert.equal((await tab.text('.home')).split('give its inline snippet the nonce').length - 1, 2 + (await tab.text('.file pre')).split('give its inline snippet the nonce').length - 1);
    assert.match(await tab.text('.made'), /Pages that nginx serves as files get none/);
    await chip(tab, 'WordPress');
    await tab.until(() => /headstrong_nonce/.test(document.querySelector('.file pre')?.textContent));
    assert.match(await tab.text('.made'), /It reaches no style/);
    await chip(tab, 'nginx');
    await tab.page.select('#choice-inline', '');
    await tab.until(() => /add_header/.test(document.querySelector('.file pre')?.textContent) && !/request_id/.test(document.querySelector('.file pre').textContent));
    // One line of a configuration is no response: its letter says nothing of the site.
    assert.doesNotMatch(await tab.text('.improvement'), /^Now/);
    const file = await tab.text('.file pre');
    for (const host of ['google-analytics.com', 'youtube', 'js.stripe.com']) assert.ok(file.includes(host), host);
    await tab.page.waitForSelector('.file [aria-label^=Download]');
  });

  job('(c) a console’s error leads to the change, with no policy at hand, and then in the headers', async (tab) => {
    await tab.enter(ERROR);
    await tab.until(() => document.querySelector('.verdict h3')?.textContent.trim() === 'Blocked');
    assert.equal(await tab.page.$eval('#load-url', (item) => item.value), 'https://js.stripe.com/v3/');
    // The answer is on the first screen, and is not said twice; the fields that the message filled in are folded.
    const { bottom, seen } = await tab.page.evaluate(() => ({ bottom: document.querySelector('.verdict > p').getClientRects()[0].top + 24 + scrollY, seen: innerHeight }));
    assert.ok(bottom <= seen, `${bottom} of ${seen}`);
    assert.match(await tab.text('.verdict > p'), /^Nothing in `?script-src/);
    assert.match(await tab.text('.remedies'), /https:\/\/js\.stripe\.com/);
    // The smallest change first; all that the service needs is an offer behind it.
    assert.match(await tab.text('.remedies .service'), /This is part of Stripe/);
    assert.ok(await tab.page.$eval('.remedies', (item) => [...item.querySelectorAll('.remedy, .service')].at(-1).matches('.service')));
    // The browser has given the verdict: nothing is left to depend on.
    assert.equal(await tab.page.$('.depends'), null);
    await tab.page.bringToFront();
    await press(tab, 'Copy', '.remedy');
    await tab.until(() => [...document.querySelectorAll('.remedy button')].some((item) => item.textContent === 'Copied'));
    assert.equal(await tab.clipboard(), "script-src 'self' https://js.stripe.com/v3/");
    await press(tab, 'Apply to the quoted policy', '.remedy');
    await tab.until(() => document.querySelector('.verdict h3')?.textContent.trim() === 'Allowed');
    assert.equal(await tab.editorText(), "Content-Security-Policy: script-src 'self' https://js.stripe.com/v3/\n");
    assert.doesNotMatch(await tab.text('.load-answer'), /no policy here contains/);
    // What unblocks is sent from the first step on.
    await panel(tab, 'home', '.header-set');
    assert.match(await tab.text('.header-set'), /Content-Security-Policyscript-src 'self' https:\/\/js\.stripe\.com\/v3\//);
    await press(tab, 'Undo', '#toolbar');
    await panel(tab, 'load', '.remedies');
    // Configuration offers a beginning, from the message's policy or from nothing.
    await panel(tab, 'home', '.home .button-row');
    await press(tab, 'Start from the quoted policy', '.home');
    await tab.page.waitForSelector('.file pre');
    assert.match(await tab.editorText(), /^Content-Security-Policy: script-src 'self'/);
    await press(tab, 'Undo', '#toolbar');
    await panel(tab, 'load', '.remedies');
    await tab.enter(HEADERS);
    await tab.page.waitForSelector('.grade.is-compact');
    // A message settles what would depend on the page's URL; a request of one's own doesn't.
    await tab.page.waitForSelector('.remedy .button.primary');
    assert.equal(await tab.page.$('.depends'), null);
    await tab.click('.folded summary');
    await tab.page.$eval('#load-url', (item) => item.focus());
    await tab.page.keyboard.press('End');
    await tab.page.keyboard.type('x');
    // What leads to a field opens what it is folded in.
    await tab.page.waitForSelector('.depends button');
    await tab.click('.folded summary');
    await tab.until(() => !document.querySelector('.folded').hasAttribute('open'));
    await tab.click('.depends button');
    assert.equal(await tab.page.evaluate(() => document.activeElement.id), 'load-page');
    await tab.page.keyboard.type('https://shop.example/');
    await tab.until(() => !document.querySelector('.depends'));
    await tab.page.$eval('#load-url', (item) => item.focus());
    await tab.page.keyboard.press('End');
    await tab.page.keyboard.press('Backspace');
    await tab.until(() => /v3\/(?!x)/.test(document.querySelector('.remedy-title')?.textContent ?? ''));
    await tab.page.waitForSelector('.remedy .button.primary');
    assert.equal(await tab.page.$eval('#load-url', (item) => item.value), 'https://js.stripe.com/v3/');
    await tab.click('.remedy .button.primary');
    await tab.until(() => document.querySelector('.verdict h3')?.textContent.trim() === 'Allowed');
    assert.match(await tab.editorText(), /script-src 'self' https:\/\/js\.stripe\.com/);
  });

  job('(c) a message that quotes no policy is kept when the headers come in its place', async (tab) => {
    await tab.enter('Refused to load https://widget.example/embed.js because it does not appear in the script-src directive of the Content Security Policy.');
    await tab.until(() => /doesn’t quote the policy/.test(document.querySelector('.load-answer')?.textContent));
    await tab.enter(HEADERS);
    await tab.until(() => document.querySelector('.verdict h3')?.textContent.trim() === 'Blocked');
    assert.match(await tab.page.$eval('#load-console', (item) => item.value), /^Refused to load/);
    assert.match(await tab.text('.remedies'), /https:\/\/widget\.example\/embed\.js/);
    // The next text is none that the message asked for.
    await tab.click('[data-panel=findings]');
    await tab.enter(FLASK);
    await tab.until(() => /^[D-F]$/.test(document.querySelector('.grade:not(.is-compact) .letter-mark')?.textContent));
    assert.equal(await tab.page.$eval('[data-panel=findings]', (item) => item.ariaSelected), 'true');
  });

  job('(c) a pasted text is seen from its beginning', async (tab) => {
    await tab.enter(Array.from({ length: 80 }, (_, line) => `X-Line-${line}: ${line}`).join('\n'));
    await tab.until(() => document.querySelector('.rich').shadowRoot.querySelector('.cm-scroller').scrollTop < 20);
    await tab.page.keyboard.type('x');
    await tab.until(() => document.querySelector('.rich').shadowRoot.querySelector('.cm-scroller').scrollTop > 200);
  });

  job('(c) a blocked tag is called by its own service, which unblocks it on the first day', async (tab) => {
    await tab.enter(HEADERS);
    await panel(tab, 'load', '#load-url');
    const named = async (url, name) => {
      await tab.page.$eval('#load-url', (item) => item.select());
      await tab.page.keyboard.type(url);
      await tab.until((words) => document.querySelector('.remedies .service')?.textContent.includes(words), name);
    };
    await tab.page.$eval('#load-url', (item) => item.focus());
    await named('https://www.googletagmanager.com/gtm.js?id=GTM-K', 'Google Tag Manager');
    await named('https://www.googletagmanager.com/gtag/js?id=AW-1', 'Google Ads');
    await named('https://www.googletagmanager.com/gtag/js?id=G-K', 'Google Analytics 4');
    await press(tab, 'Add all of them under Configuration', '.service');
    await tab.page.waitForSelector('#step');
    await tab.until(() => [...document.querySelectorAll('.header-set > div')].some((item) => item.querySelector('dt').textContent === 'Content-Security-Policy' && item.querySelector('dd').textContent.includes('https://*.google-analytics.com')));
    assert.equal(await tab.page.$eval('#step', (item) => item.selectedIndex), 0);
    // People read its name, not what a command line calls it.
    await tab.until(() => /Admitted Google Analytics 4: /.test(document.querySelector('.header-set').textContent));
  });

  job('(d) a report to hand on, in Markdown and HTML, without the secrets', async (tab) => {
    await tab.enter(HEADERS);
    await tab.page.waitForSelector('.finding');
    await press(tab, 'Report', '#toolbar');
    await tab.page.waitForSelector('.report-choice');
    for (const [format, begins] of /** @type {[string, RegExp][]} */ ([['html', /^<!doctype html>/i], ['markdown', /^# /], ['sarif', /^\{/], ['json', /^\{/]])) {
      await tab.page.select('.report-choice select', format);
      await tab.until((name) => document.querySelector(`.report-choice [aria-label^="Download report.${name}"]`), { html: 'html', markdown: 'md', sarif: 'sarif', json: 'json' }[format]);
      await tab.page.bringToFront();
      await press(tab, 'Copy', '.report-choice');
      await tab.until(() => [...document.querySelectorAll('.report-choice button')].some((item) => item.textContent === 'Copied'));
      const report = await tab.clipboard();
      assert.match(report, begins);
      assert.ok(!report.includes('topsecretvalue'), format);
      await tab.until(() => [...document.querySelectorAll('.report-choice button')].some((item) => item.textContent === 'Copy'));
    }
    // The title is the client's.
    await tab.page.select('.report-choice select', 'markdown');
    await tab.page.type('#report-title', 'Acme GmbH');
    await tab.until(() => document.querySelector('.report-choice [aria-label^="Download report.md"]'));
    for (let tries = 0; tries < 20; tries++) {
      await tab.until(() => [...document.querySelectorAll('.report-choice button')].some((item) => item.textContent === 'Copy'));
      await press(tab, 'Copy', '.report-choice');
      if ((await tab.clipboard()).startsWith('# Security headers of Acme GmbH: ')) break;
    }
    const titled = await tab.clipboard();
    assert.match(titled, /^# Security headers of Acme GmbH: /);
    assert.doesNotMatch(titled, /\\[-.()!+>]/);
  });

  job('(e) a rollout from report-only to enforced', async (tab) => {
    await tab.enter(HEADERS.replace(/content-security-policy.*\n/, ''));
    await panel(tab, 'home', '.file pre');
    assert.match(await tab.text('#step'), /^Day 0: Report only/);
    // What is in force from today is said in one place.
    const said = await tab.page.$eval('.home', (item) => {
      const seen = item.cloneNode(true);
      for (const fold of seen.querySelectorAll('details, pre')) fold.remove();
      return seen.textContent;
    });
    assert.equal(said.match(/from this day|takes? effect today|blocks nothing/g).length, 2);  // one sentence has both
    await tab.click('.plan summary');
    await tab.page.waitForSelector('.plan ol li');
    assert.ok((await tab.page.$$('.plan ol > li')).length >= 3);
    await tab.page.$eval('#plan-from', (item) => {
      item.value = '2026-12-01';
      item.dispatchEvent(new Event('change', { bubbles: true }));
    });
    await tab.until(() => /2026-12-15/.test(document.querySelector('.plan ol').textContent));
    assert.match(await tab.text('#step'), /^Dec 1: Report only/);
    await tab.page.bringToFront();
    await press(tab, 'Copy as Markdown', '.plan');
    await tab.until(() => [...document.querySelectorAll('.plan button')].some((item) => item.textContent === 'Copied'));
    assert.match(await tab.clipboard(), /^#/);
  });

  job('(e) a link made after applying a step opens the same plan and files', async (tab) => {
    await tab.enter(FLASK);
    await panel(tab, 'home', '.file pre');
    await press(tab, 'Apply to my text', '.set');
    await tab.until(() => /Report-Only/.test(document.querySelector('.rich').shadowRoot.textContent));
    await tab.page.select('#step', await tab.page.$$eval('#step option', (items) => items.at(-1).value));
    await tab.until(() => /max-age=31536000/.test(document.querySelector('.file pre').textContent));
    const texts = (of) => of.page.$$eval('.file pre, #step option', (items) => items.map((item) => item.textContent));
    const made = await texts(tab);
    await press(tab, 'Share', '#toolbar');
    await tab.page.waitForSelector('#share-link');
    const other = await Tab.open(at.browser, at.server, { path: new URL(await tab.page.$eval('#share-link', (item) => item.value)).hash });
    await other.page.waitForSelector('#step');
    await other.page.waitForSelector('.file pre');
    assert.deepEqual(await texts(other), made);
    await other.close();
    tab.logged = at.server.log.length; // the other tab's requests are none of this one's
    await tab.page.keyboard.press('Escape');
  });

  job('(f) Next.js with nonces, from nothing', async (tab) => {
    await press(tab, 'Clear', '#toolbar');
    await tab.click('#from-scratch');
    await tab.page.waitForSelector('.file pre');
    await tab.page.select('#choice-inline', 'nonce');
    await tab.until(() => /nonce/.test(document.querySelector('.header-set').textContent));
    await tab.page.type('#target-search', 'next');
    // Of its two targets the one that makes nonces.
    await tab.until(() => document.querySelector('#target').value === 'nextjs-middleware');
    await tab.until(() => /nonce-\$\{/.test(document.querySelector('.file pre')?.textContent ?? ''));
    assert.equal(await tab.page.$('.home .notice-problem'), null);
    // The version that the file's place speaks of is a control above it.
    assert.match(await tab.text('.home .file-place'), /“Version of Next\.js: 13 to 15”/);
    await tab.page.select('#emit-version', '15');
    await tab.until(() => /middleware\.js/.test(document.querySelector('.file .file-name').textContent));
    // A target that can't carry it names the one that can, with a button.
    await tab.page.select('#target', 'nextjs');
    await tab.page.waitForSelector('.home .notice-problem');
    await tab.click('.made > .button-row .button');
    await tab.page.waitForSelector('.file pre');
    assert.equal(await tab.page.$eval('#target', (item) => item.value), 'nextjs-middleware');
    // What was applied has a placeholder, which is no fault.
    await press(tab, 'Analyse these', '.set');
    await panel(tab, 'findings', '.findings-summary');
    const rules = await tab.rules();
    assert.ok(rules.includes('csp/nonce-placeholder'), rules.join());
    assert.ok(!rules.includes('csp/unfilled-nonce'));
  });

  job('(g) six stacks from one paste', async (tab) => {
    await tab.enter(HEADERS);
    await panel(tab, 'home', '.file pre');
    const seen = new Set();
    for (const target of ['ingress-nginx', 'cloudfront-cloudformation', 'vercel', 'django', 'rails', 'spring-security']) {
      await tab.page.select('#target', target);
      await tab.until((old) => !old.includes(document.querySelector('.file pre')?.textContent ?? old[0]), [...seen]);
      assert.equal(await tab.page.$('.home .notice-problem'), null, target);
      seen.add(await tab.text('.file pre'));
    }
    assert.equal(seen.size, 6);
    // Each of them is one press away, with the set, the choices and the place on the page as they are.
    await tab.page.select('#choice-framing', 'self');
    await tab.until(() => /'self'/.test(document.querySelector('.file pre')?.textContent));
    await tab.page.$eval('.chips', (item) => item.scrollIntoView({ block: 'center' }));
    const set = await tab.text('.header-set');
    const place = await tab.page.evaluate(() => scrollY);
    for (const name of ['vercel.json', 'Rails', 'ingress-nginx']) {
      const before = await tab.text('.file pre');
      await chip(tab, name);
      await tab.until((old) => document.querySelector('.file pre') && document.querySelector('.file pre').textContent !== old, before);
      assert.equal(await tab.text('.header-set'), set);
      assert.equal(await tab.page.$eval('#choice-framing', (item) => item.value), 'self');
      assert.ok(Math.abs((await tab.page.evaluate(() => scrollY)) - place) < 60, name);
    }
    assert.deepEqual(await tab.page.$$eval('.file-name', (items) => items.map((item) => item.textContent.trim())), ['1 of 2 headstrong-allowed.yaml', '2 of 2 headstrong-headers.yaml']);
  });

  job('what is asked of a target is what makes a difference for this set', async (tab) => {
    const asked = () => tab.page.$$eval('.target-options [id]', (items) => items.map(({ id }) => id));
    await tab.enter(HEADERS);
    await panel(tab, 'home', '.file pre');
    await tab.page.select('#target', 'nginx');
    await tab.until(() => /add_header/.test(document.querySelector('.file pre')?.textContent));
    assert.ok(!(await asked()).some((id) => /policy|pass/.test(id)), (await asked()).join());
    // Each response has its own of these, and only the application can send a nonce of each response.
    await tab.enter(HEADERS.replace('set-cookie', 'cache-control: no-store\nset-cookie'));
    await tab.page.waitForSelector('#emit-pass');
    await tab.page.select('#target', 'netlify-toml');
    await tab.page.select('#choice-inline', 'nonce');
    await tab.page.waitForSelector('.home .notice-problem');
    await tab.page.select('#emit-policy', 'elsewhere');
    await tab.page.waitForSelector('.file pre');
    // When it takes effect is chosen in one place.
    assert.equal((await tab.page.$$('.choices #choice-reporting, .plan #choice-reporting')).length, 1);
    assert.ok(await tab.page.$('.plan #choice-reporting'));
  });

  job('a search for a target that isn’t there shows no other’s files', async (tab) => {
    await tab.enter(HEADERS);
    await panel(tab, 'home', '.file pre');
    await tab.page.type('#target-search', 'zzz');
    await tab.until(() => !document.querySelector('.file'));
    assert.match(await tab.text('.target'), /No target for “zzz”.*nginx/);
    await press(tab, 'List all', '.target');
    await tab.page.waitForSelector('.file pre');
  });

  job('a host alone leads to its curl line', async (tab) => {
    await tab.enter('shop.example\n');
    await tab.page.waitForSelector('.ways .command');
    assert.match(await tab.text('.nothing .ways'), /curl -sIL shop\.example/);
  });

  job('a picture that is opened leaves the text and says why', async (tab) => {
    await tab.enter(HEADERS);
    await tab.page.waitForSelector('.finding');
    await tab.openFile(Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'));
    await tab.page.waitForSelector('.notice-problem');
    assert.match(await tab.text('.notice-problem'), /binary file, not text.*unchanged/);
    assert.equal(await tab.editorText(), HEADERS);
  });

  job('keys go through tabs and examples; the tabs stay where they are', async (tab) => {
    await tab.enter(HEADERS);
    await tab.page.waitForSelector('.finding');
    const top = () => tab.page.$eval('.tabs', (item) => item.getBoundingClientRect().top + scrollY);
    const before = await top();
    await tab.page.$eval('[role=tab]', (item) => item.focus());
    await tab.page.keyboard.press('End');
    await tab.until(() => document.activeElement === [...document.querySelectorAll('[role=tab]')].at(-1) && document.activeElement.getAttribute('aria-selected') === 'true');
    assert.equal(await top(), before);
    await tab.page.keyboard.press('Home');
    await tab.until(() => document.activeElement.dataset.panel === 'findings');
    await tab.click('[popovertarget=example-menu]');
    await tab.until(() => document.activeElement === document.querySelector('#example-menu button'));
    await tab.page.keyboard.press('End');
    await tab.until(() => document.activeElement === [...document.querySelectorAll('#example-menu button')].at(-1));
    await tab.page.keyboard.press('ArrowDown');
    await tab.until(() => document.activeElement === document.querySelector('#example-menu button'));
    await tab.page.keyboard.press('Escape');
  });

  job('what helps most is the first change to the next letter, and stands first', async (tab) => {
    await tab.enter(FLASK);
    await tab.page.waitForSelector('.helps-most');
    assert.equal(await tab.page.$eval('.finding', (item) => item.classList.contains('is-first')), true);
    await tab.click('.letter .next');
    await tab.until(() => document.querySelector('.filtered'));
    assert.equal(await tab.page.$eval('.finding', (item) => item.classList.contains('is-first')), true);
  });

  job('cookies are hardened on the first step, and files never set one', async (tab) => {
    await tab.enter(HEADERS);
    await panel(tab, 'home', '.file pre');
    assert.doesNotMatch(await tab.text('.header-set'), /topsecretvalue/);
    await tab.page.select('#choice-cookies', 'harden');
    await tab.until(() => /sid=topsecretvalue.*HttpOnly/.test(document.querySelector('.header-set').textContent));
    assert.doesNotMatch(await tab.text('.file pre'), /topsecretvalue/);
    await press(tab, 'Apply to my text', '.set');
    await tab.until(() => /sid=topsecretvalue.*HttpOnly/.test(document.querySelector('.rich').shadowRoot.textContent));
  });

  if (width === 1440) {
    job('the tabs are one row, with nothing hidden, wherever there are no phones', async (tab) => {
      for (const wide of [601, 700, 768, 999, 1000, 1024, 1199, 1200, 1280, 1301, 1440, 1920]) {
        await tab.page.setViewport({ width: wide, height: 900 });
        const seen = await tab.page.$eval('.tabs', (item) => ({ tops: new Set([...item.children].map((one) => one.offsetTop)).size, hidden: item.scrollWidth - item.clientWidth }));
        assert.deepEqual(seen, { tops: 1, hidden: 0 }, String(wide));
      }
      await tab.page.setViewport({ width, height: 900 });
    });
  }

  job('no control cuts its words off', async (tab) => {
    await tab.enter(HEADERS);
    await panel(tab, 'home', '.file pre');
    for (const framing of ['', ' ']) {
      await tab.page.select('#choice-framing', framing);
      const cut = await tab.page.evaluate(() => {
        const pen = document.createElement('canvas').getContext('2d');
        return [...document.querySelectorAll('.home select, .home input[placeholder]')].filter((item) => {
          const style = getComputedStyle(item);
          pen.font = style.font || `${style.fontSize} ${style.fontFamily}`;
          const words = item.tagName === 'SELECT' ? item.selectedOptions[0].label : item.placeholder;
          return pen.measureText(words).width > item.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight) + 1;
        }).map((item) => `${item.id}: ${item.clientWidth}`);
      });
      assert.deepEqual(cut, []);
    }
  });

  job('what changed says one thing', async (tab) => {
    await tab.enter(HEADERS);
    await panel(tab, 'changed', '.changed');
    assert.match(await tab.text('.changed-answer'), /You haven’t changed it yet/);
    assert.doesNotMatch(await tab.text('.changed-answer'), /No difference|Working|You have changed/);
    await panel(tab, 'home', '.file pre');
    await press(tab, 'Apply to my text', '.set');
    await panel(tab, 'changed', '.changed .quiet');
    await tab.until(() => /also differ/.test(document.querySelector('.changed-answer').textContent));
    assert.doesNotMatch(await tab.text('.changed-answer'), /You haven’t changed/);
    await press(tab, 'Start from the text now', '.changed');
    await tab.until(() => /You haven’t changed it yet/.test(document.querySelector('.changed-answer').textContent));
  });

  if (options.browser === 'chrome') {
    job('nothing jumps: the layout shifts by no more than 0.02', async (tab) => {
      // From the first paint on, which is buffered.
      await tab.page.evaluate(() => {
        globalThis.shift = 0;
        new PerformanceObserver((list) => {
          /** @type {(PerformanceEntry & { hadRecentInput: boolean, value: number })[]} */
          const shifts = /** @type {never} */ (list.getEntries());
          for (const { hadRecentInput, value } of shifts) if (!hadRecentInput) globalThis.shift += value;
        }).observe({ type: 'layout-shift', buffered: true });
      });
      await tab.until(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(true)))));
      const atStart = await tab.page.evaluate(() => globalThis.shift);
      assert.ok(atStart <= 0.02, `at the start: ${atStart}`);
      await tab.enter(HEADERS);
      for (const id of ['home', 'load', 'allows', 'changed', 'elsewhere', 'findings']) {
        await tab.click(`[data-panel=${id}]`);
        await tab.until((name) => document.querySelector(`[data-panel=${name}]`).getAttribute('aria-selected') === 'true', id);
      }
      const all = await tab.page.evaluate(() => globalThis.shift);
      assert.ok(all <= 0.02, `with every panel: ${all}`);
    });
  }
}

async function panel(tab, id, shows) {
  await tab.click(`[data-panel=${id}]`);
  await tab.page.waitForSelector(shows);
}

/** Another target, of those that the text tells of or that were chosen before. */
async function chip(tab, name) {
  await tab.page.evaluate((words) => [...document.querySelectorAll('.chips button')].find((item) => item.textContent.startsWith(words)).click(), name);
}

async function press(tab, label, within) {
  await tab.page.evaluate((words, where) => [...document.querySelectorAll(`${where} button`)].find((item) => item.textContent.trim() === words).click(), label, within);
}
