// Rollup and esbuild don't: the worker is an entry of its own.
export const workerOf = () => new Worker(new URL('worker.js', document.baseURI), { type: 'module' });
