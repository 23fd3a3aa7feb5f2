// What the engine read of console messages and reports, as the form of a request.
import type { ToldRequest } from 'headstrong';
import { EMPTY_FORM, type RequestForm } from './requests';

/** Of framing the parent is asked about, not the framed page. */
export function formOf(told: Pick<ToldRequest, 'type' | 'url' | 'content' | 'contentHash' | 'name' | 'page'>): RequestForm {
  const { type, url = '', content = '', contentHash = '', name = '', page = '' } = told;
  const framing = type === 'frame-ancestors';
  return { ...EMPTY_FORM, type, url: framing ? '' : url, ancestors: framing ? url : '', content, hash: contentHash, name, page };
}

/** Whether both tell the same; where it stands in the text does not count. */
export function tellSame(one: readonly ToldRequest[], other: readonly ToldRequest[]): boolean {
  const words = (told: readonly ToldRequest[]) => JSON.stringify(told.map(({ span: _, ...rest }) => rest));
  return one.length === other.length && words(one) === words(other);
}
