// What a person has put in: all that a share link carries, and all that the engine is asked from.
import type { HardenOptions } from 'headstrong';
import vocabulary from 'vocabulary';
import { EMPTY_FORM, fieldsOf, isRequestType, type FormField, type RequestForm } from '../judge/requests';

/**
 * The choices from which a hardened set is made, all as strings. The empty one leaves it to the engine,
 * which goes by the response or is cautious. A framing that begins with a blank is a list of origins.
 */
export type HardenChoices = Record<HardenKey, string>;
export type HardenKey = Exclude<keyof HardenOptions, 'response' | 'hash'>;

export interface Input {
  text: string;
  /** Which response is judged, from 0; null leaves it to the engine. */
  response: number | null;
  observatory: 4 | 6;
  harden: HardenChoices;
  /** Id of the target for which files are written; empty: the one that the text tells of, or the last. */
  target: string;
  /** Options of targets by their names, but for defaults; those that the chosen target hasn't are left aside. */
  emit: Record<string, string>;
  /** The step of the plan whose headers and files are shown; empty: the first. */
  step: string;
  /** The plan's first day, as `2026-12-01`; empty: its days have numbers. */
  from: string;
  /** What is asked about in "Would this load?" */
  load: RequestForm;
  /** A second text for "What changed"; empty: the one that was pasted. */
  other: string;
}

export const DEFAULT_INPUT: Input = {
  text: '',
  response: null,
  observatory: 6,
  harden: {
    site: 'mixed',
    inline: '',
    framing: '',
    hsts: '',
    subdomains: '',
    reporting: '',
    endpoint: '',
    isolation: 'off',
    services: '',
    sources: 'keep',
    leaks: 'remove',
    cookies: 'advise',
    inlineCode: '',
  },
  target: '',
  emit: {},
  step: '',
  from: '',
  load: EMPTY_FORM,
  other: '',
};

/** The target of links that name none. */
export const LINK_TARGET = 'nginx';

/** What each choice may be, as the core takes it; null where it is free text. */
export const CHOICES = Object.fromEntries(
  vocabulary.choices.map(({ name, free, values }) => [name, free ? null : values.map(({ value }) => value)]),
) as Record<HardenKey, readonly string[] | null>;

const HARDEN_KEYS = Object.keys(CHOICES) as HardenKey[];
/** Longer free text is not a choice but an accident. */
const MAX_FREE_TEXT = 4096;
/** The same of what may be a whole file: inline code, a second response. */
export const MAX_LONG_TEXT = 512 * 1024;

/** How the fields of a request are called in a link. */
const FORM_NAMES: Record<FormField, string> = {
  url: 'load-url',
  content: 'load-content',
  hash: 'load-hash',
  nonce: 'load-nonce',
  integrity: 'load-integrity',
  parserInserted: 'load-added',
  redirected: 'load-redirected',
  contentType: 'load-content-type',
  trusted: 'load-trusted',
  ancestors: 'load-ancestors',
  name: 'load-name',
  page: 'load-page',
};
const FORM_FIELDS = Object.keys(FORM_NAMES) as FormField[];

/** How options of targets begin in a link; older links have one without it. */
const EMIT = 'emit-';
function emitName(name: string): string {
  return name === 'receiver' ? name : `${EMIT}${name}`;
}

/** The options that differ from their defaults, as strings. */
export function optionsOf(input: Input): Record<string, string> {
  const options: Record<string, string> = {};
  for (const key of HARDEN_KEYS) {
    if (input.harden[key] !== DEFAULT_INPUT.harden[key]) options[key] = input.harden[key];
  }
  if (input.target !== LINK_TARGET && input.target !== '') options['target'] = input.target;
  for (const [name, value] of Object.entries(input.emit)) options[emitName(name)] = value;
  if (input.step !== '') options['step'] = input.step;
  if (input.from !== '') options['from'] = input.from;
  if (input.observatory !== DEFAULT_INPUT.observatory) options['observatory'] = String(input.observatory);
  if (input.response !== null) options['response'] = String(input.response);
  if (input.load.type !== EMPTY_FORM.type) options['load'] = input.load.type;
  for (const field of fieldsOf(input.load.type)) {
    const value = input.load[field];
    if (value !== EMPTY_FORM[field]) options[FORM_NAMES[field]] = typeof value === 'string' ? value : 'yes';
  }
  if (input.other !== '' && input.other.length <= MAX_LONG_TEXT) options['other'] = input.other;
  return options;
}

/** What a link was opened as. */
export interface Opened {
  input: Input;
  /** Names that this page does not know, or whose values it does not; they are left at their default. */
  unknown: string[];
}

/** The other way. */
export function inputFrom(text: string, options: Record<string, string>): Opened {
  const input: Input = { ...DEFAULT_INPUT, text, target: LINK_TARGET, harden: { ...DEFAULT_INPUT.harden } };
  const opened: Opened = { input, unknown: [] };
  for (const [name, value] of Object.entries(options)) {
    if (!take(input, name, value)) opened.unknown.push(name);
  }
  return opened;
}

function take(input: Input, name: string, value: string): boolean {
  if (name === 'target' && /^[a-z0-9-]{1,60}$/.test(value)) {
    input.target = value;
    return true;
  }
  if ((name === 'receiver' || name.startsWith(EMIT)) && /^[a-z0-9-]{1,60}$/.test(value)) {
    input.emit = { ...input.emit, [name.replace(EMIT, '')]: value };
    return true;
  }
  if (name === 'step' && /^[a-z0-9-]{1,30}$/.test(value)) {
    input.step = value;
    return true;
  }
  if (name === 'from' && isDay(value)) {
    input.from = value;
    return true;
  }
  if (name === 'observatory' && (value === '4' || value === '6')) {
    input.observatory = value === '4' ? 4 : 6;
    return true;
  }
  if (name === 'response' && /^\d{1,6}$/.test(value)) {
    input.response = Number(value);
    return true;
  }
  if (name === 'load' && isRequestType(value)) {
    input.load = { ...input.load, type: value };
    return true;
  }
  if (name === 'other' && value.length <= MAX_LONG_TEXT) {
    input.other = value;
    return true;
  }
  const field = FORM_FIELDS.find((known) => FORM_NAMES[known] === name);
  if (field) {
    const read = fieldFrom(field, value);
    if (read) input.load = { ...input.load, ...read };
    return read !== null;
  }
  const key = HARDEN_KEYS.find((known) => known === name);
  return key !== undefined && choose(input.harden, key, value);
}

/** What a link says of one field of the request; null if that can't be. */
function fieldFrom(field: FormField, value: string): Partial<RequestForm> | null {
  if (field === 'parserInserted' || field === 'redirected' || field === 'trusted') {
    return value === 'yes' ? { [field]: !EMPTY_FORM[field] } : null;
  }
  return value.length <= (field === 'content' ? MAX_LONG_TEXT : MAX_FREE_TEXT) ? { [field]: value } : null;
}

/** A date that the engine takes. */
export function isDay(text: string): boolean {
  const time = /^20\d\d-\d\d-\d\d$/.test(text) ? Date.parse(text) : NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** Sets one choice if the value is one that it may have. */
export function choose(choices: HardenChoices, key: HardenKey, value: string): boolean {
  const allowed = CHOICES[key];
  if (allowed ? !allowed.includes(value) : value.length > (key === 'inlineCode' ? MAX_LONG_TEXT : MAX_FREE_TEXT)) return false;
  choices[key] = value;
  return true;
}

/** Whether an address for reports has a use. */
export function takesReports({ reporting }: HardenChoices): boolean {
  return reporting !== 'none';
}

/**
 * As the engine takes them: what is left to it is left out. Free text that holds nothing yet is asked about,
 * so that the answer says what is missing.
 */
export function hardenOptions(input: Input): HardenOptions {
  const { harden } = input;
  const chosen = Object.entries(harden)
    .filter(([key, value]) => value !== '' && (key !== 'endpoint' || takesReports(harden)) && (key !== 'inlineCode' || harden.inline === 'hash'))
    .map(([key, value]) => [key, key === 'inlineCode' ? value : value.trim() || value]);
  const options = Object.fromEntries(chosen) as HardenOptions;
  return input.response === null ? options : { ...options, response: input.response };
}
