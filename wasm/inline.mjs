// The WebAssembly as a script, for bundles that leave the file behind. Loaded when it is needed alone.
export async function inlineModule() {
  const { packed } = await import('./headstrong-packed.mjs');
  const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
  const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return WebAssembly.compile(await new Response(unpacked).arrayBuffer());
}
