// What the build defines, and what the DOM library does not know yet.

/** Folder of the engine, relative to the bundles. */
declare const ENGINE_PATH: string;
/** The worker's script, relative to the bundles. */
declare const WORKER_PATH: string;

/** What the form and the editor offer, from the core's tables. */
declare module 'vocabulary' {
  export interface Offer {
    name: string;
    values: readonly string[];
  }
  export interface ChoiceInfo {
    name: string;
    label: string;
    /** It takes other text, too. */
    free: boolean;
    /** The hint says what one gets. The last two: where there is no response to start from. */
    values: readonly { value: string; label: string; hint?: string; fromNothing?: string; hintFromNothing?: string }[];
  }
  export const choices: readonly ChoiceInfo[];
  /** What a letter or a severity says. */
  export interface Told {
    word: string;
    meaning: string;
  }
  const vocabulary: {
    /** `against`: what it keeps from happening. */
    protections: readonly { id: import('headstrong').ProtectionId; name: string; against: string }[];
    letters: readonly Told[];
    severities: readonly Told[];
    browsers: readonly { id: import('headstrong').Browser; name: string }[];
    requestTypes: readonly import('./judge/requests').TypeInfo[];
    headers: readonly Offer[];
    directives: readonly Offer[];
    /** The options of `harden` that the form asks about. */
    choices: readonly ChoiceInfo[];
    /** What a word means, in a line. */
    meanings: readonly { kind: string; word: string; meaning: string }[];
    /** Headers that say something of one response; with a "-" at the end, what such names begin with. */
    ownOfResponse: readonly string[];
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
