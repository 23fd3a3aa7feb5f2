import { readData } from '../../support/data.mjs';

/** Recorded header sets, one response after the other as `curl -sIL` prints them, cut to `units`. */
export function realHeaders(units) {
  let text = '';
  for (const { status, headers } of readData('headersets')) {
    const lines = headers.map(([name, value]) => `${name}: ${value.replace(/\s+/g, ' ')}\n`).join('');
    text += `HTTP/1.1 ${status || 200} OK\n${lines}\n`;
    if (text.length >= units) break;
  }
  return text.slice(0, units);
}
