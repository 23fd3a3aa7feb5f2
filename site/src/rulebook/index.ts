// The index of the rule book: a search that asks nobody, and the way from old addresses to the pages of
// today. Without this script the index is a list of everything.
import entries from 'book-search';

interface Found {
  title: string;
  address: string;
  kind: string;
  score: number;
}

const MOST = 60;

forward();
document.addEventListener('DOMContentLoaded', start);

/** `rulebook.html#csp/absent` was the place of a rule when the book was one page. */
function forward(): void {
  const id = decodeURIComponent(location.hash.slice(1));
  const [rule, difference] = [`rulebook/${id}.html`, `rulebook/browsers.html#${id}`];
  const entry = entries.find(({ u }) => u === rule || u === difference);
  if (entry) location.replace(entry.u === rule ? `${rule}#${id}` : difference);
}

function start(): void {
  const form = document.querySelector<HTMLFormElement>('.book-search');
  const field = form?.querySelector('input');
  const count = form?.querySelector('.book-count');
  const list = document.querySelector<HTMLElement>('.book-results');
  const all = document.querySelectorAll<HTMLElement>('.book-all');
  if (!form || !field || !count || !list) return;
  const show = (): void => {
    const found = search(field.value);
    list.hidden = found === null;
    for (const part of all) part.hidden = found !== null;
    list.replaceChildren(...(found ?? []).slice(0, MOST).map(itemOf));
    count.textContent = found === null ? '' : found.length === 0 ? 'Nothing found' : `${found.length} found`;
  };
  form.hidden = false;
  field.value = new URLSearchParams(location.search).get('q') ?? '';
  field.addEventListener('input', show);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    list.querySelector<HTMLElement>('a')?.focus();
  });
  window.addEventListener('hashchange', forward);
  show();
}

/** What has all words, best first; null where nothing is asked. */
function search(query: string): Found[] | null {
  const words = query.toLowerCase().split(/\s+/).filter((word) => word !== '');
  if (words.length === 0) return null;
  const found: Found[] = [];
  for (const { t, u, k, w } of entries) {
    const title = t.toLowerCase();
    const kind = k.toLowerCase();
    let score = 0;
    for (const word of words) {
      const hit = (title.includes(word) ? 8 : 0) + (kind.includes(word) ? 4 : 0) + (w.includes(word) ? 1 : 0);
      if (hit === 0) {
        score = 0;
        break;
      }
      score += hit;
    }
    if (score > 0) found.push({ title: t, address: u, kind: k, score });
  }
  return found.sort((a, b) => b.score - a.score);
}

function itemOf({ title, address, kind }: Found): HTMLLIElement {
  const item = document.createElement('li');
  const link = document.createElement('a');
  link.href = address;
  link.textContent = title;
  const facts = document.createElement('span');
  facts.textContent = kind;
  item.append(link, facts);
  return item;
}
