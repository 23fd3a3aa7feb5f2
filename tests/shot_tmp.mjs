import { launch, BROWSERS } from './site/support/browsers.mjs';
import { readFileSync } from 'node:fs';
import axe from 'axe-core';
const b = await launch(BROWSERS[0]);
const files = process.argv.slice(2);
for (const f of files) {
  for (const width of [360, 1440]) for (const theme of ['light','dark']) {
    const p = await b.newPage();
    const msgs=[]; p.on('console', m=>msgs.push(m.text())); p.on('request', r=>{ if(!r.url().startsWith('file:')) msgs.push('REQ '+r.url()); });
    await p.setViewport({ width, height: 900 });
    await p.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: theme }]);
    await p.goto('file://' + f);
    const name = f.split('/').pop().replace(/\.html$/, '');
    await p.screenshot({ path: `/tmp/rshots/${name}-${width}-${theme}.png`, fullPage: process.env.FULL==='1' });
    const over = await p.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    let v=[];
    try { await p.setBypassCSP(true); await p.reload(); await p.evaluate(axe.source); v = await p.evaluate(async () => (await axe.run()).violations.map(x => x.id + ' ' + x.nodes.slice(0,3).map(n=>n.target.join(' ')+': '+n.failureSummary.slice(0,200)).join(' | '))); } catch(e) { v=[String(e)]; }
    console.log(name, width, theme, 'overflow', over, v, msgs);
    if (width===1440 && theme==='dark') await p.pdf({ path: `/tmp/rshots/${name}.pdf`, format: 'A4', printBackground: true });
    await p.close();
  }
}
await b.close(); process.exit(0);
