// The core's sentences with what the form calls the choices in place of the program's options.
import type { Target, TargetOption } from 'headstrong';
import { choices, type ChoiceInfo } from 'vocabulary';
import type { HardenKey } from './input';

const CHOICES = new Map(choices.map((choice) => [choice.name, choice]));

/** What the form calls a choice and its values. */
export function choiceInfo(key: HardenKey): ChoiceInfo {
  const info = CHOICES.get(key);
  if (!info) throw new Error(`${key} is not a choice`);
  return info;
}

/** The option of a target by its name and a value that it takes: those that come first are asked first. */
function targetWords(options: readonly TargetOption[], name: string, value: string): string | null {
  for (const option of options) {
    const at = option.name === name ? option.values.split('|').indexOf(value) : -1;
    // Free text is said by the choice that all targets have in common.
    if (at < 0 || option.words === '') continue;
    return isYesOrNo(option) && value === 'yes' ? `“${option.label}”` : `“${option.label}: ${option.words.split('|')[at] ?? value}”`;
  }
  return null;
}

/** How the core names another target. */
export const TARGET = /\bthe target ([a-z][a-z0-9-]*)/;

/** Drawn as a box to tick. */
export function isYesOrNo({ values }: TargetOption): boolean {
  return values === 'no|yes';
}

const WORD = /\b([a-z]+(?:-[a-z]+)*|inlineCode)=([\w/.:,-]*)/g;

/**
 * A sentence of the core, which speaks of options and targets as the program has them. `options` are those of
 * targets, those of the chosen one first.
 */
export function inPageWords(text: string, options: readonly TargetOption[] = [], targets: readonly Target[] = []): string {
  return text
    .replace(/`?(?:emit )?--option receiver=yes`?/g, 'receiver=yes')
    .replace('--inline FILE', 'inlineCode=')
    .replace(/ \(response=\d+\)/, '')
    .replace(new RegExp(TARGET, 'g'), (all, id: string) => {
      const name = targets.find((target) => target.id === id)?.name;
      return name === undefined ? all : `“${name}”`;
    })
    .replace(WORD, (all, name: string, word: string) => {
      let end = word.length;
      while (end > 0 && '.,:'.includes(word.charAt(end - 1))) end--;
      const value = word.slice(0, end);
      const stop = word.slice(end).replace('...', '');
      const ofTarget = targetWords(options, name, value);
      if (ofTarget !== null) return ofTarget + stop;
      const choice = CHOICES.get(name);
      if (!choice) return all;
      const words = choice.values.find((known) => known.value === value)?.label;
      if (!choice.free && words === undefined) return all;
      return `“${choice.label}${words !== undefined && value !== '' ? `: ${words}` : ''}”${stop}`;
    });
}
