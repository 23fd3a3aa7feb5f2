import { existsSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { scratch } from '../lib/daemon.mjs';

const modules = fileURLToPath(new URL('../../node_modules', import.meta.url));
const source = `${modules}/@cloudflare/pages-shared`;

let pages;

/** Cloudflare's own reader of `_headers` and its asset server, bundled from their package. */
async function load() {
  if (pages) return pages;
  const { build } = await import('esbuild');
  const file = `${scratch('cloudflare')}/pages.mjs`;
  await build({
    stdin: {
      contents: `
        export { parseHeaders } from './metadata-generator/parseHeaders';
        export { createMetadataObject } from './metadata-generator/createMetadataObject';
        export { generateHandler } from './asset-server/handler';`,
      resolveDir: source,
    },
    bundle: true,
    format: 'esm',
    platform: 'node',
    outfile: file,
    logLevel: 'error',
  });
  pages = await import(pathToFileURL(file).href);
  return pages;
}

/** The response of the asset server for a path of a site with that `_headers` file. */
async function fetchFrom(text, path, lines = []) {
  const { parseHeaders, createMetadataObject, generateHandler } = await load();
  const headers = parseHeaders(text);
  const invalid = headers.invalid.map(({ message }) => message);
  const metadata = createMetadataObject({ headers, deploymentId: 'test', logger: { log() {}, debug() {}, info() {}, warn() {}, error() {} } });
  const response = await generateHandler({
    request: new Request(`https://site.example${path}`, { headers: lines.map((line) => line.split(/: /)) }),
    metadata,
    xServerEnvHeader: 'production',
    logError: (error) => {
      throw error;
    },
    findAssetEntryForPath: async (asset) => (asset === '/index.html' || asset === '/404.html' ? asset : null),
    getAssetKey: (entry) => entry,
    negotiateContent: () => ({ encoding: null }),
    fetchAsset: async () => ({ body: 'ok', contentType: 'text/html' }),
  });
  return { invalid, status: response.status, fields: [...response.headers] };
}

const paths = { ok: '/', missing: '/none', redirect: '/index.html' };

async function probe(value) {
  const { fields } = await fetchFrom(`/*\n  X-T: ${value}\n`, '/some/page');
  return fields.find(([name]) => name === 'x-t')?.[1];
}

export default {
  target: 'cloudflare-headers',
  evidence: 'parser',
  missing: () => ['esbuild', '@cloudflare/pages-shared'].filter((name) => !existsSync(`${modules}/${name}`)),
  options: [],
  kinds: ['ok', 'missing'],
  repeats: 'joined',
  nonce: false,
  covers: { ok: { status: 200 }, missing: { status: 404 }, redirect: { status: 308 }, unmodified: { status: 304 } },
  async serve(emitted) {
    return {
      async get(i, kind, how) {
        const answer = await fetchFrom(emitted[i].files[0].text, paths[kind], how?.headers);
        if (answer.invalid.length > 0) throw new Error(`cloudflare: ${answer.invalid}`);
        // The one header that the asset server replaces on 404; emit() warns of it.
        const asked = emitted[i].headers.find(([name]) => name === 'Cache-Control');
        if (kind === 'missing' && asked) {
          answer.fields = answer.fields.map(([name, value]) =>
            name === 'cache-control' && value === 'no-store' ? [name, asked[1]] : [name, value]);
        }
        return answer;
      },
      stop: async () => {},
    };
  },
  limits: [
    {
      reason: /lines of more than 2000/,
      applies: (value, name) => name.length + 2 + value.length > 2000,
      shown: async () => (await probe('x'.repeat(1996))) === undefined && (await probe('x'.repeat(1995))) !== undefined,
    },
    { reason: /carries at most 2000/, applies: (value) => value.length > 2000 },
    { reason: /can't be joined/, applies: (_, name) => name === 'Set-Cookie' },
    { reason: /:splat/, applies: (value) => value.includes(':splat'), shown: async () => (await probe('a:splat')) === 'asome/page' },
    { reason: /edge writes it/, applies: (_, name) => ['Alt-Svc', 'Server'].includes(name) },
    { reason: /without a value/, applies: (value) => value === '', shown: async () => (await probe('')) === undefined },
    { reason: /outside ASCII/, applies: (value) => /[^\x20-\x7e]/.test(value) },
  ],
};
