// The cases that every consumer goes through.
import { hostileNotes } from './notes.mjs';
import { emit, emitCarried, fieldsOf, harden, hardenInto, namesHeader, targets } from './program.mjs';
import { bytes, values } from './http.mjs';
import * as data from './values.mjs';

const show = (text) => {
  const shown = JSON.stringify(text);
  return shown.length > 200 ? `${shown.slice(0, 200)}... (${text.length} characters)` : shown;
};

/** Header sets whose names differ, of up to `size` values each. */
function batches(list, size) {
  const sets = [];
  for (let i = 0; i < list.length; i += size) {
    sets.push(list.slice(i, i + size).map((value, k) => [`X-T${k}`, value]));
  }
  return sets;
}

/** The limit of the consumer that explains why it refuses this header, if there is one. */
function explanation(consumer, name, value, refusal) {
  if (value === '' && /empty value|without a value|requires a value/.test(refusal)) return true;
  return consumer.limits.find(({ reason, applies }) => reason.test(refusal) && applies(value, name));
}

/** What the warnings say is left out: name to the reason and the header that has it. */
function leftOut(warnings) {
  const omitted = new Map();
  for (const { header, message } of warnings) {
    const [, reason, others] = /^Left out: (.*?)\.(?: So (?:is|are) (.*)\.)?$/.exec(message) ?? [];
    for (const name of reason ? [header, ...(others?.split(/, | and /) ?? [])] : []) omitted.set(name, { cause: header, reason });
  }
  return omitted;
}

/** Emits each set; refusals must be explained. Gives what is to be read back. */
function emitSets(consumer, sets, tally) {
  const out = [];
  for (const { label, headers } of sets) {
    const answer = emitCarried(consumer.target, headers, consumer.options, hostileNotes(headers));
    for (const [name, refusal] of answer.refused) {
      const value = headers.find(([n]) => n === name)[1];
      tally.check(explanation(consumer, name, value, refusal), () =>
        `${consumer.target}: ${label}: ${name}: ${show(value)} refused without a known cause: ${refusal}`);
    }
    const omitted = leftOut(answer.warnings);
    for (const [name, { cause, reason }] of omitted) {
      const values = headers.filter(([n]) => n.toLowerCase() === cause.toLowerCase()).map(([, value]) => value);
      tally.check(values.some((value) => explanation(consumer, cause, value, reason)), () => `${consumer.target}: ${label}: ${name} left out without a known cause: ${reason}`);
    }
    const carried = answer.carried.filter(([name]) => !omitted.has(name));
    if (carried.length > 0) out.push({ label, headers: carried, files: answer.files });
  }
  return out;
}

/** Reads each set back on every kind of response and compares byte by byte. */
async function readBack(consumer, emitted, tally, { kinds = consumer.kinds } = {}) {
  for (let begin = 0; begin < emitted.length; begin += consumer.perServer ?? 40) {
    const part = emitted.slice(begin, begin + (consumer.perServer ?? 40));
    const server = await consumer.serve(part);
    try {
      for (let i = 0; i < part.length; ++i) {
        for (const kind of kinds) {
          const answer = await server.get(i, kind);
          compare(consumer, part[i], kind, answer, tally);
        }
      }
    } finally {
      await server.stop();
    }
  }
}

const elements = (lists) => lists.flatMap((list) => list.split(',')).map((element) => element.trim());

const statusOf = { ok: 200, missing: 404, proxied: 200 };
const additive = new Set(['allow', 'link', 'vary', 'via', 'set-cookie', 'server-timing', 'www-authenticate', 'proxy-authenticate']);

function compare(consumer, { label, headers }, kind, answer, tally) {
  if (statusOf[kind] !== undefined && answer.status !== statusOf[kind]) {
    tally.fail(`${consumer.target}: ${label}: ${kind}: status ${answer.status}`);
    return;
  }
  const names = [...new Set(headers.map(([name]) => name.toLowerCase()))];
  for (const name of names) {
    const asked = headers.filter(([n]) => n.toLowerCase() === name).map(([, value]) => bytes(value));
    const came = values(answer, name);
    const sent = consumer.repeats === 'joined' ? [asked.join(', ')] : asked;
    const wanted = consumer.arrives ? sent.map((value) => consumer.arrives(name, value)) : sent;
    const same = additive.has(name)
      ? wanted.every((value) => came.includes(value) || elements([value]).every((element) => elements(came).includes(element)))
      : came.length === wanted.length &&
        came.every((value, i) => value === wanted[i] || consumer.alike?.(name, value, wanted[i]));
    tally.check(same, () =>
      `${consumer.target}: ${label}: ${kind}: ${name}: asked ${wanted.map(show)} came ${came.map(show)}`);
  }
}

function fixedSets(perSet) {
  const sets = Object.entries(data.guideSets).map(([name, headers]) => ({ label: `guide ${name}`, headers }));
  for (let i = 0; i < data.knownHeaders.length; i += perSet) {
    sets.push({ label: `known headers ${i}`, headers: data.knownHeaders.slice(i, i + perSet) });
  }
  sets.push({ label: 'an empty value', headers: [['X-T1', ''], ['X-T2', 'a']] });
  sets.push({ label: 'UTF-8', headers: [['X-T1', 'caf\u00e9 \u4f60\u597d \u{1f600}'], ['X-T2', '\u00e9']] });
  sets.push({ label: 'lists', headers: data.lists });
  sets.push({ label: 'names', headers: data.names });
  return sets;
}

function longSets(consumer, lengths) {
  const sets = [];
  for (const length of lengths) {
    for (const [kind, value] of Object.entries(data.longValues(length))) {
      sets.push({ label: `${length} bytes of ${kind}`, headers: [['X-T1', value]] });
    }
  }
  return sets;
}

/** A name that occurs twice stays two fields, or is one list of the same meaning, or is refused. */
function repeatSets(consumer, tally) {
  const policies = [
    ['Content-Security-Policy', "default-src 'self'"],
    ['Referrer-Policy', 'no-referrer'],
    ['content-security-policy', "script-src 'none'"],
  ];
  const cookies = [['Set-Cookie', 'a=1; Secure'], ['Set-Cookie', 'b=2; Secure']];
  const sets = [];
  for (const [label, headers] of Object.entries({ 'two policies': policies, 'two cookies': cookies })) {
    const answer = emit(consumer.target, headers, consumer.options);
    if (!answer.refusal) {
      sets.push({ label, headers, files: answer.files });
    } else {
      tally.check(label === 'two cookies' && explanation(consumer, 'Set-Cookie', '', answer.refusal), () =>
        `${consumer.target}: ${label} refused: ${answer.refusal}`);
    }
  }
  return sets;
}

function checkForbidden(consumer, tally) {
  for (const [name, value] of data.onlyServers) {
    const answer = emit(consumer.target, [['Referrer-Policy', 'no-referrer'], [name, value]], consumer.options);
    tally.check(!answer.refusal && leftOut(answer.warnings).has(name), () => `${consumer.target}: ${name} was not left out: ${answer.refusal}`);
  }
  for (const [name, value] of data.forbidden) {
    const answer = emit(consumer.target, [['X-Before', 'a'], [name, value]], consumer.options);
    tally.check(answer.refusal && answer.refusal.length > 10 && !/[\r\n]/.test(answer.refusal), () =>
      `${consumer.target}: ${show(name)}: ${show(value)} was not refused in one line: ${show(answer.refusal ?? '')}`);
  }
  const unknown = emit(consumer.target, [['X-T', 'a']], ['no-such-option=1']);
  tally.check(unknown.refusal?.includes('no-such-option'), () => `${consumer.target}: unknown option accepted`);
}

const noncePattern = /^[A-Za-z0-9+/_-]{22,}={0,2}$/;

/** The literal parts must be there, and what stands between them must be one and the same nonce. */
function nonceIn(value, asked) {
  const escape = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const [first, ...rest] = asked.split('{{nonce}}').map(escape);
  const pattern = `^${first}(.*?)${rest.join('\\1')}$`;
  const found = new RegExp(pattern).exec(value)?.[1];
  return found && noncePattern.test(found) ? found : null;
}

async function checkNonces(consumer, tally) {
  const sets = [[['Content-Security-Policy', data.strictNoncePolicy]], data.nonceSet];
  const emitted = [];
  for (const headers of sets) {
    const answer = emit(consumer.target, headers, consumer.options);
    if (consumer.nonce) emitted.push({ label: 'nonce', headers, files: answer.files, refusal: answer.refusal });
    else tally.check(/nonce/.test(answer.refusal ?? ''), () => `${consumer.target}: a nonce was not refused`);
  }
  if (!consumer.nonce) return;
  if (emitted.some((e) => e.refusal)) {
    tally.fail(`${consumer.target}: nonce refused: ${emitted.find((e) => e.refusal).refusal}`);
    return;
  }
  const server = await consumer.serve(emitted);
  const seen = new Set();
  try {
    for (let i = 0; i < emitted.length; ++i) {
      for (let round = 0; round < 5; ++round) {
        const answer = await server.get(i, consumer.kinds[round % consumer.kinds.length]);
        const nonces = emitted[i].headers.map(([name, asked]) => {
          const came = values(answer, name);
          return came.length === 1 ? nonceIn(came[0], asked) ?? nonceIn(came[0], asked.replaceAll('; ', ';')) : null;
        });
        tally.check(nonces[0] && new Set(nonces).size === 1, () =>
          `${consumer.target}: nonce set ${i}: ${JSON.stringify(answer.fields)}`);
        tally.check(!seen.has(nonces[0]), () => `${consumer.target}: the same nonce twice: ${nonces[0]}`);
        seen.add(nonces[0]);
        await consumer.checkNoncePage?.(answer, nonces[0], tally);
      }
    }
  } finally {
    await server.stop();
  }
}

/** What needs no page of its own: the same page asked for in another way. */
const otherwise = {
  unmodified: async (server, { validated = 'ok' }) => {
    const etag = values(await server.get(0, validated), 'ETag')[0];
    return server.get(0, validated, { headers: [`If-None-Match: ${etag}`] });
  },
  unsatisfiable: (server) => server.get(0, 'ok', { headers: ['Range: bytes=999999-'] }),
  overlong: (server) => server.get(0, 'ok', { headers: [`X-Long: ${'x'.repeat(70000)}`] }),
  malformed: (server) => server.get(0, 'ok', { raw: 'GARBAGE\r\n\r\n' }),
};

/**
 * Which responses carry the headers: each kind that a consumer names is asked for. `times` is how often
 * a header comes; where that is not once, `says` is found in the target's coverage.
 */
async function checkCoverage(consumer, tally) {
  const headers = data.guideSets.complete;
  const { coverage } = targets().find(({ id }) => id === consumer.target);
  const emitted = [{ headers, ...emit(consumer.target, headers, consumer.options) }];
  const server = await consumer.serve(emitted);
  try {
    for (const [kind, { status, times = 1, says }] of Object.entries(consumer.covers)) {
      const answer = await (otherwise[kind] ? otherwise[kind](server, consumer) : server.get(0, kind));
      tally.check(answer.status === status, () => `${consumer.target}: ${kind}: status ${answer.status}, not ${status}`);
      for (const [name] of headers) {
        const came = values(answer, name).length;
        tally.check(came === times, () => `${consumer.target}: ${kind}: ${name} came ${came} times, not ${times}`);
      }
      const said = says === undefined ? times === 1 : says.test(coverage);
      tally.check(said, () => `${consumer.target}: ${kind}: the coverage does not say so: ${coverage}`);
    }
  } finally {
    await server.stop();
  }
}

/** The notes are found in the file, behind the code; `comments: false`: its language has none, and the file is JSON still. */
function checkNotes(consumer, tally) {
  const headers = [['Content-Security-Policy', "default-src 'self'"], ['Referrer-Policy', 'no-referrer']];
  const notes = [
    { header: 'referrer-policy', sentence: 'Noted here.' },
    { header: 'X-Gone', sentence: 'Was taken away.', open: true },
  ];
  const { files } = emit(consumer.target, headers, consumer.options, notes);
  if (consumer.comments === false) {
    tally.check(files.every(({ text }) => JSON.parse(text) && !text.includes('Noted here.')), () => `${consumer.target}: a note in a language without comments`);
    return;
  }
  const lines = files.map(({ text }) => text).join('\n').split('\n');
  const at = (pattern) => lines.findIndex((line) => pattern.test(line));
  const policy = at(consumer.policyLine ?? /default-src.{1,8}self/);
  const noted = at(/Noted here\.$/);
  tally.check(policy > 0 && noted > policy, () => `${consumer.target}: a note is not behind the code`);
  const gone = at(/X-Gone: Still open: Was taken away\.$/);
  tally.check(gone > noted, () => `${consumer.target}: a note on no header of the set is not behind the code`);
}

/**
 * A weak set with an odd value is hardened where it stands, and what the consumer then sends is what the text is
 * read as. `mends: false`: its language can't be written in place yet. `mended` is a kind of response that gets
 * its headers from the place that was read: error pages are often another one, and what an upstream sends is not
 * newly hidden.
 */
async function checkMended(consumer, tally) {
  const emitted = emit(consumer.target, data.weakSet, consumer.options);
  const [file] = emitted.files.slice(-1);
  const text = hardenInto(file.text);
  tally.check((text !== null) === (consumer.mends ?? true), () => `${consumer.target}: mended in place: ${text !== null}`);
  if (text === null) return;
  const headers = fieldsOf(text);
  tally.check(headers.length > data.weakSet.length, () => `${consumer.target}: mended: ${JSON.stringify(headers)}`);
  const files = [...emitted.files.slice(0, -1), { ...file, text }];
  await readBack(consumer, [{ label: 'mended in place', headers, files }], tally, { kinds: [consumer.mended ?? consumer.kinds[0]] });
}

/**
 * A set made from a pasted response has headers that the application sends with each response. Behind a server that
 * was given it they still come once, and are the application's; what is for the whole site comes once, and is ours.
 */
async function checkOwnOfResponses(consumer, tally) {
  const own = [['Cache-Control', 'max-age=60'], ['Link', '</wp-json/>; rel="https://api.w.org/"'], ['X-Robots-Tag', 'noindex'],
    ['Access-Control-Allow-Origin', '*']];
  const lines = own.map(([name, value]) => `${name}: ${value}\n`).join('');
  const headers = harden(`HTTP/1.1 200 OK\nContent-Type: text/html\nX-Frame-Options: SAMEORIGIN\n${lines}`);
  tally.check(own.every(([name]) => headers.some(([n]) => n === name)), () => `a hardened set lost what passes through: ${headers}`);
  const emitted = { headers, ...emit(consumer.target, headers, [...consumer.options, 'pass=site-wide']) };
  const server = await consumer.serve([emitted]);
  try {
    const answer = await server.get(0, 'proxied');
    for (const [name, value] of headers) {
      const isOwn = own.some(([n]) => n === name);
      const came = values(answer, name);
      tally.check(came.length === 1 && came[0] === (isOwn ? 'from-the-application' : value), () =>
        `${consumer.target}: proxied: ${name} came as ${JSON.stringify(came)}`);
    }
  } finally {
    await server.stop();
  }
}

/** Each limit is shown on the real thing: written without our care, the value does not arrive. */
async function checkLimits(consumer, tally) {
  for (const limit of consumer.limits) {
    if (!limit.shown) continue;
    const message = () => `${consumer.target}: the limit ${limit.reason} was not seen`;
    tally.check(await limit.shown(), message);
  }
}

const lengths = [1000, 1999, 2001, 4000, 4092, 4093, 4094, 4096, 4097, 8192, 16384, 32768, 32769, 65536, 65537, 100000];

export async function runSuite(consumer, tally, { long = false } = {}) {
  checkForbidden(consumer, tally);
  checkNotes(consumer, tally);
  const parts = [
    () => (consumer.ownSets ? undefined : checkSets(consumer, tally, long)),
    () => checkNonces(consumer, tally),
    () => checkMended(consumer, tally),
    () => (consumer.covers ? checkCoverage(consumer, tally) : undefined),
    () => (consumer.kinds?.includes('proxied') ? checkOwnOfResponses(consumer, tally) : undefined),
    () => checkLimits(consumer, tally),
    () => consumer.extra?.(tally),
  ];
  // What asks for servers at the same time can share one that is costly to start.
  if (consumer.together) await Promise.all(parts.map((part) => part()));
  else for (const part of parts) await part();
}

/** `count` of a list, evenly. */
const sampled = (list, count = list.length) => list.filter((_, i) => Math.floor((i * count) / list.length) !== Math.floor(((i - 1) * count) / list.length));

async function checkSets(consumer, tally, long) {
  const hostile = sampled(data.hostileValues(long && !consumer.samples ? { pairs: Infinity, runs: 4000 } : { pairs: 250, runs: 250 }), consumer.samples);
  const perSet = consumer.perSet ?? 80;
  const sets = fixedSets(perSet);
  batches(hostile, perSet).forEach((headers, i) => sets.push({ label: `hostile ${i}`, headers }));
  sets.push(...longSets(consumer, consumer.samples ? [4097, 16384, 32769] : lengths));
  const emitted = emitSets(consumer, sets, tally);
  emitted.push(...repeatSets(consumer, tally));
  await readBack(consumer, emitted, tally);
}

export { compare, emit, namesHeader, readBack, show };
