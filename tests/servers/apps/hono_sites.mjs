// Serves the applications site0 ... siteN-1, each with its own headstrong.js in a folder.
// Called as: hono_sites.mjs FOLDER COUNT PORT
import { webcrypto } from 'node:crypto';

import { serve } from '@hono/node-server';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import { etag } from 'hono/etag';
import { HTTPException } from 'hono/http-exception';

const [folder, count, port] = process.argv.slice(2);

// Hono takes it for granted; Node 18 has it in its module only.
if (globalThis.crypto === undefined) Object.defineProperty(globalThis, 'crypto', { value: webcrypto });

async function makeApp(i) {
  const { securityHeaders } = await import(`${folder}/site${i}/headstrong.mjs`);
  /** @type {Hono<{ Variables: { cspNonce?: string } }>} */
  const app = new Hono();
  app.use(securityHeaders);
  app.use(async (c, next) => {
    await next();
    // Headers that the application had before; they must be replaced, not doubled.
    c.header('content-security-policy', 'default-src *');
    c.header('X-T0', 'from-the-application');
  });
  app.use('/', etag());
  app.use('/static/*', etag());
  app.get('/', (c) => c.html(`<script nonce="${c.get('cspNonce') ?? ''}"></script>`));
  app.get('/old', (c) => c.redirect('/new'));
  app.get('/denied', () => {
    throw new HTTPException(403);
  });
  app.get('/fail', () => {
    throw new Error('meant to fail');
  });
  app.get('/fetched', () => fetch('data:text/plain,ok'));
  app.get('/static/*', serveStatic({ root: folder }));
  app.onError((error, c) => (error instanceof HTTPException ? error.getResponse() : c.text('Failed', 500)));
  return app;
}

const apps = await Promise.all(Array.from({ length: Number(count) }, (_, i) => makeApp(i)));
serve({
  fetch: (request, env) => apps[Number(request.headers.get('host').slice('site'.length))].fetch(request, env),
  hostname: '127.0.0.1',
  port: Number(port),
});
