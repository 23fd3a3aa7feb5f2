// Serves the applications site0 ... siteN-1, each with its own headstrong.cjs in a folder.
// Called as: koa_sites.mjs FOLDER COUNT PORT
import { createRequire } from 'node:module';
import { createReadStream } from 'node:fs';
import http from 'node:http';
import Koa from 'koa';

const [folder, count, port] = process.argv.slice(2);
const require = createRequire(import.meta.url);

function answer(ctx) {
  switch (ctx.path) {
    case '/':
      ctx.type = 'html';
      ctx.etag = 'page';
      ctx.status = 200;
      ctx.body = `<script nonce="${ctx.state.cspNonce ?? ''}"></script>`;
      if (ctx.fresh) ctx.status = 304;
      break;
    case '/old': return ctx.redirect('/new');
    case '/denied': return ctx.throw(403);
    case '/fail': throw new Error('meant to fail');
    case '/odd': throw 'meant to fail, and no Error';
    case '/file': ctx.body = createReadStream(`${folder}/static/ok.txt`); break;
  }
}

function makeApp(i) {
  const app = new Koa();
  app.silent = true;
  app.use(require(`${folder}/site${i}/headstrong.cjs`));
  app.use((ctx) => {
    // Headers that the application had before; they must be replaced, not doubled.
    ctx.set('content-security-policy', 'default-src *');
    ctx.set('X-T0', 'from-the-application');
    return answer(ctx);
  });
  return app.callback();
}

const apps = Array.from({ length: Number(count) }, (_, i) => makeApp(i));
http
  .createServer({ maxHeaderSize: 1 << 20 }, (req, res) => apps[Number(req.headers.host.slice('site'.length))](req, res))
  .listen(Number(port), '127.0.0.1');
