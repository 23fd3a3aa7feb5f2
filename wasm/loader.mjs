// The engine behind JavaScript's shapes. Where its WebAssembly comes from, the entries beside this file
// know. Types: headstrong.d.ts.
import createInstance from './headstrong-glue.mjs';

/** More than this is not read, so it is not even copied. */
const MAX_BYTES = 8 * 1024 * 1024;
/** How many bytes a text has in UTF-8; half of a surrogate pair is written as U+FFFD. */
function byteLength(text) {
  let bytes = text.length;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit > 0x7f) bytes++;
    if (unit > 0x7ff) bytes++;
    // Of a pair: four bytes for two units.
    if (unit >= 0xd800 && unit < 0xdc00 && (text.charCodeAt(at + 1) & 0xfc00) === 0xdc00) at++;
  }
  return bytes;
}
function isTooLong(text) {
  return text.length > MAX_BYTES || (text.length * 3 > MAX_BYTES && byteLength(text) > MAX_BYTES);
}

const utf8 = new TextEncoder();
const encoder = {
  encode(text) {
    if (typeof text !== 'string') throw new TypeError(`A text was expected, not ${text === null ? 'null' : typeof text}.`);
    if (isTooLong(text)) throw new Error('the text is over 8 MiB');
    return utf8.encode(text);
  },
};

function isModule(wasm) {
  return Object.prototype.toString.call(wasm) === '[object WebAssembly.Module]';
}

/** A compiled module of what a caller has: a module, bytes, an address, or a promise of one of them. */
async function moduleOf(given) {
  const wasm = await given;
  if (isModule(wasm)) return wasm;
  if (wasm instanceof ArrayBuffer) return WebAssembly.compile(wasm);
  if (ArrayBuffer.isView(wasm)) return WebAssembly.compile(/** @type {BufferSource} */ (new Uint8Array(wasm.buffer, wasm.byteOffset, wasm.byteLength)));
  if (typeof wasm === 'string' || wasm instanceof URL) return moduleAt(wasm);
  throw new TypeError('load({ wasm }) takes an address, bytes or a WebAssembly.Module, or { first, rest } of them.');
}

const inNode = typeof process === 'object' && typeof process.versions?.node === 'string';

/** In Node a text without a scheme is a path, and files are read. */
async function bytesOfFile(address) {
  const file = /^[a-z][a-z0-9+.-]+:/i.test(String(address)) ? new URL(address) : String(address);
  if (typeof file !== 'string' && file.protocol !== 'file:') return null;
  // Put together, so that bundlers for pages don't look for the module.
  const { readFile } = await import(/* webpackIgnore: true */ /* @vite-ignore */ ['node', 'fs/promises'].join(':'));
  return readFile(file);
}

/** Compiles the file at an address. */
export async function moduleAt(address) {
  const file = inNode ? await bytesOfFile(address) : null;
  if (file) return WebAssembly.compile(file);
  const response = await fetch(address);
  if (!response.ok) throw new Error(`The engine could not be loaded: ${address} answers ${response.status}.`);
  // A host that serves .wasm under another media type makes compileStreaming fail.
  if (response.headers.get('content-type')?.startsWith('application/wasm')) {
    return WebAssembly.compileStreaming(response);
  }
  const bytes = await response.arrayBuffer();
  const [zero, a, s, m] = new Uint8Array(bytes, 0, Math.min(4, bytes.byteLength));
  if (zero !== 0 || a !== 0x61 || s !== 0x73 || m !== 0x6d) {
    throw new Error(`The engine could not be loaded: ${address} gives no WebAssembly.`);
  }
  return WebAssembly.compile(bytes);
}

/** A text of a list as the binding reads it: before it its length in bytes and a colon. */
const listed = (text) => `${byteLength(text)}:${text}`;
const listOf = (texts) => encoder.encode(texts.map(listed).join(''));

/** The options of the last call, and their bytes: a page that judges on every key asks with the same ones. */
/** @type {{ pairs: string[], bytes: Uint8Array }} */
const asked = { pairs: [], bytes: encoder.encode('') };

/** Options as names and values in turn, without what was left undefined. */
function pairsOf(options) {
  const pairs = [];
  for (const name of options ? Object.keys(options) : []) {
    if (options[name] !== undefined) pairs.push(name, String(options[name]));
  }
  if (pairs.length !== asked.pairs.length || pairs.some((text, i) => text !== asked.pairs[i])) {
    asked.bytes = listOf(pairs);
    asked.pairs = pairs;
  }
  return asked.bytes;
}

/** An answer of the core; {"error": ...} becomes an exception. */
function answerOf(json) {
  const answer = JSON.parse(json);
  if (typeof answer?.error === 'string') throw new Error(answer.error);
  return answer;
}

/** The text after edits that are in order and do not overlap. */
function applyEdits(text, edits) {
  let out = '';
  let at = 0;
  for (const { start, end, text: replacement } of edits) {
    out += text.slice(at, start) + replacement;
    at = end;
  }
  return out + text.slice(at);
}

/** Edits in bytes of the text's UTF-8, as [[start, end, text], ...]; of edits in order, in one pass. */
function byteEdits(text, edits) {
  let unit = 0;
  let byte = 0;
  const byteOf = (at) => {
    byte += encoder.encode(text.slice(unit, at)).length;
    unit = Math.max(unit, at);
    return byte;
  };
  return edits.map(({ start, end, text: written }) => {
    if (!(start >= unit && end >= start && end <= text.length)) throw new RangeError('A change is outside the text, or not behind the one before it.');
    return [byteOf(start), byteOf(end), written];
  });
}

/** Texts of at most so many characters are written into the module's memory where they stand. */
const SHORT = 64 * 1024;
/** How a text is given in a packed report (core/src/report/packed.hpp). */
const PASTED = 0;
const CONSTANT = 1;

/**
 * The structs that most of a report is made of, written out by the names of their fields: what such an object looks
 * like is known before it is made, so that it takes half the time of one whose fields come one by one. A struct
 * with other fields is made that way. `know` is told the finding's rule before its texts are read.
 */
export const MAKERS = new Map(Object.entries({
  'start end text': ([start, end, text]) => () => ({ start: start(), end: end(), text: text() }),
  'text span kind': ([text, span, kind]) => () => ({ text: text(), span: span(), kind: kind() }),
  'name span duplicate values': ([name, span, duplicate, values]) => () => ({ name: name(), span: span(), duplicate: duplicate(), values: values() }),
  'rule severity category confidence browsers header occurrence title message why advice span related fix places references':
    ([id, severity, category, confidence, browsers, header, occurrence, title, message, why, advice, span, related, fix, places, references], know) => () => {
      const rule = id();
      know(rule);
      const finding = { rule, severity: severity(), category: category(), confidence: confidence() };
      const where = browsers();
      if (where !== undefined) finding.browsers = where;
      finding.header = header();
      finding.occurrence = occurrence();
      finding.title = title();
      finding.message = message();
      finding.why = why();
      finding.advice = advice();
      finding.span = span();
      finding.related = related();
      const change = fix();
      if (change !== undefined) finding.fix = change;
      const all = places();
      if (all !== undefined) finding.places = all;
      finding.references = references();
      return finding;
    },
}));

/** Makes a function that reads the packed report at an address; `rules` gives the catalogue by ids. */
function packedReader(core, rules) {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const constants = new Map();  // by their addresses, with other lengths of the same where there are any
  let words, at, pasted, made, rule;

  function constantAt(address, length) {
    let known = constants.get(address);
    if (known !== undefined && known.length === length) return known;
    known = constants.get(`${address} ${length}`);
    if (known !== undefined) return known;
    known = decoder.decode(core.HEAPU8.subarray(address, address + length));
    constants.set(constants.has(address) ? `${address} ${length}` : address, known);
    return known;
  }
  function text() {
    const start = words[at];
    const size = words[at + 1];
    at += 2;
    const length = size >>> 2;
    switch (size & 3) {
      case PASTED: return pasted.slice(start, start + length);
      case CONSTANT: return constantAt(start, length);
      default: return made.slice(start, start + length);
    }
  }
  function itemsOf(item) {
    return () => {
      const list = new Array(words[at++]);
      for (let i = 0; i < list.length; i++) list[i] = item();
      return list;
    };
  }
  function ruleText(name) {
    return () => {
      const value = rule[name];
      return Array.isArray(value) ? [...value] : value;
    };
  }
  function structOf(fields) {
    const names = fields.map(([name]) => name);
    const readers = fields.map(([name, type]) => {
      if (type === 'r') return ruleText(name);
      if (type[0] === '-') {
        const read = readerOf(type[1]);
        return () => (words[at++] ? read() : undefined);
      }
      return readerOf(type);
    });
    const make = MAKERS.get(names.join(' '));
    if (make) return make(readers, (id) => { rule = rules().get(id); });
    const count = names.length;
    const ofRule = fields.some(([, type]) => type === 'r') ? names.indexOf('rule') : -1;
    return () => {
      const struct = {};
      for (let i = 0; i < count; i++) {
        const value = readers[i]();
        if (i === ofRule) rule = rules().get(value);
        if (value !== undefined) struct[names[i]] = value;
      }
      return struct;
    };
  }
  function readerOf(type) {
    switch (type) {
      case 'n': return () => words[at++];
      case 'b': return () => words[at++] !== 0;
      case 't': return text;
      case 'j': return () => JSON.parse(text());
      case 's': return () => {
        const span = { start: words[at], end: words[at + 1] };
        at += 2;
        return span;
      };
    }
    const [kind, ...rest] = type;
    if (kind === '{') return structOf(rest);
    const read = readerOf(rest[0]);
    return kind === '*' ? itemsOf(read) : () => (words[at++] ? read() : null);
  }

  const read = readerOf(JSON.parse(core.packedSchema()));
  return (head, source) => {
    const { HEAP32 } = core;
    const first = HEAP32[head >>> 2] >>> 2;
    words = HEAP32.subarray(first, first + HEAP32[(head >>> 2) + 1]);
    const texts = HEAP32[(head >>> 2) + 2];
    const bytes = HEAP32[(head >>> 2) + 3];
    at = 0;
    pasted = source;
    made = bytes > 0 ? decoder.decode(core.HEAPU8.subarray(texts, texts + bytes)) : '';
    const report = read();
    pasted = made = '';
    return report;
  };
}

/** Which part the methods of an engine belong to; what is not named here is of `configure`. */
const PART_OF = { analyze: 'analyse', decide: 'analyse', rules: 'texts', compare: 'compare', elsewhere: 'peers' };
const PARTS = ['analyse', 'texts', 'dialects', 'configure', 'compare', 'peers'];

/** A call needs a part that was not asked for: `await hs.loadParts([error.part])`, and call again. */
export class PartNotLoaded extends Error {
  constructor(part) {
    super(`This needs the part "${part}": await hs.loadParts(["${part}"]) first.`);
    this.name = 'PartNotLoaded';
    this.part = part;
  }
}

function knownParts(parts) {
  if (typeof parts === 'string') throw new TypeError(`Parts are given as a list: ["${parts}"].`);
  const list = [...parts];
  const unknown = list.find((part) => !PARTS.includes(part));
  if (unknown !== undefined) throw new TypeError(`There is no part "${unknown}". The parts are ${PARTS.join(', ')}.`);
  return list;
}

/** What a function that is in the rest throws while only the first file is there. */
class NotThere extends Error {}
/** A text that is in the rest has an address behind all memory (cut_texts.mjs). */
const isOutside = (error) => error instanceof WebAssembly.RuntimeError;
const placeholders = new Proxy({}, { get: () => () => { throw new NotThere(); } });

/**
 * Texts that came with the rest are read by their right addresses: takes the mark off each (cut_texts.mjs).
 * @param {WebAssembly.Module} rest
 * @param {WebAssembly.Exports} exports
 */
function leadHome(rest, exports) {
  const [note] = WebAssembly.Module.customSections(rest, 'astray');
  if (!note) return;
  const [low, high, mark] = new Uint32Array(note);
  const { buffer } = /** @type {WebAssembly.Memory} */ (Object.values(exports).find((item) => item instanceof WebAssembly.Memory));
  const words = new Uint32Array(buffer, low, (high - low) >>> 2);
  for (let i = 0; i < words.length; i++) if (words[i] >>> 24 === mark) words[i] &= 0xffffff;
}

/**
 * The glue's object over an instance of the whole, of the first file, or of both files together.
 * @param {WebAssembly.Module} module
 * @param {WebAssembly.Module | null} rest
 */
function instantiate(module, rest) {
  return new Promise((resolve, reject) => {
    createInstance({
      instantiateWasm(imports, receive) {
        (async () => {
          const instance = await WebAssembly.instantiate(module, { ...imports, placeholder: placeholders });
          // It fills its places in the table of the first before anything runs.
          if (rest) {
            await WebAssembly.instantiate(rest, { primary: instance.exports });
            leadHome(rest, instance.exports);
          }
          receive(instance, module);
        })().catch(reject);
        return {};
      },
    }).then(resolve, reject);
  });
}

/** The files as a caller has them: one for all, or `{ first, rest }`. */
function isPair(given) {
  return Object.prototype.toString.call(given) === '[object Object]' && 'first' in given && 'rest' in given;
}

/**
 * An engine of what is handed over, or else of what `find` gives for a file's name. With `parts` only the
 * first of the two files is read, until one of the other parts is asked for; where the two can't be found
 * (a bundle left them behind), the whole is read at once.
 * @param {(name: string) => Promise<WebAssembly.Module>} find
 * @param {{ wasm?: any, parts?: readonly string[] }} options
 */
export async function loadFrom(find, { wasm, parts } = {}) {
  const has = new Set(parts === undefined ? PARTS : ['analyse', ...knownParts(parts)]);
  const given = await wasm;
  const pair = isPair(given) ? given : null;
  let first = null;
  if (pair) first = await moduleOf(pair.first);
  else if (parts !== undefined && given === undefined) first = await moduleOf(find('headstrong-first.wasm')).catch(() => null);
  const module = first ?? (await moduleOf(given === undefined ? find('headstrong.wasm') : given));

  /** @type {any} */
  let engine;
  let complete = first === null;  // no function is missing
  let lacking = null;             // the part for want of which a call has left the instance in a state that nobody knows
  let turn = Promise.resolve();
  const inTurn = (work) => (turn = turn.then(work, work));
  async function renew(all) {
    const rest = all && first ? await moduleOf(pair ? (typeof pair.rest === 'function' ? pair.rest() : pair.rest) : find('headstrong-rest.wasm')) : null;
    engine = engineOver(await instantiate(module, rest), () => has.has('texts'));
    complete ||= all;
    lacking = null;
  }

  function call(method, values) {
    const part = PART_OF[method] ?? 'configure';
    if (!has.has(part) || lacking) throw new PartNotLoaded(lacking ?? part);
    try {
      return engine[method](...values);
    } catch (error) {
      if (complete || !(error instanceof NotThere || isOutside(error))) throw error;
      lacking = 'dialects';
      inTurn(() => (lacking ? renew(complete) : undefined)).catch(() => {});
      throw new PartNotLoaded(lacking);
    }
  }
  await renew(has.size > 1);
  const methods = Object.keys(engine).filter((name) => name !== 'version');
  return {
    version: engine.version,
    ...Object.fromEntries(methods.map((method) => [method, (...values) => call(method, values)])),
    analyze(text, options) {
      if (has.has('peers')) return call('analyze', [text, options]);
      if (options?.elsewhere === 'on') throw new PartNotLoaded('peers');
      return call('analyze', [text, { ...options, elsewhere: 'off' }]);
    },
    async loadParts(wanted) {
      const list = knownParts(wanted);
      if (list.some((part) => part !== 'analyse')) await inTurn(() => (complete && !lacking ? undefined : renew(true)));
      for (const part of list) has.add(part);
    },
  };
}

/** The engine's methods over one instance. */
function engineOver(core, hasTexts) {
  const harden = (text, options) =>
    answerOf(core.harden(encoder.encode(text), pairsOf(options)));
  const into = (text, headers, options) =>
    answerOf(core.writeInto(encoder.encode(text), encoder.encode(JSON.stringify(headers)), pairsOf(options)));
  // Of the catalogue by their ids, read when a report first needs them: whole, or without the texts of the rest.
  let rules, titles;
  const byId = (list) => new Map(list.map((rule) => [rule.id, rule]));
  const rulesThere = () => {
    if (hasTexts()) return (rules ??= byId(JSON.parse(core.rules())));
    return (titles ??= byId(JSON.parse(core.ruleTitles()).map((rule) => ({ ...rule, why: '', advice: '', references: [] }))));
  };
  let readPacked;
  const reportAt = (head, text) => {
    if (head === 0) throw new Error(core.analyzeError());
    readPacked ??= packedReader(core, rulesThere);
    return readPacked(head, text);
  };
  /** Writes the text into the module as UTF-8; gives how many bytes it took. */
  const hand = (text) => {
    if (text.length <= SHORT) {
      const room = core.room(text.length * 3);
      return utf8.encodeInto(text, core.HEAPU8.subarray(room, room + text.length * 3)).written;
    }
    const bytes = encoder.encode(text);
    const room = core.room(bytes.length);  // the memory may have grown by then
    core.HEAPU8.set(bytes, room);
    return bytes.length;
  };
  const analyze = (text, options) => {
    if (typeof text !== 'string') encoder.encode(text);
    const pairs = options === undefined ? '' : pairsOf(options);
    if (isTooLong(text)) return reportAt(core.tooLong(byteLength(text), pairs), '');
    // Text goes in as UTF-8 bytes: Embind's own conversion would merge a lone surrogate with the unit
    // behind it and shift every later position.
    return reportAt(core.analyze(hand(text), pairs), text);
  };
  return {
    version: core.version(),
    analyze,
    elsewhere: (text, options) => answerOf(core.elsewhere(encoder.encode(text), pairsOf(options))),
    /** @param {import('./contract').ReportOptions & import('./contract').AnalyzeOptions} more */
    report(text, more = {}) {
      const { time, ...options } = more;
      const when = time === undefined ? new Date() : time;
      const pairs = pairsOf({ ...options, time: when instanceof Date ? when.toISOString() : when });
      const answer = core.report(encoder.encode(text), pairs);
      if (answer[0] === '-') throw new Error(answer.slice(1));
      return answer.slice(1);
    },
    secrets: (text) => JSON.parse(core.secrets(encoder.encode(text))),
    decide(input) {
      const line = JSON.stringify(input) ?? '';
      const answer = isTooLong(line) ? { error: 'the question is over 8 MiB' } : JSON.parse(core.decide(encoder.encode(line)));
      // What asks for several gets one answer each, also where the question as a whole is refused.
      const requests = input?.requests;
      return Array.isArray(requests) && !Array.isArray(answer) ? requests.map(() => ({ ...answer })) : answer;
    },
    compare(before, after, { before: one = -1, after: other = -1 } = {}) {
      const tooLong = [before, after].some((text) => typeof text === 'string' && isTooLong(text));
      return JSON.parse(tooLong ? core.compareTooLong() : core.compare(encoder.encode(before), encoder.encode(after), one, other));
    },
    remedies(input) {
      const { text, ...question } = input ?? {};
      return answerOf(core.remedies(encoder.encode(JSON.stringify(question)), encoder.encode(text ?? ''), text !== undefined));
    },
    matrix: (text, options) => answerOf(core.matrix(encoder.encode(text), pairsOf(options))),
    harden: (text, options) => harden(text, options).headers,
    hardenWithReasons: harden,
    rollout: (text, options) => answerOf(core.rollout(encoder.encode(text), pairsOf(options))),
    writeInto: (text, headers, /** @type {import('./contract').WriteIntoOptions} */ { response } = {}) => applyEdits(text, into(text, headers, { response }).edits),
    writeIntoAsEdits: (text, headers, options) => into(text, headers, options).edits,
    writeIntoWithNotes: into,
    /** @param {import('./contract').EmitOptions} more */
    emit(headers, target, more = {}) {
      const { notes, ...options } = more;
      const set = notes ? { headers, changes: notes } : headers;
      const { refusal, ...emitted } = answerOf(
        core.emit(encoder.encode(JSON.stringify(set)), encoder.encode(target), pairsOf(options)),
      );
      if (refusal) {
        const { header, reason } = refusal;
        throw new Error(header ? `${header}: ${reason}` : reason);
      }
      return emitted;
    },
    spell(text, edits, options) {
      const counted = options?.encoding === 'utf-8' ? edits.map(({ start, end, text: written }) => [start, end, written]) : byteEdits(text, edits);
      return answerOf(core.spell(encoder.encode(text), listOf(counted.flat().map(String)), pairsOf(options)));
    },
    rules: () => JSON.parse(core.rules()),
    targets: () => JSON.parse(core.targets()),
    services: () => JSON.parse(core.services()),
  };
}
