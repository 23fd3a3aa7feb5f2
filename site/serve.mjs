// Serves build/site on this machine, with the headers that `_headers` gives to hosts.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { loadHeaders } from './tools/headers_file.mjs';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.json': 'application/json',
};

/**
 * A server over `root`, not yet listening. It answers GET and HEAD from memory once a file was read;
 * the folder is not expected to change under it, except that a rebuilt one has other names.
 */
export function createSiteServer(root) {
  const headersOf = loadHeaders(join(root, '_headers'));
  const packed = new Map();

  async function pack(path, encoding) {
    const key = `${encoding} ${path}`;
    const body = await readFile(join(root, path));
    const known = packed.get(key);
    if (known?.source.equals(body)) return known.bytes;
    const bytes = compress(body, encoding);
    packed.set(key, { source: body, bytes });
    return bytes;
  }

  return createServer(async (request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return end(response, 405, [['Allow', 'GET, HEAD']], 'Only GET and HEAD are answered here.\n');
    }
    const path = filePath(request.url ?? '/');
    // RFC 6797 section 7.2: the header must not be sent over plain HTTP, where browsers ignore it.
    const headers = headersOf(path ?? '/404.html').filter(([name]) => name !== 'Strict-Transport-Security');
    const type = path && TYPES[extname(path)];
    if (!type) return end(response, 404, headers, 'There is no such page.\n');
    const encoding = bestEncoding(request.headers['accept-encoding'] ?? '');
    let body;
    try {
      body = await pack(path, encoding);
    } catch {
      return end(response, 404, headers, 'There is no such page.\n');
    }
    for (const [name, value] of headers) response.setHeader(name, value);
    response.setHeader('Content-Type', type);
    response.setHeader('Vary', 'Accept-Encoding');
    response.setHeader('Content-Length', body.length);
    if (encoding !== 'identity') response.setHeader('Content-Encoding', encoding);
    response.writeHead(200);
    response.end(request.method === 'HEAD' ? undefined : body);
  });
}

function end(response, status, headers, text) {
  for (const [name, value] of headers) response.setHeader(name, value);
  response.setHeader('Content-Type', 'text/plain; charset=utf-8');
  response.writeHead(status);
  response.end(text);
}

/** The file that a request target names, relative to the root with a leading slash; null if none. */
function filePath(target) {
  let path;
  try {
    path = decodeURIComponent(new URL(target, 'http://localhost').pathname);
  } catch {
    return null;
  }
  if (path.endsWith('/')) path += 'index.html';
  const clean = normalize(path).split(sep).join('/');
  return clean !== path || path.includes('\0') || path.includes('/.') ? null : path;
}

function bestEncoding(accepted) {
  if (/\bbr\b/.test(accepted)) return 'br';
  if (/\bgzip\b/.test(accepted)) return 'gzip';
  return 'identity';
}

function compress(body, encoding) {
  if (encoding === 'gzip') return gzipSync(body, { level: 9 });
  if (encoding === 'identity') return body;
  // Quality 9 packs the module in a tenth of a second; 11 takes two for 3 % less.
  return brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } });
}

function portOf(args) {
  const at = args.indexOf('--port');
  return at < 0 ? 8000 : Number(args[at + 1]);
}

/** Browsers know "localhost" by themselves; a bare system without /etc/hosts does not. */
export const LOOPBACK = '127.0.0.1';

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = fileURLToPath(new URL('../build/site', import.meta.url));
  const port = portOf(process.argv.slice(2));
  const server = createSiteServer(root);
  server.on('error', (/** @type {NodeJS.ErrnoException} */ error) => {
    console.error(
      error.code === 'EADDRINUSE'
        ? `Port ${port} is taken; choose another with --port.`
        : `Can't serve: ${error.message}`,
    );
    process.exit(1);
  });
  server.listen(port, LOOPBACK, () => {
    const address = server.address(); // a port that was chosen for us, where 0 was asked for
    const open = address !== null && typeof address === 'object' ? address.port : port;
    console.log(`Headstrong is at http://localhost:${open}/`);
  });
}
