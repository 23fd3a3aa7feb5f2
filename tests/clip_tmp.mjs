// node clip_tmp.mjs URL OUT WIDTH THEME TOP HEIGHT
import { launch, BROWSERS } from './site/support/browsers.mjs';
const b = await launch(BROWSERS[0]);
for (const job of process.argv.slice(2)) {
  const [url, out, w, theme, top, height, media] = job.split(',');
  const p = await b.newPage();
  await p.setViewport({ width: +w, height: +height });
  await p.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: theme }]);
  if (media) await p.emulateMediaType(media);
  await p.goto(url);
  await p.evaluate((y) => scrollTo(0, y), +top);
  await new Promise((r) => setTimeout(r, 150));
  await p.screenshot({ path: out });
  await p.close();
}
await b.close(); process.exit(0);
