// A client that shows the bytes of the header section as they came: no joining, no decoding.
import net from 'node:net';

/**
 * GETs `path` from 127.0.0.1:`port`, or sends `raw` as it is. Gives { status, fields: [[name, value],
 * ...], body }, all strings of one character a byte; blanks around a value are taken off as RFC 9110
 * section 5.5 has it.
 * @param {{ port: number, host?: string, path?: string, headers?: string[], raw?: string | Buffer }} request
 */
export function get({ port, host = 'localhost', path = '/', headers = [], raw }) {
  return new Promise((resolve, reject) => {
    const socket = net.connect(port, '127.0.0.1');
    const chunks = [];
    socket.setTimeout(120_000, () => socket.destroy(new Error(`no answer from port ${port}`)));
    socket.on('error', reject);
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('end', () => socket.end());
    socket.on('close', () => {
      try {
        resolve(parse(Buffer.concat(chunks).toString('latin1')));
      } catch (error) {
        reject(error);
      }
    });
    const lines = [`GET ${path} HTTP/1.1`, `Host: ${host}`, 'Connection: close', ...headers];
    socket.write(raw ?? `${lines.join('\r\n')}\r\n\r\n`, 'latin1');
  });
}

function parse(text) {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) throw new Error(`no header section: ${JSON.stringify(text.slice(0, 200))}`);
  const [statusLine, ...lines] = text.slice(0, end).split('\r\n');
  const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(statusLine)?.[1]);
  const fields = lines.map((line) => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon), line.slice(colon + 1).replace(/^[ \t]+|[ \t]+$/g, '')];
  });
  return { status, fields, body: text.slice(end + 4) };
}

/** The values of one name, in order of arrival. */
export function values(answer, name) {
  const wanted = name.toLowerCase();
  return answer.fields.filter(([n]) => n.toLowerCase() === wanted).map(([, value]) => value);
}

/** A string as the bytes of its UTF-8 form, one character a byte, to compare with what came. */
export function bytes(text) {
  return Buffer.from(text, 'utf8').toString('latin1');
}
