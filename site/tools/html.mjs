// Text into HTML, for the pages that are made at build time.

export function escape(text) {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;');
}

/** A sentence in which `words` between backquotes are code. */
export function prose(text) {
  return escape(text).replace(/`([^`]+)`/g, '<code>$1</code>');
}

/** Control and invisible characters as their names, so that an example about them shows them. */
export function visible(html) {
  return html.replace(
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g,
    (unit) => `<span class="unseen">U+${unit.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}</span>`,
  );
}
