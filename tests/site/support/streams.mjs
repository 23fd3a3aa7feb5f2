// deflate-raw for Node before 20.12, whose CompressionStream does not know it.
import { Duplex } from 'node:stream';
import { createDeflateRaw, createInflateRaw } from 'node:zlib';

/** Of Node 17 on; the types pinned here don't have it. */
const { toWeb } = /** @type {typeof Duplex & { toWeb(stream: Duplex): GenericTransformStream }} */ (Duplex);

function nativeOr(native, fallback) {
  try {
    native();
    return native;
  } catch {
    return fallback;
  }
}

export const nodeStreams = {
  deflate: nativeOr(
    () => new CompressionStream('deflate-raw'),
    () => toWeb(createDeflateRaw()),
  ),
  inflate: nativeOr(
    () => new DecompressionStream('deflate-raw'),
    () => toWeb(createInflateRaw()),
  ),
};
