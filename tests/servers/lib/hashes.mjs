// inline=hash in real browsers: a page with every kind of inline code is hashed, served with the policy, and each
// piece has to run; what was not on the page that was hashed must not.
import { until } from '../../support/until.mjs';
import { Internet, openBrowsers } from './internet.mjs';
import { harden } from './program.mjs';

const script = (name) => `ran.push('${name}')`;

/** Pieces by name, as they stand in a page; each adds its name to `ran`. */
const pieces = {
  'a script': `<script>${script('a script')}</script>`,
  'CRLF line ends': `<script>\r\n${script('CRLF line ends')}\r\n</script>`,
  'characters outside ASCII: é☃': `<script>${script('characters outside ASCII: é☃')}</script>`,
  'a script that hides an end tag': `<script><!-- <script> </script> -->\n${script('a script that hides an end tag')}</script>`,
  'after a comment that is over at once': `<!--><script>${script('after a comment that is over at once')}</script><!-- -->`,
  'references in SVG': `<svg><script>if (1 &lt; 2 &amp;&amp; true) ${script('references in SVG')}</script></svg>`,
  'CDATA in SVG': `<svg><script><![CDATA[if (1 < 2 && true) ${script('CDATA in SVG')}]]></script></svg>`,
  'a comment and a child in SVG': `<svg><script>ran.push(<!-- x -->'a comment<g>no</g> and a child in SVG')</script></svg>`,
  'HTML in SVG': `<svg><foreignObject><script>if (1 < 2) ${script('HTML in SVG')}</script></foreignObject></svg>`,
  'HTML after SVG': `<svg><g><p><script>if (1 < 2) ${script('HTML after SVG')}</script>`,
  'a handler with references': `<img src=/none.gif onerror="ran.push(&quot;a handler with references&quot;)">`,
  'a handler with a bare ampersand': `<img src=/none.gif onerror="let x=1,copy1=1; if ((x&copy1)===1) ran.push('a handler with a bare ampersand')">`,
  'a script in srcdoc': `<iframe srcdoc="<script>parent.ran.push(&quot;a script in srcdoc&quot;)</script>"></iframe>`,
  'a handler in srcdoc': `<iframe srcdoc='<img src=/none.gif onerror="parent.ran.push(&amp;quot;a handler in srcdoc&amp;quot;)">'></iframe>`,
};
const injected = "<script>ran.push('injected')</script><svg><script>ran.push('injected')</script></svg><img src=/none.gif onerror=\"ran.push('injected')\">"
  + "<iframe srcdoc=\"<script>parent.ran.push('injected')</script>\"></iframe>";
const page = `<!doctype html><html><meta charset=utf-8><title>hashes</title><script>var ran = []</script>
<style>#a { width: 123px }</style><svg><style>#b &gt; p, #b { width: 124px }</style></svg>
<p id=a>a</p><p id=b>b</p><p id=c style="width: 12&#53;px">c</p>
${Object.values(pieces).join('\n')}`;

/** An image opened on its own is XML: line ends in attributes are spaces. */
const image = `<?xml version="1.0"?>
<svg xmlns="http://www.w3.org/2000/svg" onload="loaded = 0;
  loaded = 1 &lt; 2;"><script>var ran = 1 &lt; 2;</script><script><![CDATA[var cdata = 1 < 2;]]></script></svg>`;

/** XHTML, which browsers parse as XML: no raw text, and self-closed scripts end. */
const xhtml = `<?xml version="1.0"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml"><head><title>x &lt; y</title><script>var ran = ['first'];</script>
<script src="/none.js"/><script>if (1 &lt; 2 &amp;&amp; true) ran.push('references');</script>
<script>//<![CDATA[
if (1 < 2 && true) ran.push('CDATA');
//]]></script>
<style>p:first-child, body &gt; p { width: 126px }</style></head>
<body onload="ran.push('handler',
  1 &lt; 2)"><p id="d">d</p><textarea><script>ran.push('textarea');</script></textarea></body></html>`;

/** The same text as HTML runs other code. */
const asHtml = `<?xml version="1.0"?>
<html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title><script>var ran = ['first'];</script>
<script>//<![CDATA[
if (1 < 2 && true) ran.push('CDATA');
//]]></script></head><body></body></html>`;

const policyOf = (type, text) => harden(`HTTP/1.1 200 OK\nContent-Type: ${type}\n\n${text}`, ['inline=hash', 'reporting=none'])
  .find(([name]) => name === 'Content-Security-Policy')[1];

export async function checkHashes(tally, { webkit = false } = {}) {
  const documents = {
    '/': ['text/html; charset=utf-8', page, `${page}\n${injected}`],
    '/image.svg': ['image/svg+xml', image, image],
    '/plain.svg': ['image/svg+xml', image.replace(/^.*\n/, ''), image.replace(/^.*\n/, '')],
    '/page.xhtml': ['application/xhtml+xml', xhtml, xhtml.replace('</body>', "<script>ran.push('injected')</script></body>")],
    '/page.html': ['text/html', asHtml, asHtml],
  };
  const internet = new Internet();
  await internet.start();
  internet.hosts.set('hashes.example', (url, request, response) => {
    const [type, hashed, sent] = documents[new URL(url).pathname] ?? [];
    if (!type) return response.writeHead(404).end();
    return response.writeHead(200, { 'Content-Type': type, 'Content-Security-Policy': policyOf(type, hashed) }).end(sent);
  });
  const browsers = await openBrowsers(internet.port, { webkit });
  tally.check(browsers.length >= 2, () => `hashes: only ${browsers.map(({ name }) => name)} are installed`);
  const names = Object.keys(pieces);
  try {
    for (const browser of browsers) {
      const state = () => ({ ran: window.ran, widths: ['a', 'b', 'c'].map((id) => document.getElementById(id).offsetWidth) });
      let last = {};
      await browser.visit('https://hashes.example/', state, (look) => until(async () => {
        last = await look();
        return names.every((name) => last.ran.includes(name));
      }, { limit: 20_000, pause: 100 })).catch(() => {});
      for (const name of names) tally.check(last.ran?.includes(name), () => `hashes, ${browser.name}: does not run: ${name}`);
      tally.check(!last.ran?.includes('injected'), () => `hashes, ${browser.name}: what was injected runs`);
      tally.check(last.widths?.join() === '123,124,125', () => `hashes, ${browser.name}: styles: ${last.widths}`);
      for (const path of ['/image.svg', '/plain.svg']) {
        let image_ = {};
        const drawn = () => ({ ran: window.ran, cdata: window.cdata, loaded: window.loaded });
        await browser.visit(`https://hashes.example${path}`, drawn, (look) => until(async () => {
          image_ = await look();
          return image_.ran && image_.cdata && image_.loaded;
        }, { limit: 10_000, pause: 100 })).catch(() => {});
        tally.check(image_.ran && image_.cdata && image_.loaded, () => `hashes, ${browser.name}: ${path}: ${JSON.stringify(image_)}`);
      }
      const ranOn = async (path, wanted) => {
        let seen = {};
        const look = () => ({ ran: window.ran, width: document.getElementById('d')?.offsetWidth });
        await browser.visit(`https://hashes.example${path}`, look, (now) => until(async () => {
          seen = await now();
          return wanted.every((name) => seen.ran?.includes(name));
        }, { limit: 10_000, pause: 100 })).catch(() => {});
        tally.check(wanted.every((name) => seen.ran?.includes(name)) && !seen.ran.includes('injected'), () =>
          `hashes, ${browser.name}: ${path}: ${JSON.stringify(seen)}`);
        return seen;
      };
      const { width } = await ranOn('/page.xhtml', ['first', 'references', 'CDATA', 'textarea', 'handler']);
      tally.check(width === 126, () => `hashes, ${browser.name}: the style of XHTML: ${width}`);
      await ranOn('/page.html', ['first', 'CDATA']);
    }
  } finally {
    for (const browser of browsers) await browser.close();
    await internet.close();
  }
}
