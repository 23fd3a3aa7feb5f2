// What should not leave with a share link: the engine finds cookie values, credentials and tokens, and they are
// left out here. That changes no verdict: the engine judges names and attributes, not the secrets themselves.
import type { Secret, Span } from 'headstrong';

export const PLACEHOLDER = 'REDACTED';

export interface PlacedSecret extends Secret {
  /** 1-based. */
  line: number;
}

/** The text with each secret replaced by a placeholder. */
export function redact(text: string, secrets: readonly Span[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const { start, end } of secrets) {
    parts.push(text.slice(at, start), PLACEHOLDER);
    at = end;
  }
  parts.push(text.slice(at));
  return parts.join('');
}

/** The secrets of a text, in order, with their lines. */
export function withLines(text: string, secrets: readonly Secret[]): PlacedSecret[] {
  let line = 1;
  let at = text.indexOf('\n');
  return secrets.map((secret) => {
    for (; at >= 0 && at < secret.start; at = text.indexOf('\n', at + 1)) line++;
    return { ...secret, line };
  });
}
