// Values of targets' options.

/** Where the page begins with another value than the core: what is pasted is one response, and a site has many. */
export const EMIT_VALUES: Readonly<Record<string, string>> = { pass: 'site-wide' };
