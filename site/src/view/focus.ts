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
