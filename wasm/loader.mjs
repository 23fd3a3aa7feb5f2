// Loads the engine and gives its functions JavaScript's shapes. Types: headstrong.d.ts.
import createInstance from './headstrong-glue.mjs';

const encoder = new TextEncoder();

/** The module beside this file, in a page, a worker or Node. */
async function fetchModule() {
  const url = new URL('headstrong.wasm', import.meta.url);
  if (typeof process === 'object' && process.versions?.node && url.protocol === 'file:') {
    const { readFile } = await import('node:fs/promises');
    return WebAssembly.compile(await readFile(url));
  }
  const response = await fetch(url);
  if (!response.ok) throw new Error(`The engine could not be loaded: ${url} answers ${response.status}.`);
  // A host that serves .wasm under another media type makes compileStreaming fail.
  if (response.headers.get('content-type')?.startsWith('application/wasm')) {
    return WebAssembly.compileStreaming(response);
  }
  return WebAssembly.compile(await response.arrayBuffer());
}

async function moduleOf(wasm) {
  if (wasm === undefined) return fetchModule();
  return wasm instanceof WebAssembly.Module ? wasm : WebAssembly.compile(wasm);
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

/** A finding as the contract has it, with what the catalogue says of its rule. */
function withRuleTexts(finding, { category, title, why, advice, references }) {
  const { rule, severity, confidence, header, occurrence, message, span, related, fix } = finding;
  const whole = { rule, severity, category, confidence, header, occurrence, title, message, why, advice, span, related };
  if (fix) whole.fix = fix;
  whole.references = [...references];
  return whole;
}

export async function load({ wasm } = {}) {
  const module = await moduleOf(wasm);
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
    // Text goes in as UTF-8 bytes: Embind's own conversion would merge a lone surrogate with the unit
    // behind it and shift every later position.
    const report = answerOf(core.analyze(encoder.encode(text), pairsOf(options)));
    rules ??= new Map(JSON.parse(core.rules()).map((rule) => [rule.id, rule]));
    report.findings = report.findings.map((finding) => withRuleTexts(finding, rules.get(finding.rule)));
    return report;
  };
  return {
    version: core.version(),
    analyze,
    decide: (input) => JSON.parse(core.decide(encoder.encode(JSON.stringify(input)))),
    compare: (before, after) => JSON.parse(core.compare(encoder.encode(before), encoder.encode(after))),
    harden: (text, options) => harden(text, options).headers,
    hardenWithReasons: harden,
    writeInto: (text, headers, { response } = {}) => applyEdits(text, editsInto(text, headers, { response })),
    writeIntoAsEdits: editsInto,
    emit(headers, target, options) {
      const { refusal, ...emitted } = answerOf(
        core.emit(encoder.encode(JSON.stringify(headers)), encoder.encode(target), pairsOf(options)),
      );
      if (refusal) {
        const { header, reason } = refusal;
        throw new Error(header ? `${header}: ${reason}` : reason);
      }
      return emitted;
    },
    rules: () => JSON.parse(core.rules()),
    targets: () => JSON.parse(core.targets()),
    services: () => JSON.parse(core.services()),
  };
}
