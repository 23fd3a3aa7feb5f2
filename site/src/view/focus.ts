/** Without those that are right, which are folded away most times. */
const FINDINGS = '.panel > .findings > .finding';

/**
 * An answer may take away the button that was pressed, and the focus with it. It then goes to what stands in
 * its place, so that keys go on from there.
 */
export function keepFocus(results: HTMLElement): void {
  let focused: Element | null = null;
  let place = -1;
  document.addEventListener('focusin', ({ target }) => {
    focused = results.contains(target as Element) ? (target as Element) : null;
    place = [...results.querySelectorAll(FINDINGS)].findIndex((finding) => finding.contains(focused));
  });
  new MutationObserver(() => {
    if (!focused || focused.isConnected || document.activeElement !== document.body) return;
    focused = null;
    const findings = place < 0 ? [] : [...results.querySelectorAll(FINDINGS)];
    const title = (findings[place] ?? findings.at(-1))?.querySelector<HTMLElement>('.finding-title');
    (title ?? results.querySelector<HTMLElement>('[role=tabpanel]') ?? results).focus();
  }).observe(results, { childList: true, subtree: true });
}

const STEPS: Record<string, (at: number, count: number) => number> = {
  ArrowRight: (at, count) => (at + 1) % count,
  ArrowDown: (at, count) => (at + 1) % count,
  ArrowLeft: (at, count) => (at + count - 1) % count,
  ArrowUp: (at, count) => (at + count - 1) % count,
  Home: () => 0,
  End: (_at, count) => count - 1,
};

/** Arrow keys, Home and End go from one item of a row or menu to another; gives the one that has the focus then. */
export function moveAmong(event: KeyboardEvent, items: readonly HTMLElement[]): HTMLElement | null {
  const step = STEPS[event.key];
  if (!step || items.length === 0 || event.ctrlKey || event.metaKey || event.altKey) return null;
  event.preventDefault();
  const at = items.findIndex((item) => item === document.activeElement);
  const next = items[step(at < 0 ? (event.key === 'ArrowUp' ? 0 : -1) : at, items.length)] ?? null;
  next?.focus();
  return next;
}

/** Goes to a control, which may be folded away. */
export function leadTo(id: string): void {
  const field = document.getElementById(id);
  const fold = field?.closest('details');
  if (fold) fold.open = true;
  field?.focus();
}
