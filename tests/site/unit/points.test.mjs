// The first column of "Where the points went".
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { importSource } from '../support/compile.mjs';

const { pointsWords } = await importSource('view/points.ts');

test('a deduction says its points, and one that only caps says the most that it leaves', () => {
  assert.equal(pointsWords({ rule: 'a/b', points: 25 }), '\u221225');
  assert.equal(pointsWords({ rule: 'a/b', points: 31, cap: 69 }), '\u221231');
  assert.equal(pointsWords({ rule: 'a/b', points: 0, cap: 69 }), '\u2264 69');
  assert.equal(pointsWords({ rule: 'a/b', points: 0, headlineCap: 84 }), '\u2264 84');
});
