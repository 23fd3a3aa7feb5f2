// What the choices of "Configuration" are called on the page, and the core's sentences with these words in
// place of the program's options.
import type { HardenKey } from './input';

/** What the core's words for a choice are called here; the last: where there is no response to start from. */
export type Options = readonly (readonly [value: string, label: string, scratch?: string])[];

export const LABELS: Record<HardenKey, string> = {
  site: 'Kind of site',
  inline: 'Inline scripts and styles',
  inlineCode: 'The page’s HTML, or a script to hash',
  framing: 'Who may frame it',
  hsts: 'Force HTTPS for (HSTS)',
  subdomains: 'Subdomains',
  sources: 'Hosts in your policy',
  reporting: 'Rollout',
  endpoint: 'Send reports to',
  isolation: 'Cross-origin isolation',
  leaks: 'Version headers',
  cookies: 'Cookies',
  services: 'Services your pages use',
};
export const RECEIVER = 'Add code that receives violation reports';

// The empty value leaves it to the engine; the words say what that does.
export const OPTIONS: Partial<Record<HardenKey, Options>> = {
  site: [
    ['mixed', 'Mixed, or not sure'],
    ['static', 'Static files'],
    ['ssr', 'Rendered on the server'],
    ['spa', 'Single-page app'],
    ['api', 'API without pages'],
  ],
  inline: [
    ['', 'Nonces if you have them', 'Default: none'],
    ['none', 'None, or they can move'],
    ['nonce', 'A nonce in each response'],
    ['hash', 'A hash of each script'],
  ],
  hsts: [
    ['', 'At least a year', 'Default: a year'],
    ['off', 'Off'],
    ['300', 'Five minutes, for testing'],
    ['604800', 'A week'],
    ['2592000', 'A month'],
    ['31536000', 'A year'],
    ['preload', 'Always (preload list)'],
  ],
  subdomains: [
    ['', 'As in your headers', 'Default: not covered'],
    ['no', 'Not covered'],
    ['yes', 'All of them use HTTPS'],
  ],
  sources: [
    ['keep', 'Keep them'],
    ['drop', 'Drop them all'],
  ],
  reporting: [
    ['', 'Step by step'],
    ['none', 'Enforce all at once'],
    ['report-only', 'Report-only, no plan'],
    ['both', 'Enforce, report stricter'],
  ],
  isolation: [
    ['off', 'As in your headers', 'Not needed'],
    ['on', 'For SharedArrayBuffer'],
  ],
  leaks: [
    ['remove', 'Leave them out'],
    ['keep', 'Keep them'],
  ],
  cookies: [
    ['advise', 'Advice only'],
    ['harden', 'Harden session cookies'],
  ],
  framing: [
    ['', 'As now, or nobody', 'Default: nobody'],
    ['none', 'Nobody'],
    ['self', 'Only your own site'],
    [' ', 'These origins'],
  ],
};

const OPTION = new RegExp(`\\b(${Object.keys(LABELS).join('|')}|receiver)=([\\w/.:,-]*)`, 'g');

/** A sentence of the core, which speaks of options as the program has them. */
export function inPageWords(text: string): string {
  return text
    .replace(/`?(?:emit )?--option receiver=yes`?/g, 'receiver=yes')
    .replace('--inline FILE', 'inlineCode=')
    .replace(OPTION, (all, name: HardenKey | 'receiver', word: string) => {
      let end = word.length;
      while (end > 0 && '.,:'.includes(word.charAt(end - 1))) end--;
      const value = word.slice(0, end);
      const stop = word.slice(end).replace('...', '');
      if (name === 'receiver') return `“${RECEIVER}”${stop}`;
      const options = OPTIONS[name];
      const label = options?.find(([known]) => known === value)?.[1];
      if (options && label === undefined && name !== 'framing') return all;
      return `“${LABELS[name]}${label && value !== '' ? `: ${label}` : ''}”${stop}`;
    });
}
