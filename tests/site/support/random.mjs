/** Mulberry32: the same numbers for the same seed, everywhere. Gives [0, 1). */
export function randomFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Any UTF-16 units, lone surrogates and controls among them. */
export function randomText(random, length) {
  let text = '';
  for (let i = 0; i < length; i++) {
    text += String.fromCharCode(Math.floor(random() * (random() < 0.7 ? 0x80 : 0x10000)));
  }
  return text;
}
