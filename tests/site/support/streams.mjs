// deflate-raw for Node before 20.12, whose CompressionStream does not know it.
import { Duplex } from 'node:stream';
import { createDeflateRaw, createInflateRaw } from 'node:zlib';

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
    () => Duplex.toWeb(createDeflateRaw()),
  ),
  inflate: nativeOr(
    () => new DecompressionStream('deflate-raw'),
    () => Duplex.toWeb(createInflateRaw()),
  ),
};
