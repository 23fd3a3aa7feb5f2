export const load = ({ url, setHeaders }) => {
  // Headers that the application had before; they must be replaced, not doubled.
  setHeaders({ 'X-T0': 'from-the-application' });
  return { name: url.searchParams.get('name') ?? '' };
};
