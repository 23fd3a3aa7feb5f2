// What the consoles of Chromium, Firefox and WebKit say when a policy blocks something, read back into
// the request that was made. Both old and new wordings of Chromium are known; lines that tell of nothing
// blocked are passed over. What Chromium and WebKit say in the same words is taken for Chromium's.
import type { Browser, RequestType } from 'headstrong';
import { EMPTY_FORM, type RequestForm } from '../judge/requests';

export interface ConsoleMessage {
  browser: Browser;
  form: RequestForm;
  /** The directive that was violated, as the message quotes it with its list; empty where it does not. */
  directive: string;
  reportOnly: boolean;
}

/** Longer pastes are cut: consoles repeat themselves. */
const MAX_TEXT = 256 * 1024;
const MAX_MESSAGES = 50;

export function readConsole(text: string): ConsoleMessage[] {
  const found: ConsoleMessage[] = [];
  const seen = new Set<string>();
  for (const paragraph of paragraphs(text.slice(0, MAX_TEXT))) {
    const message = readWebKit(paragraph) ?? readChromium(paragraph) ?? readFirefox(paragraph);
    if (!message) continue;
    const key = JSON.stringify([message.browser, message.form, message.directive, message.reportOnly]);
    if (seen.has(key)) continue;
    seen.add(key);
    found.push(message);
    if (found.length === MAX_MESSAGES) break;
  }
  return found;
}

/** What begins a message of its own; whatever follows belongs to it. */
const STARTS = new RegExp(
  `(?:\\[Report Only\\] )?(?:${[
    'Content-Security-Policy: ',
    'Content Security Policy: ',
    'The loading of “',
    'TrustedTypePolicyFactory\\.createPolicy: ',
    'Refused to ',
    "Setting the document's base ",
    '(?:Loading|Connecting|Framing|Creating a|Fetching content|Sending form data|Executing inline|Applying inline|Running the JavaScript|Evaluating a string|Compiling or instantiating|This document requires|This requires a|Blocked script execution|Blocked form submission) ',
  ].join('|')})`,
  'g',
);

function paragraphs(text: string): string[] {
  const starts = [...text.matchAll(STARTS)].map(({ index }) => index ?? 0);
  return starts.map((start, i) => text.slice(start, starts[i + 1] ?? text.length).replace(/\s+/g, ' ').trim());
}

/** A quoted directive with its list; the quotes differ, and lists have quotes of their own. */
const DIRECTIVE = /^directive(?: because '[^']*' is not an allowed source of script)?:? (?:"([^"]*)"|“([^”]*?)[”“]|'(.*?)'\.(?= |$)|([a-z][^"“]*?)"?\.?(?: at .*)?$)/;

/** A browser's own words name it in the first sentence; of what a page adds, no more than this is looked at. */
const MOST_MENTIONS = 8;

function directiveOf(message: string): string {
  let at = message.indexOf('directive');
  for (let tried = 0; at >= 0 && tried < MOST_MENTIONS; ++tried) {
    const found = DIRECTIVE.exec(message.slice(at));
    if (found) return (found[1] ?? found[2] ?? found[3] ?? found[4] ?? '').replace(/[‘’]/g, "'").trim();
    at = message.indexOf('directive', at + 1);
  }
  return '';
}

type Fill = Partial<RequestForm> & { type: RequestType };

function messageOf(browser: Browser, words: string, fill: Fill): ConsoleMessage {
  return {
    browser,
    form: { ...EMPTY_FORM, ...fill },
    directive: directiveOf(words),
    reportOnly: /report-only|\[Report Only\]/i.test(words),
  };
}

/** "Loading the KIND 'address'", in the old wording "Refused to load the KIND 'address'". */
const LOADED: Record<string, RequestType> = {
  script: 'script',
  stylesheet: 'style',
  image: 'image',
  font: 'font',
  manifest: 'manifest',
};

type Chromium = readonly [pattern: RegExp, fill: (match: RegExpExecArray, words: string) => Fill | null];
const CHROMIUM: readonly Chromium[] = [
  [/^(?:Loading|Refused to load) (?:the|a) (script|stylesheet|image|font|manifest)(?: from)? +'(.*?)' (?:because|violates)/, ([, kind = '', url = '']) => {
    const type = LOADED[kind];
    return type ? { type, url } : null;
  }],
  [/^(?:Loading|Refused to load) media from +'(.*?)' (?:because|violates)/, ([, url = '']) => ({ type: mediaType(url), url })],
  [/^(?:Loading|Refused to load) plugin data from +'(.*?)' (?:because|violates)/, ([, url = '']) => ({ type: 'object', url })],
  [/^(?:Connecting|Refused to connect) to '(.*?)' (?:because|violates)/, ([, url = '']) => ({ type: connectionType(url), url })],
  [/^(?:Framing|Refused to frame) '(.*?)' (?:because|violates)/, ([, url = ''], words) =>
    // Of `frame-ancestors` the message names the framed page, and not the one that frames it.
    directiveOf(words).startsWith('frame-ancestors') ? { type: 'frame-ancestors' } : { type: 'iframe', url }],
  [/^(?:Creating|Refused to create) a worker from '(.*?)' (?:because|violates)/, ([, url = '']) => ({ type: 'worker', url })],
  [/^(?:Fetching|Refused to fetch|Refused to prefetch) content from '(.*?)' (?:because|violates)/, ([, url = '']) => ({ type: 'prefetch', url })],
  [/^(?:Sending|Refused to send) form data to '(.*?)' (?:because|violates)/, ([, url = '']) => ({ type: 'form-action', url })],
  [/^(?:Setting|Refused to set) the document's base URI to '(.*?)' (?:because|violates)/, ([, url = '']) => ({ type: 'base-uri', url })],
  [/^(?:Executing|Refused to execute) inline script/, (_, words) => ({ type: 'inline-script', hash: hashOf(words) })],
  [/^(?:Executing|Refused to execute) inline event handler/, (_, words) => ({ type: 'script-attribute', hash: hashOf(words) })],
  [/^(?:Running|Refused to run) the JavaScript URL/, (_, words) => ({ type: 'javascript-url', hash: hashOf(words) })],
  [/^(?:Applying|Refused to apply) inline style/, (_, words) => ({
    type: words.includes("'unsafe-hashes' keyword") ? 'style-attribute' : 'inline-style',
    hash: hashOf(words),
  })],
  [/^(?:Evaluating|Refused to evaluate) a string as JavaScript/, () => ({ type: 'eval' })],
  [/^(?:Compiling or instantiating|Refused to compile or instantiate) (?:a )?WebAssembly/, () => ({ type: 'wasm-eval' })],
  [/^(?:Creating|Refused to create) a TrustedTypePolicy named '(.*?)' (?:because|violates)/, ([, name = '']) => ({ type: 'trusted-type-policy', name })],
  [/^This document requires '(TrustedHTML|TrustedScript|TrustedScriptURL)' assignment/, () => ({ type: 'trusted-type-sink' })],
  [/^Refused to display '.*?' in a frame because (?:it set|an ancestor)/, () => ({ type: 'frame-ancestors' })],
  [/^Blocked script execution in '.*?' because the document's frame is sandboxed/, () => ({ type: 'inline-script' })],
  [/^Blocked form submission to '(.*?)' because the form's frame is sandboxed/, ([, url = '']) => ({ type: 'form-action', url })],
];

const REPORT_ONLY = '[Report Only] ';

function readChromium(text: string): ConsoleMessage | null {
  const words = text.startsWith(REPORT_ONLY) ? text.slice(REPORT_ONLY.length) : text;
  for (const [pattern, fill] of CHROMIUM) {
    const match = pattern.exec(words);
    const filled = match && fill(match, words);
    if (filled) return messageOf('chromium', text, filled);
  }
  return null;
}

/** WebKit names the directive without its list, and script-src-elem and its like by the shorter name. */
const WEBKIT_LOADS = /^Refused to (?:load|connect to|change the document base URL to) (\S+) because it (?:does not appear in|appears in neither) the ([a-z-]+) directive /;
type WebKitWords = readonly [pattern: RegExp, type: RequestType];
const WEBKIT: readonly WebKitWords[] = [
  [/^Refused to execute a script because 'unsafe-eval'/, 'eval'],
  [/^Refused to evaluate a string as JavaScript because 'unsafe-eval' or 'trusted-types-eval'/, 'eval'],
  [/^Refused to create a WebAssembly object because/, 'wasm-eval'],
  // What has no nonce is no element.
  [/^Refused to execute a script because its hash or 'unsafe-inline'/, 'javascript-url'],
  [/^Refused to execute a script because its hash, its nonce, or 'unsafe-inline'/, 'inline-script'],
  [/^Refused to execute a script for an inline event handler because/, 'script-attribute'],
  [/^Refused to apply a stylesheet because/, 'inline-style'],
  [/^This requires a Trusted(?:HTML|Script|ScriptURL) value else it violates/, 'trusted-type-sink'],
];

function readWebKit(text: string): ConsoleMessage | null {
  const words = text.startsWith(REPORT_ONLY) ? text.slice(REPORT_ONLY.length) : text;
  const filled = webkitRequest(words);
  if (!filled) return null;
  const message = messageOf('webkit', text, filled);
  return words.includes('directive: "') ? message : { ...message, directive: '' };
}

function webkitRequest(words: string): Fill | null {
  const [, url = '', directive = ''] = WEBKIT_LOADS.exec(words) ?? [];
  if (directive !== '') return addressed(directive, url);
  // Chromium ended the same sentence with a full stop.
  const name = /^Refused to create a TrustedTypePolicy named '(.*?)' because it violates the following Content Security Policy directive: "[^"]*"(?!\.)/.exec(words)?.[1];
  if (name !== undefined) return { type: 'trusted-type-policy', name };
  const found = WEBKIT.find(([pattern]) => pattern.test(words));
  return found ? { type: found[1] } : null;
}

/** The effective directive in brackets says what kind it was. */
const BY_DIRECTIVE: Record<string, RequestType> = {
  'script-src-elem': 'script',
  'script-src': 'script',
  'style-src-elem': 'style',
  'style-src': 'style',
  'img-src': 'image',
  'font-src': 'font',
  'connect-src': 'fetch',
  'media-src': 'video',
  'object-src': 'object',
  'frame-src': 'iframe',
  'child-src': 'iframe',
  'worker-src': 'worker',
  'manifest-src': 'manifest',
  'default-src': 'prefetch',
  'prefetch-src': 'prefetch',
  'form-action': 'form-action',
  'base-uri': 'base-uri',
};

const FIREFOX = /^Content[- ]Security[- ]Policy: (?:\(Report-Only policy\) )?The page[’']s settings (?:blocked|would block) (.*)$/;

function readFirefox(words: string): ConsoleMessage | null {
  if (/^The loading of “.*?” in a frame is denied by “X-Frame-Options/.test(words)) {
    return messageOf('firefox', words, { type: 'frame-ancestors' });
  }
  const refused = /^TrustedTypePolicyFactory\.createPolicy: Content-Security-Policy blocked creating policy named '(.*?)'/.exec(words);
  if (refused) return messageOf('firefox', words, { type: 'trusted-type-policy', name: refused[1] ?? '' });
  const told = FIREFOX.exec(words)?.[1];
  const filled = told === undefined ? null : firefoxRequest(told);
  return filled && messageOf('firefox', words, filled);
}

function firefoxRequest(told: string): Fill | null {
  const source = /\bSource: (.*)$/.exec(told)?.[1] ?? '';
  if (/^an inline script /.test(told)) {
    const code = /^javascript:(.*)$/i.exec(source)?.[1];
    if (code !== undefined) return { type: 'javascript-url', hash: hashOf(told) };
    return { type: 'inline-script', hash: hashOf(told) };
  }
  if (/^an event handler /.test(told)) return { type: 'script-attribute', hash: hashOf(told) };
  if (/^an inline style /.test(told)) {
    return { type: told.includes('(style-src-attr)') ? 'style-attribute' : 'inline-style', hash: hashOf(told) };
  }
  if (/^a JavaScript eval /.test(told)) return { type: 'eval' };
  if (/^WebAssembly /.test(told)) return { type: 'wasm-eval' };
  if (/^creating a Trusted Types policy /.test(told)) return { type: 'trusted-type-policy' };
  if (/^assigning to an injection sink /.test(told)) return { type: 'trusted-type-sink' };
  return firefoxAddress(told);
}

/** "(img-src) at https://… because", "… from being executed because". */
function firefoxAddress(told: string): Fill | null {
  const [, directive = '', url = ''] =
    /\(([a-z-]+)\) at (.*?) (?:from being (?:executed|applied) )?because it violates/.exec(told) ?? [];
  return addressed(directive, url);
}

function addressed(directive: string, url: string): Fill | null {
  if (directive === 'frame-ancestors') return { type: 'frame-ancestors' };
  const type = BY_DIRECTIVE[directive];
  if (!type) return null;
  if (type === 'fetch') return { type: connectionType(url), url };
  return { type: type === 'video' ? mediaType(url) : type, url };
}

/** Chromium writes 'sha256-...' where it has none to offer. */
function hashOf(words: string): string {
  return /'(sha(?:256|384|512)-[A-Za-z0-9+/_-]+={0,2})'/.exec(hashPart(words))?.[1] ?? '';
}

/** The list in the message may hold hashes too; the one offered comes behind "a hash (". */
function hashPart(words: string): string {
  const at = words.indexOf('a hash (');
  return at < 0 ? '' : words.slice(at);
}

function connectionType(url: string): RequestType {
  return /^wss?:/i.test(url) ? 'websocket' : 'fetch';
}

/** Both have the same directive; the name of the file tells which it was, most times. */
function mediaType(url: string): RequestType {
  if (/\.vtt(?:[?#]|$)/i.test(url)) return 'track';
  return /\.(?:mp3|ogg|oga|wav|m4a|flac|aac|opus)(?:[?#]|$)/i.test(url) ? 'audio' : 'video';
}
