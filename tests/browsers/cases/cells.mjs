// A case or two for every cell of the coverage table that a seed can miss: every run asks them.

const PAGE = 'https://self.test/';
const script = { type: 'script', url: 'https://b.test/x.js' };
const inline = { type: 'inline-script', content: '__ran()' };

const under = (policy, request) => ({ page: PAGE, headers: [policy], request });
/** The same request where it is let pass, and where not. */
const both = (request, allowing, blocking) => [under(allowing, request), under(blocking, request)];

/** Types that are asked for by a URL, each under the list that is its own. */
function everyType() {
  const lists = {
    image: 'img-src', script: 'script-src', style: 'style-src', font: 'font-src', fetch: 'connect-src', websocket: 'connect-src', eventsource: 'connect-src',
    beacon: 'connect-src', audio: 'media-src', video: 'media-src', track: 'media-src', object: 'object-src', embed: 'object-src', iframe: 'frame-src',
    'form-action': 'form-action', prefetch: 'default-src',
  };
  const remote = Object.entries(lists).flatMap(([type, list]) => {
    const request = { type, url: `${type === 'websocket' ? 'wss' : 'https'}://b.test/x` };
    // A frame is of two kinds: what object-src lets pass, frame-src may still forbid.
    return both(request, `${list} ${request.url}`, `${list} 'none'`);
  });
  const workers = ['worker', 'sharedworker'].flatMap((type) => both({ type, url: `${PAGE}w.js` }, "worker-src 'self'", "worker-src 'none'"));
  const base = ["base-uri 'none'", "base-uri 'self'", 'base-uri https://a.test']
    .map((policy) => under(policy, { type: 'base-uri', url: 'https://b.test/' }));
  const manifest = both({ type: 'manifest', url: 'https://b.test/m' }, 'manifest-src b.test', "manifest-src 'self'");
  return [...remote, ...workers, ...base, ...manifest,
    under('base-uri https://b.test', { type: 'base-uri', url: 'https://b.test/' }), under("base-uri 'self'", { type: 'base-uri', url: `${PAGE}below/` })];
}

/** Ways of asking that are no type of their own. */
function everyWay() {
  const address = { type: 'image', url: 'https://[2001:db8::1]/x' };
  const international = { type: 'image', url: 'https://xn--bcher-kva.test/x' };
  const framed = (ancestors) => ({ type: 'frame-ancestors', url: ancestors[0], ancestors });
  const policies = (...all) => all.map(([value, disposition = 'enforce']) => ({ value, disposition, delivery: 'header' }));
  return [
    ...both({ ...script, parserInserted: false }, "script-src 'nonce-abc' 'strict-dynamic'", "script-src 'self'"),
    ...both({ ...script, parserInserted: false }, 'script-src b.test', "script-src 'none'"),
    ...both({ ...inline, parserInserted: false }, "script-src 'nonce-abc' 'strict-dynamic'", "script-src 'self'"),
    ...both({ ...inline, parserInserted: false }, "script-src 'unsafe-inline'", "script-src 'none'"),
    ...both({ ...script, nonce: 'abc' }, "script-src 'nonce-abc'", "script-src 'nonce-xyz'"),
    ...both(address, 'img-src https:', "img-src 'self'"), ...both(international, 'img-src xn--bcher-kva.test', 'img-src xn--bcher-kv.test'),
    ...both({ ...address, type: 'fetch' }, 'connect-src *', "connect-src 'none'"),
    ...both(framed(['https://a.test/', 'https://b.test/']), 'frame-ancestors a.test b.test', 'frame-ancestors a.test'),
    ...both(framed(['https://b.test/']), 'frame-ancestors b.test', "frame-ancestors 'self'"),
    { page: PAGE, headers: [], xFrameOptions: 'DENY', request: framed([PAGE]) },
    { page: PAGE, headers: [], xFrameOptions: 'SAMEORIGIN', request: framed(['https://b.test/']) },
    { page: PAGE, headers: [], xFrameOptions: 'SAMEORIGIN', request: framed([PAGE]) },
    ...[['b.test', 'a.test'], ['a.test', 'b.test']].flatMap(([enforced, reported]) => [
      { page: PAGE, policies: policies([`script-src ${enforced}`], [`script-src ${reported}`, 'report']), request: script },
      { page: PAGE, policies: policies([`img-src ${enforced}`], [`img-src ${reported}`, 'report']), request: { type: 'image', url: 'https://b.test/x' } },
      { page: PAGE, headers: ['script-src b.test', `script-src ${enforced}`], request: script },
      { page: PAGE, headers: [`img-src ${enforced}`, 'img-src b.test'], request: { type: 'image', url: 'https://b.test/x' } },
    ]),
  ];
}

export const casesOfCells = () => [...everyType(), ...everyWay()];
