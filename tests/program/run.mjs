// The program as a shell sees it (design section 3.2): verbs, formats, exit codes, and the goldens.
//   node tests/program/run.mjs     HEADSTRONG names another build than build/tests/headstrong.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { capture, has, root, start } from '../support/command.mjs';
import { readData } from '../support/data.mjs';
import { removeAtEnd } from '../support/ending.mjs';
import { goldens } from '../support/goldens.mjs';
import { freePort } from '../support/ports.mjs';
import { sarifFaults } from '../support/sarif.mjs';
import { Tally } from '../support/tally.mjs';
import { until } from '../support/until.mjs';

const program = process.env.HEADSTRONG ?? `${root}build/tests/headstrong`;
const tally = new Tally();
const scratch = removeAtEnd(mkdtempSync(`${tmpdir()}/headstrong-`));
const mebibyte = 1024 * 1024;

/** Runs the program; whatever it is given, it ends by itself with 0, 1 or 2. */
function headstrong(args, input = '') {
  const answer = capture(program, args, { input, encoding: 'utf8' });
  assert.equal(answer.signal, null, answer.stderr);
  assert([0, 1, 2].includes(answer.status), `exit ${answer.status}: ${answer.stderr}`);
  return answer;
}
function answered(args, input) {
  const { status, stdout, stderr } = headstrong(args, input);
  assert.equal(status, 0, stderr);
  assert.equal(stderr, '');
  return stdout;
}
/** Answered, with more to say: lines on standard error. */
function told(args, input) {
  const { status, stdout, stderr } = headstrong(args, input);
  assert.equal(status, 0, stderr);
  assert.match(stderr, /^([^\n]+\n)*$/);
  return { stdout, said: stderr.split('\n').slice(0, -1) };
}
function refused(args, input, words = /./) {
  const { status, stdout, stderr } = headstrong(args, input);
  assert.equal(status, 2);
  assert.equal(stdout, '');
  assert.match(stderr, /^[^\n]+\n$/, 'one line on standard error');
  assert.match(stderr, words);
}
const lines = (text) => text.split('\n').slice(0, -1);
const policy = "default-src 'self'; script-src 'self' 'unsafe-inline'";

for (const { name, input, report } of goldens()) {
  await tally.test(`analyze --format json: golden ${name}`, () => {
    const { status, stdout } = capture(program, ['analyze', '--format', 'json'], { input, encoding: null });
    assert.equal(status, 0);
    assert(stdout.equals(report), 'the bytes differ');
  });
}

await tally.test('--help for the program and each verb', () => {
  for (const verb of [[], ['analyze'], ['decide'], ['compare'], ['matrix'], ['remedies'], ['harden'], ['rollout'], ['emit'], ['targets'], ['rules']]) {
    assert.match(answered([...verb, '--help']), /Usage|OPTIONS|Options/i);
  }
});

await tally.test('usage that is not understood is refused in one line', () => {
  refused([]);
  refused(['no-such-verb']);
  refused(['analyze', '--no-such-flag']);
  refused(['analyze', '--format', 'xml'], policy);
  refused(['analyze', '--option', 'observatory=5'], policy, /observatory/);
  refused(['analyze', '--option', 'nonsense'], policy);
  refused(['analyze', '--min-grade', 'E'], policy);
  refused(['analyze', `${scratch}/no-such-file`], '', /no-such-file/);
  refused(['emit'], 'A: b');
  refused(['emit', '--target', 'no-such-target'], 'A: b', /no-such-target/);
  refused(['harden', '--option', 'site=castle'], '', /site/);
  refused(['harden', '--option', 'endpoint=javascript:alert(1)'], '', /endpoint/);
});

await tally.test('a file, standard input and "-" are the same', () => {
  const file = `${scratch}/policy.txt`;
  writeFileSync(file, policy);
  const expected = answered(['analyze', '--format', 'json'], policy);
  assert.equal(answered(['analyze', '--format', 'json', file]), expected);
  assert.equal(answered(['analyze', '--format', 'json', '-'], policy), expected);
});

await tally.test('analyze: every format', () => {
  assert.match(answered(['analyze'], policy), /F/);
  assert.equal(answered(['analyze', '--format', 'text'], policy), answered(['analyze'], policy));
  assert.match(answered(['analyze', '--format', 'markdown'], policy), /^#/m);
  const report = JSON.parse(answered(['analyze', '--format', 'json'], policy));
  assert.equal(report.schema, 1);
  assert.equal(report.encoding, 'utf-8');
  assert.equal(report.grade.letter, 'F');
  const sarif = JSON.parse(answered(['analyze', '--format', 'sarif'], policy));
  assert.equal(sarif.version, '2.1.0');
  assert.equal(sarif.runs[0].results.length, report.findings.length);
});

await tally.test('analyze --min-grade: exit 1 below it, and where there is nothing to judge', () => {
  assert.equal(headstrong(['analyze', '--min-grade', 'A'], policy).status, 1);
  assert.equal(headstrong(['analyze', '--min-grade', 'F'], policy).status, 0);
  assert.equal(headstrong(['analyze', '--min-grade', 'F'], '').status, 1);
  assert.match(headstrong(['analyze', '--min-grade', 'F'], '').stderr, /too little for a grade/);
  assert.equal(headstrong(['analyze', '--min-grade', 'F'], policy).stderr, '');
  assert.match(headstrong(['analyze', '--help']).stdout, /some protections alone counts as it is/);
  assert.notEqual(headstrong(['analyze', '--min-grade', 'A'], policy).stdout, '');
  for (const text of ['hello', '{"name":"app"}', 'Server: nginx\n']) {
    assert.equal(headstrong(['analyze', '--min-grade', 'F'], text).status, 1, text);
  }
});

await tally.test('what is no response has no grade, one sentence, and no set to harden', () => {
  const texts = ['hello', '{"name":"app"}', `Header set Content-Security-Policy ${policy}`,
    'User-agent: *\nDisallow: /\n', 'GET / HTTP/1.1\nHost: a.example\n', "add_header A 'default-src 'self'';"];
  for (const text of texts) {
    const report = JSON.parse(answered(['analyze', '--format', 'json'], text));
    assert.equal(report.grade.letter, null, text);
    assert.equal(report.grade.score, null);
    assert(report.grade.protections.every(({ letter, score }) => letter === null && score === null));
    assert.deepEqual([report.findings, report.input.notices, report.elsewhere], [[], [], null]);
    assert.equal(answered(['analyze'], text), `Read:  ${report.input.description}\nGrade: no grade\n`);
    assert.equal(answered(['analyze', '--format', 'markdown'], text).trim().split('\n').length, 3);
    const [run] = JSON.parse(answered(['analyze', '--format', 'sarif'], text)).runs;
    assert.deepEqual(run.results, []);
    assert.equal(run.invocations[0].toolExecutionNotifications[0].message.text, report.input.description);
    refused(['harden'], text, /nothing to harden/);
    refused(['matrix'], text, /nothing to list/);
  }
});

await tally.test('analyze: the Observatory of both generations', () => {
  const algorithm = (options) =>
    JSON.parse(answered(['analyze', '--format', 'json', ...options], policy)).elsewhere.observatory.algorithm;
  assert.equal(algorithm([]), 6);
  assert.equal(algorithm(['--option', 'observatory=4']), 4);
});

await tally.test('anything that is pasted is answered with exit 0', () => {
  const pastes = ['', '\n', '\0', '\x89PNG\r\n\x1a\n', 'hello', '{}', '[', '<html>', '\ufeff', 'a\rb', "'", policy,
    'x'.repeat(mebibyte), `X: ${'y'.repeat(mebibyte)}`, `${'n'.repeat(mebibyte)}: v`, 'A: b\n'.repeat(100_000)];
  for (const paste of pastes) {
    const report = JSON.parse(answered(['analyze', '--format', 'json'], paste));
    assert(report.input.description.length > 5, paste.slice(0, 40));
    answered(['analyze'], paste);
  }
});

await tally.test('UTF-16, as PowerShell 5 writes it, is read as the same text in UTF-8', () => {
  // Without a byte order mark the start has to be plain.
  const text = `HTTP/1.1 200 OK\r\nX-Frame-Options: DENY\r\nX-A: ${'a'.repeat(150)}\r\nServer: caf\u00e9 \u{1F600}\r\n`;
  const little = Buffer.from(text, 'utf16le');
  const big = Buffer.from(little).swap16();
  const wanted = capture(program, ['analyze', '--format', 'json'], { input: text }).stdout;
  for (const input of [little, big, Buffer.concat([Buffer.from([0xff, 0xfe]), little]), Buffer.concat([Buffer.from([0xfe, 0xff]), big]),
    Buffer.concat([Buffer.from([0xff, 0xfe]), little, Buffer.from([0x20])])]) {
    assert.equal(capture(program, ['analyze', '--format', 'json'], { input }).stdout, wanted);
  }
  // Half of a character, and bytes that only look a little like it.
  for (const input of [Buffer.from([0xff, 0xfe, 0x3d, 0xd8]), Buffer.from([0xff, 0xfe]), Buffer.from([0, 0, 0, 0]), Buffer.from('a\0\0\0b\0', 'latin1')]) {
    assert.equal(capture(program, ['analyze', '--format', 'json'], { input }).status, 0);
  }
});

await tally.test('8 MiB are read, a byte more is refused', () => {
  answered(['analyze', '--format', 'json'], 'a'.repeat(8 * mebibyte));
  refused(['analyze'], 'a'.repeat(8 * mebibyte + 1), /8388608|8 MiB/);
  refused(['harden'], 'a'.repeat(8 * mebibyte + 1));
});

await tally.test('analyze --ndjson: one answer a line, faults in their place', () => {
  const input = ['', JSON.stringify({ csp: policy }), ' ', '{', '[]', '{"csp": 1}', '\ufffd',
    JSON.stringify({ url: 'https://a.example/', status: 200, headers: [['X-Frame-Options', 'DENY']] }),
    JSON.stringify({ headers: [] })].join('\r\n');
  const { stdout, said } = told(['analyze', '--ndjson'], input);
  assert.deepEqual(said, ['headstrong: 4 of 7 lines could not be answered']);
  const answers = lines(stdout).map((line) => JSON.parse(line));
  assert.equal(answers.length, 7);
  assert.deepEqual(answers.map((answer) => 'error' in answer), [false, true, true, true, true, false, false]);
  assert.equal(answers[0].grade, 'F');
  assert.equal(typeof answers[0].score, 'number');
  assert(answers[0].findings.every(({ rule, severity }) => rule && severity));
  assert('observatory' in answers[0].elsewhere);
  assert('cspEvaluator' in answers[0].elsewhere);
});

await tally.test('analyze --ndjson: every real policy and every real header set has an answer', () => {
  for (const name of ['csps', 'headersets']) {
    const records = readData(name);
    const input = records.map((record) => `${JSON.stringify(record)}\n`).join('');
    const answers = lines(answered(['analyze', '--ndjson'], input));
    assert.equal(answers.length, records.length);
    for (const [i, answer] of answers.entries()) {
      const { error, score } = JSON.parse(answer);
      assert.equal(error, undefined, `${name} line ${i + 1}: ${error}`);
      assert(score >= 0 && score <= 100);
    }
  }
});

await tally.test('decide --ndjson: one verdict a line, faults in their place', () => {
  const ask = (request) => JSON.stringify({ page: 'https://site.example/', headers: [policy], request });
  const input = [ask({ type: 'inline-script', content: 'a()' }), 'nonsense', '',
    ask({ type: 'script', url: 'https://evil.example/a.js' })].join('\n');
  const { stdout, said } = told(['decide', '--ndjson'], input);
  assert.deepEqual(said, ['headstrong: 1 of 3 lines could not be answered']);
  const answers = lines(stdout).map((line) => JSON.parse(line));
  assert.equal(answers.length, 3);
  assert.deepEqual(answers[0].verdict, { spec: 'allowed', chromium: 'allowed', firefox: 'allowed', webkit: 'allowed' });
  assert.equal(typeof answers[1].error, 'string');
  assert.equal(answers[2].verdict.spec, 'blocked');
  assert.equal(answers[2].directive.chromium, 'script-src-elem');
  assert.equal(answers[2].decidedBy[0].list, 'script-src');
});

await tally.test('compare: two files, or one of them from standard input, as text and JSON', () => {
  const [before, after] = ['before', 'after'].map((name) => `${scratch}/${name}.txt`);
  writeFileSync(before, "script-src 'self'; img-src 'self'");
  writeFileSync(after, "HTTP/1.1 200 OK\nContent-Security-Policy: script-src 'self' https:; img-src 'none'\n");
  const text = answered(['compare', before, after]);
  assert.match(text, /Newly allowed\n {2}Any https host can now serve scripts, e\.g\. https:\/\/x\.example\/a\.js\.\n/);
  assert.match(text, /Newly blocked\n(.*\n)* {2}The page's own origin can no longer serve images/);
  assert.equal(answered(['compare', '--format', 'text', before, after]), text);
  assert.equal(answered(['compare', '-', after], readFileSync(before)), text);
  assert.equal(answered(['compare', before, '-'], readFileSync(after)), text);
  const json = answered(['compare', '--format', 'json', before, after]);
  assert.match(json, /^[^\n]+\n$/);
  const { page, witnesses, notes, incomplete } = JSON.parse(json);
  assert.equal(page, 'https://site.example/');
  assert.deepEqual(notes, []);
  assert.equal(incomplete, false);
  assert.deepEqual(witnesses[0], {
    change: 'allows', request: { type: 'script', url: 'https://x.example/a.js' },
    sentence: 'Any https host can now serve scripts, e.g. https://x.example/a.js.', kind: 'scripts',
    profiles: ['spec', 'chromium', 'firefox', 'webkit'],
  });
  assert(witnesses.some(({ change, request }) => change === 'blocks' && request.type === 'image'));
  assert.deepEqual(JSON.parse(answered(['compare', '--format', 'json', after, after])).witnesses, []);
});

await tally.test('compare: anything is compared; what cannot be is refused', () => {
  const file = `${scratch}/any.txt`;
  const big = `${scratch}/big.txt`;
  for (const paste of ['', '\x89PNG\r\n\x1a\n', '[', policy]) {
    writeFileSync(file, paste);
    assert.equal(JSON.parse(answered(['compare', '--format', 'json', file, file])).witnesses.length, 0);
    answered(['compare', file, '-'], policy);
  }
  writeFileSync(big, 'a'.repeat(8 * mebibyte + 1));
  refused(['compare', big, file], '', /8388608|8 MiB/);
  refused(['compare', file, '-'], 'a'.repeat(8 * mebibyte + 1), /8388608|8 MiB/);
  refused(['compare', file]);
  refused(['compare']);
  refused(['compare', '-', '-'], policy, /standard input/);
  refused(['compare', file, `${scratch}/no-such-file`], '', /no-such-file/);
  refused(['compare', '--format', 'xml', file, file]);
});

await tally.test('remedies: each is what decide allows, and a faulty line is answered in its place', () => {
  const lines_ = [
    { page: 'https://site.example/', headers: ["default-src 'self'"], request: { type: 'font', url: 'https://fonts.example/a.woff2' } },
    { page: 'https://site.example/', policies: [{ value: "img-src 'none'", disposition: 'enforce', delivery: 'meta' }, { value: 'img-src https:', disposition: 'report', delivery: 'header' }], request: { type: 'image', url: 'https://pics.example/a.png' } },
    { page: 'https://site.example/', headers: ["default-src 'none'"], xFrameOptions: 'DENY', request: { type: 'frame-ancestors', url: 'https://portal.example/' } },
  ];
  const input = [...lines_.map((line, id) => JSON.stringify({ ...line, id })), '{"id":3}', ''].join('\n');
  const { stdout, said } = told(['remedies', '--ndjson', '--jobs', '2'], input);
  assert.equal(said.length, 1);
  const answers = lines(stdout).map((line) => JSON.parse(line));
  assert.deepEqual(answers.map(({ id }) => id), [0, 1, 2, 3]);
  assert.equal(typeof answers[3].error, 'string');
  for (const [i, { request, page, xFrameOptions }] of lines_.entries()) {
    assert(answers[i].remedies.length > 0, JSON.stringify(answers[i]));
    for (const { title, policy, policies, opens } of answers[i].remedies) {
      assert.equal(typeof title, 'string');
      assert(policies.some(({ value }) => value === policy));
      assert(opens.length > 0);
      const { verdict } = JSON.parse(answered(['decide', '--ndjson'], JSON.stringify({ page, policies, xFrameOptions, request })));
      assert.deepEqual(Object.values(verdict), Array(4).fill('allowed'), title);
    }
  }
});

await tally.test('matrix: as text and JSON, of the chosen response; every cell is what decide answers', () => {
  const paste = "HTTP/1.1 200 OK\nContent-Security-Policy: script-src 'nonce-abc'; img-src https: https://a.example\n\nHTTP/1.1 200 OK\nServer: a\n";
  const text = answered(['matrix', '--option', 'response=0'], paste);
  assert.match(text, /^Page: {2}https:\/\/site\.example\/\n/);
  assert.match(text, /\n {2}Inline scripts .* with nonce\n/);
  assert.match(text, /\n {2}https:\/\/a\.example: nothing more\n/);
  assert.equal(answered(['matrix', '--format', 'text', '--option', 'response=0'], paste), text);
  const json = answered(['matrix', '--format', 'json', '--option', 'response=0'], paste);
  assert.match(json, /^[^\n]+\n$/);
  const { page, columns, rows } = JSON.parse(json);
  const images = rows.find(({ label }) => label === 'Images').cells;
  const urls = { 'Same origin': `${page}x`, 'Any https host': 'https://any.test/x', 'Any http host': 'http://any.test/x', 'data:': 'data:,x', 'blob:': `blob:${page}x` };
  assert.deepEqual(columns, Object.keys(urls));
  for (const [i, column] of columns.entries()) {
    const line = { page, headers: ["script-src 'nonce-abc'; img-src https: https://a.example"], request: { type: 'image', url: urls[column] } };
    const { verdict } = JSON.parse(answered(['decide', '--ndjson'], JSON.stringify(line)));
    for (const browser of ['chromium', 'firefox', 'webkit']) {
      const { state, others } = images[i].parts[0];
      assert.equal((others.find((other) => other.browser === browser) ?? { state }).state, verdict[browser], `${column} ${browser}`);
    }
  }
  refused(['matrix', '--option', 'response=2'], paste, /response 2/);
  refused(['matrix', '--option', 'nonsense=1'], paste, /nonsense/);
  refused(['matrix', '--format', 'xml'], paste);
  refused(['matrix'], 'a'.repeat(8 * mebibyte + 1), /8388608|8 MiB/);
  assert.equal(JSON.parse(answered(['matrix', '--format', 'json'], '')).enforced, false);
  for (const unread of ['\x89PNG\r\n\x1a\n', '[']) refused(['matrix'], unread, /nothing to list/);
});

await tally.test('compare: every witness is what decide answers', () => {
  const policies = readData('csps').map(({ csp }) => csp).filter((csp) => csp.length < 1500 && /^[\x20-\x7e]+$/.test(csp));
  const questions = [];
  for (let i = 0; i + 1 < policies.length; i += Math.ceil(policies.length / 12)) {
    const pair = [policies[i], policies[i + 1]];
    pair.forEach((csp, k) => writeFileSync(`${scratch}/${k}.txt`, `HTTP/1.1 200 OK\nContent-Security-Policy: ${csp}\n`));
    const { page, witnesses } = JSON.parse(answered(['compare', '--format', 'json', `${scratch}/0.txt`, `${scratch}/1.txt`]));
    for (const { change, request, profiles } of witnesses) {
      for (const [k, csp] of pair.entries()) {
        const expected = (change === 'allows') === (k === 1) ? 'allowed' : 'blocked';
        questions.push({ line: { page, headers: [csp], request }, profiles, expected });
      }
    }
  }
  assert(questions.length > 100);
  const input = questions.map(({ line }) => `${JSON.stringify(line)}\n`).join('');
  for (const [i, answer] of lines(answered(['decide', '--ndjson'], input)).entries()) {
    const { verdict } = JSON.parse(answer);
    const { line, profiles, expected } = questions[i];
    for (const profile of profiles) assert.equal(verdict[profile], expected, `${profile}: ${JSON.stringify(line)}`);
  }
});

await tally.test('harden: from a response, and from options alone', () => {
  const from = answered(['harden', '-q'], `HTTP/1.1 200 OK\nContent-Security-Policy: ${policy}\n`);
  assert.match(from, /^Content-Security-Policy: /m);
  assert.doesNotMatch(from, /script-src[^;\n]*'unsafe-inline'/);
  const alone = answered(['harden', '-q', '--option', 'site=static', '--option', 'hsts=31536000'], '');
  assert.match(alone, /^Strict-Transport-Security: max-age=31536000/m);
  const nonce = answered(['harden', '-q', '--option', 'inline=nonce'], '');
  assert.match(nonce, /'nonce-\{\{nonce\}\}'/);
});

await tally.test('rollout: a plan with dates, as a document and as JSON', () => {
  const page = 'HTTP/1.1 200 OK\nContent-Type: text/html\n';
  const document = answered(['rollout', '--from', '2026-12-01', '--option', 'endpoint=/csp-reports'], page);
  assert.match(document, /^# Rollout of security headers\n/);
  assert.match(document, /\n## 2026-12-15: Enforce the policy\n/);
  const plan = JSON.parse(answered(['rollout', '--format', 'json', '--option', 'endpoint=/csp-reports', '--option', 'from=2026-12-01'], page));
  assert.equal(plan.markdown, document);
  assert.deepEqual(plan.steps.map(({ id }) => id), ['report', 'hsts-300', 'hsts-604800', 'read', 'hsts-2592000', 'enforce', 'hsts-31536000']);
  assert.match(answered(['rollout'], page), /\n## Day 14: Enforce the policy\n/);
  // The headers of a step are what emit takes, so that the two tell one story.
  for (const step of plan.steps) {
    const lines = answered(['rollout', '--step', step.id, '--option', 'endpoint=/csp-reports'], page);
    assert.equal(lines, step.headers.map(([name, value]) => `${name}: ${value}\n`).join(''));
    answered(['emit', '-q', '--target', 'nginx'], lines);
  }
  assert.match(answered(['rollout', '--step', 'hsts-300'], page), /^Strict-Transport-Security: max-age=300$/m);
  refused(['rollout', '--step', 'hsts-1'], page, /no step hsts-1; its steps: report, hsts-300/);
  refused(['rollout', '--from', 'tomorrow'], '', /from takes a date/);
  refused(['rollout'], 'hello', /nothing to harden/);
});

await tally.test('emit: no target that would replace the application\'s cookies writes one', () => {
  const input = 'X-Frame-Options: DENY\nSet-Cookie: sid-of-one=1\n';
  for (const target of ['traefik', 'cloudfront-terraform', 'cloudfront-cloudformation', 'gateway-api', 'varnish', 'ingress-nginx']) {
    const { stdout, stderr } = capture(program, ['emit', '--target', target], { input });
    assert(stdout.includes('DENY') && !stdout.includes('sid-of-one'), `${target}: ${stdout}`);
    assert.match(stderr, /Set-Cookie/, target);
  }
});

await tally.test('harden --into: places that keep their own headers are named, with what they lose', () => {
  const input = `server {
  add_header Content-Security-Policy "default-src 'self'";
  location /a { add_header Content-Security-Policy "img-src *"; }
}
`;
  const { status, stderr } = capture(program, ['harden', '--into'], { input });
  assert.equal(status, 0);
  assert.match(stderr, /location \/a block, line \d+, sets its own headers and keeps them\..*response=1/);
  assert.match(stderr, /location \/a block.*doesn't send Strict-Transport-Security/);
  assert.equal(capture(program, ['harden', '--into', '--quiet'], { input }).stderr, '');
});

await tally.test('harden --into: the text with the set in it, in its own language', () => {
  const written = (input, ...options) => {
    const { status, stdout, stderr } = capture(program, ['harden', '--into', ...options], { input });
    assert.equal(status, 0, stderr);
    return stdout;
  };
  const verbose = '> GET / HTTP/1.1\r\n> Host: a.example\r\n>\r\n< HTTP/1.1 200 OK\r\n< Set-Cookie: a=b\r\n<\r\n<html>Server: x';
  const out = written(verbose);
  assert(out.startsWith(verbose.slice(0, verbose.indexOf('<\r\n'))) && out.endsWith('\r\n<\r\n<html>Server: x'), out);
  assert.match(out, /\r\n< X-Content-Type-Options: nosniff\r\n< /);
  assert.equal(written(out), out);
  const pairs = JSON.parse(written('{"headers":[["Server","a"]]}')).headers;
  const set = JSON.parse(capture(program, ['harden', '--format', 'json'], { input: '{"headers":[["Server","a"]]}' }).stdout);
  assert.deepEqual(pairs, [['Server', 'a'], ...set.headers]);
  const chain = 'HTTP/1.1 301 M\nServer: a\n\nHTTP/1.1 200 OK\nServer: b\n';
  assert(written(chain, '--option', 'response=0').endsWith('\n\nHTTP/1.1 200 OK\nServer: b\n'));
  assert.equal(written(''), capture(program, ['harden'], { input: '' }).stdout);
  refused(['harden', '--into'], '<!doctype html><meta http-equiv=Content-Security-Policy content="img-src *">', /<meta>/);
  refused(['harden', '--into'], 'hello', /nothing to harden/);
  refused(['harden', '--into', '--format', 'json'], 'Server: a', /--format/);
});

await tally.test('harden: bare lines on standard output, what it did and what stays open on standard error', () => {
  const page = 'HTTP/1.1 200 OK\nContent-Type: text/html\n';
  const { stdout, said } = told(['harden'], page);
  assert(lines(stdout).every((line) => /^[A-Za-z-]+: \S/.test(line)));
  assert.match(stdout, /^Content-Security-Policy-Report-Only: default-src 'self'; script-src 'self';/m);
  assert.doesNotMatch(stdout, /^Content-Security-Policy: .*script-src/m);
  assert(said.every((line) => /^[A-Za-z-]+: [^ ].*[.)]$/.test(line)), said.join('\n'));
  assert(said.some((line) => /^Content-Security-Policy-Report-Only: .*blocks nothing yet.*inline scripts, event handlers such as onclick, eval,/.test(line)));
  assert(said.some((line) => /Enforce it \(reporting=none\)/.test(line)));
  assert(said.some((line) => /Graded [A-F]\+? now and A\+? once this is enforced\./.test(line)));
  assert.equal(answered(['harden', '-q'], page), stdout);
  const enforced = told(['harden', '--option', 'reporting=none'], page);
  assert.match(enforced.stdout, /^Content-Security-Policy: .*script-src 'self'/m);
  assert(enforced.said.some((line) => /^Content-Security-Policy: Added a policy.* It stops inline scripts/.test(line)));
  const warned = told(['emit', '--target', 'html-meta'], "Content-Security-Policy: frame-ancestors 'none'; img-src 'self'\nX-Frame-Options: DENY\n");
  assert(warned.said.some((line) => /^(Content-Security-Policy|X-Frame-Options): /.test(line)), warned.said.join('\n'));
  const evil = told(['harden'], "HTTP/1.1 200 OK\nContent-Security-Policy: script-src 'self' nonce-\x1b[2Jabc self\u202e x; img-src \"self\"\nX-Powered-By: \x1b[1A\x1b[2K\n");
  assert.doesNotMatch(evil.said.join(''), /[\x00-\x1f\x7f-\x9f\u202a-\u202e]/);
});

await tally.test('harden: what it changes for visitors, inline code from a file, and what does not go together', () => {
  const page = 'HTTP/1.1 200 OK\nContent-Type: text/html\n';
  const view = answered(['harden', '-q', '--explain'], page);
  const [now, enforced] = view.split('Once the policy that only reports is enforced');
  assert.match(now, /^What changes for visitors\n/);
  assert.doesNotMatch(now, /serve scripts any more/);
  assert.match(enforced, /No URL outside the page's own origin can serve scripts any more/);
  const { headers, grade, reportsFirst, effects } = JSON.parse(answered(['harden', '--explain', '--format', 'json'], page));
  assert(headers.length > 5 && reportsFirst && 'A A+'.includes(grade.enforced));
  const blocks = ({ witnesses }) => witnesses.filter(({ change }) => change === 'blocks').length;
  assert(blocks(effects.enforced) > blocks(effects.now));
  refused(['harden', '--explain', '--into'], page, /--explain/);

  const file = `${scratch}/inline.html`;
  writeFileSync(file, '<!doctype html><script>alert(1)</script>');
  const hashes = answered(['harden', '-q', '--option', 'inline=hash', '--inline', file], '');
  assert.match(hashes, /script-src 'self' 'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF\+pI='/);
  assert.match(answered(['harden', '-q', '--option', 'inline=hash', '--option', 'hash=sha512', '--inline', file], page), /'sha512-/);
  assert(told(['harden', '--option', 'inline=hash'], page).said.some((line) => line.includes('--inline FILE')));
  refused(['harden', '--option', 'inline=hash', '--inline', '-'], page, /standard input/);
  refused(['harden', '--option', 'hsts=preload', '--option', 'subdomains=no'], '', /includeSubDomains/);
  refused(['harden', '--option', 'site=static', '--option', 'inline=nonce'], '', /inline=hash/);
  refused(['harden', '--option', 'services=stripe,nosuch'], '', /nosuch/);
});

await tally.test('emit: all but the policy, which the application sends; and how a session cookie is hardened', () => {
  const set = answered(['harden', '-q', '--option', 'inline=nonce', '--option', 'reporting=none'], '');
  for (const { id } of JSON.parse(answered(['targets', '--format', 'json'], ''))) {
    const { status, stdout, stderr } = capture(program, ['emit', '--target', id, '--option', 'policy=elsewhere'], { input: set });
    assert.equal(status, 0, `${id}: ${stderr}`);
    assert.doesNotMatch(stdout, /script-src|\{\{nonce\}\}/, id);
    assert.match(stderr, /Content-Security-Policy: Left out, as chosen\. The application sends it/, id);
  }
  refused(['emit', '--target', 'netlify-headers'], set, /policy=elsewhere/);
  refused(['emit', '--target', 'nginx', '--option', 'policy=nowhere'], set, /policy/);
  const hardened = answered(['harden', '--format', 'json'], 'HTTP/1.1 200 OK\nContent-Type: text/html\nSet-Cookie: sessionid=1; Path=/\n');
  assert.match(answered(['emit', '--target', 'flask', '-q'], hardened), /SESSION_COOKIE_SECURE=True/);
});

await tally.test('nothing of a paste acts on a terminal or becomes Markdown', () => {
  const hidden = /[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069]/;
  const pastes = [
    'HTTP/1.1 200 OK\nX-Powered-By: \x1b[1A\x1b[2KPHP/8.1.2\nServer: \u202eevil\u009b31m/1.2.3\n',
    'HTTP/1.1 302 Found\nLocation: https://a.example/\x1b]0;title\x07\n\nHTTP/1.1 200 OK\nServer: a/1.2.3\n',
    `HTTP/1.1 200 OK\nServer: x/1.2.3\n\x1b[2Jpassed over \u2066 @everyone\nContent-Security-Policy: script-src 'x\x1b[1m'\n`,
    JSON.stringify({ 'X-Powered-By': 'PHP/8.1.2\nGrade: A+\r\n\x1b[31m', Server: 'a/1.2\u2028Grade: A+' }),
  ];
  for (const paste of pastes) {
    for (const format of ['text', 'markdown', 'json', 'sarif', 'html']) {
      const text = answered(['analyze', '--format', format], paste);
      assert.doesNotMatch(text, hidden, `${format}: ${JSON.stringify(text.match(hidden))}`);
      assert.doesNotMatch(text, /^Grade: A\+$/m, format);
    }
    writeFileSync(`${scratch}/evil.txt`, paste);
    assert.doesNotMatch(answered(['compare', `${scratch}/evil.txt`, '-'], policy), hidden);
    assert.doesNotMatch(answered(['matrix'], paste), hidden);
  }
  const markdown = answered(['analyze', '--format', 'markdown'],
    "HTTP/1.1 200 OK\nX-Powered-By: @octocat/1.2.3 ~~a~~ [x](https://evil.example) <b> `c` | d\n");
  assert.doesNotMatch(markdown, /@octocat|[^\\]~~|\]\(|(?<!\\)<b>|https:\/\/evil|[^\\]\| d/);
});

await tally.test('the HTML report is one page without script or requests, and says when it was made', () => {
  const html = answered(['analyze', '--format', 'html', '--option', 'time=2026-11-29T10:00:00Z', '--option', 'book=https://book.example/h'], policy);
  assert.match(html, /^<!doctype html>/);
  assert.doesNotMatch(html, /<script|<link|<img|<[^>]*\s(?:src|style|on[a-z]+)=|url\(|@import/i);
  assert.match(html, /29 November 2026, 10:00 UTC/);
  assert.match(html, /href="https:\/\/book\.example\/h\/rulebook\/csp\/[a-z-]+\.html"/);
  const style = html.slice(html.indexOf('<style>') + 7, html.indexOf('</style>'));
  assert.ok(html.includes(`style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`));
  assert.match(answered(['analyze', '--format', 'html'], policy), new RegExp(`${new Date().getUTCFullYear()}, \\d\\d:\\d\\d UTC`));
  refused(['analyze', '--format', 'html', '--option', 'book=javascript:alert(1)'], policy, /https or http URL/);
  refused(['analyze', '--ndjson', '--option', 'secrets=show'], '', /unknown option secrets/);
});

await tally.test('cookie values and tokens are masked in reports to hand on, and shown where they are asked for', () => {
  const text = 'HTTP/1.1 200 OK\nContent-Type: text/html\nSet-Cookie: sid=kanarie1; Path=/\nLocation: https://a.example/?token=kanarie2\n';
  for (const format of ['text', 'markdown', 'sarif', 'html']) {
    assert.doesNotMatch(answered(['analyze', '--format', format], text), /kanarie/, format);
  }
  assert.match(answered(['analyze', '--format', 'html', '--option', 'secrets=show'], text), /kanarie1/);
  assert.match(answered(['analyze', '--format', 'json'], text), /kanarie1/);
  assert.doesNotMatch(answered(['analyze', '--format', 'json', '--option', 'secrets=mask'], text), /kanarie/);
});

await tally.test('SARIF: lines and columns, encoded addresses, no links in messages', () => {
  const file = `${scratch}/a b#c.txt`;
  writeFileSync(file, "HTTP/1.1 200 OK\nX-Note: \u00e4\ud83d\ude00\nContent-Security-Policy: script-src [x](https://evil.example) 'unsafe-inline'\n");
  const { runs: [{ tool, columnKind, results }] } = JSON.parse(answered(['analyze', '--format', 'sarif', file]));
  assert.equal(columnKind, 'utf16CodeUnits');
  assert.match(tool.driver.version, /^\d+\.\d+\.\d+$/);
  for (const rule of tool.driver.rules) assert.match(rule.helpUri, /^https:\/\//);
  for (const { ruleId, ruleIndex, kind, level, message, locations: [{ physicalLocation }] } of results) {
    assert.equal(tool.driver.rules[ruleIndex].id, ruleId);
    assert(['pass', 'fail'].includes(kind) && (kind === 'fail' || level === 'none'));
    assert.doesNotMatch(message.text, /(^|[^\\])\[/);
    assert.equal(physicalLocation.artifactLocation.uri, `file://${scratch}/a%20b%23c.txt`);
  }
  const inline = results.find(({ ruleId }) => ruleId === 'csp/script-unsafe-inline').locations[0].physicalLocation.region;
  assert.equal(inline.startLine, 3);
  assert.equal(inline.startColumn, 63);
  assert.equal(inline.endLine, 3);
});

await tally.test('SARIF is valid by the schema of its standard', () => {
  const log = (text, options = []) => JSON.parse(answered(['analyze', '--format', 'sarif', ...options], text));
  const pastes = [
    ...goldens().map(({ input }) => input),
    '', 'hello', 'curl: (6) Could not resolve host: a.example\n', 'HTTP/1.1 200 OK\n', policy,
    'HTTP/1.1 200 OK\nX-Powered-By: \x1b[1A\x1b[2KPHP/8.1.2\nServer: \u202eevil\u009b31m/1.2.3\n',
    "HTTP/1.1 200 OK\r\nContent-Security-Policy: script-src [x](https://evil.example) \\ {0} '\ud83d\ude00' \0\r\n",
    Buffer.from("HTTP/1.1 200 OK\nServer: \xff\xfe/1.2\nContent-Security-Policy: script-src \xc3(\n", 'latin1'),
    JSON.stringify({ 'X-Powered-By': 'PHP/8.1.2\nGrade: A+\r\n', Server: 'a/1.2\u2028' }),
    'HTTP/1.1 200 OK\n' + 'Set-Cookie: sid=1; Domain=com\n'.repeat(300),
  ];
  for (const text of pastes) assert.deepEqual(sarifFaults(log(text)), [], String(text).slice(0, 200));
  for (const name of ['a b#c.txt', '100%[x].txt', '\u00e4:?.txt', '\u{1f600}"<>^`{|}.txt']) {
    writeFileSync(`${scratch}/${name}`, policy);
    assert.deepEqual(sarifFaults(log('', [`${scratch}/${name}`])), [], name);
  }
  // The schema is asked: a log that breaks it in a place is refused there.
  const broken = log(policy);
  broken.runs[0].results[0].level = 'medium';
  broken.runs[0].results[1].locations[0].physicalLocation.artifactLocation.uri = 'a b';
  broken.runs[0].results[1].locations[0].physicalLocation.region = { startLine: 0 };
  delete broken.runs[0].tool.driver.name;
  assert.deepEqual(sarifFaults(broken).map((fault) => fault.split(' ')[0]).sort(), [
    '/runs/0/results/0/level', '/runs/0/results/1/locations/0/physicalLocation/artifactLocation/uri',
    '/runs/0/results/1/locations/0/physicalLocation/region/startLine', '/runs/0/tool/driver']);
  // Help is Markdown, too, and leads into the rule book where that is known.
  const helped = log(policy, ['--option', 'book=https://book.example/', '--option', 'time=2026-11-29T10:00:00Z']);
  assert.deepEqual(sarifFaults(helped), []);
  for (const { id, help, helpUri } of helped.runs[0].tool.driver.rules) {
    assert.equal(helpUri, `https://book.example/rulebook/${id}.html`);
    assert.match(help.markdown, /\*\*What to do:\*\* /);
  }
  assert.equal(helped.runs[0].invocations[0].endTimeUtc, '2026-11-29T10:00:00Z');
});

await tally.test('input that cannot be read and output that cannot be written: one line, exit 2', async () => {
  refused(['analyze', scratch], '', /directory/i);
  refused(['decide', scratch], '', /directory/i);
  refused(['analyze', '/dev/zero'], '', /8 MiB/);
  refused(['analyze', '--ndjson', '/dev/zero'], '', /never ends/);
  const shell = (command) => capture('sh', ['-c', command.replace('headstrong', `"${program}"`)]);
  for (const command of ['headstrong analyze <&-', 'headstrong decide --ndjson <&-', 'headstrong compare - - <&-',
    'yes | headstrong harden', 'echo a | headstrong analyze > /dev/full', 'headstrong rules --format json > /dev/full',
    'headstrong --help > /dev/full', 'headstrong harden --help >&-', 'headstrong targets >&-',
    'yes "{}" | headstrong analyze --ndjson > /dev/full', 'echo {} | headstrong decide --ndjson > /dev/full',
    // Nothing is told beside an answer that isn't there.
    'echo "default-src *" | headstrong harden > /dev/full', 'echo "X-Frame-Options: DENY" | headstrong emit --target nginx > /dev/full',
    'echo "X-Frame-Options: DENY" | headstrong harden --into > /dev/full']) {
    const { status, stdout, stderr } = shell(command);
    assert.equal(status, 2, `${command}: ${stderr}`);
    assert.equal(stdout, '');
    assert.match(stderr, /^headstrong: [^\n]+\n$/, command);
  }
  const gone = capture('sh', ['-c', `("${program}" rules --format json; echo $? > "${scratch}/code") | true; until [ -s "${scratch}/code" ]; do sleep 0.02; done; cat "${scratch}/code"`]);
  assert.equal(gone.stdout.trim(), '2');
});

await tally.test('--ndjson: ids, jobs, peers, and answers as soon as nothing more waits', async () => {
  const input = Array.from({ length: 500 }, (_, i) => JSON.stringify(i % 50 === 7 ? { id: i, csp: 1 } : { id: i, csp: `${policy}; img-src a${i}.example` }))
    .map((line) => `${line}\n`).join('');
  const one = told(['analyze', '--ndjson'], input);
  const four = told(['analyze', '--ndjson', '--jobs', '4'], input);
  assert.equal(four.stdout, one.stdout);
  assert.deepEqual(lines(one.stdout).map((line) => JSON.parse(line).id), Array.from({ length: 500 }, (_, i) => i));
  assert.deepEqual(four.said, ['headstrong: 10 of 500 lines could not be answered']);
  refused(['analyze', '--ndjson', '--jobs', '0'], input);
  const alone = JSON.parse(answered(['analyze', '--ndjson', '--option', 'elsewhere=off'], JSON.stringify({ csp: policy })));
  assert.equal(alone.elsewhere, undefined);
  const verdict = answered(['decide', '--ndjson'], JSON.stringify({ id: 'x', page: 'https://site.example/', headers: [policy], request: { type: 'eval' } }));
  assert.equal(JSON.parse(verdict).id, 'x');
  const child = spawn(program, ['decide', '--ndjson', '--jobs', '3'], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.write(`${JSON.stringify({ page: 'https://site.example/', headers: [policy], request: { type: 'eval' } })}\n`);
  const first = await new Promise((resolve) => { child.stdout.once('data', resolve); });
  assert.match(first.toString(), /^\{"verdict".*\n$/);
  child.stdin.end();
  assert.equal(await new Promise((resolve) => { child.on('close', resolve); }), 0);
});

await tally.test('decide: an answer is bounded by its line', () => {
  const headers = Array.from({ length: 1600 }, (_, i) => `img-src a${i}.example`);
  const requests = Array.from({ length: 1600 }, () => ({ type: 'image', url: 'https://a.example/' }));
  const line = JSON.stringify({ page: 'https://site.example/', headers, requests });
  const { stdout } = told(['decide', '--ndjson'], line);
  assert(stdout.length <= 64 * line.length + 16 * mebibyte, `${stdout.length} of ${line.length}`);
  const answers = JSON.parse(stdout);
  assert.equal(answers.length, requests.length);
  assert.equal(answers[0].decidedBy.length, headers.length);
  assert.match(answers[1599].error, /too many/);
});

await tally.test('--help names the options, their values and the exit codes', () => {
  for (const [verb, words] of /** @type {[string, RegExp[]][]} */ ([['analyze', [/observatory=6\|4/, /elsewhere=on\|off/, /\b1 +the grade/]],
    ['harden', [/site=mixed\|static\|ssr\|spa\|api/, /reporting=none\|report-only\|both/, /endpoint=/, /services=/, /stripe/]],
    ['emit', [/upstream=proxy\|fastcgi/]], ['decide', []], ['compare', []], ['matrix', [/response=/]], ['remedies', []], ['rules', []]])) {
    const help = answered([verb, '--help']);
    for (const word of [...words, /Exit codes/, /\b2 +refused/]) assert.match(help, word, verb);
  }
});

// A chroot may have no pseudo-terminals.
if (has('script') && spawnSync('script', ['-qec', 'true', '/dev/null']).status === 0) {
  await tally.test('on a terminal without a file it says what it waits for', () => {
    const { stdout } = capture('script', ['-qec', `"${program}" analyze --format json`, '/dev/null'], { input: '' });
    assert.match(stdout, /reading from the terminal/);
  });
} else {
  tally.skip('on a terminal without a file it says what it waits for', 'needs script and a pseudo-terminal');
}

const gradeOf = (text) => JSON.parse(answered(['analyze', '--format', 'json'], text)).grade;

await tally.test('hardening again changes nothing, and lowers no score of a page', () => {
  for (const { name, input } of goldens()) {
    const headers = capture(program, ['harden'], { input }).stdout;
    assert.equal(answered(['harden', '-q'], headers), headers, name);
    const [before, after] = [gradeOf(input), gradeOf(`HTTP/1.1 200 OK\n${headers}`)];
    for (const [i, { id, score }] of before.protections.entries()) {
      const now = after.protections[i].score;
      if (score !== null && now !== null) assert(now >= score, `${name}: ${id} falls from ${score} to ${now}\n${headers}`);
    }
  }
});

await tally.test('what harden enforces without the old sources is graded A or better', () => {
  for (const { name, input } of goldens()) {
    const headers = capture(program, ['harden', '--option', 'sources=drop', '--option', 'reporting=none'], { input }).stdout;
    const { letter, deductions } = gradeOf(`HTTP/1.1 200 OK\n${headers}`);
    assert(['A', 'A+'].includes(letter), `${name}: ${letter} ${JSON.stringify(deductions)}\n${headers}`);
  }
});

await tally.test('findings that only some browsers bear out name them', () => {
  const findingsOf = (input) => JSON.parse(answered(['analyze', '--format', 'json'], input)).findings;
  const of = (input, id) => findingsOf(input).find(({ rule }) => rule === id);
  const policy = "script-src 'sha512-256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=' 'unsafe-inline'\n";
  assert.deepEqual(of(policy, 'csp/script-unsafe-inline').browsers, ['webkit']);
  assert.deepEqual(of(policy, 'csp/unsafe-inline-fallback').browsers, ['chromium', 'firefox']);
  assert.equal(of("script-src 'nonce-abc' 'unsafe-inline'\n", 'csp/unsafe-inline-fallback').browsers, undefined);
  assert.equal(of("script-src 'unsafe-inline'\n", 'csp/script-unsafe-inline').browsers, undefined);
  const head = 'HTTP/1.1 200 OK\n';
  const half = of(`${head}Strict-Transport-Security: max-age=31536000; foo=\n`, 'strict-transport-security/malformed-directive');
  assert.deepEqual(half.browsers, ['chromium']);
  assert.match(half.message, /^Chromium ignores /);
  const cookie = (value) => of(`${head}Set-Cookie: ${value}\n`, 'set-cookie/refused');
  assert.match(cookie('=a=b').message, /it has no name, and its value holds an equals sign\.$/);
  assert.match(cookie('=__Host-a').message, /begins with a protected prefix\.$/);
  assert.match(cookie('a=b; Domain=.').message, /^All browsers drop this cookie: its Domain is a dot\.$/);
  assert.equal(cookie('a=b; Domain=.').browsers, undefined);
});

await tally.test('decide says why CSP leaves a URL alone, which flag is missing and which types there are', () => {
  const decide = (headers, request) => capture(program, ['decide'], { input: `${JSON.stringify({ headers: [headers], request })}\n` }).stdout;
  const why = (headers, request) => JSON.parse(decide(headers, request)).why;
  for (const url of ['about:srcdoc', 'about:blank', 'javascript:1']) {
    assert.match(why("frame-src 'none'", { type: 'iframe', url }), /^Allowed: CSP doesn't check (about|javascript): URLs of frames/);
  }
  assert.match(why("frame-src 'none'", { type: 'iframe', url: 'https://a.example/' }), /^Blocked/);
  assert.match(why('sandbox', { type: 'inline-script', content: 'a' }), /lacks `allow-scripts`/);
  assert.match(why('sandbox allow-scripts', { type: 'form-action', url: 'https://a.example/' }), /lacks `allow-forms`/);
  assert.match(why('sandbox allow-scripts', { type: 'worker', url: 'https://a.example/' }), /lacks `allow-same-origin`/);
  const { error } = JSON.parse(decide('', { type: 'frame' }));
  assert.match(error, /must be image, .*iframe, .* or webtransport-hashes, not "frame"/);
});

await tally.test('emit: lines and JSON in, text and JSON out, for every target', () => {
  const targets = JSON.parse(answered(['targets', '--format', 'json']));
  for (const { id } of targets) {
    const pairs = [['X-Frame-Options', 'DENY'], ['Referrer-Policy', 'no-referrer']];
    const fromLines = answered(['emit', '--target', id, '--format', 'json'],
      pairs.map(([name, value]) => `${name}: ${value}\n`).join(''));
    assert.equal(answered(['emit', '--target', id, '--format', 'json'], JSON.stringify(pairs)), fromLines);
    const { target, files, warnings } = JSON.parse(fromLines);
    assert.equal(target, id);
    assert(files.length > 0);
    assert(Array.isArray(warnings));
    const text = answered(['emit', '-q', '--target', id], JSON.stringify(pairs));
    for (const file of files) assert(text.includes(file.text.trim()), id);
  }
});

await tally.test('emit: what analyze reads is written for another target; a response keeps its own headers', () => {
  const nginx = 'server {\n  add_header X-Frame-Options "DENY" always;\n  add_header Cache-Control "no-cache" always;\n}\n';
  assert.match(answered(['emit', '-q', '--target', 'caddy'], nginx), /X-Frame-Options "DENY"[^]*Cache-Control "no-cache"/);
  const response = 'HTTP/2 200\nserver: nginx\nx-frame-options: DENY\ncache-control: no-cache\nset-cookie: a=b\n\n<p>a: b</p>';
  const { stdout, said } = told(['emit', '--target', 'caddy'], response);
  assert.match(stdout, /x-frame-options "DENY"/);
  assert.doesNotMatch(stdout, /"no-cache"|"a=b"/);
  for (const words of [/^server: Left out/, /^cache-control: Left out/, /^set-cookie: Left out/]) assert(said.some((line) => words.test(line)), said.join('\n'));
  assert.match(answered(['emit', '-q', '--target', 'caddy', '--option', 'pass=all'], response), /"no-cache"/);
  refused(['emit', '--target', 'caddy'], 'add_header Content-Security-Policy "connect-src $api" always;', /^headstrong: Content-Security-Policy: the text holds only a part/);
  const two = `HTTP/1.1 301 Moved\nLocation: /\nX-Frame-Options: SAMEORIGIN\n\n${response}`;
  assert.match(answered(['emit', '-q', '--target', 'caddy', '--option', 'response=0'], two), /SAMEORIGIN/);
  refused(['emit', '--target', 'caddy', '--option', 'response=2'], two, /no response 2/);
});

await tally.test('emit: a value that no header can hold is refused with the header and the reason', () => {
  refused(['emit', '--target', 'nginx'], JSON.stringify([['X-A', 'b\r\nX-Evil: 1']]), /X-A/);
  refused(['emit', '--target', 'nginx'], JSON.stringify([['X A', 'b']]), /X.A: the header's name/);
  refused(['emit', '--target', 'nginx'], '[["X-A"]]');
  refused(['emit', '--target', 'nginx'], '[');
});

await tally.test('targets and rules: catalogues with every member that the contract names', () => {
  for (const target of JSON.parse(answered(['targets', '--format', 'json']))) {
    for (const member of ['id', 'name', 'evidence', 'check', 'limits', 'coverage']) {
      assert.equal(typeof target[member], 'string', `${target.id}.${member}`);
    }
    assert(['server', 'parser', 'none'].includes(target.evidence));
  }
  const rules = JSON.parse(answered(['rules', '--format', 'json']));
  assert(rules.length >= 60);
  for (const rule of rules) {
    for (const member of ['id', 'header', 'category', 'severity', 'confidence', 'title', 'message', 'why', 'advice', 'bad', 'good']) {
      assert.equal(typeof rule[member], 'string', `${rule.id}.${member}`);
    }
  }
});

/** A port that nobody listens on. */
/** `curl -I` of the Flask application of the guide, which is started for it and ended. */
async function curlFlask() {
  const port = await freePort();
  const server = spawn('python3', [`${root}tests/fixtures/flask/app.py`, String(port)], { stdio: 'ignore' });
  try {
    return await until(async () => {
      const { status, output } = await start('curl', ['-sI', `http://127.0.0.1:${port}/`]);
      return status === 0 && output;
    }, { what: 'the Flask application answers' });
  } finally {
    server.kill();
  }
}

/** What differs from one run or machine to the next. */
const steady = (text) => text.replaceAll('\r', '').trim()
  .replace(/^Server: .*$/m, 'Server: -').replace(/^Date: .*$/m, 'Date: -').replace(/^Content-Length: .*$/m, 'Content-Length: -');

const flaskName = 'the guide\'s Flask program, fetched with curl -I';
const hasFlask = has('curl') && has('python3') && capture('python3', ['-c', 'import flask']).status === 0;
if (hasFlask) {
  await tally.test(flaskName, async () => {
    const fetched = await curlFlask();
    const kept = readFileSync(`${root}site/examples/guide-complete.http`, 'utf8');
    assert.equal(steady(fetched), steady(kept), 'the example of the page is what the program sends');
    const [now, then] = [fetched, kept].map((text) => JSON.parse(answered(['analyze', '--format', 'json'], text)));
    assert.equal(now.grade.score, then.grade.score);
    assert.deepEqual(now.findings.map(({ rule }) => rule), then.findings.map(({ rule }) => rule));
  });
} else {
  tally.skip(flaskName, 'needs curl, python3 and python3-flask');
}

rmSync(scratch, { recursive: true });
tally.finish();
