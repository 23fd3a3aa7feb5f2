// Sentences from the engine and words from the paste, safe to look at: what does not show, or turns
// the text around it, is shown by its name.
import type { ComponentChildren } from 'preact';

const UNSEEN =
  /([\u0000-\u0008\u000b-\u001f\u007f-\u00a0\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffc]|[\u{e0000}-\u{e007f}])/u;
const UNSEEN_GLOBAL = new RegExp(UNSEEN.source, 'gu');

/** Plain words, for instance a value as pasted. */
export function Visible({ text }: { text: string }) {
  if (!UNSEEN.test(text)) return <>{text}</>;
  return <>{text.split(UNSEEN_GLOBAL).map(visiblePart)}</>;
}

function visiblePart(part: string, index: number): ComponentChildren {
  // `split` with a group gives the separators at the odd places.
  if (index % 2 === 0) return part;
  const code = part.codePointAt(0) ?? 0;
  return <span class="unseen">U+{code.toString(16).toUpperCase().padStart(4, '0')}</span>;
}

/** A sentence in which `words` between backquotes are code. */
export function Prose({ text }: { text: string }) {
  const parts = text.split(/`([^`]+)`/);
  return (
    <>
      {parts.map((part, index) =>
        index % 2 === 0 ? <Visible text={part} /> : <code><Visible text={part} /></code>,
      )}
    </>
  );
}

export function WhatToPaste() {
  return (
    <>
      Paste the lines that a server answers with, as <code>curl -sI https://…</code> prints them, or the value of a
      Content-Security-Policy.
    </>
  );
}

/** "1 header", "3 headers". */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}
