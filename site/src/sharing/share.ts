// Share links: `#v1.` and base64url of deflate-raw JSON { t, o, r, v, c }.
//
// The format is a public interface: every version ever shipped stays readable, with frozen fixtures
// in tests/site/share/. `t` is the text, `o` the options that differ from their defaults, `r` the
// version of the table of weights, `v` the view, `c` a checksum over the other four: deflate-raw has
// none of its own, and a link altered on its way must not pass for another text. Links without `c`
// are read as well.

/** What a link holds, already checked for shape but not for meaning. */
export interface Shared {
  text: string;
  options: Record<string, string>;
  rubric: number;
  view: string;
}

/** `none`: the address has no link in it. The others each have one message, `linkProblemText`. */
export type LinkProblem = 'damaged' | 'newer' | 'too-large' | 'unsupported';
export type Decoded =
  | { kind: 'none' }
  | { kind: 'shared'; shared: Shared }
  | { kind: 'problem'; problem: LinkProblem };

export type Encoded = { kind: 'link'; hash: string } | { kind: 'too-long'; length: number };

/** The two streams of the platform; injected where a test runs on a Node without them. */
export interface Streams {
  deflate(): GenericTransformStream;
  inflate(): GenericTransformStream;
}

const PREFIX = '#v1.';
/** Firefox cuts addresses at 1 MiB, the shortest limit of the three engines. */
const MAX_LINK = 1_000_000;
/** What the engine takes, in bytes. */
const MAX_TEXT = 8 * 1024 * 1024;
/** All options together, the second text and inline code among them; there are some thirty. */
const MAX_OPTIONS_TEXT = 2 * 1024 * 1024;
const MAX_OPTIONS = 100;
const MAX_NAME = 100;
/** Of the packed bytes, so that what one of them unpacks to (1,032 times as much at most) fits into memory. */
const PACKED_PIECE = 4096;

const platform: Streams = {
  deflate: () => new CompressionStream('deflate-raw'),
  inflate: () => new DecompressionStream('deflate-raw'),
};

export async function encodeShare(shared: Shared, streams: Streams = platform): Promise<Encoded> {
  const { text: t, options: o, rubric: r, view: v } = shared;
  const json = JSON.stringify({ t, o, r, v, c: checksum(t, o, r, v) });
  const packed = await collect(new TextEncoder().encode(json), streams.deflate());
  const hash = PREFIX + toBase64Url(packed);
  return hash.length > MAX_LINK ? { kind: 'too-long', length: hash.length } : { kind: 'link', hash };
}

/** Reads the fragment of an address, `#` included; only what begins with `#v` and a digit is a link. Never throws. */
export async function decodeShare(hash: string, streams: Streams = platform): Promise<Decoded> {
  const version = /^#v(\d{1,9})(\.?)/.exec(hash);
  if (!version) return { kind: 'none' };
  if (version[2] === '') return problem('damaged');
  if (version[1] !== '1') return problem('newer');
  if (hash.length > MAX_LINK) return problem('too-large');
  const packed = fromBase64Url(hash.slice(PREFIX.length));
  if (!packed) return problem('damaged');
  let inflater: GenericTransformStream;
  try {
    inflater = streams.inflate();
  } catch {
    return problem('unsupported');
  }
  try {
    const bytes = await collect(packed, inflater, new TextMeter(MAX_TEXT + MAX_OPTIONS_TEXT));
    return validate(JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)));
  } catch (error) {
    return problem(error instanceof TooLarge ? 'too-large' : 'damaged');
  }
}

export function linkProblemText(kind: LinkProblem): string {
  switch (kind) {
    case 'damaged':
      return 'This link is incomplete or was altered, so nothing was opened. Ask for it to be sent again.';
    case 'newer':
      return 'This link was made by a newer version of Headstrong than this page, so nothing was opened. Reload the page and try again.';
    case 'too-large':
      return 'This link unpacks to more than this page accepts, so nothing was opened.';
    case 'unsupported':
      return 'This browser is too old to open links, so nothing was opened.';
  }
}

function problem(kind: LinkProblem): Decoded {
  return { kind: 'problem', problem: kind };
}

class TooLarge extends Error {}

/** Counts what JSON stands for, not how it is spelled: `\\n` is one byte, `\\u0001` as well. */
class TextMeter {
  #left: number;
  /** Bytes that still belong to an escape. */
  #escaped = 0;

  constructor(limit: number) {
    this.#left = limit;
  }

  /** False where it is too much. */
  takes(bytes: Uint8Array): boolean {
    let left = this.#left;
    let escaped = this.#escaped;
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at];
      if (escaped > 0) {
        escaped += byte === LETTER_U && escaped === 1 ? 3 : -1;
      } else {
        left--;
        if (byte === BACKSLASH) escaped = 1;
      }
    }
    this.#left = left;
    this.#escaped = escaped;
    return this.#left >= 0;
  }
}
const BACKSLASH = 0x5c;
const LETTER_U = 0x75;

/**
 * Sends bytes through a stream and gathers what comes out. Streams unpack a piece at once, however much it
 * grows, so pieces are small, and after one that was too much no other is sent.
 */
async function collect(
  bytes: Uint8Array<ArrayBuffer>,
  stream: GenericTransformStream,
  meter?: TextMeter,
): Promise<Uint8Array<ArrayBuffer>> {
  const writer = (stream.writable as WritableStream<BufferSource>).getWriter();
  const reader = (stream.readable as ReadableStream<Uint8Array>).getReader();
  // The reader reports what is wrong with the bytes; the writer would say the same again.
  send(bytes, writer).catch(ignore);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    if (meter && !meter.takes(value)) {
      writer.abort().catch(ignore);
      reader.cancel().catch(ignore);
      throw new TooLarge();
    }
    size += value.length;
    chunks.push(value);
  }
  return join(chunks, size);
}

async function send(bytes: Uint8Array<ArrayBuffer>, writer: WritableStreamDefaultWriter<BufferSource>): Promise<void> {
  for (let at = 0; at < bytes.length; at += PACKED_PIECE) {
    await writer.ready;
    await writer.write(bytes.subarray(at, at + PACKED_PIECE));
  }
  await writer.close();
}

function ignore(): void {}

function join(chunks: Uint8Array[], size: number): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

function validate(value: unknown): Decoded {
  if (!isRecord(value)) return problem('damaged');
  const { t, o, r, v, c, ...rest } = value;
  if (typeof t !== 'string' || !isOptions(o)) return problem('damaged');
  if (typeof r !== 'number' || !Number.isInteger(r) || typeof v !== 'string') return problem('damaged');
  if (v.length > MAX_NAME || Object.keys(rest).length > 0) return problem('damaged');
  if (c !== undefined && c !== checksum(t, o, r, v)) return problem('damaged');
  if (bytesOf(t) > MAX_TEXT) return problem('too-large');
  return { kind: 'shared', shared: { text: t, options: o, rubric: r, view: v } };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isOptions(value: unknown): value is Record<string, string> {
  if (!isRecord(value)) return false;
  const options = Object.entries(value);
  return (
    options.length <= MAX_OPTIONS &&
    options.every(([name, text]) => name.length <= MAX_NAME && typeof text === 'string')
  );
}

/** In UTF-8. */
function bytesOf(text: string): number {
  return text.length > MAX_TEXT ? text.length : new TextEncoder().encode(text).length;
}

/** CRC-32 (the one of gzip) over the JSON of the four parts, in eight hexadecimal digits. */
function checksum(t: string, o: Record<string, string>, r: number, v: string): string {
  const table = Uint32Array.from({ length: 256 }, (_, byte) => {
    for (let bit = 0; bit < 8; bit++) byte = (byte >>> 1) ^ (byte & 1 ? 0xedb88320 : 0);
    return byte;
  });
  let crc = 0xffffffff;
  for (const byte of new TextEncoder().encode(JSON.stringify([t, o, r, v]))) {
    crc = (crc >>> 8) ^ (table[(crc ^ byte) & 0xff] ?? 0);
  }
  return ((crc ^ 0xffffffff) >>> 0).toString(16).padStart(8, '0');
}

/** btoa takes its input as one string; pieces of a multiple of three bytes join without padding. */
const PIECE = 3 * 8192;

function toBase64Url(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += PIECE) {
    text += btoa(String.fromCharCode(...bytes.subarray(at, at + PIECE)));
  }
  return text.replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}

/** null where the text is not the one spelling that `toBase64Url` gives. */
function fromBase64Url(text: string): Uint8Array<ArrayBuffer> | null {
  if (!/^[A-Za-z0-9_-]+$/.test(text) || text.length % 4 === 1) return null;
  const bytes = Uint8Array.from(
    atob(text.replace(/-/g, '+').replace(/_/g, '/')),
    (unit) => unit.charCodeAt(0),
  );
  return toBase64Url(bytes) === text ? bytes : null;
}
