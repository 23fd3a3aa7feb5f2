// Cuts headstrong.wasm in two: `node wasm/split.mjs FOLDER WASM_SPLIT`.
//   headstrong-first.wasm   what judging an ordinary response or a policy takes
//   headstrong-rest.wasm    every other function and text; it joins the memory and the table of the first
// Binaryen's wasm-split cuts by a profile: an instrumented copy judges the collected responses and
// policies, and what ran then stays in the first part. A function that is missing when it is called is
// noticed (the loader's PartNotLoaded), so the profile decides how soon a verdict comes, and never which.
// The same holds for texts: cut_texts.mjs.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readData } from '../tests/support/data.mjs';
import { cutTexts } from './cut_texts.mjs';

const [folder, wasmSplit] = [resolve(process.argv[2]), process.argv[3]];
const whole = join(folder, 'headstrong.wasm');
// What em++ 3.1 links with, old and new: wasm-split must be told.
const FEATURES = ['mutable-globals', 'sign-ext', 'bulk-memory', 'nontrapping-float-to-int', 'multivalue', 'reference-types']
  .map((name) => `--enable-${name}`);
const PAGE = 64 * 1024;

function run(...arguments_) {
  runTool(wasmSplit, ...arguments_);
}
function runTool(tool, ...arguments_) {
  const { status, stderr, error } = spawnSync(tool, [...FEATURES, ...arguments_], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${tool} ${arguments_.join(' ')}: ${error?.message ?? stderr}`);
}

/**
 * The instance that the loader makes of a first file, besides what the loader gives.
 * @param {any} bytes
 * @param {any} [env]
 */
async function loadWithExports(bytes, env) {
  /** @type {any} */
  let exports;
  /** @type {any} */
  const instantiate = WebAssembly.instantiate;
  /** @type {any} */ (WebAssembly).instantiate = async (module, imports) => {
    const instance = await instantiate(module, { ...imports, env });
    ({ exports } = instance);
    return instance;
  };
  try {
    const { load } = await import(pathToFileURL(join(folder, 'headstrong-bare.mjs')).href);
    return { hs: await load({ wasm: { first: bytes, rest: null }, parts: [] }), exports };
  } finally {
    WebAssembly.instantiate = instantiate;
  }
}

const lines = (headers, before, between, end) => headers.map(([name, value]) => `${before}${name}${between}${value}${end}`).join('');
/** How terminals, browsers and their network panels show a response. */
const SPELLINGS = [
  (headers, status) => `HTTP/2 ${status}\n${lines(headers, '', ': ', '\n')}`,
  (headers, status) => `HTTP/1.1 ${status} OK\r\n${lines(headers, '', ': ', '\r\n')}\r\n<!doctype html><title>A page</title>`,
  (headers) => lines(headers, '', ': ', '\n'),
  (headers) => lines(headers, '', '\n', '\n'),
  (headers, status) => `* Connected to site.example\n> GET / HTTP/2\n> Host: site.example\n>\n< HTTP/2 ${status}\n${lines(headers, '< ', ': ', '\n')}<\n`,
];

/** What people paste most: a response, a policy alone or with its name, a meta element; and nothing. */
function* ordinaryPastes() {
  for (const { status, headers } of readData('headersets')) {
    for (const spelled of SPELLINGS) yield spelled(headers, status ?? 200);
  }
  for (const { csp } of readData('csps')) {
    yield* [csp, `Content-Security-Policy: ${csp}\n`, `<meta http-equiv="Content-Security-Policy" content="${csp.replace(/"/g, '&quot;')}">`];
  }
  yield '';
}

const OF_URLS = ['image', 'script', 'style', 'font', 'fetch', 'websocket', 'eventsource', 'beacon', 'audio', 'video',
  'track', 'object', 'embed', 'iframe', 'worker', 'sharedworker', 'serviceworker', 'manifest', 'prefetch', 'form-action',
  'base-uri', 'frame-ancestors'];
const INLINE = ['inline-script', 'inline-style', 'script-attribute', 'style-attribute', 'javascript-url', 'eval',
  'wasm-eval', 'trusted-type-sink'];

/** Every type of request under the policies that browsers were asked about. */
function* ordinaryQuestions() {
  for (const { page, headers, url } of readData('browser-verdicts-fetch')) {
    yield { page, headers, requests: OF_URLS.map((type) => ({ type, url })) };
  }
  for (const { page, headers, content = '', nonce, url } of readData('browser-verdicts-inline')) {
    yield { page, headers, requests: INLINE.map((type) => ({ type, content, nonce })) };
    yield { page, headers, request: { type: 'trusted-type-policy', name: 'dompurify' } };
    if (url) yield { page, headers, request: { type: 'script', url, nonce } };
  }
}

/** Every so many-th paste and question is asked, of five spellings. */
const SAMPLE = 7;
const everySo = (list) => [...list].filter((_, i) => i % SAMPLE === 0);
/**
 * They are asked in rounds, each of a new instance. A function that ran in fewer rounds than these may wait for the
 * rest: no more than about one paste in 1,400 takes it.
 */
const ROUNDS = 97;
const ENOUGH = 3;
const pastes = everySo(ordinaryPastes());
const questions = everySo(ordinaryQuestions());
function judge(hs, round) {
  for (let i = round; i < pastes.length; i += ROUNDS) hs.analyze(pastes[i]);
  for (let i = round; i < questions.length; i += ROUNDS) hs.decide(questions[i]);
}

/** Tells of an address whether judging reads there. */
async function readsOf(whole) {
  const counted = join(work, 'counted.wasm');
  runTool(join(dirname(wasmSplit), 'wasm-opt'), '--instrument-memory', whole, '-o', counted);
  const read = new Uint8Array(4 * 1024 * 1024);  // of the constant data, which lies below
  const same = (_, value) => value;
  const env = {
    load_ptr(_, bytes, offset, address) {
      const at = (address >>> 0) + offset;
      if (at < read.length) read.fill(1, at, at + bytes);
      return address;
    },
    store_ptr: (_, _bytes, _offset, address) => address,
    ...Object.fromEntries(['load', 'store'].flatMap((what) => ['i32', 'i64', 'f32', 'f64'].map((type) => [`${what}_val_${type}`, same]))),
  };
  const { hs } = await loadWithExports(readFileSync(counted), env);
  for (let round = 0; round < ROUNDS; round++) judge(hs, round);
  return (address) => read[address] === 1;
}

/** What wasm-split's profile begins with: a hash of the file. Then comes a number for each function: when it first ran. */
const HASH = 8;

/** The profile of judging all that, in which only functions have run that ran in enough rounds. */
async function profileOf(bytes) {
  const module = new WebAssembly.Module(bytes);
  /** @type {Uint8Array | null} */
  let profile = null;
  const rounds = [];
  for (let round = 0; round < ROUNDS; round++) {
    const { hs, exports } = await loadWithExports(module);
    judge(hs, round);
    const memory = /** @type {WebAssembly.Memory} */ (Object.values(exports).find((item) => item instanceof WebAssembly.Memory));
    const size = exports.__write_profile(0, 0);
    const at = memory.buffer.byteLength;
    memory.grow(Math.ceil(size / PAGE));
    exports.__write_profile(at, size);
    profile = new Uint8Array(memory.buffer.slice(at, at + size));
    const ran = new Uint32Array(profile.buffer, HASH);
    for (let i = 0; i < ran.length; i++) rounds[i] = (rounds[i] ?? 0) + Number(ran[i] !== 0);
  }
  if (!profile) throw new Error('nothing was asked');
  const ran = new Uint32Array(profile.buffer, HASH);
  for (let i = 0; i < ran.length; i++) ran[i] = Number(rounds[i] >= ENOUGH);
  return profile;
}

const work = mkdtempSync(join(tmpdir(), 'headstrong-split-'));
try {
  const [instrumented, profile] = [join(work, 'instrumented.wasm'), join(work, 'profile')];
  run('--instrument', whole, '-o', instrumented);
  writeFileSync(profile, await profileOf(readFileSync(instrumented)));
  const [first, rest] = ['first', 'rest'].map((part) => join(folder, `headstrong-${part}.wasm`));
  run('--split', `--profile=${profile}`, whole, '-o1', first, '-o2', rest, '--export-prefix=%');
  const cut = cutTexts(readFileSync(first), readFileSync(rest), await readsOf(whole));
  writeFileSync(first, cut.first);
  writeFileSync(rest, cut.rest);
  console.log(`headstrong-first.wasm ${statSync(first).size} bytes, headstrong-rest.wasm ${statSync(rest).size} bytes`);
} finally {
  rmSync(work, { recursive: true });
}
