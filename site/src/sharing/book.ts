// Where the rule book is for those who get something to take along.

/** Where the rule book can be read by whoever gets a report: nowhere, if the page is served on this machine or network. */
export function bookAddress({ protocol, hostname, href }: Pick<Location, 'protocol' | 'hostname' | 'href'>): string {
  const isPublic = /^https?:$/.test(protocol) && hostname.includes('.') && !/^[\d.]+$|\.(?:internal|local|localhost|test)$/.test(hostname);
  return isPublic ? new URL('.', href).href : '';
}
