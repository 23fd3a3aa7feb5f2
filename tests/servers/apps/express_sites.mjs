// Serves the applications site0 ... siteN-1, each with its own headstrong.cjs in a folder.
// Called as: express_sites.mjs FOLDER COUNT PORT
import { createRequire } from 'node:module';
import http from 'node:http';
import express from 'express';

const [folder, count, port] = process.argv.slice(2);
const require = createRequire(import.meta.url);

function makeApp(i) {
  const app = express();
  app.use(require(`${folder}/site${i}/headstrong.cjs`));
  app.get('/', (req, res) => res.send(`<script nonce="${res.locals.cspNonce ?? ''}"></script>`));
  app.get('/old', (req, res) => res.redirect('/new'));
  app.get('/denied', (req, res) => res.sendStatus(403));
  app.get('/failing', () => {
    throw new Error('meant to fail');
  });
  app.use('/static', express.static(`${folder}/static`));
  app.get('/express-404', (req, res, next) => next());
  app.use((req, res, next) => {
    if (req.path === '/express-404') next();
    else res.status(404).send('Not found');
  });
  app.use((error, req, res, next) => res.status(500).send('Failed'));
  return app;
}

const apps = Array.from({ length: Number(count) }, (_, i) => makeApp(i));
const server = http.createServer({ maxHeaderSize: 1 << 20 }, (req, res) => {
  apps[Number(req.headers.host.slice('site'.length))](req, res);
});
server.listen(Number(port), '127.0.0.1');
