// Asks one browser about cases: groups those that share a page, serves the page, collects evidence.

import { dataUrlFor, resourceFor } from './resources.mjs';
import { documentOpening, documentRest, framedDocument, framingDocument, isInMarkup, policyHeaders } from './page.mjs';
import { Proxy } from './proxy.mjs';
import { isLocal, judge } from './verdict.mjs';

const POLL = 25;            // ms between looks at a page
const PAGE_LIMIT = 120_000;  // ms until a page is given up, which has limits of its own
const GROUP_SIZE = 24;      // cases asked in one page
const BARE_LIMIT = 2_000;   // ms for the requests of a page without scripts

const SERIAL_TYPES = new Set([
  'inline-script', 'inline-style', 'script-attribute', 'style-attribute', 'javascript-url', 'eval',
  'wasm-eval', 'trusted-type-policy', 'trusted-type-sink', 'base-uri', 'form-action',
  // Chromium's events for these name the address without its query, which would tell them apart.
  'object', 'embed', 'iframe', 'json',
]);

/** Which request types can violate a directive: an event that names another came from a neighbour in the
    page, too late. Cases that are asked alone believe every event. */
const VIOLATORS = {
  'base-uri': ['base-uri'], 'form-action': ['form-action'], 'trusted-types': ['trusted-type-policy'], 'object-src': ['object', 'embed'],
  'frame-src': ['iframe', 'object', 'embed'], 'img-src': ['image', 'object', 'embed'], 'style-src-attr': ['style-attribute'], 'script-src-attr': ['script-attribute'],
  'worker-src': ['worker', 'sharedworker', 'serviceworker'], 'font-src': ['font'], 'manifest-src': ['manifest'], 'media-src': ['audio', 'video', 'track'],
};

/** What the proxy sees of a page without scripts; all in its markup. */
const NETWORK_TYPES = new Set(['image', 'style', 'iframe']);

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** The policies of a case line, in the long form. */
export function policiesOf(line) {
  if (line.policies) return line.policies.map((p) => ({ disposition: 'enforce', delivery: 'header', ...p }));
  return (line.headers ?? []).map((value) => ({ value, disposition: 'enforce', delivery: 'header' }));
}

/** The directives of each enforced policy of the response, as lists of words in lower case. */
export function enforcedDirectives(line) {
  const enforced = policiesOf(line).filter((p) => p.disposition === 'enforce' && p.delivery === 'header');
  return enforced.flatMap((p) => p.value.split(',')).map((value) =>
    value.split(';').map((directive) => directive.trim().toLowerCase().split(/\s+/)));
}

/** Whether every enforced sandbox grants the page `token`. */
export function sandboxGrants(line, token) {
  const sandboxes = enforcedDirectives(line).map((directives) => directives.find(([name]) => name === 'sandbox'));
  return sandboxes.every((words) => words === undefined || words.includes(token));
}

/** Whether a page runs its scripts at all. Decides how the page is asked. */
export const runsScripts = (line) => sandboxGrants(line, 'allow-scripts');

/** Header values are bytes: a string's UTF-8, carried as Latin-1 by the HTTP writer. */
const toHeaderText = (value) => Buffer.from(value, 'utf8').toString('latin1');

/** The URL with `name=value` added to its query, everything else untouched. */
function withQuery(url, query) {
  const hash = url.indexOf('#');
  const [front, fragment] = hash < 0 ? [url, ''] : [url.slice(0, hash), url.slice(hash)];
  return `${front}${front.includes('?') ? '&' : '?'}${query}${fragment}`;
}

const isFraming = (line) => line.request.type === 'frame-ancestors';

/** What cases must share to be asked in one page. */
function groupKey(line) {
  if (isFraming(line)) return JSON.stringify(['framing', topOf(line.request)]);
  return JSON.stringify([line.page, policiesOf(line), line.xFrameOptions ?? null]);
}

/** An opaque ancestor ("null") is a document that its own response put in a sandbox. */
const OPAQUE = 'https://opaque.test/';
const SANDBOX = [['Content-Security-Policy', 'sandbox allow-scripts']];

const ancestorsOf = (request) =>
  (request.ancestors ?? [request.url]).map((url) => (url === 'null' ? OPAQUE : url));
const topOf = (request) => ancestorsOf(request).at(-1);

/** Splits cases into pages: same key together, at most one manifest and one default policy each. */
export function groupCases(lines, size = GROUP_SIZE) {
  const open = new Map();
  const groups = [];
  const singular = (line) => line.request.type === 'manifest' || line.request.type === 'trusted-type-policy';
  const clashes = (group, line) => singular(line) && group.some((other) =>
    other.request.type === line.request.type && other.request.name === line.request.name);
  for (const line of lines) {
    const key = groupKey(line);
    let group = open.get(key);
    if (!group || group.length >= size || clashes(group, line)) {
      group = [];
      groups.push(group);
      open.set(key, group);
    }
    group.push(line);
  }
  return groups;
}

export class Session {
  /** `driver`: see drivers/; `certificate`: { key, cert }. */
  constructor(driver, certificate) {
    this.driver_ = driver;
    this.patience_ = 1;
    this.lastId_ = 0;
    this.lastGroup_ = 0;
    this.groups_ = new Map();
    this.cases_ = new Map();
    this.tainted_ = new Set();  // tabs that have shown a page with upgrade-insecure-requests
    this.proxy_ = new Proxy({
      certificate,
      answer: (url, request, response) => this.answer_(url, request, response),
      opened: (url) => this.arrive_(url),
    });
  }

  async start() {
    const port = await this.proxy_.listen();
    await this.driver_.start(port);
  }

  async close() {
    await this.driver_.close();
    await this.proxy_.close();
  }

  /**
   * Asks for verdicts. Calls `onVerdict(line, result)` for each case, in no particular order, with
   * `result` as `judge` returns it. Cases that come out unclear are asked once more, alone, and are given
   * more time: where a browser is silent, only time tells "not" from "not yet". `patience` is how many
   * times the usual one everything may take; above 1 every case is asked alone.
   */
  async ask(lines, onVerdict, patience = 1) {
    this.patience_ = patience;
    const unclear = [];
    await this.askGroups_(patience > 1 ? lines.map((line) => [line]) : groupCases(lines), this.driver_.tabs, (line, result) => {
      if (result.verdict === 'unclear') unclear.push(line);
      else onVerdict(line, result);
    });
    this.patience_ = 4 * patience;
    await this.askGroups_(unclear.map((line) => [line]), this.driver_.tabs, onVerdict);
  }

  /** Works through the groups with all given tabs side by side: most of the time is waiting. */
  async askGroups_(groups, tabs, onVerdict) {
    const queue = [...groups];
    const work = async (tab) => {
      for (let lines = queue.shift(); lines; lines = queue.shift()) {
        for (const [line, result] of await this.askGroup_(tab, lines)) onVerdict(line, result);
      }
    };
    await Promise.all(tabs.map(work));
  }

  async askGroup_(tab, lines) {
    const group = { id: String(++this.lastGroup_) };
    group.opened = new Promise((resolve) => { group.release = resolve; });
    this.groups_.set(group.id, group);
    try {
      return await (isFraming(lines[0]) ? this.askFraming_(tab, group, lines) : this.askPage_(tab, group, lines));
    } catch (error) {
      await tab.recover(error);
      return lines.map((line) => [line, { verdict: 'unclear', directives: [], note: String(error) }]);
    } finally {
      group.release();
      this.groups_.delete(group.id);
      for (const id of group.ids ?? []) this.cases_.delete(id);
    }
  }

  // ---- a page with its own requests -----------------------------------------------------------

  async askPage_(tab, group, lines) {
    const policies = policiesOf(lines[0]);
    // An upgrade of this page's origin may outlive the page.
    if (tab.remembersUpgrades && this.tainted_.has(tab)) await tab.recover();
    this.tainted_.delete(tab);
    if (policies.some((policy) => /upgrade-insecure-requests/i.test(policy.value))) this.tainted_.add(tab);
    const requests = lines.map((line) => this.prepare_(line, policies));
    const order = (request) => (request.type === 'form-action' ? 2 : request.name === 'default' ? 1 : 0);
    requests.sort((a, b) => order(a) - order(b));
    Object.assign(group, { policies, requests, xFrameOptions: lines[0].xFrameOptions });
    group.ids = requests.map((request) => String(request.i));
    await tab.open(withQuery(lines[0].page, `g=${group.id}`), group.release);
    if (!runsScripts(lines[0])) {
      const isAlone = requests.length === 1;
      const seen = await this.watchBare_(tab, requests, this.patience_ * (isAlone ? 3 : 1) * BARE_LIMIT);
      // Silence is believed where it lasts: of a request that the proxy might still see, only alone.
      const bare = (request) => !seen.started && (isAlone || !NETWORK_TYPES.has(request.type));
      return requests.map((request) => [request.line, judge(request, { ...this.evidence_(request, seen, policies, isAlone), bare: bare(request) })]);
    }
    await tab.call('start', { requests, patience: this.patience_ });
    if (requests.some((request) => request.type === 'manifest')) await tab.fetchManifest?.();
    const seen = await this.watch_(tab, requests);
    return requests.map((request) => [request.line, judge(request, this.evidence_(request, seen, policies, requests.length === 1))]);
  }

  prepare_(line, policies) {
    const id = ++this.lastId_;
    const request = { ...line.request, i: id, inMarkup: isInMarkup(line.request) || (!runsScripts(line) && NETWORK_TYPES.has(line.request.type)) };
    Object.defineProperty(request, 'line', { value: line });
    request.serial = !request.inMarkup && (SERIAL_TYPES.has(request.type) || isLocal(request.url));
    if (request.type === 'object' || request.type === 'embed') request.objectType = request.contentType;
    const hops = [...(request.via ?? []), request.url];
    if (request.url !== undefined && !isLocal(request.url)) {
      const chain = hops.map((url, hop) => withQuery(url, `i=${id}&hop=${hop}`));
      this.cases_.set(String(id), { type: request.type, chain, reached: new Set() });
      request.url = chain[0];
    } else if (request.url?.startsWith('data:')) {
      const isImage = /^data:image\/(?!svg)/i.test(request.url) && (request.type === 'object' || request.type === 'embed');
      request.url = dataUrlFor(isImage ? 'image' : request.type, id);
    } else if (request.url?.startsWith('blob:')) {
      const { type, body } = resourceFor(request.type);
      request.blob = { type, base64: Buffer.from(body).toString('base64') };
    }
    return request;
  }

  async watch_(tab, requests) {
    const deadline = Date.now() + PAGE_LIMIT;
    for (;;) {
      const seen = await tab.call('look', requests.filter((r) => this.hasArrived_(r.i)).map((r) => r.i));
      if (seen.finished || Date.now() > deadline) return seen;
      await sleep(POLL);
    }
  }

  async watchBare_(tab, requests, limit) {
    await tab.call('startBare', requests);
    for (const deadline = Date.now() + limit; Date.now() < deadline; await sleep(POLL)) {
      if (requests.every((request) => this.hasArrived_(request.i))) break;
    }
    return tab.call('look', []);
  }

  hasArrived_(id) {
    const entry = this.cases_.get(String(id));
    return entry !== undefined && entry.reached.has(entry.chain.length - 1);
  }

  evidence_(request, seen, policies, isAlone) {
    const entry = this.cases_.get(String(request.i));
    const last = entry ? entry.chain.length - 1 : 0;
    const isMine = ({ id, directive }) => isAlone ? id === String(request.i) || id === null
      : id === String(request.i) && (VIOLATORS[directive] ?? [request.type]).includes(request.type);
    const hops = entry ? [...entry.reached] : [];
    return {
      reached: this.hasArrived_(request.i),
      missedHop: last > 0 && !entry.reached.has(last - 1),
      hops,
      ran: seen.ran[request.i] ?? 0,
      outcomes: seen.outcomes[request.i] ?? [],
      violations: seen.violations.filter((v) => isMine(v) && v.disposition === 'enforce'),
      reported: seen.violations.filter((v) => isMine(v) && v.disposition === 'report').map((v) => v.directive),
      mixed: isAlone && request.line.page.startsWith('https:') && policies.some((p) => p.disposition === 'enforce' && /block-all-mixed-content/i.test(p.value)),
      sandboxed: policies.some((p) => p.disposition === 'enforce' && p.delivery === 'header' && /(^|[;,])\s*sandbox/i.test(p.value)),
    };
  }

  // ---- framing: the case's page is the framed document ------------------------------------------

  async askFraming_(tab, group, lines) {
    group.chains = new Map();
    group.headers = topOf(lines[0].request) === OPAQUE ? SANDBOX : [];
    const frames = lines.map((line) => {
      const id = ++this.lastId_;
      const ancestors = ancestorsOf(line.request);
      const documents = [line.page, ...ancestors.slice(0, -1)].reverse();
      const chain = documents.map((url, depth) => withQuery(url, `f=${id}&depth=${depth}&group=${group.id}`));
      group.chains.set(String(id), { line, chain, served: new Set() });
      return { id, url: chain[0], depth: chain.length };
    });
    group.frames = frames;
    await tab.open(withQuery(topOf(lines[0].request), `g=${group.id}`), group.release);
    await tab.call('watchFrames', frames);
    const deadline = Date.now() + PAGE_LIMIT;
    let seen;
    do {
      await sleep(POLL);
      seen = await tab.call('lookAtFrames', []);
    } while (!seen.finished && Date.now() < deadline);
    return frames.map(({ id }) => {
      const { line, chain, served } = group.chains.get(String(id));
      return [line, this.judgeFraming_(seen.frames[id], served.size === chain.length)];
    });
  }

  judgeFraming_(shown, wasServed) {
    if (!wasServed) return { verdict: 'unclear', directives: [], note: 'the framed document was not asked for' };
    if (shown === 'there') return { verdict: 'allowed', directives: [] };
    if (shown === 'not there') return { verdict: 'blocked', directives: [] };
    return { verdict: 'unclear', directives: [], note: `the frame stayed ${shown}` };
  }

  // ---- the proxy's side ---------------------------------------------------------------------------

  answer_(url, request, response) {
    const query = new URLSearchParams(url.split('#')[0].split('?').slice(1).join('?'));
    request.resume();
    if (query.has('i')) return this.answerCase_(url, query, response);
    if (query.has('f')) return this.answerFrame_(query, response);
    if (query.has('g')) return this.answerPage_(query, response);
    response.writeHead(404, { 'content-length': 0 });
    return response.end();
  }

  arrive_(url) {
    const query = new URLSearchParams(url.split('?').slice(1).join('?'));
    const entry = this.cases_.get(query.get('i'));
    if (!entry) return null;
    entry.reached.add(Number(query.get('hop')));
    return entry;
  }

  answerCase_(url, query, response) {
    const entry = this.arrive_(url);
    if (!entry) {
      response.writeHead(404, { 'content-length': 0 });
      return response.end();
    }
    const headers = {
      'access-control-allow-origin': '*',
      'access-control-allow-headers': '*',
      'timing-allow-origin': '*',
      'service-worker-allowed': '/',
      'cache-control': 'no-store',
    };
    const next = entry.chain[Number(query.get('hop')) + 1];
    if (next !== undefined) {
      response.writeHead(entry.type === 'form-action' ? 307 : 302, { ...headers, location: next, 'content-length': 0 });
      return response.end();
    }
    const resource = resourceFor(entry.type);
    if (!resource) {
      response.writeHead(204, headers);
      return response.end();
    }
    response.writeHead(200, { ...headers, 'content-type': resource.type, 'content-length': Buffer.byteLength(resource.body) });
    return response.end(resource.body);
  }

  async answerPage_(query, response) {
    const group = this.groups_.get(query.get('g'));
    if (!group) return response.destroy();
    const socket = response.socket;
    this.writeHead_(socket, group.chains ? group.headers : policyHeaders(group));
    if (group.chains) {
      socket.write(framingDocument([]).split('</head>')[0]);
      await group.opened;
      return socket.end(framingDocument(group.frames).split('\n').slice(1).join('\n'));
    }
    socket.write(documentOpening());
    await group.opened;
    return socket.end(documentRest(group));
  }

  answerFrame_(query, response) {
    const entry = this.groups_.get(query.get('group'))?.chains?.get(query.get('f'));
    const depth = Number(query.get('depth'));
    if (!entry) return response.destroy();
    entry.served.add(depth);
    const isFramed = depth === entry.chain.length - 1;
    const { line } = entry;
    const between = entry.chain[depth].startsWith(OPAQUE) ? SANDBOX : [];
    this.writeHead_(response.socket, isFramed ? policyHeaders({ policies: policiesOf(line), xFrameOptions: line.xFrameOptions }) : between);
    return response.socket.end(framedDocument(isFramed ? 'about:blank' : entry.chain[depth + 1]));
  }

  /** Written by hand: header values may hold bytes that Node's own writer refuses. */
  writeHead_(socket, headers) {
    const lines = [['Content-Type', 'text/html; charset=utf-8'], ['X-Content-Type-Options', 'nosniff'],
      ['Cache-Control', 'no-store'], ['Connection', 'close'], ...headers];
    const text = lines.map(([name, value]) => `${name}: ${toHeaderText(value)}\r\n`).join('');
    socket.write(Buffer.from(`HTTP/1.1 200 OK\r\n${text}\r\n`, 'latin1'));
  }
}
