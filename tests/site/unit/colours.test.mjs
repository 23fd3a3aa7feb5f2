// Contrast of text on what it stands on, in both schemes (WCAG 2.2, 1.4.3: 4.5 to 1).
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { ROOT } from '../support/paths.mjs';

const css = readFileSync(`${ROOT}site/style/tokens.css`, 'utf8');
const [light, dark] = css.split('@media (prefers-color-scheme: dark)');

function tokensIn(text) {
  return Object.fromEntries([...text.matchAll(/--([a-z0-9-]+):\s*(#[0-9a-f]{6});/g)].map(([, name, value]) => [name, value]));
}
const SCHEMES = { light: tokensIn(light), dark: { ...tokensIn(light), ...tokensIn(dark) } };

function luminance(colour) {
  const [r, g, b] = [1, 3, 5]
    .map((at) => parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a, b) {
  const [dim, bright] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (bright + 0.05) / (dim + 0.05);
}

const INKS = ['ink', 'ink-2', 'ink-3', 'accent', 'critical', 'high', 'medium', 'low', 'info', 'good'];
const TINTS = ['tint-name', 'tint-keyword', 'tint-nonce', 'tint-scheme'];
const PAIRS = [
  ...INKS.flatMap((ink) => ['paper', 'card', 'wash'].map((ground) => [ink, ground])),
  ...TINTS.flatMap((ink) => ['card', 'wash'].map((ground) => [ink, ground])),
  ['on-accent', 'accent'],
  ['on-chip', 'high'],
];

for (const [scheme, tokens] of Object.entries(SCHEMES)) {
  test(`contrast of at least 4.5 to 1 in the ${scheme} scheme`, () => {
    for (const [ink, ground] of PAIRS) {
      const ratio = contrast(tokens[ink], tokens[ground]);
      assert.ok(ratio >= 4.5, `${ink} on ${ground}: ${ratio.toFixed(2)}`);
    }
  });
}
