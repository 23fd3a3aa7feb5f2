// Line drawings, 16 by 16. Each stands beside a word, so none is read out.
import type { Severity } from 'headstrong';

const PATHS = {
  critical: 'M5.2 1.5h5.6l3.7 3.7v5.6l-3.7 3.7H5.2l-3.7-3.7V5.2zM5.6 5.6l4.8 4.8m0-4.8-4.8 4.8',
  high: 'M8 1.8 14.8 14H1.2zM8 6.2v4M8 12v.1',
  medium: 'M8 1.3 14.7 8 8 14.7 1.3 8zM8 4.8v3.7M8 10.8v.1',
  low: 'M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8zM5 8h6',
  info: 'M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8zM8 7.3v3.9M8 4.9V5',
  good: 'M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8zM5 8.2l2.1 2.1L11 6.2',
  allowed: 'M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8zM5 8.2l2.1 2.1L11 6.2',
  blocked: 'M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8zM3.7 3.7l8.6 8.6',
  key: 'M10.5 1.8a3.7 3.7 0 1 0 0 7.4 3.7 3.7 0 0 0 0-7.4zM7.8 8.1 2 13.9M4.2 11.7l2 2',
  copy: 'M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3',
  done: 'M2.5 8.5l3.6 3.6 7.4-8',
  save: 'M8 1.8v8.4M4.6 7 8 10.3 11.4 7M2 13.8h12',
  link: 'M6.6 9.4a3 3 0 0 0 4.3 0l2.5-2.5a3 3 0 0 0-4.3-4.3L8 3.7M9.4 6.6a3 3 0 0 0-4.3 0L2.6 9.1a3 3 0 0 0 4.3 4.3L8 12.3',
  open: 'M1.8 13V3.2h4.4l1.4 1.7h6.6V13z',
  clear: 'M3.5 3.5l9 9m0-9-9 9',
  undo: 'M5.5 2.5 2 6l3.5 3.5M2.3 6h7.2a4 4 0 0 1 0 8H6',
  redo: 'M10.5 2.5 14 6l-3.5 3.5M13.7 6H6.5a4 4 0 0 0 0 8H10',
  wand: 'M2.2 13.8 9.6 6.4M11.7 1.6v3M10.2 3.1h3M13.6 7v2.4M12.4 8.2h2.4M6.4 2.2v2.4M5.2 3.4h2.4',
  chevron: 'M4 6l4 4 4-4',
  out: 'M6 3H2.8v10.2H13V10M9 2.5h4.5V7M13.2 2.8 7.5 8.5',
  file: 'M3.5 1.8h6l3 3v9.4h-9zM9.2 2v3.2h3.2',
} as const satisfies Record<Severity, string> & Record<string, string>;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg class={`icon icon-${name}`} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
