// The page's own scans, in steps: what V8 counts of every block that is run, and the characters that
// built-in functions go through. The same text gives the same number on every machine.
import { Session } from 'node:inspector';
import { importSource } from '../site/support/compile.mjs';

/** Texts that repeat what makes a scan look far ahead, or back. */
const HOSTILE = {
  'the start of a token': '-eyJaaaaaaaa',
  'the start of a token, no end': 'eyJ',
  'a token of many parts': 'eyJhbGciOiJI.',
  'cookies in cookies': 'Cookie: a=1; ',
  'cookies joined': 'Set-Cookie: a=1; b, c=',
  'commas in a date': 'Set-Cookie: a=1; Expires=Wed, ',
  'names without values': 'set-cookie:\n',
  'names in quotes': '"cookie" ',
  'credentials': 'Authorization: Bearer ',
  'a list of names': 'authorization, ',
  'parameters': '?code=',
  'parameters in parameters': '%3Fsig%3D%26',
  'addresses': 'https://me@',
  'schemes': 'http://',
  'keys with a prefix': 'sk-',
  'brackets': '[',
  'braces and quotes': '{"',
  'pairs': '{"name":"Cookie","value":"a=1"},',
  'backslashes': '\\',
  'escapes': '\\"a',
  'line ends': '\r\n',
  'blanks': ' ',
  'quotes': '"\'',
};

const HAR_ENTRY = JSON.stringify({
  request: {
    url: 'https://a.example/?token=abc', headers: [{ name: 'Cookie', value: 'a=1; b=2' }], cookies: [{ name: 'a', value: '1' }],
    postData: { text: 'a=1', params: [{ name: 'a', value: '1' }] },
  },
  response: { status: 200, headers: [{ name: 'Set-Cookie', value: 'a="1"; Path=/' }], content: { text: '{"a":\n"https://b.example/"}' } },
});

function shapes() {
  const repeated = Object.entries(HOSTILE).map(([name, word]) => [name, (size) => word.repeat(Math.ceil(size / word.length))]);
  return [
    ...repeated,
    ...repeated.map(([name, make]) => [`${name}, in JSON`, (size) => JSON.stringify([['Set-Cookie', make(size)]])]),
    ['blanks in a cookie', (size) => `Set-Cookie: a=z${' '.repeat(size)}x`],
    ['an archive', (size) => `{"log":{"entries":[${Array(Math.ceil(size / HAR_ENTRY.length)).fill(HAR_ENTRY)}]}}`],
  ];
}

/** Counts what built-in functions go through, until the returned function is called. */
function watchBuiltIns(add) {
  const kept = [];
  const watch = (owner, name, cost) => {
    const native = owner[name];
    kept.push(() => { owner[name] = native; });
    owner[name] = function (...args) {
      const result = Reflect.apply(native, this, args);
      add(cost(this, args, result));
      return result;
    };
  };
  const read = (text, [, from = 0], at) => (at < 0 ? text.length : at) - from + 1;
  watch(String.prototype, 'indexOf', read);
  watch(String.prototype, 'slice', (_, __, part) => part.length);
  for (const name of ['includes', 'toLowerCase', 'toUpperCase', 'trim']) watch(String.prototype, name, (text) => text.length);
  // V8 does not say how often a pattern goes back; so it is taken for the square of its text.
  for (const name of ['replace', 'replaceAll', 'split', 'match', 'search']) {
    watch(String.prototype, name, (text, [pattern]) => (pattern instanceof RegExp ? text.length ** 2 : text.length));
  }
  for (const name of ['test', 'exec']) watch(RegExp.prototype, name, (_, [text]) => text.length ** 2);
  watch(Array.prototype, 'join', (_, __, text) => text.length);
  watch(Array.prototype, 'sort', (list) => list.length);
  return () => { for (const restore of kept) restore(); };
}

/** Steps of the secrets' scan for a size and its double: [{ shape, size, once, twice }]. */
export async function pageGrowth(size = 16 * 1024) {
  const session = new Session();
  session.connect();
  const post = (method, params) =>
    new Promise((resolve, reject) => session.post(method, params, (error, result) => (error ? reject(error) : resolve(result))));
  await post('Profiler.enable');
  await post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  const { findSecrets } = await importSource('sharing/secrets.ts');

  const steps = async (text) => {
    let characters = 0;
    await post('Profiler.takePreciseCoverage');
    const restore = watchBuiltIns((count) => { characters += count; });
    try {
      findSecrets(text);
    } finally {
      restore();
    }
    const { result } = await post('Profiler.takePreciseCoverage');
    const ours = result.filter(({ url }) => url.endsWith('/secrets.mjs')).flatMap(({ functions }) => functions);
    return characters + ours.flatMap(({ ranges }) => ranges).reduce((sum, { count }) => sum + count, 0);
  };

  const grown = [];
  for (const [shape, make] of shapes()) {
    grown.push({ shape, size, once: await steps(make(size)), twice: await steps(make(2 * size)) });
  }
  await post('Profiler.stopPreciseCoverage');
  session.disconnect();
  return grown;
}
