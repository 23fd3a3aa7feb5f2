// As much of WebAssembly's binary format as taking data out of a file, and putting it into another, takes.

const SECTION = { code: 10, data: 11, dataCount: 12 };
const CONST = 0x41;

/** Reads numbers off bytes. */
class Cursor {
  constructor(bytes, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }
  byte() { return this.bytes[this.at++]; }
  unsigned() {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
  }
  /** An address, which is written as a signed number. */
  address() {
    let value = 0;
    for (let shift = 0; ;) {
      const byte = this.byte();
      value |= (byte & 0x7f) << shift;
      shift += 7;
      if (byte >= 0x80) continue;
      return (shift < 32 && byte & 0x40 ? value | (~0 << shift) : value) >>> 0;
    }
  }
  skipNumber() { while (this.byte() >= 0x80); }
}

function unsigned(value) {
  const bytes = [];
  for (let rest = value >>> 0; ; rest >>>= 7) {
    if (rest < 0x80) return [...bytes, rest];
    bytes.push((rest & 0x7f) | 0x80);
  }
}
function signed(value) {
  const bytes = [];
  for (let rest = value | 0; ; rest >>= 7) {
    const byte = rest & 0x7f;
    if ((rest >> 7 === 0 && !(byte & 0x40)) || (rest >> 7 === -1 && byte & 0x40)) return [...bytes, byte];
    bytes.push(byte | 0x80);
  }
}

/** The sections of a file: [{ id, start, end }], of what is behind their heads. */
function sectionsOf(bytes) {
  const cursor = new Cursor(bytes, 8);
  const sections = [];
  while (cursor.at < bytes.length) {
    const id = cursor.byte();
    const size = cursor.unsigned();
    sections.push({ id, start: cursor.at, end: cursor.at + size });
    cursor.at += size;
  }
  return sections;
}

/** The initial memory of a file: segments at fixed addresses, as [{ address, bytes }], which can be written to. */
export function segmentsOf(bytes) {
  const section = sectionsOf(bytes).find(({ id }) => id === SECTION.data);
  if (!section) return [];
  const cursor = new Cursor(bytes, section.start);
  return Array.from({ length: cursor.unsigned() }, () => {
    if (cursor.unsigned() !== 0 || cursor.byte() !== CONST) throw new Error('a data segment has no fixed address');
    const address = cursor.address();
    cursor.byte();
    const size = cursor.unsigned();
    cursor.at += size;
    return { address, bytes: bytes.subarray(cursor.at - size, cursor.at) };
  });
}

/** The same file with these segments for its own. */
export function withSegments(bytes, segments) {
  const content = [...unsigned(segments.length)];
  for (const segment of segments) {
    content.push(0, CONST, ...signed(segment.address), 0x0b, ...unsigned(segment.bytes.length));
    for (const byte of segment.bytes) content.push(byte);
  }
  const parts = [bytes.subarray(0, 8)];
  const add = (id, body) => parts.push(Uint8Array.from([id, ...unsigned(body.length)]), Uint8Array.from(body));
  let written = false;
  for (const { id, start, end } of sectionsOf(bytes)) {
    // The count of segments is only for instructions that name one, which are not made.
    if (id === SECTION.data || id === SECTION.dataCount) continue;
    add(id, bytes.subarray(start, end));
    if (id === SECTION.code) {
      add(SECTION.data, content);
      written = true;
    }
  }
  if (!written) throw new Error('the file has no code');
  return Buffer.concat(parts);
}

/** The same file with a section of its own that bears a name. */
export function withNote(bytes, name, note) {
  const body = [...unsigned(name.length), ...Buffer.from(name), ...note];
  return Buffer.concat([bytes, Uint8Array.from([0, ...unsigned(body.length), ...body])]);
}

/** Every number that code can take for an address: constants, and what is added to an address when memory is used. */
export function addressesIn(bytes) {
  const found = new Set();
  const section = sectionsOf(bytes).find(({ id }) => id === SECTION.code);
  if (!section) throw new Error('the file has no code');
  const cursor = new Cursor(bytes, section.start);
  for (let functions = cursor.unsigned(); functions > 0; functions--) {
    const size = cursor.unsigned();
    const end = cursor.at + size;
    for (let locals = cursor.unsigned(); locals > 0; locals--) {
      cursor.unsigned();
      cursor.byte();
    }
    while (cursor.at < end) skipInstruction(cursor, found);
    if (cursor.at !== end) throw new Error('a function was not understood');
  }
  return found;
}

function skipInstruction(cursor, found) {
  const code = cursor.byte();
  if (code === CONST) {
    found.add(cursor.address());
  } else if (code >= 0x28 && code <= 0x3e) {  // loads and stores
    cursor.unsigned();
    found.add(cursor.unsigned());
  } else if ((code >= 0x02 && code <= 0x04) || code === 0x42 || code === 0x0c || code === 0x0d || code === 0x10 ||
             (code >= 0x20 && code <= 0x26) || code === 0xd2 || code === 0xd0 || code === 0x3f || code === 0x40) {
    cursor.skipNumber();
  } else if (code === 0x0e) {  // br_table
    for (let targets = cursor.unsigned() + 1; targets > 0; targets--) cursor.skipNumber();
  } else if (code === 0x11) {  // call_indirect
    cursor.skipNumber();
    cursor.skipNumber();
  } else if (code === 0x1c) {  // select with types
    for (let types = cursor.unsigned(); types > 0; types--) cursor.byte();
  } else if (code === 0x43) {
    cursor.at += 4;
  } else if (code === 0x44) {
    cursor.at += 8;
  } else if (code === 0xfc) {
    // Of its instructions only the saturating conversions have nothing behind them.
    const operands = [0, 0, 0, 0, 0, 0, 0, 0, 2, 1, 2, 1, 2, 1, 2, 1, 1, 1][cursor.unsigned()];
    if (operands === undefined) throw new Error('an instruction is not known');
    for (let i = 0; i < operands; i++) cursor.skipNumber();
  } else if (!(code <= 0x01 || code === 0x05 || code === 0x0b || code === 0x0f || code === 0x1a || code === 0x1b ||
               (code >= 0x45 && code <= 0xc4))) {
    throw new Error(`instruction ${code.toString(16)} is not known`);
  }
}
