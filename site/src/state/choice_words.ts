// What the choices of "Configuration" are called on the page, and the core's sentences with these words in
// place of the program's options.
import type { Target, TargetOption } from 'headstrong';
import type { HardenKey } from './input';

/** What the core's words for a choice are called here, and what one gets; the last two: where there is no response to start from. */
export type Options = readonly (readonly [value: string, label: string, hint?: string, scratch?: string, scratchHint?: string])[];

export const LABELS: Record<HardenKey, string> = {
  site: 'Kind of site',
  inline: 'Inline scripts and styles',
  inlineCode: 'The page’s HTML, or a script to hash',
  framing: 'Sites that may frame it',
  hsts: 'HTTPS only (HSTS) for',
  subdomains: 'Subdomains (HSTS)',
  sources: 'Hosts in your policy',
  reporting: 'Rollout',
  endpoint: 'Send reports to',
  isolation: 'Cross-origin isolation',
  leaks: 'Server and version headers',
  cookies: 'Session cookies',
  services: 'Third-party services your pages use',
};

// The empty value leaves it to the engine; the hint says what that does.
export const OPTIONS: Partial<Record<HardenKey, Options>> = {
  site: [
    ['mixed', 'Not sure', 'A policy that suits most sites.'],
    ['static', 'Static files', 'Every visitor gets the same files, so there are no nonces.'],
    ['ssr', 'Rendered on the server', 'Each response is made for one request, so it can have its own nonce.'],
    ['spa', 'Single-page app', 'One HTML page that loads its scripts from files.'],
    ['api', 'API without pages', 'Browsers never show its responses as pages.'],
  ],
  inline: [
    ['', 'Automatic', 'Nonces if your policy has them or pages are rendered on the server. Otherwise blocked.'],
    ['none', 'Blocked', 'Move them into files first.'],
    ['nonce', 'Allowed by nonce', 'The server puts a new random value into each response and its script tags.'],
    ['hash', 'Allowed by hash', 'For code that never changes. Hash it again after each edit.'],
  ],
  hsts: [
    ['', 'Automatic', 'A year, or longer if your header says so.', 'Automatic', 'A year.'],
    ['off', 'Off', 'No Strict-Transport-Security header.'],
    ['300', '5 minutes', 'To try it: a mistake lasts no longer than that.'],
    ['604800', 'A week'],
    ['2592000', 'A month'],
    ['31536000', 'A year'],
    ['preload', '2 years, preload list', 'Browsers ship with your domain on a list. Getting off it takes months.'],
  ],
  subdomains: [
    ['', 'Automatic', 'Included if your header includes them.', 'Automatic', 'Not included.'],
    ['no', 'Not included'],
    ['yes', 'Included', 'Every subdomain has to answer over HTTPS.'],
  ],
  sources: [
    ['keep', 'Keep them'],
    ['drop', 'Remove them'],
  ],
  reporting: [
    ['', 'Step by step', 'Report first, enforce two weeks later. The plan below has each day.'],
    ['none', 'Enforce at once', 'For a site that was tested with these headers.'],
    ['report-only', 'Report only', 'What you enforce today stays. The stricter policy only reports.'],
    ['both', 'Enforce, report stricter', 'Enforces this policy, and reports what a stricter one would block.'],
  ],
  isolation: [
    ['off', 'As in your headers', '', 'Not needed'],
    ['on', 'On', 'For SharedArrayBuffer. Files from other sites then need CORS or Cross-Origin-Resource-Policy.'],
  ],
  leaks: [
    ['remove', 'Remove them'],
    ['keep', 'Keep them'],
  ],
  cookies: [
    ['advise', 'Only say what to change'],
    ['harden', 'Add missing attributes', 'Apply writes them into your text. The files below never set a cookie: your application does.'],
  ],
  framing: [
    ['', 'Automatic', 'Those that your headers allow. If they don’t say, none.', 'Automatic', 'None.'],
    ['none', 'None'],
    ['self', 'Only your own site'],
    [' ', 'These origins'],
  ],
};

/** The option of a target by its name and a value that it takes: those that come first are asked first. */
function targetWords(options: readonly TargetOption[], name: string, value: string): string | null {
  for (const option of options) {
    const at = option.name === name ? option.values.split('|').indexOf(value) : -1;
    // Free text is said by the choice that all targets have in common.
    if (at < 0 || option.words === '') continue;
    return isYesOrNo(option) && value === 'yes' ? `“${option.label}”` : `“${option.label}: ${option.words.split('|')[at] ?? value}”`;
  }
  return null;
}

/** How the core names another target. */
export const TARGET = /\bthe target ([a-z][a-z0-9-]*)/;

/** Drawn as a box to tick. */
export function isYesOrNo({ values }: TargetOption): boolean {
  return values === 'no|yes';
}

const WORD = /\b([a-z]+(?:-[a-z]+)*|inlineCode)=([\w/.:,-]*)/g;

/**
 * A sentence of the core, which speaks of options and targets as the program has them. `options` are those of
 * targets, those of the chosen one first.
 */
export function inPageWords(text: string, options: readonly TargetOption[] = [], targets: readonly Target[] = []): string {
  return text
    .replace(/`?(?:emit )?--option receiver=yes`?/g, 'receiver=yes')
    .replace('--inline FILE', 'inlineCode=')
    .replace(new RegExp(TARGET, 'g'), (all, id: string) => {
      const name = targets.find((target) => target.id === id)?.name;
      return name === undefined ? all : `“${name}”`;
    })
    .replace(WORD, (all, name: string, word: string) => {
      let end = word.length;
      while (end > 0 && '.,:'.includes(word.charAt(end - 1))) end--;
      const value = word.slice(0, end);
      const stop = word.slice(end).replace('...', '');
      const ofTarget = targetWords(options, name, value);
      if (ofTarget !== null) return ofTarget + stop;
      const label = LABELS[name as HardenKey] as string | undefined;
      if (label === undefined) return all;
      const choices = OPTIONS[name as HardenKey];
      const choice = choices?.find(([known]) => known === value)?.[1];
      if (choices && choice === undefined && name !== 'framing') return all;
      return `“${label}${choice && value !== '' ? `: ${choice}` : ''}”${stop}`;
    });
}
