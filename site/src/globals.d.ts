// What the build defines, and what the DOM library does not know yet.

/** Folder of the engine, relative to the bundles. */
declare const ENGINE_PATH: string;
/** The worker's script, relative to the bundles. */
declare const WORKER_PATH: string;

/** What the form and the editor offer, from the core's tables. */
declare module 'vocabulary' {
  interface Offer {
    name: string;
    values: readonly string[];
  }
  const vocabulary: {
    browsers: readonly { id: import('headstrong').Browser; name: string }[];
    requestTypes: readonly import('./judge/requests').TypeInfo[];
    headers: readonly Offer[];
    directives: readonly Offer[];
    /** The options of `harden` that take one of a few words. */
    choices: readonly Offer[];
    /** What a word means, in a line. */
    meanings: readonly { kind: string; word: string; meaning: string }[];
  };
  export default vocabulary;
}

declare module 'examples' {
  const examples: readonly import('./files/example').Example[];
  export default examples;
}

declare module 'book-search' {
  /** Title, address from the site's root, kind, further words in lower case. */
  const entries: readonly { t: string; u: string; k: string; w: string }[];
  export default entries;
}
