// From evidence to verdict. A verdict needs two witnesses that agree: the effect (a request that
// arrived, code that ran) and the violation event. Where they contradict each other, or one that
// should be there is missing, the case is "unclear".

const INLINE = new Set(['inline-script', 'script-attribute', 'javascript-url', 'eval']);
const BY_OUTCOME = {
  'inline-style': 'style applied',
  'style-attribute': 'style applied',
  'wasm-eval': 'compiled',
  'trusted-type-policy': 'created',
  'trusted-type-sink': 'assigned',
  'base-uri': 'base changed',
};

/** True if the URL is fetched without the network, so that the proxy never sees it. */
export const isLocal = (url) => /^(data|blob|about):/i.test(url ?? '');

/** Ports that browsers connect to under no circumstances (of those that cases use). */
const isRefusedPort = (url) => /^[a-z]+:\/\/[^/?#]*:0([/?#]|$)/i.test(url ?? '');

function hadEffect(request, evidence) {
  if (evidence.bare && request.type === 'script') return evidence.ran > 0;  // fetched ahead, but not run
  // The event alone tells: the request fails whether or not a policy lets it pass.
  if (isRefusedPort(request.url) && !request.via) return evidence.violations.length === 0 && evidence.outcomes.some((o) => /^(error|threw)/.test(o));
  if (INLINE.has(request.type)) return evidence.ran > 0;
  const wanted = BY_OUTCOME[request.type];
  if (wanted) return evidence.outcomes.includes(wanted);
  if (!isLocal(request.url)) return evidence.reached;
  if (request.type === 'script') return evidence.ran > 0;
  // A frame, and what is shown as one, loads an empty document where it is blocked.
  const isFrame = request.type === 'iframe' || request.type === 'object' || request.type === 'embed';
  if (isFrame && evidence.violations.length > 0) return false;
  return evidence.outcomes.includes('load') || (request.type === 'iframe' && evidence.outcomes.includes('frame-load'));
}

/** A sandbox takes scripts, forms and workers away without telling the page by an event; a page without
    scripts hears no event at all. */
const isSilentBlock = (request, evidence) => evidence.bare ||
  // WebKitGTK 2.54 refuses WebAssembly by the error that its JavaScript interface names, and tells nobody else.
  request.type === 'wasm-eval' && evidence.outcomes.includes('threw CompileError') ||
  // Chromium leaves a TrustedScript alone where 'trusted-types-eval' stands: eval gives it back.
  request.type === 'eval' && request.trusted && evidence.outcomes.length === 0 ||
  evidence.sandboxed && request.type === 'form-action' ||
  // Firefox blocks mixed content by its directive without an event; frames do not even fail.
  evidence.mixed && [request.line.request.url, ...(request.via ?? [])].some((url) => /^(http|ws):/.test(url)) && (request.type === 'iframe' || request.type === 'embed' || evidence.outcomes.some((outcome) => /^(error|threw|refused)/.test(outcome))) ||
  evidence.sandboxed && evidence.outcomes.some((outcome) => /^(error|threw|refused)/.test(outcome));

/**
 * Judges one case. `evidence` is { reached, missedHop, ran, outcomes, violations, sandboxed }, with
 * `violations` those of enforced policies. Returns { verdict, directives, note? } with a
 * verdict 'allowed', 'blocked', 'unclear', or 'moot' if an earlier hop of a redirect was blocked.
 */
export function judge(request, evidence) {
  const directives = [...new Set(evidence.violations.map((violation) => violation.directive))];
  const effect = hadEffect(request, evidence);
  const violated = directives.length > 0;
  if (evidence.missedHop) {
    const note = `an earlier hop was not reached: ${JSON.stringify(evidence)}`;
    return { verdict: violated || isSilentBlock(request, evidence) ? 'moot' : 'unclear', directives, note };
  }
  if (effect && !violated) return { verdict: 'allowed', directives };
  if (!effect && violated) return { verdict: 'blocked', directives };
  if (!effect && isSilentBlock(request, evidence)) return { verdict: 'blocked', directives };
  const note = effect ? 'effect and violation' : 'neither effect nor violation';
  return { verdict: 'unclear', directives, note: `${note}: ${JSON.stringify(evidence)}` };
}
