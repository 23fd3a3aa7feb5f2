import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { scratch, write } from '../lib/daemon.mjs';
import { emit } from '../lib/program.mjs';

const modules = fileURLToPath(new URL('../../node_modules', import.meta.url));

/** The headers for "/" as Netlify's parser reads a file, `_headers` or `netlify.toml`. */
export async function parse(text, name = '_headers') {
  const { parseAllHeaders } = await import('netlify-headers-parser');
  const folder = scratch('netlify');
  write(folder, { [name]: text });
  const { headers, errors } = await parseAllHeaders(/** @type {Parameters<typeof parseAllHeaders>[0]} */ ({
    headersFiles: name === '_headers' ? [`${folder}/_headers`] : [],
    netlifyConfigPath: name === '_headers' ? undefined : `${folder}/${name}`,
    configHeaders: [],
    minimal: false,
  }));
  if (errors.length > 0) throw new Error(`netlify-headers-parser: ${errors.map(({ message }) => message)}`);
  return headers.filter(({ forRegExp }) => forRegExp.test('/')).flatMap(({ values }) => Object.entries(values));
}

export const trimmed = ([name, value]) => [name, value.replace(/^[ \t]+|[ \t]+$/g, '')];

const lists = /^(Content-Security-Policy|Permissions-Policy|Referrer-Policy|Cache-Control|Vary|Accept-CH|Clear-Site-Data|NEL|Report-To|Link|Reporting-Endpoints)$/i;

/** Whether each comma that is altered stands outside of quotes and of a link's brackets. */
function sameMeaning(name, value) {
  if (!lists.test(name)) return false;
  if (/^content-security-policy$/i.test(name)) return true;
  const within = /^link$/i.test(name) ? /"(?:[^"\\]|\\.)*"|<[^>]*>/g : /"(?:[^"\\]|\\.)*"/g;
  return (value.match(within) ?? []).every((part) => part.split(/\s*,\s*/).join(', ') === part);
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
  /** Netlify rewrites blanks around commas, and HTTP takes them off at the ends. */
  arrives: (name, value) => (sameMeaning(name, value) ? value.split(/\s*,\s*/).join(', ').trim() : value),
  async serve(emitted) {
    const sites = await Promise.all(emitted.map(({ files }) => parse(files[0].text)));
    return { get: async (i) => ({ fields: sites[i].map(trimmed) }), stop: async () => {} };
  },
  async extra(tally) {
    const rows = [
      ['Permissions-Policy', 'geolocation=(),camera=()', 'geolocation=(), camera=()'],
      ['Content-Security-Policy', 'img-src "a,b" ,c', 'img-src "a, b", c'],
      ['Link', '<https://x/?a,b>;rel=preload', undefined],
      ['Reporting-Endpoints', 'a="https://x/?a,b"', undefined],
      ['NEL', '{"a":1,"b":2}', '{"a":1, "b":2}'],
      ['NEL', '{"a":"x,y","b":2}', undefined],
      ['NEL', '{"a":"x\\",y","b":2}', undefined],
      ['Strict-Transport-Security', 'max-age=1,max-age=2', undefined],
      ['X-T', 'a,b', undefined],
    ];
    for (const [name, value, wanted] of rows) {
      const answer = emit(this.target, [[name, value]]);
      const warned = answer.warnings?.some(({ header, message }) => header === name && /one space after it/.test(message));
      const came = answer.refusal ? undefined : (await this.serve([answer])).get(0);
      tally.check((await came)?.fields[0][1] === wanted && (wanted === undefined || warned), () =>
        `${this.target}: ${name}: ${value}: ${JSON.stringify(answer)}`);
    }
  },
  limits: [
    { reason: /carries at most 65536/, applies: (value) => value.length > 65536 },
    {
      reason: /rewrites the spaces around commas/,
      // Exactly the values that the parser alters, of headers where that may alter the meaning.
      applies: (value, name) => value.split(/\s*,\s*/g).join(', ') !== value && !sameMeaning(name, value),
      shown: async () => (await probe('a,b')) === 'a, b' && (await probe('a ,b')) === 'a, b' && (await probe(',a')) !== ',a',
    },
    { reason: /ignore it here/, applies: (_, name) => ['Allow', 'Alt-Svc', 'Server'].includes(name) },
    { reason: /cookie handling/, applies: (_, name) => name === 'Set-Cookie' },
    { reason: /empty value/, applies: (value) => value === '', shown: async () => (await probe('')) === undefined },
    { reason: /outside ASCII/, applies: (value) => /[^\x20-\x7e]/.test(value) },
  ],
};
