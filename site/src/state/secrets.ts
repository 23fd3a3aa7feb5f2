// Finds what should not leave with a share link: cookie values, credentials, tokens.
//
// This looks at spelling only and errs on the side of finding too much: what is left out changes no
// verdict, because the engine judges names and attributes, not the secrets themselves.

export interface Secret {
  /** UTF-16 positions of what is left out. */
  start: number;
  end: number;
  /** 1-based. */
  line: number;
  /** "value of the cookie session" */
  what: string;
}

export const PLACEHOLDER = 'REDACTED';

const COOKIE_HEADERS = new Set(['cookie', 'set-cookie', 'set-cookie2']);
const CREDENTIAL_HEADERS = new Set(['authorization', 'proxy-authorization']);
const SECRET_NAME = /token|secret|api-?key|session|passw|credential|signature|csrf|xsrf/i;
const NOT_SECRET = /^(content-security-policy|permissions-policy|access-control-)/i;

/** A name, then `:`, a tab, or what JSON puts in between; group 1 is the name, 2 what follows. */
const FIELD = /^[\s<>*"'[{]*([A-Za-z][A-Za-z0-9_-]{0,99})["']?(?::|\t|\s*,)[ \t]*["']?(.*)$/;
/** A header as HAR and developer tools export it. */
const JSON_PAIR = /"name"\s*:\s*"([^"\\]{1,100})"\s*,\s*"value"\s*:\s*"((?:[^"\\]|\\.)*)"/g;
const JWT = /\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*/g;
const URL_SECRET = /[?&#;](access_token|id_token|refresh_token|token|code|key|api_?key|sig|signature|secret|password|session|sid|auth)=([^&#\s"'<>;,]+)/gi;
const USER_INFO = /\b[a-z][a-z0-9+.-]{1,20}:\/\/([^\s/@"'<>]{1,200})@/gi;

/** In order, without overlaps. */
export function findSecrets(text: string): Secret[] {
  const found: Secret[] = [...inLines(text), ...inJsonPairs(text)];
  return withoutOverlaps(found);
}

/** The text with each secret replaced by a placeholder. */
export function redact(text: string, secrets: readonly Secret[]): string {
  let result = '';
  let at = 0;
  for (const { start, end } of secrets) {
    result += text.slice(at, start) + PLACEHOLDER;
    at = end;
  }
  return result + text.slice(at);
}

function* inLines(text: string): Generator<Secret> {
  let start = 0;
  let line = 1;
  /** Developer tools may put a name on one line and its value on the next. */
  let nameAbove: string | null = null;
  while (start <= text.length) {
    let end = text.indexOf('\n', start);
    if (end < 0) end = text.length;
    const words = text.slice(start, end);
    const field = FIELD.exec(words);
    const name: string | null = field?.[1] ?? null;
    const value = field?.[2] ?? '';
    if (name && value !== '') {
      yield* inField(name, value, start + words.length - value.length, line);
    } else if (nameAbove) {
      yield* inField(nameAbove, words, start, line);
    }
    yield* inWords(words, start, line);
    nameAbove = name && value === '' ? name : null;
    start = end + 1;
    line++;
  }
}

function* inField(name: string, value: string, at: number, line: number): Generator<Secret> {
  const lower = name.toLowerCase();
  if (COOKIE_HEADERS.has(lower)) {
    yield* inCookies(value, at, line, lower === 'cookie');
  } else if (CREDENTIAL_HEADERS.has(lower)) {
    const scheme = /^\s*\S+\s+(?=\S)/.exec(value)?.[0].length ?? 0;
    yield* secret(value.slice(scheme), at + scheme, line, `credentials in ${name}`);
  } else if (SECRET_NAME.test(name) && !NOT_SECRET.test(name)) {
    yield* secret(value, at, line, `value of ${name}`);
  }
}

/** `Set-Cookie` has one pair and then attributes, `Cookie` pairs only (RFC 6265, section 4). */
function* inCookies(value: string, at: number, line: number, all: boolean): Generator<Secret> {
  let start = 0;
  for (const part of value.split(';')) {
    const equals = part.indexOf('=');
    if (equals >= 0) {
      const cookie = part.slice(0, equals).trim();
      yield* secret(part.slice(equals + 1), at + start + equals + 1, line, `value of the cookie ${cookie}`);
    }
    if (!all) return;
    start += part.length + 1;
  }
}

function* inWords(words: string, at: number, line: number): Generator<Secret> {
  for (const match of words.matchAll(JWT)) {
    yield { start: at + match.index, end: at + match.index + match[0].length, line, what: 'a signed token (JWT)' };
  }
  for (const match of words.matchAll(URL_SECRET)) {
    const value = match[2] ?? '';
    const start = at + match.index + match[0].length - value.length;
    yield* secret(value, start, line, `the parameter ${match[1] ?? ''} of an address`);
  }
  for (const match of words.matchAll(USER_INFO)) {
    const start = at + match.index + match[0].indexOf('://') + 3;
    yield* secret(match[1] ?? '', start, line, 'user name and password of an address');
  }
}

function* inJsonPairs(text: string): Generator<Secret> {
  if (!/^\s*[[{]/.test(text)) return;
  for (const match of text.matchAll(JSON_PAIR)) {
    const value = match[2] ?? '';
    const start = match.index + match[0].length - 1 - value.length;
    yield* inField(match[1] ?? '', value, start, 1 + newlinesBefore(text, start));
  }
}

function newlinesBefore(text: string, end: number): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) count++;
  return count;
}

/** Trims blanks and a closing quote, and drops what is empty or a placeholder already. */
function* secret(raw: string, at: number, line: number, what: string): Generator<Secret> {
  const lead = /^[\s"']*/.exec(raw)?.[0].length ?? 0;
  const words = raw.slice(lead).replace(/["'\s,\]}]+$/, '');
  if (words === '' || words === PLACEHOLDER) return;
  yield { start: at + lead, end: at + lead + words.length, line, what };
}

function withoutOverlaps(found: Secret[]): Secret[] {
  found.sort((a, b) => a.start - b.start || b.end - a.end);
  const kept: Secret[] = [];
  for (const item of found) {
    const last = kept.at(-1);
    if (!last || item.start >= last.end) kept.push(item);
  }
  return kept;
}
