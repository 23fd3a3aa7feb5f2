// What the build defines, and what the DOM library does not know yet.

/** Folder of the engine, relative to the bundles. */
declare const ENGINE_PATH: string;
/** The worker's script, relative to the bundles. */
declare const WORKER_PATH: string;

declare module 'examples' {
  const examples: readonly import('./files/example').Example[];
  export default examples;
}
