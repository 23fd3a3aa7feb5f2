// Secrets in text: headers however they were copied, configuration, code, commands; and the looks of
// tokens and addresses anywhere.
import {
  addSecret,
  addValue,
  isAlphanumeric,
  isBlank,
  isNameChar,
  isQuote,
  isSecretParameter,
  isSpace,
  kindOfName,
  type Found,
  type NameKind,
  type View,
} from './secrets_words';

export function scanText(view: View, found: Found[]): void {
  if (view.text.length < SHORTEST) return;
  scanLines(view, found);
  scanTokens(view, found);
  scanParameters(view, found);
  scanUserInfo(view, found);
  scanPrivateKeys(view, found);
  scanCookieCalls(view, found);
  scanStatements(view, found);
}
/** In less than this there is no name with a value. */
const SHORTEST = 4;

/** A name whose value may be in the next line: developer tools copy so, and old messages are folded. */
interface Above {
  kind: NameKind;
  name: string;
  indent: number;
  /** Nothing stood behind the name. */
  isEmpty: boolean;
  /** Of Set-Cookie: its pair has not ended. */
  isOpen: boolean;
}

function scanLines(view: View, found: Found[]): void {
  const { text } = view;
  let above: Above | null = null;
  let isCommand = false;
  for (let start = 0; start < text.length; ) {
    let end = start;
    while (end < text.length && !isLineEnd(text.charCodeAt(end))) end++;
    const line = new Line(view, start, end, isCommand, found);
    const own: Above | null = line.scan();
    if (above && !line.isField && continues(above, line.indent)) {
      if (above.isOpen) {
        // What is left of the pair; its attributes are no secret.
        let semicolon = start;
        while (semicolon < end && text.charCodeAt(semicolon) !== SEMICOLON) semicolon++;
        addSecret(found, view, start, semicolon, "rest of a cookie's value");
        above.isOpen = semicolon === end;
      } else {
        addValue(found, view, above.kind, above.name, start, end);
      }
      // A folded header goes on as long as lines are indented.
      if (above.isEmpty) above = null;
    } else {
      above = own;
    }
    isCommand = line.isCommand && (text[end - 1] === '\\' || text[end - 1] === '^' || text[end - 1] === '`');
    start = end + 1;
    if (text.charCodeAt(end) === 0x0d && text.charCodeAt(start) === 0x0a) start++;
  }
}

function continues(above: Above, indent: number): boolean {
  return above.isEmpty || (indent > above.indent && (above.kind !== 'set-cookie' || above.isOpen));
}

function isLineEnd(c: number): boolean {
  return c === 0x0a || c === 0x0d;
}

class Line {
  readonly indent: number;
  /** It has a name and a colon at its start. */
  isField = false;
  /** It is, or goes on from a line that is, a call of curl. */
  isCommand: boolean;
  readonly #view: View;
  readonly #text: string;
  readonly #end: number;
  readonly #found: Found[];
  #at: number;

  constructor(view: View, start: number, end: number, isCommand: boolean, found: Found[]) {
    this.#view = view;
    this.#text = view.text;
    this.#end = end;
    this.#found = found;
    this.isCommand = isCommand;
    this.#at = start;
    while (isBlank(this.#char())) this.#at++;
    this.indent = this.#at - start;
  }

  /** Goes from name to name; returns the one at the start, if it is of a secret. */
  scan(): Above | null {
    let first = true;
    let above: Above | null = null;
    while (this.#at < this.#end) {
      const start = this.#at;
      while (isNameChar(this.#char())) this.#at++;
      if (this.#at === start) {
        if (!isPrefix(this.#char())) first = false;
        this.#at++;
        continue;
      }
      const word = this.#text.slice(start, Math.min(this.#at, start + MAX_WORD));
      if (first && this.#char() === COLON && isDigits(word)) continue; // of `grep -n`
      if (first && this.#char() === COLON) this.isField = true;
      const taken = this.#word(word, start, first);
      if (first && taken) above = taken;
      first = false;
    }
    return above;
  }

  #char(): number {
    return this.#at < this.#end ? this.#text.charCodeAt(this.#at) : -1;
  }

  #word(word: string, start: number, first: boolean): Above | null {
    const lower = word.toLowerCase();
    if (lower === 'curl') this.isCommand = true;
    if (this.isCommand && FLAGS.has(word)) {
      this.#flag(word);
      return null;
    }
    if (SCHEMES.has(lower)) {
      this.#scheme(word);
      return null;
    }
    const name = word.replace(/^-{1,2}/, '');
    const kind = kindOfName(name);
    return kind ? this.#named(kind, name, start, first) : null;
  }

  /** -b 'a=1', -u me:secret, with or without a blank. */
  #flag(flag: string): void {
    this.#blanks();
    const [from, to] = this.#quoted() ?? this.#unquoted();
    if (flag === '-b') addValue(this.#found, this.#view, 'cookie', 'cookie', from, to);
    else addSecret(this.#found, this.#view, from, to, `what curl ${flag} is given`);
  }

  /** "Bearer" and what looks like credentials, wherever it is said. */
  #scheme(scheme: string): void {
    if (!isBlank(this.#char())) return;
    this.#blanks();
    const from = this.#at;
    while (isCredentialChar(this.#char())) this.#at++;
    const body = this.#at;
    while (this.#char() === EQUALS) this.#at++;
    // realm="…" is none
    if (body - from >= SHORTEST_CREDENTIALS && !(this.#at > body && isQuote(this.#char()))) {
      addSecret(this.#found, this.#view, from, this.#at, `credentials behind ${scheme}`);
    } else {
      this.#at = from;
    }
  }

  /** What stands behind a name decides whether there is a value of it, and how far that goes. */
  #named(kind: NameKind, name: string, start: number, first: boolean): Above | null {
    const opened = start > 0 ? this.#text.charCodeAt(start - 1) : -1;
    const inQuotes = isQuote(opened);
    const isClosed = inQuotes && this.#char() === opened;
    while (isQuote(this.#char()) || this.#char() === CLOSING_BRACKET) this.#at++;
    const hasTab = this.#char() === TAB;
    const hasBlank = isBlank(this.#char());
    this.#blanks();
    if (this.#at >= this.#end) return first ? { kind, name, indent: this.indent, isEmpty: true, isOpen: false } : null;
    const c = this.#char();
    if (c === COLON || c === EQUALS || c === COMMA) {
      this.#at++;
      if (c === EQUALS && this.#char() === GREATER) this.#at++;
      const apart = isBlank(this.#char());
      this.#blanks();
      if (this.#at >= this.#end) return first ? { kind, name, indent: this.indent, isEmpty: true, isOpen: false } : null;
      if (!this.#isValue(kind, c, first, inQuotes, apart)) return null;
      const isPlain = c === COLON && !inQuotes;
      const isOpen = kind === 'set-cookie' && !this.#text.slice(this.#at, this.#end).includes(';');
      this.#value(kind, name, isPlain ? -1 : inQuotes && !isClosed ? opened : c === EQUALS ? SEMICOLON : 0);
      return first && c === COLON ? { kind, name, indent: this.indent, isEmpty: false, isOpen } : null;
    }
    if (!this.#isValueBehindBlank(kind, first && hasTab, hasBlank)) return null;
    if (!hasTab && this.#looksLike(kind) === 'pair in quotes') this.#quotedPair(kind, name);
    else this.#value(kind, name, hasTab ? -1 : 0);
    return null;
  }

  #isValue(kind: NameKind, separator: number, first: boolean, inQuotes: boolean, apart: boolean): boolean {
    const isQuoted = isQuote(this.#char());
    if (separator === COMMA) {
      if (inQuotes) return isQuoted && kind !== 'secret';
      return first && !apart && this.#looksLike(kind) !== null;
    }
    if (first) return true;
    if (kind === 'secret') return separator === COLON ? inQuotes : inQuotes && isQuoted;
    return true;
  }

  #isValueBehindBlank(kind: NameKind, hasTab: boolean, hasBlank: boolean): boolean {
    if (hasTab) return true;
    if (!hasBlank || kind === 'secret') return false;
    const c = this.#char();
    if (isQuote(c) || c === OPENING_BRACE) return true;
    return this.#looksLike(kind) === 'pair in quotes';
  }

  /** In a list of names, one behind the other is no value. */
  #looksLike(kind: NameKind): string | null {
    let at = this.#at;
    while (at < this.#end && isNameChar(this.#text.charCodeAt(at))) at++;
    const c = at < this.#end ? this.#text.charCodeAt(at) : -1;
    if (kind === 'cookie' || kind === 'set-cookie') {
      if (c !== EQUALS) return null;
      return this.#text.charCodeAt(at + 1) === DOUBLE_QUOTE ? 'pair in quotes' : 'pair';
    }
    return kind === 'credentials' && isBlank(c) ? 'scheme' : null;
  }

  /** Takes the rest of the line (-1), what stands before that quote, or (0) what is quoted itself. */
  #value(kind: NameKind, name: string, until: number): void {
    const [from, to] = this.#extent(kind, until);
    addValue(this.#found, this.#view, kind, name, from, to);
    this.#at = Math.max(this.#at, to);
  }

  #extent(kind: NameKind, until: number): [number, number] {
    if (isQuote(until)) return this.#upTo(until);
    const quoted = until < 0 ? null : this.#quoted();
    if (quoted) return quoted;
    // `session=abc; Path=/`, a cookie without its header
    if (until === SEMICOLON && kind === 'secret') return this.#upTo(SEMICOLON);
    return [this.#at, this.#end];
  }

  /** `Added cookie sid="abc" for domain …`, as curl says it. */
  #quotedPair(kind: NameKind, name: string): void {
    const from = this.#at;
    this.#upTo(DOUBLE_QUOTE);
    this.#at++;
    const [, to] = this.#upTo(DOUBLE_QUOTE);
    addValue(this.#found, this.#view, kind, name, from, to);
  }

  #blanks(): void {
    while (isBlank(this.#char())) this.#at++;
  }

  /** What stands between quotes here, also behind an opening bracket; null where no quote is. */
  #quoted(): [number, number] | null {
    let at = this.#at;
    while (at < this.#end && at < this.#at + 2 && isOpening(this.#text.charCodeAt(at))) at++;
    const quote = at < this.#end ? this.#text.charCodeAt(at) : -1;
    if (!isQuote(quote)) return null;
    this.#at = at + 1;
    return this.#upTo(quote);
  }

  #upTo(quote: number): [number, number] {
    const from = this.#at;
    while (this.#at < this.#end && this.#char() !== quote) this.#at += this.#char() === BACKSLASH ? 2 : 1;
    this.#at = Math.min(this.#at, this.#end);
    return [from, this.#at];
  }

  #unquoted(): [number, number] {
    const from = this.#at;
    while (this.#at < this.#end && !isBlank(this.#char())) this.#at++;
    return [from, this.#at];
  }
}

const TAB = 0x09;
const DOUBLE_QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const SEMICOLON = 0x3b;
const EQUALS = 0x3d;
const GREATER = 0x3e;
const BACKSLASH = 0x5c;
const CLOSING_BRACKET = 0x5d;
const OPENING_BRACE = 0x7b;

/** Longer ones are no names. */
const MAX_WORD = 128;
const SHORTEST_CREDENTIALS = 16;
const SCHEMES = new Set(['bearer', 'basic']);
const FLAGS = new Set(['-b', '-u', '-U', '--user', '--proxy-user', '--oauth2-bearer', '--aws-sigv4', '--proxy-header']);

/** What programs and people put before a header's name. */
function isPrefix(c: number): boolean {
  return isSpace(c) || isQuote(c) || isOpening(c) || c === 0x3c || c === 0x3e || c === 0x2a || c === COLON;
}
/** `[` `{` `(` */
function isOpening(c: number): boolean {
  return c === 0x5b || c === OPENING_BRACE || c === 0x28;
}
/** token68 of RFC 9110, section 11.2 */
function isCredentialChar(c: number): boolean {
  return isNameChar(c) || c === 0x2e || c === 0x2f || c === 0x2b || c === 0x7e;
}
function isDigits(word: string): boolean {
  return /^\d{1,9}$/.test(word);
}

/** Tokens that can be told by their looks: JSON Web Tokens, and keys with a prefix of their maker. */
function scanTokens(view: View, found: Found[]): void {
  const { text } = view;
  for (let at = text.indexOf(JWT_START); at >= 0; at = text.indexOf(JWT_START, at)) {
    const start = at;
    at = runEnd(text, start + JWT_START.length);
    const isInside = start > 0 && isAlphanumeric(text.charCodeAt(start - 1));
    if (isInside || at - start < SHORTEST_JWT_PART) {
      if (isInside) at = start + JWT_START.length;
      continue;
    }
    let dots = 0;
    while (text[at] === '.') {
      dots++;
      at = runEnd(text, at + 1);
    }
    if (dots >= 2) addSecret(found, view, start, at, 'a signed token (JWT)');
  }
  for (const prefix of MAKERS) {
    for (let at = text.indexOf(prefix); at >= 0; ) {
      let end = runEnd(text, at + prefix.length);
      // Keys of makers that write a dot have several parts.
      while (prefix.endsWith('.') && text[end] === '.') end = runEnd(text, end + 1);
      const isInside = at > 0 && isNameChar(text.charCodeAt(at - 1));
      if (!isInside && end - at >= SHORTEST_KEY) addSecret(found, view, at, end, `a key (${prefix}…)`);
      at = text.indexOf(prefix, end);
    }
  }
}
const JWT_START = 'eyJ';
const SHORTEST_JWT_PART = 11;
const SHORTEST_KEY = 20;
const MAKERS = ['ghp_', 'gho_', 'ghs_', 'github_pat_', 'glpat-', 'xoxb-', 'xoxp-', 'sk_live_', 'rk_live_', 'sk-', 'AKIA', 'ASIA', 'AIza', 'npm_', 'hf_', 'whsec_', 'shpat_', 'SG.', 'ya29.'];

function runEnd(text: string, at: number): number {
  while (at < text.length && isNameChar(text.charCodeAt(at))) at++;
  return at;
}

/** ?token=… of an address, also of one that is a parameter itself: %3Ftoken%3D… */
function scanParameters(view: View, found: Found[]): void {
  const { text } = view;
  for (let at = 0; at < text.length; ) {
    const encoded = text[at] === '%' ? isEncodedSeparator(text, at) : false;
    if (!encoded && !isSeparator(text.charCodeAt(at))) {
      at++;
      continue;
    }
    const start = at + (encoded ? 3 : 1);
    at = runEnd(text, start);
    const equals = text[at] === '=' ? 1 : encoded && text.slice(at, at + 3).toUpperCase() === '%3D' ? 3 : 0;
    if (equals === 0 || at - start > MAX_WORD) continue;
    const name = text.slice(start, at);
    if (!isSecretParameter(name)) continue;
    const from = at + equals;
    at = from;
    while (at < text.length && !endsParameter(text.charCodeAt(at)) && !(encoded && isEncodedSeparator(text, at))) at++;
    addSecret(found, view, from, at, `the parameter ${name} of an address`);
  }
}

/** `?` `&` `#` `;` */
function isSeparator(c: number): boolean {
  return c === 0x3f || c === 0x26 || c === 0x23 || c === 0x3b;
}
function isEncodedSeparator(text: string, at: number): boolean {
  if (text[at] !== '%') return false;
  const code = text.slice(at + 1, at + 3).toUpperCase();
  return code === '3F' || code === '26' || code === '23' || code === '3B';
}
/** `&` `#` `"` `'` `<` `>` `;` `,` and white space. */
function endsParameter(c: number): boolean {
  return (
    isSpace(c) || c === 0x26 || c === 0x23 || c === 0x22 || c === 0x27 || c === 0x3c || c === 0x3e || c === 0x3b || c === 0x2c
  );
}

/**
 * https://me:secret@host/ : what stands before the last @ of the authority. Without a scheme, as in
 * //me:secret@host/, only a colon tells it from a comment.
 */
function scanUserInfo(view: View, found: Found[]): void {
  const { text } = view;
  for (let at = text.indexOf('//'); at >= 0; at = text.indexOf('//', at)) {
    const start = at + 2;
    let isTold = at > 1 && text[at - 1] === ':' && isAlphanumeric(text.charCodeAt(at - 2));
    let last = -1;
    let hasColon = false;
    for (at = start; at < text.length && !endsAuthority(text.charCodeAt(at)); at++) {
      if (text[at] === '@') {
        last = at;
        isTold ||= hasColon;
      }
      hasColon ||= text[at] === ':';
    }
    if (isTold && last > start) addSecret(found, view, start, last, 'user name and password of an address');
  }
}

/** `/` `?` `#` `\` `"` `'` `<` `>` `;` `,` and white space. */
function endsAuthority(c: number): boolean {
  return (
    isSpace(c) || c === 0x2f || c === 0x3f || c === 0x23 || c === 0x5c || c === 0x22 || c === 0x27 || c === 0x3c || c === 0x3e
  );
}

/** -----BEGIN PRIVATE KEY----- to its end (RFC 7468). Certificates and public keys are no secret. */
function scanPrivateKeys(view: View, found: Found[]): void {
  const { text } = view;
  for (let at = text.indexOf(PEM_BEGIN); at >= 0; at = text.indexOf(PEM_BEGIN, at)) {
    at += PEM_BEGIN.length;
    const label = text.slice(at, at + LONGEST_LABEL);
    const dashes = label.indexOf('-----');
    if (dashes < 0 || !label.slice(0, dashes).includes('PRIVATE KEY')) continue;
    const body = at + dashes + 5;
    const end = text.indexOf('-----END', body);
    at = end < 0 ? text.length : end;
    addSecret(found, view, body, at, 'a private key');
  }
}
const PEM_BEGIN = '-----BEGIN ';
const LONGEST_LABEL = 64;

/** set_cookie("sid", "abc"), setcookie('sid', 'abc'), res.cookie('sid', 'abc'). */
function scanCookieCalls(view: View, found: Found[]): void {
  const { text } = view;
  const blanks = (at: number): number => {
    while (at < text.length && isBlank(text.charCodeAt(at))) at++;
    return at;
  };
  for (let at = text.indexOf(CALL); at >= 0; at = text.indexOf(CALL, at)) {
    at = blanks(at + CALL.length);
    if (!isQuote(text.charCodeAt(at))) continue;
    const name = text.slice(at + 1, runEnd(text, at + 1));
    let end = at + 1 + name.length;
    if (text[end] !== text[at] || name.length > MAX_WORD) continue;
    end = blanks(end + 1);
    if (text[end] !== ',') continue;
    const from = blanks(end + 1);
    const quote = text[from];
    if (quote === undefined || !isQuote(text.charCodeAt(from))) continue;
    const to = text.indexOf(quote, from + 1);
    if (to < 0) return;
    addSecret(found, view, from + 1, to, `value of the cookie ${name}`);
    at = to;
  }
}
const CALL = 'ookie(';

/** proxy_set_header X-Api-Key abc; and set $token "abc"; as nginx has them. */
function scanStatements(view: View, found: Found[]): void {
  const { text } = view;
  for (const statement of ['_header ', 'set $']) {
    for (let at = text.indexOf(statement); at >= 0; at = text.indexOf(statement, at)) {
      const start = at + statement.length;
      at = runEnd(text, start);
      if (at - start > MAX_WORD || !isBlank(text.charCodeAt(at))) continue;
      const name = text.slice(start, at);
      if (kindOfName(name) !== 'secret') continue;
      const from = at;
      while (at < text.length && text[at] !== ';' && !isLineEnd(text.charCodeAt(at))) at++;
      if (text.slice(from, at).includes('$')) continue; // it comes from elsewhere
      addSecret(found, view, from, at, `value of ${name}`);
    }
  }
}
