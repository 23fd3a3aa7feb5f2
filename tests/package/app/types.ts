// Checked without the types of the DOM and of Node.
import { load, type Headstrong, type Report } from 'headstrong';
import { load as loadBare } from 'headstrong/bare';

const hs: Headstrong = await load();
const report: Report = hs.analyze('script-src *', { encoding: 'utf-16', response: 0 });
report.grade.letter satisfies 'A+' | 'A' | 'B' | 'C' | 'D' | 'F' | null;
hs.spell('script-src *', [{ start: 12, end: 12, text: " 'self'" }]).length satisfies number;
await load({ wasm: new Uint8Array(8) });
await load({ wasm: new ArrayBuffer(8) });
await load({ wasm: 'https://a.example/headstrong.wasm' });
await load({ wasm: Promise.resolve(new Uint8Array(8)) });
await loadBare({ wasm: { href: 'https://a.example/headstrong.wasm' } });
// @ts-expect-error a number is none of these
await load({ wasm: 5 });
