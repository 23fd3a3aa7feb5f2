// What wasm/pack.mjs writes.
export const packed: string;
