// A forward proxy that is the whole internet: it answers for every host name, port and scheme.
// Plain requests arrive in absolute form, https and WebSocket connections through CONNECT; inside a
// tunnel the first byte tells TLS (0x16) from plain HTTP. Nothing ever leaves the machine.

import { createHash } from 'node:crypto';
import http from 'node:http';
import tls from 'node:tls';

const TLS_HANDSHAKE = 0x16;
const WEBSOCKET_GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

/** The absolute URL a request asks for, with the scheme of the connection it came by. */
function requestUrl(request, isUpgrade) {
  if (/^[a-z]+:\/\//i.test(request.url)) return request.url;
  const secure = request.socket.encrypted === true;
  const scheme = isUpgrade ? (secure ? 'wss' : 'ws') : (secure ? 'https' : 'http');
  return `${scheme}://${request.headers.host ?? ''}${request.url}`;
}

function acceptWebSocket(request, socket) {
  const key = request.headers['sec-websocket-key'] ?? '';
  const accept = createHash('sha1').update(key + WEBSOCKET_GUID).digest('base64');
  socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
               `Sec-WebSocket-Accept: ${accept}\r\n\r\n`);
}

export class Proxy {
  /** `answer(url, request, response)` is called for every HTTP request; `opened(url, request)` for
      every WebSocket handshake. */
  constructor({ certificate, answer, opened }) {
    this.sockets_ = new Set();
    const onRequest = (request, response) => {
      response.on('error', () => {});
      answer(requestUrl(request, false), request, response);
    };
    const onUpgrade = (request, socket) => {
      socket.on('error', () => {});
      opened(requestUrl(request, true), request);
      acceptWebSocket(request, socket);
    };
    const makeServer = () => http.createServer({ keepAliveTimeout: 60_000 }, onRequest)
      .on('upgrade', onUpgrade)
      .on('clientError', (_error, socket) => socket.destroy());
    this.inner_ = makeServer();
    this.tls_ = tls.createServer(certificate, (socket) => {
      socket.on('error', () => {});
      this.inner_.emit('connection', socket);
    }).on('tlsClientError', () => {});
    this.outer_ = makeServer()
      .on('connect', (request, socket) => this.tunnel_(socket))
      .on('connection', (socket) => this.remember_(socket));
  }

  /** Starts listening on a free local port and returns it. */
  async listen() {
    await new Promise((resolve) => this.outer_.listen(0, '127.0.0.1', () => resolve()));
    return /** @type {import('node:net').AddressInfo} */ (this.outer_.address()).port;
  }

  async close() {
    for (const socket of this.sockets_) socket.destroy();
    await new Promise((resolve) => this.outer_.close(resolve));
  }

  remember_(socket) {
    this.sockets_.add(socket);
    socket.on('close', () => this.sockets_.delete(socket));
    socket.on('error', () => {});
  }

  tunnel_(socket) {
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
    socket.once('data', (chunk) => {
      socket.pause();
      socket.unshift(chunk);
      // The TLS layer reads the socket's handle itself; only the plain server needs it flowing.
      if (chunk[0] === TLS_HANDSHAKE) return this.tls_.emit('connection', socket);
      this.inner_.emit('connection', socket);
      return socket.resume();
    });
  }
}
