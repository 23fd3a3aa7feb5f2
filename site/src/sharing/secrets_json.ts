// Secrets in JSON: header maps, pairs, HTTP archives. Only whole strings are read, so that what is left
// out leaves the JSON whole.
import { scanText } from './secrets_text';
import { addSecret, addValue, asWritten, isSecretParameter, kindOfName, type Found, type View } from './secrets_words';

/** What the members of an object or the elements of an array are. */
type Role =
  | 'any'
  | 'cookies' // of a HAR: [{name, value}], or {name: value}
  | 'parameters' // of a HAR's address: [{name, value}]
  | 'form' // what was posted: [{name, value}]
  | 'body'; // what was posted: {text, params}

interface Frame {
  isArray: boolean;
  role: Role;
  /** Of an object: the last key. Of an array: the key that it stands under. */
  key: string;
  /** Of an array: how many elements it had. */
  count: number;
  /** Of {name, value}, and of an array that may be ["name", "value"]. */
  name: string | null;
  value: View | null;
}

/** Reads JSON values one after the other; returns where what follows is none any more. */
export function scanJson(text: string, found: Found[]): number {
  const start = skipSpace(text, 0);
  return text[start] === '{' || text[start] === '[' ? new Scan(text, found).run(start) : 0;
}

class Scan {
  readonly #text: string;
  readonly #found: Found[];
  readonly #frames: Frame[] = [];
  /** The next string is the key of a member. */
  #isKey = false;

  constructor(text: string, found: Found[]) {
    this.#text = text;
    this.#found = found;
  }

  run(start: number): number {
    const end = this.#values(start);
    while (this.#frames.length > 0) this.#close(); // of JSON that was cut off
    return end;
  }

  #values(start: number): number {
    const text = this.#text;
    for (let at = start; ; ) {
      at = skipSpace(text, at);
      const c = text[at];
      const frame = this.#top();
      if (c === '{' || c === '[') {
        if (this.#frames.length === MAX_DEPTH) return at;
        this.#open(c === '[');
        at++;
      } else if (c === undefined || !frame) {
        return at;
      } else if (c === '}' || c === ']') {
        if (frame.isArray !== (c === ']')) return at;
        this.#close();
        at++;
      } else if (c === ',') {
        this.#isKey = !frame.isArray;
        at++;
      } else if (c === ':') {
        this.#isKey = false;
        at++;
      } else if (c === '"') {
        const end = stringEnd(text, at);
        if (end < 0) return at;
        this.#string(frame, at + 1, end);
        at = end + 1;
      } else {
        const end = scalarEnd(text, at);
        if (end === at) return at;
        at = end;
      }
    }
  }

  #top(): Frame | undefined {
    return this.#frames[this.#frames.length - 1];
  }

  #open(isArray: boolean): void {
    const parent = this.#top();
    if (parent?.isArray) parent.count++;
    const key = isArray && parent ? parent.key : '';
    this.#frames.push({ isArray, role: roleOf(parent), key, count: 0, name: null, value: null });
    this.#isKey = !isArray;
  }

  #close(): void {
    const frame = this.#frames.pop();
    this.#isKey = false;
    if (!frame || frame.name === null || !frame.value || frame.count > 2) return;
    const { role, name, value } = frame;
    if (role === 'cookies') this.#whole(value, `value of the cookie ${name}`);
    else if (role === 'form') this.#whole(value, `the field ${name} of a form`);
    else if (role === 'parameters' && isSecretParameter(name)) this.#whole(value, `the parameter ${name} of an address`);
    else this.#value(name, value);
  }

  #string(frame: Frame, start: number, end: number): void {
    const view = viewOf(this.#text, start, end);
    if (this.#isKey) {
      frame.key = view.text.slice(0, MAX_KEY);
      return;
    }
    scanText(view, this.#found);
    if (frame.isArray) this.#element(frame, view);
    else this.#member(frame, view);
  }

  /** ["name", "value"], or the values under a name. */
  #element(frame: Frame, view: View): void {
    frame.count++;
    if (frame.count === 1) frame.name = view.text.slice(0, MAX_KEY);
    if (frame.count === 2) frame.value = view;
    this.#value(frame.key, view);
  }

  #member(frame: Frame, view: View): void {
    const { key, role } = frame;
    if (key === 'name' || key === 'key' || key === 'header') frame.name = view.text.slice(0, MAX_KEY);
    else if (key === 'value') frame.value = view;
    else if (role === 'body' && key === 'text') this.#whole(view, 'the body of a request');
    else if (role === 'cookies' && !COOKIE_MEMBERS.has(key)) this.#whole(view, `value of the cookie ${key}`);
    else this.#value(key, view);
  }

  #whole(view: View, what: string): void {
    addSecret(this.#found, view, 0, view.text.length, what);
  }

  #value(name: string, view: View): void {
    const kind = kindOfName(name);
    if (kind) addValue(this.#found, view, kind, name, 0, view.text.length);
  }
}

const MAX_KEY = 200;
/** The engine reads 64. */
const MAX_DEPTH = 500;
const COOKIE_MEMBERS = new Set('path domain expires httpOnly secure sameSite comment maxAge priority'.split(' '));

function roleOf(parent: Frame | undefined): Role {
  if (!parent) return 'any';
  if (parent.isArray) return parent.role;
  switch (parent.key) {
    case 'cookies':
      return 'cookies';
    case 'postData':
      return 'body';
    case 'params':
      return parent.role === 'body' ? 'form' : 'parameters';
    case 'queryString':
      return 'parameters';
    default:
      return 'any';
  }
}

function skipSpace(text: string, at: number): number {
  for (let c = text.charCodeAt(at); c === 0x20 || c === 0x0a || c === 0x0d || c === 0x09; c = text.charCodeAt(++at));
  return at;
}

/** A number, true, false or null. */
function scalarEnd(text: string, at: number): number {
  for (let c = text.charCodeAt(at); isScalar(c); c = text.charCodeAt(++at));
  return at;
}
function isScalar(c: number): boolean {
  return (c >= 0x30 && c <= 0x39) || (c >= 0x61 && c <= 0x7a) || c === 0x2b || c === 0x2d || c === 0x2e || c === 0x45;
}

/** Where the string that opens at `at` is closed; -1 where it is not. */
function stringEnd(text: string, at: number): number {
  for (at++; at < text.length; at++) {
    const c = text.charCodeAt(at);
    if (c === 0x22) return at;
    if (c === 0x5c) at++;
    else if (c < 0x20) return -1;
  }
  return -1;
}

const ESCAPES: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

/** The inside of a string, decoded. */
function viewOf(source: string, start: number, end: number): View {
  const written = asWritten(source, start, end);
  const raw = written.text;
  if (!raw.includes('\\')) return written;
  const parts: string[] = [];
  /** Where runs that are written as they read begin: in the view, and in `raw`. */
  const starts: number[] = [];
  const places: number[] = [];
  let length = 0;
  const add = (part: string, place: number) => {
    starts.push(length);
    places.push(place);
    parts.push(part);
    length += part.length;
  };
  let from = 0;
  for (let at = raw.indexOf('\\'); at >= 0; at = raw.indexOf('\\', from)) {
    if (at > from) add(raw.slice(from, at), from);
    const letter = raw[at + 1] ?? '';
    const code = letter === 'u' ? raw.slice(at + 2, at + 6) : '';
    const isCode = code.length === 4 && !Number.isNaN(Number(`0x${code}`));
    add(isCode ? String.fromCharCode(parseInt(code, 16)) : (ESCAPES[letter] ?? letter), at);
    from = at + (isCode ? 6 : 2);
  }
  if (from < raw.length) add(raw.slice(from), from);
  return { text: parts.join(''), source: (at) => start + placeOf(starts, places, length, raw.length, at) };
}

function placeOf(starts: number[], places: number[], length: number, rawLength: number, at: number): number {
  if (at >= length) return rawLength;
  let low = 0;
  for (let high = starts.length; high - low > 1; ) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= at) low = middle;
    else high = middle;
  }
  return (places[low] ?? 0) + at - (starts[low] ?? 0);
}
