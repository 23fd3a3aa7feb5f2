// What can be wider than its place, and is then scrolled, by keys too.
import type { ComponentChildren } from 'preact';

interface Props {
  label: string;
  class?: string;
  children: ComponentChildren;
}

export function ScrollX({ label, class: more = '', children }: Props) {
  return (
    <div class={`scroll-x ${more}`.trimEnd()} role="region" aria-label={label} tabIndex={0}>
      {children}
    </div>
  );
}
