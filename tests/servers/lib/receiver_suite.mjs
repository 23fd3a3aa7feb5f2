// What every receiver does, whatever language it is written in (core/src/emit/receivers.hpp).
import net from 'node:net';
import { until } from '../../support/until.mjs';
import { values } from './http.mjs';
import { emit } from './program.mjs';

export const path = '/csp-reports';
export const headers = [
  ['Content-Security-Policy', `default-src 'self'; report-uri ${path}; report-to csp`],
  ['Reporting-Endpoints', `csp="${path}"`],
];

/**
 * Sends one request and gives the whole answer; a body of which the server takes a part only is no error.
 * @param {number} port
 * @param {{ method?: string, to?: string, type?: string, body?: string | Buffer, chunked?: boolean, more?: string[] }} request
 */
function send(port, { method = 'POST', to = path, type, body = '', chunked = false, more = [] }) {
  return new Promise((resolve, reject) => {
    const bytes = typeof body === 'string' ? Buffer.from(body) : body;
    const lines = [`${method} ${to} HTTP/1.1`, 'Host: site.example', 'Connection: close', ...more];
    if (type !== undefined) lines.push(`Content-Type: ${type}`);
    if (chunked) lines.push('Transfer-Encoding: chunked');
    else if (method === 'POST') lines.push(`Content-Length: ${bytes.length}`);
    const chunks = [];
    const socket = net.connect(port, '127.0.0.1');
    const finish = () => {
      const text = Buffer.concat(chunks).toString('latin1');
      const end = text.indexOf('\r\n\r\n');
      if (end < 0) return reject(new Error(`no answer to ${lines[0]}: ${JSON.stringify(text.slice(0, 100))}`));
      const [first, ...rest] = text.slice(0, end).split('\r\n');
      const fields = rest.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]);
      return resolve({ status: Number(first.split(' ')[1]), fields, body: text.slice(end + 4).replace(/^0\r\n\r\n$/, '') });
    };
    socket.setTimeout(60_000, () => socket.destroy(new Error('silent')));
    // Not every server closes at once, even if asked to.
    socket.on('data', (chunk) => {
      chunks.push(chunk);
      const [head, ...rest] = Buffer.concat(chunks).toString('latin1').split('\r\n\r\n');
      const length = /^content-length: *(\d+)/im.exec(head)?.[1];
      if (rest.length > 0 && (/^HTTP\/1\.1 204/.test(head) || Number(length) === rest.join('\r\n\r\n').length)) socket.destroy();
    });
    // A server that answers early closes while bytes are on their way.
    socket.on('error', (error) => (chunks.length > 0 ? undefined : reject(error)));
    socket.on('end', () => socket.end());
    socket.on('close', finish);
    socket.write(`${lines.join('\r\n')}\r\n\r\n`);
    socket.write(chunked ? Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n0\r\n\r\n')]) : bytes);
  });
}

const old = (fields) => JSON.stringify({ 'csp-report': fields });
const report = (body, more = {}) => ({ type: 'csp-violation', age: 1, url: 'https://site.example/', user_agent: 'x', body, ...more });
const json = 'application/reports+json';
const legacy = 'application/csp-report';

const chromium = {
  documentURL: 'https://site.example/account?token=secret#x', referrer: '', blockedURL: 'inline', effectiveDirective: 'script-src-elem',
  originalPolicy: "default-src 'self'", sourceFile: 'https://site.example/account?token=secret', sample: '', disposition: 'enforce',
  statusCode: 200, lineNumber: 12, columnNumber: 3,
};
const firefox = {
  'blocked-uri': 'https://cdn.example/a.js?v=1', 'column-number': 7, disposition: 'report', 'document-uri': 'https://site.example/a?b',
  'effective-directive': 'script-src-elem', 'line-number': 4, 'original-policy': 'x', referrer: '', 'source-file': 'https://site.example/a?b',
  'status-code': 200, 'violated-directive': 'script-src-elem',
};

const hostile = 'a\r\ncsp-report {"type":"forged"}\n\u001b[2J\u0000\u007f\u0085\u009b\u2028\u2029\u202e\ud83d\ude00\u00e9 %s %d ${jndi:x} {Report} <script>"\\';

/** What is sent, the status of the answer, and the lines that are logged: of each, what it must hold. */
const cases = [
  { name: 'Reporting API, one', type: json, body: JSON.stringify([report(chromium)]), status: 204,
    lines: [{ type: 'csp-violation', document: 'https://site.example/account', blocked: 'inline', directive: 'script-src-elem', disposition: 'enforce', line: 12, column: 3 }] },
  { name: 'Reporting API, several', type: json, body: JSON.stringify([report(chromium), report({ ...chromium, blockedURL: 'eval' })]), status: 204,
    lines: [{ blocked: 'inline' }, { blocked: 'eval' }] },
  { name: 'Reporting API, a single object', type: json, body: JSON.stringify(report(chromium)), status: 204, lines: [{ blocked: 'inline' }] },
  { name: 'Reporting API, another type', type: json, body: JSON.stringify([report({ id: 'x', message: 'old' }, { type: 'deprecation' })]), status: 204,
    lines: [{ type: 'deprecation', id: 'x', message: 'old', document: 'https://site.example/' }] },
  { name: 'Reporting API, no body', type: json, body: JSON.stringify([report(null, { type: 'crash' })]), status: 204, lines: [{ type: 'crash' }] },
  { name: 'none', type: json, body: '[]', status: 204, lines: [] },
  { name: 'report-uri', type: legacy, body: old(firefox), status: 204,
    lines: [{ type: 'csp-violation', document: 'https://site.example/a', blocked: 'https://cdn.example/a.js', directive: 'script-src-elem', line: 4 }] },
  { name: 'secrets in addresses', type: legacy, status: 204,
    body: old({ ...firefox, 'document-uri': 'https://ann:token=secret@site.example/a/b@c?d', 'blocked-uri': 'https://token=secret@cdn.example', 'source-file': 'http://a:b@c@site.example:8080/x#token=secret' }),
    lines: [{ document: 'https://site.example/a/b@c', blocked: 'https://cdn.example', source: 'http://site.example:8080/x' }] },
  { name: 'report-uri with a charset', type: 'Application/CSP-Report; charset=utf-8', body: old(firefox), status: 204, lines: [{ line: 4 }] },
  { name: 'report-uri of an old browser', type: 'application/json', body: old(firefox), status: 204, lines: [{ line: 4 }] },
  { name: 'chunked', type: legacy, body: old(firefox), chunked: true, status: 204, lines: [{ line: 4 }], optional: true },
  { name: 'hostile text', type: legacy, body: old({ ...firefox, 'script-sample': hostile, 'blocked-uri': hostile }), status: 204, lines: [{ sample: hostile }] },
  { name: 'hostile type', type: json, body: JSON.stringify([report({}, { type: hostile })]), status: 204, lines: [{ type: hostile }] },
  { name: 'values that are no texts', type: legacy, status: 204, lines: [{ type: 'csp-violation', line: undefined, sample: undefined }],
    body: old({ 'document-uri': { a: 1 }, 'blocked-uri': ['x'], 'line-number': 1e300, 'column-number': 1.5, 'script-sample': true, disposition: null }) },
  { name: 'odd names', type: legacy, body: '{"csp-report":{"__proto__":{"sample":"x"},"constructor":"y","toString":1,"blocked-uri":"z"}}', status: 204,
    lines: [{ blocked: 'z', sample: undefined }] },
  { name: 'a long text', type: legacy, body: old({ 'script-sample': '\u00e9'.repeat(5000) }), status: 204, lines: [{ sample: `${'\u00e9'.repeat(200)}...` }] },
  { name: '64 KiB', type: legacy, body: old({ x: 'a'.repeat(65536 - 23) }), status: 204, lines: [{}] },
  { name: 'a byte more than 64 KiB', type: legacy, body: old({ x: 'a'.repeat(65536 - 22) }), status: 413 },
  { name: 'a megabyte', type: json, body: 'a'.repeat(1 << 20), status: 413 },
  { name: 'a megabyte, chunked', type: json, body: 'a'.repeat(1 << 20), chunked: true, status: 413, optional: true },
  { name: '101 reports', type: json, body: JSON.stringify(Array(101).fill(report({}))), status: 413 },
  { name: '100 reports', type: json, body: JSON.stringify(Array(100).fill(report({}))), status: 204, lines: Array(100).fill({ type: 'csp-violation' }) },
  { name: 'a form', type: 'application/x-www-form-urlencoded', body: 'a=b', status: 415 },
  { name: 'text', type: 'text/plain', body: old(firefox), status: 415 },
  { name: 'no type', body: old(firefox), status: 415 },
  { name: 'nothing', type: legacy, body: '', status: 400 },
  { name: 'broken JSON', type: legacy, body: '{"csp-report":', status: 400 },
  { name: 'JSON and more', type: legacy, body: `${old({})}x`, status: 400 },
  { name: 'a number', type: json, body: '1', status: 400 },
  { name: 'null', type: json, body: 'null', status: 400 },
  { name: 'an object that is no report', type: json, body: '{"a":1}', status: 400 },
  { name: 'one of two is no report', type: json, body: JSON.stringify([report(chromium), 1]), status: 400 },
  { name: 'a report within a text', type: legacy, body: '{"csp-report":"x"}', status: 400 },
  { name: 'no UTF-8', type: legacy, body: Buffer.from([...Buffer.from('{"csp-report":{"script-sample":"'), 0xff, 0xfe, ...Buffer.from('"}}')]), status: 400 },
  { name: 'half of a surrogate pair', type: legacy, body: '{"csp-report":{"script-sample":"a\\ud800"}}', statuses: [204, 400] },
  { name: 'deep', type: json, body: '['.repeat(30_000) + ']'.repeat(30_000), status: 400 },
  { name: 'deep within a report', type: json, body: `{"type":"a","body":{"x":${'{"a":'.repeat(9000)}1${'}'.repeat(9000)}}}`, statuses: [204, 400] },
];

/** The lines of the log that reports left; whatever stands before the mark is the logger's. */
const logged = (site) => site.output().split('\n').map((line) => line.slice(Math.max(line.indexOf('csp-report {'), 0)))
  .filter((line) => line.startsWith('csp-report {'));

/** What is a line of one report: JSON in printable ASCII. */
function checkLine(target, name, line, wanted, tally) {
  tally.check(/^[\x20-\x7e]*$/.test(line), () => `${target}: ${name}: not printable ASCII: ${JSON.stringify(line)}`);
  let said = {};
  try {
    said = JSON.parse(line.slice('csp-report '.length));
  } catch {
    tally.fail(`${target}: ${name}: no JSON: ${line}`);
  }
  for (const [key, value] of Object.entries(wanted)) {
    const at = typeof value === 'string' && [...value].length > 200 ? undefined : value;
    tally.check(said[key] === (at ?? value), () => `${target}: ${name}: ${key} is ${JSON.stringify(said[key])}, not ${JSON.stringify(value)}`);
  }
  tally.check(!line.includes('token=secret'), () => `${target}: ${name}: a query is logged: ${line}`);
}

/** Posts every kind of body to a site and compares statuses and lines. */
export async function checkReceiver(receiver, tally) {
  const { target } = receiver;
  const emitted = emit(target, headers, ['receiver=yes']);
  tally.check(emitted.files?.length === 2 && emitted.warnings.every(({ message }) => !/No header of this set/.test(message)),
    () => `${target}: ${JSON.stringify(emitted).slice(0, 300)}`);
  const site = await receiver.serve(emitted.files, '<!doctype html><title>page</title>ok');
  try {
    const page = await send(site.port, { method: 'GET', to: '/' });
    tally.check(page.status === 200 && (target === 'nextjs' || values(page, 'Content-Security-Policy').length === 1),
      () => `${target}: the page: ${JSON.stringify(page)}`);
    for (const { name, status, statuses = [status], lines, optional, ...request } of cases) {
      const before = logged(site).length;
      let answer;
      try {
        answer = await send(site.port, request);
      } catch (error) {
        if (!optional) tally.fail(`${target}: ${name}: ${error.message}`);
        continue;
      }
      // A server may not read chunked bodies (wsgiref, WEBrick).
      const fine = statuses.includes(answer.status) || (optional && answer.status >= 400 && answer.status < 500);
      tally.check(fine, () => `${target}: ${name}: ${answer.status}, not ${statuses}`);
      tally.check(answer.body === '', () => `${target}: ${name}: a body comes back: ${answer.body.slice(0, 200)}`);
      tally.check(!fine || answer.status > 400 || values(answer, 'Access-Control-Allow-Origin').join() === '*' || optional,
        () => `${target}: ${name}: another origin can't read it`);
      const wanted = lines ?? [];
      if (optional && answer.status !== 204) continue;
      if (!lines && answer.status === 204) continue;
      await until(() => logged(site).length >= before + wanted.length, { limit: 5000 }).catch(() => {});
      const came = logged(site).slice(before);
      tally.check(came.length === wanted.length, () => `${target}: ${name}: ${came.length} lines, not ${wanted.length}: ${came.join('\n')}`);
      came.slice(0, 3).forEach((line, i) => checkLine(target, name, line, wanted[i] ?? {}, tally));
    }
    const asked = ['Origin: https://other.example', 'Access-Control-Request-Method: POST', 'Access-Control-Request-Headers: content-type'];
    const preflight = await send(site.port, { method: 'OPTIONS', more: asked });
    tally.check(preflight.status === 204 && values(preflight, 'Access-Control-Allow-Origin').join() === '*'
      && /POST/.test(values(preflight, 'Access-Control-Allow-Methods').join()) && /content-type/i.test(values(preflight, 'Access-Control-Allow-Headers').join()),
    () => `${target}: preflight: ${JSON.stringify(preflight)}`);
    const got = await send(site.port, { method: 'GET' });
    // Starlette's router looks for another route that takes the method.
    tally.check(got.status === 405 || (target === 'starlette' && got.body.endsWith('ok')), () => `${target}: GET is answered ${got.status}`);
    tally.check(!logged(site).some((line) => line.includes('forged"}') && line.startsWith('csp-report {"type":"forged"')), () => `${target}: a forged line`);
  } finally {
    await site.stop();
  }
}

/** What the options refuse, and where the path comes from. */
export function checkOptions(receivers, tally) {
  const with_ = (target, options, set = headers) => emit(target, set, options);
  for (const target of ['nginx', 'netlify-headers', 'html-meta']) {
    const set = [['Content-Security-Policy', "default-src 'self'"]];
    const { refusal } = with_(target, ['receiver=yes'], set);
    tally.check(/receivers exist for .*flask/.test(refusal ?? ''), () => `${target}: receiver=yes: ${refusal}`);
    tally.check(with_(target, ['receiver=no'], set).files?.length > 0, () => `${target}: receiver=no is refused`);
  }
  for (const endpoint of ['csp', '/', '//evil.example/x', '/a b', '/<id>', '/:id', '/*', '/{x}', '/a/../b', '/a"b', '/a\nb', '/%2e', `/${'a'.repeat(300)}`, '/a/']) {
    const { refusal } = with_('flask', ['receiver=yes', `endpoint=${endpoint}`]);
    tally.check(/path must look like/.test(refusal ?? ''), () => `endpoint ${endpoint}: ${refusal}`);
  }
  const textOf = (options, set) => with_('flask', ['receiver=yes', ...options], set).files[1].text;
  tally.check(textOf([], [['Content-Security-Policy', "img-src *; report-uri /own"]]).includes('PATH = "/own"'), () => 'the path of report-uri');
  tally.check(textOf(['endpoint=https://r.example/in?x'], headers).includes('PATH = "/in"'), () => 'the path of an address');
  const at = (endpoint, options = []) => with_('flask', ['receiver=yes', ...options], [['Reporting-Endpoints', `csp="${endpoint}"`]]);
  tally.check(/PATH = "\/in"/.test(at('https://r.example/in').files?.[1].text) && at('https://r.example/in').warnings.some(({ message }) => /must run there, at \/in/.test(message)),
    () => 'an endpoint at another host');
  for (const endpoint of ['https://r.example', 'https://r.example/a/']) {
    tally.check(/sends reports to https:\/\/r\.example/.test(at(endpoint).refusal ?? ''), () => `the set's endpoint ${endpoint}: ${at(endpoint).refusal}`);
  }
  tally.check(at('https://r.example/in', ['endpoint=https://other.example/in']).warnings.some(({ message }) => /No header of this set/.test(message)),
    () => 'no warning where the set names another host');
  tally.check(with_('flask', ['receiver=yes', 'endpoint=/else']).warnings.some(({ message }) => /No header of this set sends reports to \/else/.test(message)),
    () => 'no warning where no header names the endpoint');
  tally.check(/one of no\|yes/.test(with_('flask', ['receiver=maybe']).refusal ?? ''), () => 'receiver=maybe');
  for (const target of ['aspnet', 'spring-security']) {
    const { files } = with_(target, ['receiver=yes']);
    tally.check(files.length === 2 && files[1].text.includes(`"${path}"`), () => `${target}: no receiver`);
  }
}
