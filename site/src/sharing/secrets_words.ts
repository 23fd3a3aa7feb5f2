// What is a secret by its name or its looks, and the small steps that the scans of text and JSON share.

export const PLACEHOLDER = 'REDACTED';

export interface Found {
  /** UTF-16 positions in the whole text. */
  start: number;
  end: number;
  what: string;
}

/** A stretch of text as it reads, with the way back to where it stands. */
export interface View {
  text: string;
  /** Where the character at a position of `text` begins in the source; of `text.length`, where it ends. */
  source(at: number): number;
}

/** A stretch of the source that reads as it is written. */
export function asWritten(source: string, start: number, end: number): View {
  return { text: source.slice(start, end), source: (at) => start + at };
}

export type NameKind = 'cookie' | 'set-cookie' | 'credentials' | 'secret';

const HEADERS = new Map<string, NameKind>([
  ['cookie', 'cookie'],
  ['set-cookie', 'set-cookie'],
  ['set-cookie2', 'set-cookie'],
  ['x-set-cookie', 'set-cookie'],
  ['x-original-cookie', 'cookie'],
  ['authorization', 'credentials'],
  ['proxy-authorization', 'credentials'],
]);
const SECRET_NAME =
  /token|secret|session|passw|pwd|credential|signature|csrf|xsrf|jwt|sessid|dpop|api[_-]?key|(?:access|auth|private|shared|subscription|functions|license|account)[_-]?key|^x-auth/;
/** Policies, and settings about a secret. */
const NOT_SECRET =
  /^(?:content-security-policy|permissions-policy|feature-policy|access-control-|require-)|[_-](?:secure|httponly|samesite|path|domain|name|age|lifetime|timeout|enabled)$/;
const NO_SECRET_VALUE = /^(?:true|false|yes|no|on|off|none|null|\d{1,3})$/i;
const MAX_NAME = 100;

/** What a header or key of that name holds; null where it is no secret. */
export function kindOfName(name: string): NameKind | null {
  if (name.length > MAX_NAME) return null;
  const lower = name.toLowerCase();
  const header = HEADERS.get(lower);
  if (header) return header;
  return SECRET_NAME.test(lower) && !NOT_SECRET.test(lower) ? 'secret' : null;
}

const PARAMETERS = new Set(
  'code key sig sid auth pwd pass ticket otp hmac assertion samlrequest samlresponse relaystate state magic invite oobcode'.split(' '),
);

/** Whether a parameter of an address is one. */
export function isSecretParameter(name: string): boolean {
  const lower = name.toLowerCase();
  return PARAMETERS.has(lower) || kindOfName(lower) !== null;
}

export function isBlank(c: number): boolean {
  return c === 0x20 || c === 0x09;
}
export function isSpace(c: number): boolean {
  return c === 0x20 || (c >= 0x09 && c <= 0x0d) || c === 0xa0 || c === 0x2028 || c === 0x2029 || c === 0xfeff;
}
export function isQuote(c: number): boolean {
  return c === 0x22 || c === 0x27 || c === 0x60;
}
/** Of a header's name, a key, or base64url. */
export function isNameChar(c: number): boolean {
  return isAlphanumeric(c) || c === 0x2d || c === 0x5f;
}
export function isAlphanumeric(c: number): boolean {
  return (c >= 0x30 && c <= 0x39) || (c >= 0x41 && c <= 0x5a) || (c >= 0x61 && c <= 0x7a);
}

/** Takes [start, end) of the view for a secret, without blanks and quotes around it, if anything is left. */
export function addSecret(found: Found[], view: View, start: number, end: number, what: string): void {
  const { text } = view;
  while (start < end && isWrapping(text.charCodeAt(start))) start++;
  while (end > start && (isWrapping(text.charCodeAt(end - 1)) || isClosing(text.charCodeAt(end - 1)))) end--;
  if (start === end || isPlaceholder(text, start, end)) return;
  found.push({ start: view.source(start), end: view.source(end), what });
}

function isPlaceholder(text: string, start: number, end: number): boolean {
  return end - start === PLACEHOLDER.length && text.startsWith(PLACEHOLDER, start);
}

function isWrapping(c: number): boolean {
  return isSpace(c) || isQuote(c);
}
/** `,` `]` `}` `)` `;` `\`: what a language puts behind a value. */
function isClosing(c: number): boolean {
  return c === 0x2c || c === 0x5d || c === 0x7d || c === 0x29 || c === 0x3b || c === 0x5c;
}

/** What a header or key of that kind gives away with the value [start, end). */
export function addValue(found: Found[], view: View, kind: NameKind, name: string, start: number, end: number): void {
  switch (kind) {
    case 'cookie':
      return addCookies(found, view, start, end);
    case 'set-cookie':
      return addSetCookie(found, view, start, end);
    case 'credentials':
      return addCredentials(found, view, name, start, end);
    case 'secret':
      if (end - start < 8 && NO_SECRET_VALUE.test(view.text.slice(start, end).trim())) return;
      return addSecret(found, view, start, end, `value of ${name}`);
  }
}

/** Behind the scheme, if there is one: `Bearer abc`, `Digest username="x"`; an opaque value is all secret. */
function addCredentials(found: Found[], view: View, name: string, start: number, end: number): void {
  const { text } = view;
  while (start < end && isWrapping(text.charCodeAt(start))) start++;
  let scheme = start;
  while (scheme < end && isNameChar(text.charCodeAt(scheme))) scheme++;
  let value = scheme;
  while (value < end && isSpace(text.charCodeAt(value))) value++;
  const isScheme = scheme > start && scheme - start <= MAX_SCHEME && value > scheme && value < end;
  addSecret(found, view, isScheme ? value : start, end, `credentials in ${name}`);
}
const MAX_SCHEME = 32;

/** `Cookie` has pairs only (RFC 6265, section 4.2). */
function addCookies(found: Found[], view: View, start: number, end: number): void {
  const value = view.text.slice(start, end);
  for (let from = 0; from < value.length; ) {
    const semicolon = value.indexOf(';', from);
    const to = semicolon < 0 ? value.length : semicolon;
    addPair(found, view, start, value.slice(from, to), from);
    from = to + 1;
  }
}

/**
 * `Set-Cookie` has one pair and then attributes (section 4.1). Programs that join headers put a comma
 * between two, which also stands in dates: behind it a cookie is a name and `=`.
 */
function addSetCookie(found: Found[], view: View, start: number, end: number): void {
  const value = view.text.slice(start, end);
  let isPair = true;
  for (let from = 0; from < value.length; isPair = false) {
    const semicolon = value.indexOf(';', from);
    const to = semicolon < 0 ? value.length : semicolon;
    const part = value.slice(from, to);
    if (isPair) addPair(found, view, start, part, from);
    else addJoined(found, view, start, part, from);
    from = to + 1;
  }
}

function addJoined(found: Found[], view: View, start: number, part: string, from: number): void {
  for (let comma = part.indexOf(','); comma >= 0; ) {
    let name = comma + 1;
    while (name < part.length && isSpace(part.charCodeAt(name))) name++;
    let equals = name;
    while (equals < part.length && isCookieName(part.charCodeAt(equals))) equals++;
    if (equals > name && part[equals] === '=') {
      addPair(found, view, start, part.slice(name), from + name);
      return;
    }
    comma = part.indexOf(',', equals);
  }
}

function isCookieName(c: number): boolean {
  return c > 0x20 && c < 0x7f && c !== 0x3d && c !== 0x2c && c !== 0x3b;
}

/** `name=value`, or a value without a name. */
function addPair(found: Found[], view: View, start: number, pair: string, from: number): void {
  const equals = pair.indexOf('=');
  const name = pair.slice(0, Math.max(equals, 0)).trim();
  const what = name === '' ? 'value of a cookie without a name' : `value of the cookie ${name.slice(0, MAX_NAME)}`;
  addSecret(found, view, start + from + equals + 1, start + from + pair.length, what);
}
