export const state = 'hydrated';
