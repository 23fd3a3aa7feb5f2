// A file as text.

/** The engine takes 8 MiB; more is not even read. */
export const MAX_FILE_BYTES = 8 * 1024 * 1024;

/** A file that is mostly not text: an image, an archive, a program. */
export function isText(text: string): boolean {
  const start = text.slice(0, 64 * 1024);
  const odd = start.match(/[\0-\x08\x0e-\x1f\ufffd]/g)?.length ?? 0;
  return odd < 4 || odd < start.length / 10;
}

/**
 * UTF-8, or UTF-16 where a byte order mark says so, which is what PowerShell writes. Bytes that are
 * neither come out as U+FFFD, and the engine says that this is not text.
 */
export function decodeText(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  return new TextDecoder('utf-8').decode(bytes);
}
