// Names of headers, directives and keywords, offered while typing.
import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';

const HEADERS = [
  'Content-Security-Policy',
  'Content-Security-Policy-Report-Only',
  'Cross-Origin-Embedder-Policy',
  'Cross-Origin-Opener-Policy',
  'Cross-Origin-Resource-Policy',
  'Permissions-Policy',
  'Referrer-Policy',
  'Reporting-Endpoints',
  'Set-Cookie',
  'Strict-Transport-Security',
  'X-Content-Type-Options',
  'X-Frame-Options',
];

/** CSP Level 3, with the values that are usual where a list of sources is not what it takes. */
const DIRECTIVES = [
  'default-src',
  'script-src',
  'script-src-elem',
  'script-src-attr',
  'style-src',
  'style-src-elem',
  'style-src-attr',
  'img-src',
  'font-src',
  'connect-src',
  'media-src',
  'object-src',
  'frame-src',
  'child-src',
  'worker-src',
  'manifest-src',
  'base-uri',
  'form-action',
  'frame-ancestors',
  'sandbox',
  'report-uri',
  'report-to',
  'require-trusted-types-for',
  'trusted-types',
  'upgrade-insecure-requests',
];

const SOURCES = [
  "'self'",
  "'none'",
  "'strict-dynamic'",
  "'unsafe-inline'",
  "'unsafe-eval'",
  "'unsafe-hashes'",
  "'wasm-unsafe-eval'",
  "'report-sample'",
  'https:',
  'data:',
  'blob:',
];

const VALUES: Record<string, readonly string[]> = {
  'require-trusted-types-for': ["'script'"],
  'frame-ancestors': ["'none'", "'self'"],
  'base-uri': ["'none'", "'self'"],
  'form-action': ["'none'", "'self'"],
  'referrer-policy': [
    'no-referrer',
    'same-origin',
    'strict-origin',
    'strict-origin-when-cross-origin',
  ],
  'strict-transport-security': ['max-age=31536000; includeSubDomains'],
  'x-content-type-options': ['nosniff'],
  'x-frame-options': ['DENY', 'SAMEORIGIN'],
  'cross-origin-opener-policy': ['same-origin', 'same-origin-allow-popups', 'noopener-allow-popups'],
  'cross-origin-embedder-policy': ['require-corp', 'credentialless'],
  'cross-origin-resource-policy': ['same-origin', 'same-site', 'cross-origin'],
};

const FIELD = /^[<\s]*([A-Za-z-]+):[ \t]*/;
const DIRECTIVE_NAMES = new Set(DIRECTIVES);

export function completeHeaders(context: CompletionContext): CompletionResult | null {
  const line = context.state.doc.lineAt(context.pos);
  const before = line.text.slice(0, context.pos - line.from);
  const word = /[A-Za-z0-9'-]*$/.exec(before)?.[0] ?? '';
  if (word === '' && !context.explicit) return null;
  // What is written out needs no offer, which would take the Enter that ends the line.
  const options = optionsFor(before, word)?.filter(({ label }) => label !== word) ?? [];
  return options.length > 0 ? { from: context.pos - word.length, options } : null;
}

function optionsFor(before: string, word: string): Completion[] | null {
  const field = FIELD.exec(before);
  if (!field) {
    const bare = barePolicyPart(before);
    if (bare !== null) return policyOptions(bare, word);
    return /^[<\s]*[A-Za-z-]*$/.test(before) ? list(HEADERS, ': ') : null;
  }
  const name = (field[1] ?? '').toLowerCase();
  const value = before.slice(field[0].length);
  if (name.startsWith('content-security-policy')) {
    return policyOptions(value.slice(value.lastIndexOf(';') + 1).trimStart(), word);
  }
  return value === word && VALUES[name] ? list(VALUES[name], '') : null;
}

/** The directive at the caret, where the line is a policy without a header's name. */
function barePolicyPart(before: string): string | null {
  const first = /^\s*([a-z-]+)\s/.exec(before)?.[1];
  if (!first || !DIRECTIVE_NAMES.has(first)) return null;
  return before.slice(before.lastIndexOf(';') + 1).trimStart();
}

/** `part` is the directive from its start to the caret. */
function policyOptions(part: string, word: string): Completion[] {
  if (part === word) return list(DIRECTIVES, ' ');
  const directive = part.slice(0, part.search(/\s|$/));
  return list(VALUES[directive] ?? SOURCES, '');
}

function list(words: readonly string[], after: string): Completion[] {
  return words.map((label) => ({ label, apply: label + after }));
}
