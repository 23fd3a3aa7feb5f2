// What the proxy serves for each kind of request: the smallest body every engine accepts as such.

const PIXEL_PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/** A TrueType font with one triangle, made for this file with fontTools. */
const TRIANGLE_TTF = 'AAEAAAAKAIAAAwAgT1MvMkFYP64AAAEoAAAAYGNtYXAADAC0AAABkAAAADRnbHlmMxM6QAAAAcwAAAAUaGVhZC10QgsAAACsAAAANmhoZWEAEwALAAAA5AAAACRobXR4AAkAAAAAAYgAAAAGbG9jYQAKAAAAAAHEAAAABm1heHAABAAFAAABCAAAACBuYW1ldEB8JAAAAeAAAAA5cG9zdABIAAAAAAIcAAAAJgABAAAAAQAAeFwreF8PPPUAAwBAAAAAAOcqgmUAAAAA5yqCZQAAAAAACQAJAAAAAwACAAAAAAAAAAEAAAAJAAAAAAAJAAAAAAAJAAEAAAAAAAAAAAAAAAAAAAABAAEAAAACAAMAAQAAAAAAAgAAAAAAAAAAAAAAAAAAAAAAAwAJAZAABQAEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAABAAAAAAAAAAAAAAAAPz8/PwAAAGEAYQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAgAAAACQAAAAAAAAAAAAIAAAADAAAAFAADAAEAAAAUAAQAIAAAAAQABAABAAAAYf//AAAAYf///6AAAQAAAAAAAAAAAAoAAAABAAAAAAAJAAkAAgAAMTUzCQkAAAAABAA2AAEAAAAAAAEAAQAAAAEAAAAAAAIAAQAAAAMAAQQJAAEAAgABAAMAAQQJAAIAAgABdAB0AAAAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAgAAAEQAAA==';

/** External scripts all have this one body, so that integrity metadata can name its hash. */
export const SCRIPT_BODY = '__ran();\n';

/** 0.05 s of silence: RIFF/WAVE, 8-bit mono, 8 kHz. */
function silentWav() {
  const samples = Buffer.alloc(400, 0x80);
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + samples.length, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(8000, 24);
  header.writeUInt32LE(8000, 28);
  header.writeUInt16LE(1, 32);
  header.writeUInt16LE(8, 34);
  header.write('data', 36);
  header.writeUInt32LE(samples.length, 40);
  return Buffer.concat([header, samples]);
}

const RESOURCES = {
  image: ['image/png', Buffer.from(PIXEL_PNG, 'base64')],
  script: ['text/javascript', SCRIPT_BODY],
  style: ['text/css', ':root{}\n'],
  font: ['font/ttf', Buffer.from(TRIANGLE_TTF, 'base64')],
  fetch: ['text/plain', 'ok\n'],
  eventsource: ['text/event-stream', 'data: x\n\n'],
  beacon: ['text/plain', ''],
  audio: ['audio/wav', silentWav()],
  video: ['audio/wav', silentWav()],
  track: ['text/vtt', 'WEBVTT\n\n00:00.000 --> 00:01.000\nx\n'],
  object: ['text/html', '<!doctype html><title>o</title>'],
  embed: ['text/html', '<!doctype html><title>e</title>'],
  iframe: ['text/html', '<!doctype html><title>f</title>'],
  worker: ['text/javascript', 'self.postMessage && self.postMessage(1);\n'],
  sharedworker: ['text/javascript', 'onconnect = (e) => e.ports[0].postMessage(1);\n'],
  // A service worker that fails to start leaves no registration behind.
  serviceworker: ['text/javascript', 'throw new Error("asked");\n'],
  manifest: ['application/manifest+json', '{"name":"x"}\n'],
  prefetch: ['text/plain', 'ok\n'],
  json: ['application/json', '{}\n'],
};

/** The resource for a request type: `{ type, body }`, or null for those that take none. */
export function resourceFor(requestType) {
  const entry = RESOURCES[requestType];
  return entry ? { type: entry[0], body: entry[1] } : null;
}

/** The resource as a `data:` URL that no other case has, so that no cache answers for it. */
export function dataUrlFor(requestType, id) {
  const { type, body } = resourceFor(requestType);
  return `data:${type};i=${id};base64,${Buffer.from(body).toString('base64')}`;
}
