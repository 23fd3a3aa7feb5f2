// Sentences from the engine and words from the paste, safe to look at: what does not show, or turns
// the text around it, is shown by its name.
import type { ComponentChildren } from 'preact';

const INVISIBLE =
  /([\u0000-\u0008\u000b-\u001f\u007f-\u00a0\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffc]|[\u{e0000}-\u{e007f}])/u;
/** The same, as often as it stands in a row. */
const INVISIBLE_RUNS = new RegExp(`(${INVISIBLE.source.slice(1, -1)})\\1*`, 'gu');

/** More of a text than this is shown only where it is asked for, by `CutText`. */
const MAX_SHOWN = 2000;

/** So many UTF-16 units, or one less where that would split a character. */
export function beginning(text: string, limit: number): string {
  const last = text.charCodeAt(limit - 1);
  return text.slice(0, last >= 0xd800 && last < 0xdc00 ? limit - 1 : limit);
}

/** Of a text that is too long to be shown, the beginning and how much is left out. */
export function clipped(text: string, limit = MAX_SHOWN): string {
  return text.length <= limit ? text : `${beginning(text, limit)}… (${(text.length - limit).toLocaleString('en')} more characters)`;
}

/** Plain words, for instance a value as pasted. */
export function Visible({ text }: { text: string }) {
  return <Letters text={clipped(text)} />;
}

/** The same of any length. */
export function Letters({ text }: { text: string }) {
  if (!INVISIBLE.test(text)) return <>{text}</>;
  const parts: ComponentChildren[] = [];
  let at = 0;
  for (const { 0: run, 1: unseen = '', index } of text.matchAll(INVISIBLE_RUNS)) {
    parts.push(text.slice(at, index), chip(unseen, run.length / unseen.length));
    at = index + run.length;
  }
  return (
    <>
      {parts}
      {text.slice(at)}
    </>
  );
}

function chip(unseen: string, times: number): ComponentChildren {
  const code = unseen.codePointAt(0) ?? 0;
  const name = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  return <span class="unseen">{times > 1 ? `${name} × ${times.toLocaleString('en')}` : name}</span>;
}

/** A reason of the engine, which also stands behind a program's name and so may begin small and lack its full stop. */
export function Sentence({ text }: { text: string }) {
  const capital = text.charAt(0).toUpperCase() + text.slice(1);
  return <Prose text={/[.!?…]$/.test(capital) ? capital : `${capital}.`} />;
}

/** A sentence in which `words` between backquotes are code. */
export function Prose({ text }: { text: string }) {
  const parts = clipped(text).split(/`([^`]+)`/);
  return (
    <>
      {parts.map((part, index) =>
        index % 2 === 0 ? <Letters text={part} /> : <code><Letters text={part} /></code>,
      )}
    </>
  );
}

export function WhatToPaste() {
  return (
    <>
      Paste response headers, for example what <code>curl -sI https://…</code> prints, or the value of a
      Content-Security-Policy.
    </>
  );
}

/** "1 header", "3 headers". */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}
