// What Next.js does with a route handler, on Node's own Request and Response: the exported function of
// the request's method answers, and 405 where there is none. Called as: next_route.mjs FOLDER FILE PATH PORT
import { readFileSync } from 'node:fs';
import http from 'node:http';
import { Readable } from 'node:stream';

const [folder, file, path, port] = process.argv.slice(2);
const route = await import(`${folder}/${file}`);
http.createServer(async (request, response) => {
  if (request.url.split('?')[0] !== path) return response.end(readFileSync(`${folder}/page.html`));
  const handler = route[request.method];
  if (!handler) return response.writeHead(405).end();
  const body = request.method === 'POST' ? Readable.toWeb(request) : undefined;
  // Node's kinds of headers and bodies, which the DOM's types don't know.
  const init = /** @type {unknown} */ ({ method: request.method, headers: request.headers, body, duplex: 'half' });
  const asked = new Request(`http://site.example${request.url}`, /** @type {RequestInit} */ (init));
  const answer = await handler(asked);
  return response.writeHead(answer.status, Object.fromEntries(answer.headers)).end();
}).listen(Number(port), '127.0.0.1');
