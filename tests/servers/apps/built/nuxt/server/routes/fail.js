export default defineEventHandler(() => {
  throw new Error('meant to fail');
});
