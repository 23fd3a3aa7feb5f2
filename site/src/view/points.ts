// What a row of deductions costs, in a word.
import type { Deduction } from 'headstrong';

/** What a deduction takes: points, or, where it has none of its own, the most that it leaves. */
export function pointsWords({ points, cap, headlineCap }: Deduction): string {
  if (points !== 0) return `−${Math.abs(points)}`;
  const most = cap ?? headlineCap;
  return most === undefined ? '0' : `≤ ${most}`;
}
