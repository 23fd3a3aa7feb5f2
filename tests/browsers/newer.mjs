// A browser that is newer than the table of differences may do as the draft by now, or as the others, where a row says
// otherwise. That is no fault of the program's: the row names the versions. What it does as nobody did before is here,
// with the version that was asked. Any other behaviour is a fault.

import { enforcedDirectives, sandboxGrants } from './lab/session.mjs';

/** Whether version `a` ("156.0.8078.79") is older than `b` ("156.0.8078"), by their numbers, as far as `b` goes. */
export function isOlder(a, b) {
  const [left, right] = [a, b].map((text) => (/\d+(\.\d+)*/.exec(text)?.[0] ?? '').split('.').map(Number));
  for (let i = 0; i < right.length; ++i) {
    if ((left[i] ?? 0) !== right[i]) return (left[i] ?? 0) < right[i];
  }
  return false;
}

/** The rows that a browser of this version is known to have left. */
export function rowsLeft(id, version, { differences }) {
  if (id !== 'webkit') return [];
  return differences.filter(({ left }) => left !== undefined && !isOlder(version, left)).map((row) => row.id);
}

/** What a page asks for by its own origin, in WebKit. */
const ASKED_BY_ORIGIN = ['fetch', 'eventsource', 'beacon', 'prefetch'];

/** 'self' matches nothing in a page whose sandbox lacks allow-same-origin (2.50.6: it matches). */
function selfMatchesNothing(line, result) {
  if (result.verdict !== 'blocked' || !ASKED_BY_ORIGIN.includes(line.request.type) || sandboxGrants(line, 'allow-same-origin')) return false;
  return enforcedDirectives(line).flat().some(([name, ...sources]) =>
    sources.includes("'self'") && (name === 'default-src' || result.directives.length === 0 || result.directives.includes(name)));
}

/** A word of trusted-types with a character that no name has ends the list (2.50.6: with such a first character). */
function invalidWordEndsTypes(line, result) {
  if (result.verdict !== 'blocked' || line.request.type !== 'trusted-type-policy' || !result.directives.every((name) => name === 'trusted-types')) return false;
  const isValid = (word) => /^[\w#=/@.%-]+$|^\*$|^'(none|allow-duplicates)'$/.test(word);
  return enforcedDirectives(line).flat().some(([name, ...words]) => name === 'trusted-types' && !words.every(isValid));
}

/** The case with what a newer version reads as any other control character written as one. */
function withoutVerticalTabs(line) {
  return JSON.parse(JSON.stringify(line).replaceAll('\\u000b', '\\u0001'));
}

/**
 * Whether the browser did what it didn't do when the table was made, and no other browser does. All of it was asked of
 * WebKitGTK 2.54.3. `agreesWith` tells whether the program's answer to another case is the browser's.
 */
export function doesWhatIsNew(id, version, line, result, agreesWith) {
  if (id !== 'webkit' || isOlder(version, '2.54.3')) return false;
  if (selfMatchesNothing(line, result) || invalidWordEndsTypes(line, result)) return true;
  // A vertical tab no longer separates words but drops its directive.
  return JSON.stringify(line).includes('\\u000b') && agreesWith(withoutVerticalTabs(line));
}

/** Whether the browser did as the draft, or as both others, where the program's answer for it is another. */
export function doesAsOthers(id, result, answer) {
  if (answer.error) return false;
  const others = Object.keys(answer.verdict).filter((each) => each !== id && each !== 'spec');
  const agrees = (profile) => answer.verdict[profile] === result.verdict && (result.verdict === 'allowed' ||
    result.directives.length === 0 || result.directives.includes(answer.directive[profile]));
  return agrees('spec') || others.every(agrees);
}
