// The `_headers` file: the one place where the page's own headers are written down.
import { readFileSync } from 'node:fs';

/**
 * Reads the format that Netlify and Cloudflare Pages share: a path, in which `*` stands for anything,
 * then indented `Name: value` lines.
 * @returns {{ path: RegExp, headers: [string, string][] }[]}
 */
export function parseHeadersFile(text) {
  /** @type {{ path: ReturnType<typeof pathPattern>, headers: [string, string][] }[]} */
  const rules = [];
  for (const line of text.split('\n')) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    if (!/^\s/.test(line)) {
      rules.push({ path: pathPattern(line.trim()), headers: [] });
      continue;
    }
    const colon = line.indexOf(':');
    const rule = rules.at(-1);
    if (colon < 1 || rule === undefined) throw new Error(`_headers: not understood: ${line}`);
    rule.headers.push([line.slice(0, colon).trim(), line.slice(colon + 1).trim()]);
  }
  return rules;
}

function pathPattern(path) {
  const literal = path.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${literal.join('.*')}$`);
}

/** What an answer for `path` carries, by all rules that match, in their order. */
export function headersFor(rules, path) {
  return rules.filter((rule) => rule.path.test(path)).flatMap((rule) => rule.headers);
}

/** Reads the file and gives a function from path to headers. */
export function loadHeaders(file) {
  const rules = parseHeadersFile(readFileSync(file, 'utf8'));
  return (path) => headersFor(rules, path);
}

/** What a <meta> ignores (CSP Level 3, section 3.3); these stay in the header only. */
const NOT_IN_META = new Set(['frame-ancestors', 'report-uri', 'report-to', 'sandbox']);

/** The policy as a <meta> can carry it. */
export function metaPolicy(policy) {
  return policy
    .split(';')
    .map((directive) => directive.trim())
    .filter((directive) => directive && !NOT_IN_META.has(directive.split(/\s/)[0].toLowerCase()))
    .join('; ');
}
