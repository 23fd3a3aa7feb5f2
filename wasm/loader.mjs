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
  if (ArrayBuffer.isView(wasm)) return WebAssembly.compile(new Uint8Array(wasm.buffer, wasm.byteOffset, wasm.byteLength));
  if (typeof wasm === 'string' || wasm instanceof URL) return moduleAt(wasm);
  throw new TypeError('load({ wasm }) takes an address, bytes or a WebAssembly.Module.');
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

/** Options as the core reads them: pairs of texts, without what was left undefined. */
function pairsOf(options) {
  const pairs = Object.entries(options ?? {}).filter(([, value]) => value !== undefined);
  return encoder.encode(JSON.stringify(pairs.map(([name, value]) => [name, String(value)])));
}

/** An answer of the core; {"error": ...} becomes an exception. */
function answerOf(json) {
  const answer = JSON.parse(json);
  if (typeof answer.error === 'string') throw new Error(answer.error);
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
  return edits.map(({ start, end, text: written }) => [byteOf(start), byteOf(end), written]);
}

/** A finding as the contract has it, with what the catalogue says of its rule. */
function withRuleTexts(finding, { category, title, why, advice, references }) {
  const { rule, severity, confidence, header, occurrence, message, span, related, fix } = finding;
  const whole = { rule, severity, category, confidence, header, occurrence, title, message, why, advice, span, related };
  if (fix) whole.fix = fix;
  whole.references = [...references];
  return whole;
}

/** An instance of what is handed over, or else of what `find` gives. */
export async function loadFrom(find, { wasm } = {}) {
  const module = await moduleOf(wasm === undefined ? find() : wasm);
  const core = await new Promise((resolve, reject) => {
    createInstance({
      instantiateWasm(imports, receive) {
        WebAssembly.instantiate(module, imports).then((instance) => receive(instance, module), reject);
        return {};
      },
    }).then(resolve, reject);
  });
  const harden = (text, options) =>
    answerOf(core.harden(encoder.encode(text), pairsOf(options)));
  const editsInto = (text, headers, options) =>
    answerOf(core.writeInto(encoder.encode(text), encoder.encode(JSON.stringify(headers)), pairsOf(options)));
  let rules;  // of the catalogue by their ids, read when a report first needs them
  const analyze = (text, options) => {
    if (typeof text === 'string' && isTooLong(text)) return withTexts(answerOf(core.tooLong(byteLength(text), pairsOf(options))));
    // Text goes in as UTF-8 bytes: Embind's own conversion would merge a lone surrogate with the unit
    // behind it and shift every later position.
    return withTexts(answerOf(core.analyze(encoder.encode(text), pairsOf(options))));
  };
  const withTexts = (report) => {
    rules ??= new Map(JSON.parse(core.rules()).map((rule) => [rule.id, rule]));
    report.findings = report.findings.map((finding) => withRuleTexts(finding, rules.get(finding.rule)));
    return report;
  };
  return {
    version: core.version(),
    analyze,
    decide(input) {
      const line = JSON.stringify(input) ?? '';
      const answer = isTooLong(line) ? { error: 'the question is over 8 MiB' } : JSON.parse(core.decide(encoder.encode(line)));
      // What asks for several gets one answer each, also where the question as a whole is refused.
      const requests = input?.requests;
      return Array.isArray(requests) && !Array.isArray(answer) ? requests.map(() => ({ ...answer })) : answer;
    },
    compare(before, after) {
      const tooLong = [before, after].some((text) => typeof text === 'string' && isTooLong(text));
      return JSON.parse(tooLong ? core.compareTooLong() : core.compare(encoder.encode(before), encoder.encode(after)));
    },
    remedies(input) {
      const { text, ...question } = input ?? {};
      return answerOf(core.remedies(encoder.encode(JSON.stringify(question)), encoder.encode(text ?? ''), text !== undefined));
    },
    matrix: (text, options) => answerOf(core.matrix(encoder.encode(text), pairsOf(options))),
    harden: (text, options) => harden(text, options).headers,
    hardenWithReasons: harden,
    writeInto: (text, headers, { response } = {}) => applyEdits(text, editsInto(text, headers, { response })),
    writeIntoAsEdits: editsInto,
    emit(headers, target, { notes, ...options } = {}) {
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
      return answerOf(core.spell(encoder.encode(text), encoder.encode(JSON.stringify(counted)), pairsOf(options)));
    },
    rules: () => JSON.parse(core.rules()),
    targets: () => JSON.parse(core.targets()),
    services: () => JSON.parse(core.services()),
  };
}
