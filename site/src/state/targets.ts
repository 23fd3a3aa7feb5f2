// Finding a target or a service among dozens, by the words that the core knows for each.
export interface Named {
  id: string;
  name: string;
  aliases: string;
  nonce?: boolean;
}

/** How well one answers to a word, 0 the best; Infinity: not at all. Of other words the first say most. */
function rank({ id, name, aliases }: Named, word: string): number {
  const own = `${id} ${name}`.toLowerCase();
  const others = aliases.split(' ');
  const has = (text: string, end: string) => ` ${text.replace(/[-_()@./]/g, ' ')} ${text} `.includes(` ${word}${end}`);
  if (id === word || name.toLowerCase() === word) return 0;
  if (own.startsWith(word)) return 1;
  if (has(own, ' ')) return 2;
  const exact = others.indexOf(word);
  if (exact >= 0) return 3 + exact / 100;
  if (has(own, '')) return 4;
  return others.some((other) => other.startsWith(word)) ? 5 : Infinity;
}

/**
 * Those of which name, id or a word in use begins with each word of the search, the best answer first; `withNonce`: of
 * equals those that make one.
 */
export function search<T extends Named>(items: readonly T[], words: string, withNonce = false): T[] {
  const wanted = words.toLowerCase().split(/\s+/).filter((word) => word !== '');
  return items
    .map((item) => ({ item, rank: Math.max(0, ...wanted.map((word) => rank(item, word))) }))
    .filter((found) => found.rank < Infinity)
    .sort((a, b) => a.rank - b.rank || (withNonce && wanted.length > 0 ? Number(b.item.nonce) - Number(a.item.nonce) : 0))
    .map(({ item }) => item);
}
