// The engines that verdicts are measured in, as they are named to people.
import type { Browser } from 'headstrong';

export const BROWSER_NAMES: Record<Browser, string> = {
  chromium: 'Chromium',
  firefox: 'Firefox',
  webkit: 'WebKit (Safari’s engine, measured in WebKitGTK 2.50)',
};

/** For places too narrow for the third in full; what it is has to be said beside. */
export const SHORT_NAMES: Record<Browser, string> = { ...BROWSER_NAMES, webkit: 'WebKit' };

/** "Chromium and Firefox", in short. */
export function browserList(browsers: readonly Browser[]): string {
  const names = browsers.map((browser) => SHORT_NAMES[browser]);
  const last = names.pop() ?? '';
  return names.length === 0 ? last : `${names.join(', ')} and ${last}`;
}
