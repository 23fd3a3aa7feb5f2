// The engines that verdicts are measured in, as they are named to people. The page's foot says which WebKit it was.
import type { Browser } from 'headstrong';
import vocabulary from 'vocabulary';

export const BROWSER_NAMES = Object.fromEntries(vocabulary.browsers.map(({ id, name }) => [id, name])) as Record<Browser, string>;

/** "Chromium and Firefox". */
export function browserList(browsers: readonly Browser[]): string {
  const names = browsers.map((browser) => BROWSER_NAMES[browser]);
  const last = names.pop() ?? '';
  return names.length === 0 ? last : `${names.join(', ')} and ${last}`;
}
