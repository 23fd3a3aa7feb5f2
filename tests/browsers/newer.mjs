// A browser that is newer than the table of differences may do as the draft by now, or as the others, where a row says
// otherwise. That is no fault of the program's: the row names the versions. Any third behaviour is.

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

/** Whether the browser did as the draft, or as both others, where the program's answer for it is another. */
export function doesAsOthers(id, result, answer) {
  if (answer.error) return false;
  const others = Object.keys(answer.verdict).filter((each) => each !== id && each !== 'spec');
  const agrees = (profile) => answer.verdict[profile] === result.verdict && (result.verdict === 'allowed' ||
    result.directives.length === 0 || result.directives.includes(answer.directive[profile]));
  return agrees('spec') || others.every(agrees);
}
