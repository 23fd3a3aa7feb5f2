// An application behind a proxy that sends its own, other copies of every header asked about.
import http from 'node:http';
import { freePort } from './daemon.mjs';

/** Answers any path with the headers named in the query, `?name=value`, and a body. */
export async function startUpstream() {
  const server = http.createServer((request, response) => {
    const names = new URL(request.url, 'http://x').searchParams.getAll('name');
    for (const name of names) response.setHeader(name, 'from-the-application');
    response.setHeader('Set-Cookie', 'session=kept');
    response.setHeader('X-Seen-Nonce', request.headers['x-csp-nonce'] ?? '');
    response.end('ok');
  });
  const port = await freePort();
  await new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve()));
  return {
    port,
    stop: () => new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    }),
  };
}

// Orders from an application to its proxy, which a proxy carries out instead of passing on.
const orders = /^(x-accel-.*|x-sendfile|status|connection)$/i;

/** The path that makes the upstream send its copies of these headers. */
export function upstreamPath(headers) {
  const names = [...new Set(headers.map(([name]) => name))].filter((name) => !orders.test(name));
  return `/up/?${names.map((name) => `name=${encodeURIComponent(name)}`).join('&')}`;
}
