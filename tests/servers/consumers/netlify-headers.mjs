import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { scratch, write } from '../lib/daemon.mjs';

const modules = fileURLToPath(new URL('../../node_modules', import.meta.url));

/** The headers for "/" as Netlify's parser reads a file, `_headers` or `netlify.toml`. */
export async function parse(text, name = '_headers') {
  const { parseAllHeaders } = await import('netlify-headers-parser');
  const folder = scratch('netlify');
  write(folder, { [name]: text });
  const { headers, errors } = await parseAllHeaders({
    headersFiles: name === '_headers' ? [`${folder}/_headers`] : [],
    netlifyConfigPath: name === '_headers' ? undefined : `${folder}/${name}`,
    configHeaders: [],
    minimal: false,
  });
  if (errors.length > 0) throw new Error(`netlify-headers-parser: ${errors.map(({ message }) => message)}`);
  return headers.filter(({ forRegExp }) => forRegExp.test('/')).flatMap(({ values }) => Object.entries(values));
}

/** What arrives when one value is written without care. */
async function probe(value) {
  try {
    return (await parse(`/*\n  X-T: ${value}\n`))[0]?.[1];
  } catch {
    return undefined;
  }
}

export default {
  target: 'netlify-headers',
  evidence: 'parser',
  missing: () => (existsSync(`${modules}/netlify-headers-parser`) ? [] : ['netlify-headers-parser']),
  options: [],
  kinds: ['parsed'],
  repeats: 'joined',
  nonce: false,
  async serve(emitted) {
    const sites = await Promise.all(emitted.map(({ files }) => parse(files[0].text)));
    return { get: async (i) => ({ fields: sites[i] }), stop: async () => {} };
  },
  limits: [
    { reason: /carries at most 65536/, applies: (value) => value.length > 65536 },
    {
      reason: /rewrites the blanks around commas/,
      // Exactly the values that the parser alters.
      applies: (value) => value.split(/\s*,\s*/g).join(', ') !== value,
      shown: async () => (await probe('a,b')) === 'a, b' && (await probe('a ,b')) === 'a, b' && (await probe(',a')) !== ',a',
    },
    { reason: /ignore it here/, applies: (_, name) => ['Allow', 'Alt-Svc', 'Server'].includes(name) },
    { reason: /cookie handling/, applies: (_, name) => name === 'Set-Cookie' },
    { reason: /empty value/, applies: (value) => value === '', shown: async () => (await probe('')) === undefined },
    { reason: /outside ASCII/, applies: (value) => /[^\x20-\x7e]/.test(value) },
  ],
};
