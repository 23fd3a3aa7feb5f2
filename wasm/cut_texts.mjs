// Takes constant texts out of the first of two files, and has the second bring them: what is only read
// where somebody asks why, or in the second file alone.
//
// A text is taken out only where nothing that stays can come upon it by another way than a pair of words,
// its address and its length, in constant data. In these pairs the highest byte of the address becomes one
// that leads behind all memory: who reads the text before it is there, traps. The loader sets them right
// where the second file comes along, by a note in it: from where, to where, and which byte. So what is taken out never changes an answer, and it is
// enough to leave in place what a good number of judgements read.
import { addressesIn, segmentsOf, withNote, withSegments } from './wasm_file.mjs';

/** Shorter ones save less than their places cost. */
const SHORTEST = 8;
/** From this size on Emscripten copies bytes in JavaScript, where a wrong address is no trap. */
const LONGEST = 511;
/** The highest byte of the highest address that there can be: Emscripten gives a module 2 GiB at most. */
const HIGHEST_TOP = 0x80;
/** A gap of so many bytes costs less than the head of another segment. */
const NEAR = 8;

/** `wasRead(address)`: whether judging read there. Gives both files anew, and how many bytes were moved. */
export function cutTexts(first, rest, wasRead) {
  const segments = segmentsOf(first).map(({ address, bytes }) => ({ address, bytes: Buffer.from(bytes) }));
  const low = Math.min(...segments.map(({ address }) => address));
  const high = Math.max(...segments.map(({ address, bytes }) => address + bytes.length));
  if (high > 0xffffff) throw new Error('an address has four bytes');
  const memory = Buffer.alloc(high + 4);
  for (const { address, bytes } of segments) bytes.copy(memory, address);

  const named = (file) => {
    const marks = new Uint8Array(high + 4);
    for (const address of addressesIn(file)) if (address >= low && address < high) marks[address] = 1;
    return marks;
  };
  const [byFirst, byRest] = [named(first), named(rest)];
  const pointers = new Map();  // by the address that is in them
  for (let at = (low + 3) & ~3; at + 4 <= high; at += 4) {
    const to = memory.readUInt32LE(at);
    if (to >= low && to < high) pointers.set(to, [...(pointers.get(to) ?? []), at]);
  }

  const moved = new Uint8Array(high + 4);
  const astray = new Set();  // pointers to what was moved
  for (let start = low + 1; start < high; start++) {
    if (memory[start - 1] !== 0 || memory[start] === 0) continue;
    const end = memory.indexOf(0, start);
    const size = end - start;
    const pairs = pointers.get(start) ?? [];
    const known = pairs.length > 0 || byRest[start];
    const fits = size >= SHORTEST && (size <= LONGEST || pairs.length === 0);
    if (!known || !fits || !pairs.every((at) => memory.readUInt32LE(at + 4) === size)) continue;
    let stays = false;
    for (let at = start; at <= end && !stays; at++) stays = Boolean(byFirst[at]) || wasRead(at) || (at > start && pointers.has(at));
    if (stays) continue;
    moved.fill(1, start, end);
    for (const at of pairs) astray.add(at);
  }

  const mark = unusedTop(memory, low);
  for (const { address, bytes } of segments) {
    for (let i = 0; i < bytes.length; i++) {
      const at = address + i;
      if (moved[at]) bytes[i] = 0;
      if ((at & 3) === 3 && astray.has(at - 3)) bytes[i] = mark;
    }
  }
  const note = Buffer.from(Uint32Array.of((low + 3) & ~3, high, mark).buffer);
  return {
    first: withSegments(first, withoutZeros(segments)),
    rest: withNote(withSegments(rest, [...segmentsOf(rest), ...stretches(memory, moved)]), 'astray', note),
    bytes: moved.reduce((sum, one) => sum + one, 0),
  };
}

/** A highest byte that no word of the memory has, and no address. */
function unusedTop(memory, low) {
  const used = new Set();
  for (let at = (low + 3) & ~3; at < memory.length; at += 4) used.add(memory[at + 3]);
  for (let top = 0xfe; top > HIGHEST_TOP; top--) if (!used.has(top)) return top;
  throw new Error('no mark is left for pointers');
}

/** What was moved as segments. */
function stretches(memory, moved) {
  return runs(moved.length, (at) => moved[at] === 1, NEAR).map(([start, end]) => ({ address: start, bytes: memory.subarray(start, end) }));
}

/** Memory is zero to begin with. */
function withoutZeros(segments) {
  return segments.flatMap(({ address, bytes }) =>
    runs(bytes.length, (at) => bytes[at] !== 0, NEAR).map(([start, end]) => ({ address: address + start, bytes: bytes.subarray(start, end) })));
}

/** Where places that are `set` begin and end, as [[start, end]]; gaps of up to `most` between them count as theirs. */
function runs(size, set, most) {
  const found = [];
  let last = null;
  for (let at = 0; at < size; at++) {
    if (!set(at)) continue;
    if (last && at - last[1] <= most) last[1] = at + 1;
    else found.push(last = [at, at + 1]);
  }
  return found;
}
