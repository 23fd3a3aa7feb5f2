// webpack and Vite bundle what is named so.
export const workerOf = () => new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
