// The engines that verdicts are measured in, as they are named to people. The page's foot says which WebKit it was.
import type { Browser } from 'headstrong';

export const BROWSER_NAMES: Record<Browser, string> = {
  chromium: 'Chromium',
  firefox: 'Firefox',
  webkit: 'Safari (WebKit)',
};

/** "Chromium and Firefox". */
export function browserList(browsers: readonly Browser[]): string {
  const names = browsers.map((browser) => BROWSER_NAMES[browser]);
  const last = names.pop() ?? '';
  return names.length === 0 ? last : `${names.join(', ')} and ${last}`;
}
