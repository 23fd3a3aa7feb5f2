export const load = () => {
  throw new Error('meant to fail');
};
