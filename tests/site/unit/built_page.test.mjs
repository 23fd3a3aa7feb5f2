// What is in build/site: sizes, headers, nothing inline, a rule book that has every rule.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { loadHeaders, metaPolicy, parseHeadersFile } from '../../../site/tools/headers_file.mjs';
import { readExamples } from '../../../site/tools/examples.mjs';
import { BUILT_ENGINE, BUILT_PROGRAM, BUILT_SITE, ROOT } from '../support/paths.mjs';

const { load } = await import(pathToFileURL(join(BUILT_ENGINE, 'headstrong.mjs')).href);
const engine = await load();
const index = readFileSync(join(BUILT_SITE, 'index.html'), 'utf8');
const book = readFileSync(join(BUILT_SITE, 'rulebook.html'), 'utf8');
const headersOf = loadHeaders(join(BUILT_SITE, '_headers'));

function filesUnder(folder) {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesUnder(path) : [path];
  });
}

const compressed = (path) => brotliCompressSync(readFileSync(path)).length;
const sum = (paths) => paths.reduce((total, path) => total + compressed(path), 0);
const KB = 1024;

test('types are right', () => {
  execFileSync(join(ROOT, 'site/node_modules/.bin/tsc'), ['--noEmit', '-p', join(ROOT, 'site')], { stdio: 'pipe' });
});

// The target is 650 KB; the engine alone takes 673 since it writes reports, plans and receivers.
test('first usable paint takes at most 60 KB, everything at most 904 KB', () => {
  const all = filesUnder(BUILT_SITE).filter((path) => !/\/rulebook[./]|_headers$/.test(path.slice(BUILT_SITE.length)));
  const total = sum(all);
  const linked = [...index.matchAll(/(?:href|src)="\.\/(assets\/[^"/]+)"/g)].map(([, path]) => join(BUILT_SITE, path));
  const first = sum([join(BUILT_SITE, 'index.html'), ...linked, ...staticImports(linked)]);
  console.error(`page, brotli: first paint ${first} bytes, everything ${total} bytes`);
  assert.ok(linked.length >= 2, 'a style sheet and a script are linked');
  assert.ok(first <= 60 * KB, `${first}`);
  assert.ok(total <= 904_000, `${total}`);
});

function staticImports(scripts) {
  return scripts
    .filter((path) => path.endsWith('.js'))
    .flatMap((path) => [...readFileSync(path, 'utf8').matchAll(/(?:from|import)\s*"\.\/([^"]+\.js)"/g)])
    .map(([, name]) => join(BUILT_SITE, 'assets', name));
}

test('the notices of what is by others go with the page', () => {
  const text = readFileSync(join(BUILT_SITE, 'third-party.txt'), 'utf8');
  for (const word of ['preact ', '@codemirror/view ', '@codemirror/autocomplete ', 'style-mod ', 'w3c-keyname ', 'Marijn Haverbeke',
    'Jason Miller', 'CSP Evaluator', 'Apache License', 'UNICODE LICENSE V3']) {
    assert.ok(text.includes(word), word);
  }
});

test('nothing is inline, and no code is made from text', () => {
  for (const html of [index, book]) {
    assert.doesNotMatch(html, /<script(?![^>]*\bsrc=)[^>]*>/);
    const tags = html.match(/<[a-z][^>]*>/gi).map((tag) => tag.replace(/"[^"]*"/g, '""'));
    for (const tag of tags) assert.doesNotMatch(tag, /^<style|\sstyle=|\son[a-z]+=/i);
  }
  for (const path of filesUnder(join(ROOT, 'site/src'))) {
    assert.doesNotMatch(readFileSync(path, 'utf8'), /innerHTML|outerHTML|insertAdjacentHTML|dangerouslySet|\beval\(|new Function/, path);
  }
  for (const path of filesUnder(join(BUILT_SITE, 'assets')).filter((name) => /\.m?js$/.test(name))) {
    assert.doesNotMatch(readFileSync(path, 'utf8'), /new Function\(|\beval\(/, path);
  }
});

test('the pages carry the policy that the headers have, without what a <meta> ignores', () => {
  const policy = new Map(headersOf('/')).get('Content-Security-Policy');
  const inMeta = metaPolicy(policy);
  assert.match(policy, /frame-ancestors 'none'/);
  assert.doesNotMatch(inMeta, /frame-ancestors/);
  assert.equal(`${inMeta}; frame-ancestors 'none'`.split('; ').sort().join(), policy.split('; ').sort().join());
  for (const html of [index, book]) assert.ok(html.includes(`content="${inMeta}"`));
});

test('the headers file: paths, comments, mistakes', () => {
  const rules = parseHeadersFile('# note\n/*\n  A: 1\n/a/*\n  B: x: y\n');
  const of = (path) => rules.filter((rule) => rule.path.test(path)).flatMap((rule) => rule.headers);
  assert.deepEqual(of('/a/b'), [['A', '1'], ['B', 'x: y']]);
  assert.deepEqual(of('/b'), [['A', '1']]);
  assert.throws(() => parseHeadersFile('  A: 1\n'));
  assert.throws(() => parseHeadersFile('/*\n  none\n'));
});

test('our own headers get the best grade from our own engine', () => {
  const lines = headersOf('/').map(([name, value]) => `${name}: ${value}\n`).join('');
  const report = engine.analyze(`HTTP/2 200\ncontent-type: text/html; charset=utf-8\n${lines}`);
  // Whether the names below the page's own can do https is not ours to say: see _headers.
  const deliberate = ['strict-transport-security/uncovered-subdomains'];
  const worse = report.findings.filter(({ rule, severity }) => !['info', 'good'].includes(severity) && !deliberate.includes(rule));
  assert.deepEqual(worse.map(({ rule, message }) => `${rule}: ${message}`), []);
  // Nothing else costs a point, so without that choice the letter would be the best there is.
  assert.deepEqual(report.grade.deductions.map(({ rule }) => rule), deliberate);
  for (const { id, letter } of report.grade.protections) {
    if (id !== 'transport' && letter !== null) assert.equal(letter, 'A+', id);
  }
  const covered = engine.analyze(`HTTP/2 200\ncontent-type: text/html; charset=utf-8\n${lines.replace(/max-age=31536000/, '$&; includeSubDomains')}`);
  assert.equal(covered.grade.letter, 'A+');
});

test('the rule book has a page for each rule and header, and the index leads from every old anchor to one', () => {
  const rules = engine.rules();
  const anchors = [...book.matchAll(/<article class="rule sev-[a-z]+" id="([^"]+)"/g)].map(([, id]) => id);
  assert.deepEqual([...anchors].sort(), rules.map(({ id }) => id).sort());
  assert.ok(book.includes(`<p>${anchors.length} rules</p>`));
  for (const rule of rules) {
    const entry = book.slice(book.indexOf(`id="${rule.id}"`));
    assert.ok(entry.slice(0, entry.indexOf('</article>')).includes(`href="rulebook/${rule.id}.html"`), rule.id);
    const page = pageOf(`rulebook/${rule.id}.html`);
    assert.ok(page.includes(`<article class="rule rule-page sev-${rule.severity}" id="${rule.id}">`), rule.id);
  }
  for (const header of new Set(rules.map(({ header }) => header || 'The response as a whole'))) {
    const name = header.toLowerCase().replace(/[^a-z0-9]+/g, '-');
    assert.ok(book.includes(`id="about-${name}"`), header);
    const page = pageOf(`rulebook/headers/${name}.html`);
    for (const { id } of rules.filter((rule) => (rule.header || 'The response as a whole') === header)) {
      assert.ok(page.includes(`href="../../rulebook/${id}.html"`), id);
    }
  }
});

const pageOf = (path) => readFileSync(join(BUILT_SITE, path), 'utf8');
const bookFiles = filesUnder(join(BUILT_SITE, 'rulebook')).filter((path) => path.endsWith('.html'));

test('messages in the rule book have the words of their examples', () => {
  for (const rule of engine.rules()) {
    const page = pageOf(`rulebook/${rule.id}.html`);
    const [, message] = /<p class="rule-message">(.*?)<\/p>/s.exec(page);
    assert.doesNotMatch(message, /\{\d\}|…|<var/, rule.id);
    assert.ok(message.length > 10, rule.id);
  }
});

test('every link within the rule book leads to a page and an anchor that are there', () => {
  const ids = new Map();
  const idsOf = (path) => {
    if (!ids.has(path)) ids.set(path, new Set([...readFileSync(path, 'utf8').matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id)));
    return ids.get(path);
  };
  let links = 0;
  for (const path of [join(BUILT_SITE, 'rulebook.html'), ...bookFiles]) {
    for (const [, href] of readFileSync(path, 'utf8').matchAll(/(?:href|src)="([^"]*)"/g)) {
      if (/^(https?:|data:)/.test(href)) continue;
      const [file, anchor] = href.split('#');
      const target = file === '' ? path : join(path, '..', file === './' || file.endsWith('/') ? `${file}index.html` : file);
      assert.ok(statSync(target).isFile(), `${path}: ${href}`);
      if (anchor) assert.ok(idsOf(target).has(anchor), `${path}: ${href}`);
      links++;
    }
  }
  assert.ok(links > 1000, `${links}`);
});

test('pages of the rule book ask for their style alone, and carry the strict policy', () => {
  const inMeta = metaPolicy(new Map(headersOf('/rulebook.html')).get('Content-Security-Policy'));
  for (const path of bookFiles) {
    const html = readFileSync(path, 'utf8');
    assert.ok(html.includes(`content="${inMeta}"`), path);
    assert.doesNotMatch(html, /<script|<style/i, path);
    for (const tag of html.match(/<[a-z][^>]*>/gi)) assert.doesNotMatch(tag.replace(/"[^"]*"/g, '""'), /\sstyle=|\son[a-z]+=/i, path);
    assert.equal(html.match(/<h1/g).length, 1, path);
    assert.match(html, /<title>[^<]+ · Headstrong<\/title>/, path);
  }
  const total = sum(filesUnder(BUILT_SITE).filter((path) => /\/rulebook[./]/.test(path.slice(BUILT_SITE.length))));
  const one = Math.max(...bookFiles.map(compressed));
  const index = compressed(join(BUILT_SITE, 'rulebook.html'));
  const assets = sum(filesUnder(join(BUILT_SITE, 'rulebook/assets')));
  console.error(`rule book, brotli: index ${index}, style and search ${assets}, largest page ${one}, everything ${total} bytes`);
  assert.ok(index + assets <= 80 * KB, `${index} ${assets}`);
  assert.ok(one <= 20 * KB, `${one}`);
});

test('the scale shows every letter, weight, cap and deduction of the program', () => {
  const scale = JSON.parse(execFileSync(BUILT_PROGRAM, ['scale', '--format', 'json'], { encoding: 'utf8' }));
  const page = pageOf('rulebook/scale.html');
  for (const { letter, from } of scale.letters) assert.ok(page.includes(`<th scope="row">${letter}</th><td class="number">${from}</td>`), letter);
  for (const { name, weight, cap } of scale.protections) {
    assert.ok(page.includes(`<th scope="row">${name}</th><td class="number">${weight}</td><td class="number">${cap}</td>`), name);
  }
  assert.ok(scale.deductions.length > 80);
  for (const { rule, points } of scale.deductions) assert.ok(page.includes(`<td class="number">${points}</td><td><a href="${rule}.html">`), rule);
  // What the catalogue says a rule costs is the same.
  for (const { id, points = [] } of engine.rules()) {
    assert.deepEqual(scale.deductions.filter(({ rule }) => rule === id).map(({ protection, points: cost }) => ({ protection, points: cost })), points, id);
  }
});

test('the rule book shows each difference between browsers, with what the table says of it', () => {
  const browsers = pageOf('rulebook/browsers.html');
  const { observed, differences } = JSON.parse(execFileSync(BUILT_PROGRAM, ['differences', '--format', 'json'], { encoding: 'utf8' }));
  for (const version of Object.values(observed)) assert.ok(browsers.includes(version), version);
  const articles = browsers.split('<article ').filter((part) => part.startsWith('class="rule difference"'));
  assert.deepEqual(articles.map((part) => /id="differs-([^"]+)"/.exec(part)[1]), differences.map(({ id }) => id));
  for (const { id } of differences) assert.ok(book.includes(`id="differs-${id}"><a href="rulebook/browsers.html#differs-${id}">`), id);
  const { browsers: named } = JSON.parse(execFileSync(BUILT_PROGRAM, ['vocabulary'], { encoding: 'utf8' }));
  const ids = new Map([['Specification', 'spec'], ...named.map(({ id, name }) => [name, id])]);
  assert.ok(ids.size === 4, `${[...ids.keys()]}`);
  differences.forEach(({ id, engines, spec, deviating }, index) => {
    const outcomes = [...articles[index].matchAll(/<div( class="deviates")?><dt>([^<]+)<\/dt><dd>(\w+)(, as [a-z-]+)?<\/dd><\/div>/g)];
    assert.deepEqual(outcomes.map(([, , name]) => name), [...ids.keys()], id);
    for (const [, marked, name, word, directive] of outcomes) {
      const deviates = engines.includes(ids.get(name));
      assert.equal(Boolean(marked), deviates, `${id} ${name}`);
      if (deviates) assert.equal(word, deviating, `${id} ${name}`);
      if (name === 'Specification') assert.equal(word, spec, id);
      if (spec === deviating) assert.ok(directive, id);
    }
  });
});

test('every example is analysed, and each finding has its place in the rule book', () => {
  const examples = readExamples(join(ROOT, 'site/examples'));
  const files = readdirSync(join(ROOT, 'site/examples')).filter((name) => name.endsWith('.http'));
  assert.deepEqual(examples.map(({ id }) => `${id}.http`).sort(), files.sort());
  const ids = new Set(engine.rules().map(({ id }) => id));
  for (const { id, text } of examples) {
    const report = engine.analyze(text);
    assert.ok(report.input.responses.length > 0, id);
    assert.ok(report.findings.length > 0, id);
    for (const { rule } of report.findings) assert.ok(ids.has(rule), rule);
  }
});
