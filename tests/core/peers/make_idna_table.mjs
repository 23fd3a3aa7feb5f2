#!/usr/bin/env node
// Writes core/src/peers/idna_table.inc: asks this Node.js's URL parser about every code point
// above ASCII, in hosts that tell one class from another. Run with the release that the table names
// (the one the peers' answers were recorded on); another has other Unicode data.
//
//   node tests/core/peers/make_idna_table.mjs > core/src/peers/idna_table.inc

// In the order of the enumerators of IdnaClass (https_url.cpp).
const classes = [
  'other', 'left-to-right', 'right-to-left', 'arabic-number', 'european-number', 'mark',
  'left-to-right-mark', 'ignored', 'disallowed',
];
const hebrew = '\u05D0';
const arabicDigit = '\u0661';

/** The host name, or null where the URL parser throws. */
const hostname = (host) => (URL.canParse(`https://${host}/`) ? new URL(`https://${host}/`).hostname : null);
const isHost = (host) => hostname(host) !== null;

/** What the code point maps to between two ASCII letters; null unless that is ASCII (or nothing). */
const mapsToAscii = (c) => {
  const host = hostname(`a${c}b`);
  return host === null || host.startsWith('xn--') ? null : host.slice(1, -1);
};

const classify = (c) => {
  const ascii = mapsToAscii(c);
  if (ascii === '') return 'ignored';
  if (ascii !== null) return 'other';
  const inLeftToRight = isHost(`a${c}b`);
  const inRightToLeft = isHost(`${hebrew}${c}${hebrew}`);
  if (!inLeftToRight && !inRightToLeft) return 'disallowed';
  const mayComeFirst = isHost(`${c}b`) || isHost(`${c}${hebrew}`);
  if (!inRightToLeft) return mayComeFirst ? 'left-to-right' : 'left-to-right-mark';
  if (!inLeftToRight) return isHost(`${hebrew}1${c}${hebrew}`) ? 'right-to-left' : 'arabic-number';
  if (!isHost(`${hebrew}${arabicDigit}${c}${hebrew}`)) return 'european-number';
  return mayComeFirst ? 'other' : 'mark';
};

const runs = [];
const mappings = [];
for (let codePoint = 0x80; codePoint < 0x110000; ++codePoint) {
  const isSurrogate = codePoint >= 0xd800 && codePoint < 0xe000;
  const character = isSurrogate ? '' : String.fromCodePoint(codePoint);
  const kind = isSurrogate ? 'disallowed' : classify(character);
  if (kind !== runs.at(-1)?.kind) runs.push({ first: codePoint, kind });

  const ascii = isSurrogate ? null : mapsToAscii(character);
  if (ascii?.length !== 1) continue;
  const last = mappings.at(-1);
  const continues = last && last.first + last.count === codePoint &&
    last.ascii + last.count === ascii.charCodeAt(0);
  if (continues) ++last.count;
  else mappings.push({ first: codePoint, count: 1, ascii: ascii.charCodeAt(0) });
}

const hex = (n) => `0x${n.toString(16).toUpperCase()}`;
const wrap = (items) => {
  const lines = [''];
  for (const item of items) {
    const longer = `${lines.at(-1)} ${item}`.trimStart();
    if (longer.length > 98) lines.push(item);
    else lines[lines.length - 1] = longer;
  }
  return lines.join('\n');
};

console.log(`// What Node.js ${process.versions.node} (ada ${process.versions.ada}) makes of code points above ASCII in a host name. Made by
// tests/core/peers/make_idna_table.mjs, which asks it about each. Derived from the Unicode
// Character Database (IdnaMappingTable.txt, DerivedBidiClass.txt), Unicode License V3.

// Runs of code points alike: first code point * 16 + IdnaClass. A run ends where the next begins.
// clang-format off
constexpr std::uint32_t kIdnaRuns[] = {
${wrap(runs.map(({ first, kind }) => `${hex(first * 16 + classes.indexOf(kind))},`))}
};

// Runs that map to ASCII: first code point, length, the ASCII character the first one maps to.
constexpr AsciiMapping kAsciiMappings[] = {
${wrap(mappings.map(({ first, count, ascii }) => `{${hex(first)}, ${count}, ${ascii}},`))}
};
// clang-format on`);
