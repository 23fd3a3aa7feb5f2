// What can be asked about, as the core knows it: each request type in words, the fields that it has, and the
// directives that may decide it, nearest first (CSP3 section 6.8.3).
import type { Request, RequestType } from 'headstrong';
import vocabulary from 'vocabulary';

export interface TypeInfo {
  type: RequestType;
  /** As the object of "Would this load?" */
  label: string;
  group: string;
  /** What of a request counts, as \`decide\` names it; first what the type can't do without, if there is such a thing. */
  fields: readonly string[];
  /** The first is what a violation names; the others stand in where it is absent. */
  chain: readonly string[];
}

export const TYPES = vocabulary.requestTypes;

const BY_TYPE = new Map(TYPES.map((info) => [info.type, info]));

export function typeInfo(type: RequestType): TypeInfo {
  const info = BY_TYPE.get(type);
  if (!info) throw new Error(`${type} is not a request type`);
  return info;
}

export function isRequestType(text: string): text is RequestType {
  return BY_TYPE.has(text as RequestType);
}

/** What a person filled in. Empty fields say nothing. */
export interface RequestForm {
  type: RequestType;
  url: string;
  content: string;
  /** `sha256-…` of inline code that is known by its digest only. */
  hash: string;
  nonce: string;
  integrity: string;
  /** Written in the markup, in contrast to added by a script. */
  parserInserted: boolean;
  redirected: boolean;
  /** The `type` attribute, of an object or embed. */
  contentType: string;
  /** The argument of eval is a TrustedScript, not a string. */
  trusted: boolean;
  /** From the parent to the top, separated by blanks; of framing. */
  ancestors: string;
  name: string;
  /** The page's own address; empty: the one that the text tells, a blank: not known. */
  page: string;
}

export const EMPTY_FORM: RequestForm = {
  type: 'script',
  url: '',
  content: '',
  hash: '',
  nonce: '',
  integrity: '',
  parserInserted: true,
  redirected: false,
  contentType: '',
  trusted: false,
  ancestors: '',
  name: '',
  page: '',
};

export type FormField = Exclude<keyof RequestForm, 'type'>;

/** Where the form calls a field otherwise than a request does. */
const FORM_NAMES: Record<string, FormField> = { contentHash: 'hash', redirects: 'redirected' };

/** Which fields count for a type; the first is the one that it can't do without, if it has one. */
export function fieldsOf(type: RequestType): readonly FormField[] {
  return typeInfo(type).fields.map((name) => FORM_NAMES[name] ?? (name as FormField));
}

/** The form as a request; null where what it can't do without is missing. */
export function requestOf(form: RequestForm): Request | null {
  const fields = new Set(fieldsOf(form.type));
  const request: Request = { type: form.type };
  if (fields.has('url')) {
    if (form.url.trim() === '') return null;
    request.url = addressOf(form.url);
  }
  if (fields.has('name')) {
    if (form.name.trim() === '') return null;
    request.name = form.name.trim();
  }
  if (fields.has('ancestors')) {
    const ancestors = form.ancestors.split(/\s+/).filter((word) => word !== '');
    if (ancestors.length === 0) return null;
    request.ancestors = ancestors.map(addressOf);
  }
  if (fields.has('content')) {
    if (form.content !== '') request.content = form.content;
    else if (form.hash.trim() !== '') request.contentHash = form.hash.trim().replace(/^'|'$/g, '');
  }
  if (fields.has('nonce') && form.nonce.trim() !== '') request.nonce = form.nonce.trim();
  if (fields.has('integrity') && form.integrity.trim() !== '') request.integrity = form.integrity.trim();
  if (fields.has('parserInserted') && !form.parserInserted) request.parserInserted = false;
  if (fields.has('redirected') && form.redirected) request.redirects = 1;
  if (fields.has('contentType') && form.contentType.trim() !== '') request.contentType = form.contentType.trim();
  if (fields.has('trusted') && form.trusted) request.trusted = true;
  return request;
}

/** The page's address as the form has it: undefined leaves it to the text, empty is not known. */
export function pageOf({ type, page }: RequestForm): string | undefined {
  if (page === '' || !fieldsOf(type).includes('page')) return undefined;
  return page.trim() === '' ? '' : addressOf(page);
}

/** As typed; a host alone is taken for one that is spoken to over https. */
function addressOf(typed: string): string {
  const text = typed.trim();
  return /^[a-z][a-z0-9+.-]*:/i.test(text) && !/^[^:/]+\.[^:/]+:\d/.test(text) ? text : `https://${text}`;
}
