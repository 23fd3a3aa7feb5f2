// Where fuzzing starts: the inputs of all fixtures, in the form that each target reads.
import { readFileSync, readdirSync } from 'node:fs';
import { root } from '../support/command.mjs';
import { readData } from '../support/data.mjs';

function filesBelow(folder, ending) {
  return readdirSync(`${root}${folder}`, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => `${entry.parentPath ?? entry.path}/${entry.name}`)
    .sort();
}

/** The fenced blocks of a Markdown file whose info is one of `infos`. */
function fences(file, infos) {
  const found = [];
  for (const [, info, text] of readFileSync(file, 'utf8').matchAll(/^```(\w*)\n([^]*?)^```$/gm)) {
    if (infos.includes(info)) found.push(text.replace(/\n$/, ''));
  }
  return found;
}

/** Every paste of the fixtures. */
export function fixtureTexts() {
  const texts = ['tests/rules', 'tests/fixtures'].flatMap((folder) => filesBelow(folder, '.md'))
    .flatMap((file) => fences(file, ['http', 'paste', 'policy']));
  const whole = ['tests/golden', 'site/examples'].flatMap((folder) => filesBelow(folder, '.http'))
    .map((file) => readFileSync(file, 'utf8'));
  // One of each kind of configuration, code, dump and message, and what means nothing.
  const pasted = readData('pastes').map(({ text }) => text);
  const told = readFileSync(`${root}tests/fixtures/messages.ndjson`, 'utf8').trim().split('\n').map((line) => JSON.parse(line).text);
  return [...new Set([...texts, ...whole, ...pasted, ...told])].filter((text) => text.length <= 4096);
}

const everyNth = (list, n) => list.filter((_, i) => i % n === 0);

/** The policy within a paste. */
function policyOf(text) {
  const header = /^content-security-policy(?:-report-only)?:[ \t]*(.*)$/im.exec(text);
  return header ? header[1] : text;
}

function decisionLines() {
  const asked = [
    ...everyNth(readData('browser-verdicts-fetch'), 40), ...everyNth(readData('browser-verdicts-inline'), 40),
  ].map(({ page, headers, csp, type, kind, url, content, nonce, integrity }) => JSON.stringify({
    page: page ?? 'https://site.example/', headers: headers ?? [csp].flat(),
    request: { type: type ?? kind, url, content, nonce, integrity },
  }));
  const odd = [
    { page: 'https://a.example/', policies: [{ value: 'img-src *', disposition: 'report', delivery: 'meta' }], request: { type: 'image', url: 'https://b.example/' } },
    { page: 'https://a.example/', headers: [], xFrameOptions: 'DENY', request: { type: 'frame-ancestors', url: 'https://b.example/', ancestors: ['https://b.example/'] } },
    { page: 'https://a.example/', headers: ['img-src *'], told: { browser: 'chromium', policy: "img-src 'self'", disposition: 'report' }, request: { type: 'image', url: 'https://b.example/' } },
    { page: 'https://a.example/', headers: ['trusted-types a'], requests: [{ type: 'trusted-type-policy', name: 'a' }, { type: 'eval' }] },
    { page: 'https://a.example/', headers: ["script-src 'strict-dynamic'"], request: { type: 'script', url: 'https://b.example/', parserInserted: false, redirects: 1 } },
  ].map((line) => JSON.stringify(line));
  const sets = everyNth(readData('headersets'), 300).map((set) => JSON.stringify(set));
  const policies = everyNth(readData('csps'), 40).map(({ csp }) => JSON.stringify({ csp }));
  return [...asked, ...odd, ...sets, ...policies];
}

/** Two policies, one a line: real ones beside one another and with one word less, and such as differ where browsers do. */
function policyPairs() {
  const policies = everyNth(readData('csps'), 60).map(({ csp }) => csp.replaceAll(/[\r\n]/g, ' ')).filter((csp) => csp.length < 1500);
  const neighbours = policies.slice(1).map((csp, i) => `${policies[i]}\n${csp}`);
  const shorter = policies.map((csp) => `${csp}\n${csp.replace(/ [^ ;,]+(?=[^ ;,]* *$|;)/, '')}`);
  const small = [
    ["script-src 'self'", "script-src 'self' https:"],
    ["script-src 'nonce-abc' 'sha256-CV+AUaCs/SuB/OksL9j+4g7lqs+vd7k1Mp2Bh+gLL6E='", "script-src 'strict-dynamic' 'nonce-abc'"],
    ['img-src https://a.example/js/', 'img-src a.example:8443, img-src *.example'],
    ["frame-ancestors 'none'; sandbox", 'frame-ancestors *; sandbox allow-scripts'],
    ['trusted-types a', "trusted-types b 'allow-duplicates'; require-trusted-types-for 'script'"],
    ['upgrade-insecure-requests; connect-src ws:', 'connect-src wss://a.example app://x'],
    ["default-src 'self'", "default-src 'self'; object-src http://*:80/lib/ data:"],
  ].map((pair) => pair.join('\n'));
  return [...neighbours, ...shorter, ...small];
}

/** What escapes, gaps and marks look like, in each spelling: the first byte tells which. */
function quotedTexts() {
  const texts = [
    String.raw`a\\"'\n\x41\u00e9\101\u{e9}b"c`, String.raw`it''s'\''\\\n'`, '${a} #{b} {$c} {{d}} {e} %{F}e %% %[g(h)] $i', '&amp;&#x41;&bogus;"}"#"""',
  ];
  return Array.from({ length: 64 }, (_, i) => texts.map((text) => String.fromCharCode(i) + text)).flat();
}

/** The seeds of a target, as bytes. */
export function seedsOf(target) {
  const texts = fixtureTexts();
  const seeds = {
    analyze: () => [...texts, '\x89PNG', '{"headers":{"a":"\\ud83d\\ude00"}}'],
    compare: policyPairs,
    quote: quotedTexts,
    write_into: () => texts.map((text) => `"\\ $'<\n${text}`),
    policy: () => texts.map(policyOf),
    emit: () => [...texts.map((text) => text.replace(/^HTTP.*\n/, '')),
      JSON.stringify([['Content-Security-Policy', "script-src 'nonce-{{nonce}}'"], ['X-A', '$a ${b} %{c} \\ " \' `']])],
    decide_line: decisionLines,
  }[target]();
  return [...new Set(seeds)].map((seed) => Buffer.from(seed));
}
