// Characters that do not show, or that turn the text around them: shown by their names.
import { highlightSpecialChars } from '@codemirror/view';
import type { Extension } from '@codemirror/state';

/** Beyond CodeMirror's own list: all joiners, marks, embeddings, isolates, and wide or odd blanks. */
const MORE = /[\u00a0\u034f\u115f\u1160\u17b4\u17b5\u180e\u2000-\u200f\u202a-\u202f\u205f-\u206f\u3000\u3164\ufe00-\ufe0f\uffa0]|\u{e0001}|[\u{e0020}-\u{e007f}]/gu;

export function invisibleCharacters(): Extension {
  return highlightSpecialChars({
    addSpecialChars: MORE,
    render: (code, description) => {
      const chip = document.createElement('span');
      chip.className = 'cm-unseen';
      chip.textContent = codeName(code);
      chip.title = description ?? '';
      chip.setAttribute('aria-label', `character ${codeName(code)}`);
      return chip;
    },
  });
}

export function codeName(code: number): string {
  return `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}
