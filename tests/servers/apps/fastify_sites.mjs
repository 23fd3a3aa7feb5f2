// Serves the applications site0 ... siteN-1, each with its own headstrong.cjs in a folder.
// Called as: fastify_sites.mjs FOLDER COUNT PORT
import { createReadStream } from 'node:fs';
import { createRequire } from 'node:module';
import http from 'node:http';
import Fastify from 'fastify';

const [folder, count, port] = process.argv.slice(2);
const require = createRequire(import.meta.url);

async function makeApp(i) {
  /** @type {import('node:http').RequestListener} */
  let handle;
  const app = Fastify({ serverFactory: (handler) => ((handle = handler), http.createServer(handler)) });
  await app.register(require(`${folder}/site${i}/headstrong.cjs`));
  app.addHook('preHandler', async (request, reply) => {
    // Headers that the application had before; they must be replaced, not doubled.
    reply.header('content-security-policy', 'default-src *');
    reply.header('X-T0', 'from-the-application');
  });
  app.get('/', (request, reply) => {
    reply.type('text/html').header('etag', '"page"');
    if (request.headers['if-none-match'] === '"page"') return reply.code(304).send();
    return reply.send(`<script nonce="${/** @type {typeof reply & { cspNonce?: { script: string } }} */ (reply).cspNonce?.script ?? ''}"></script>`);
  });
  app.get('/old', (request, reply) => reply.redirect('/new'));
  app.get('/denied', async () => {
    throw Object.assign(new Error('denied'), { statusCode: 403 });
  });
  app.get('/fail', async () => {
    throw new Error('meant to fail');
  });
  app.get('/file', (request, reply) => reply.send(createReadStream(`${folder}/static/ok.txt`)));
  await app.ready();
  return handle;
}

const apps = await Promise.all(Array.from({ length: Number(count) }, (_, i) => makeApp(i)));
http
  .createServer({ maxHeaderSize: 1 << 20 }, (req, res) => apps[Number(req.headers.host.slice('site'.length))](req, res))
  .listen(Number(port), '127.0.0.1');
