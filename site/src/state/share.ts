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
/** The engine takes 8 MiB; JSON may spell a character in six. */
const MAX_INFLATED = 48 * 1024 * 1024;

const platform: Streams = {
  deflate: () => new CompressionStream('deflate-raw'),
  inflate: () => new DecompressionStream('deflate-raw'),
};

export async function encodeShare(shared: Shared, streams: Streams = platform): Promise<Encoded> {
  const { text: t, options: o, rubric: r, view: v } = shared;
  const json = JSON.stringify({ t, o, r, v, c: checksum(t, o, r, v) });
  const packed = await collect(new TextEncoder().encode(json), streams.deflate(), Infinity);
  const hash = PREFIX + toBase64Url(packed);
  return hash.length > MAX_LINK ? { kind: 'too-long', length: hash.length } : { kind: 'link', hash };
}

/** Reads the fragment of an address, `#` included. Never throws. */
export async function decodeShare(hash: string, streams: Streams = platform): Promise<Decoded> {
  const version = /^#v(\d+)\./.exec(hash);
  if (!version) return hash.length > 1 ? problem('damaged') : { kind: 'none' };
  if (version[1] !== '1') return problem('newer');
  const packed = fromBase64Url(hash.slice(PREFIX.length));
  if (!packed) return problem('damaged');
  let inflater: GenericTransformStream;
  try {
    inflater = streams.inflate();
  } catch {
    return problem('unsupported');
  }
  try {
    const bytes = await collect(packed, inflater, MAX_INFLATED);
    return validate(JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)));
  } catch (error) {
    return problem(error instanceof TooLarge ? 'too-large' : 'damaged');
  }
}

export function linkProblemText(kind: LinkProblem): string {
  switch (kind) {
    case 'damaged':
      return 'This link is incomplete or was altered on its way, so nothing was opened. Ask for it to be sent again as a whole.';
    case 'newer':
      return 'This link was made by a newer version of Headstrong than this page, so nothing was opened. Reload the page and try again.';
    case 'too-large':
      return 'This link unpacks to more than this page takes, so nothing was opened.';
    case 'unsupported':
      return 'This browser can’t unpack links, so nothing was opened. A current one can.';
  }
}

function problem(kind: LinkProblem): Decoded {
  return { kind: 'problem', problem: kind };
}

class TooLarge extends Error {}

/** Sends bytes through a stream and gathers at most `limit`; a stream that gives more is dropped. */
async function collect(
  bytes: Uint8Array<ArrayBuffer>,
  stream: GenericTransformStream,
  limit: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const writer = (stream.writable as WritableStream<BufferSource>).getWriter();
  // The reader reports what is wrong with the bytes; the writer would say the same again.
  writer.write(bytes).catch(ignore);
  writer.close().catch(ignore);
  const reader = (stream.readable as ReadableStream<Uint8Array>).getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > limit) {
      reader.cancel().catch(ignore);
      throw new TooLarge();
    }
    chunks.push(value);
  }
  return join(chunks, size);
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
  if (Object.keys(rest).length > 0) return problem('damaged');
  if (c !== undefined && c !== checksum(t, o, r, v)) return problem('damaged');
  return { kind: 'shared', shared: { text: t, options: o, rubric: r, view: v } };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isOptions(value: unknown): value is Record<string, string> {
  return isRecord(value) && Object.values(value).every((item) => typeof item === 'string');
}

/** CRC-32 (the one of gzip) over the JSON of the four parts, in eight hexadecimal digits. */
function checksum(t: string, o: Record<string, string>, r: number, v: string): string {
  let crc = 0xffffffff;
  for (const byte of new TextEncoder().encode(JSON.stringify([t, o, r, v]))) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
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
