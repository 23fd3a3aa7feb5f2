import { useEffect, useState } from 'preact/hooks';
import { Icon } from './icons';

/** Puts text on the clipboard; says so where the browser denies it. */
export function CopyButton({ text, label = 'Copy' }: { text: string; label?: string }) {
  const [last, say] = useState<{ text: string; said: 'Copied' | 'Not allowed' } | null>(null);
  useEffect(() => {
    if (!last) return;
    const timer = setTimeout(() => say(null), 2000);
    return () => clearTimeout(timer);
  }, [last]);
  // Of another text nothing was copied.
  const said = last?.text === text ? last.said : '';
  const copy = () => {
    copyText(text).then(
      () => say({ text, said: 'Copied' }),
      () => say({ text, said: 'Not allowed' }),
    );
  };
  return (
    <button type="button" class="button small" onClick={copy}>
      <Icon name={said === 'Copied' ? 'done' : 'copy'} />
      <span aria-live="polite">{said || label}</span>
    </button>
  );
}

/** The clipboard is there over https and on localhost only; elsewhere the old command does it. */
export async function copyText(text: string): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const area = document.createElement('textarea');
  area.value = text;
  area.className = 'off-screen';
  document.body.append(area);
  area.select();
  const done = document.execCommand('copy');
  area.remove();
  if (!done) throw new Error('copying was not allowed');
}

export function DownloadButton({ name, text, type = 'text/plain' }: { name: string; text: string; type?: string }) {
  const save = () => {
    const address = URL.createObjectURL(new Blob([text], { type }));
    const link = document.createElement('a');
    link.href = address;
    link.download = name.split('/').at(-1) ?? name;
    link.click();
    // Some browsers read the address after the click has returned.
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
  };
  return (
    <button type="button" class="button small" onClick={save} aria-label={`Download ${name}`}>
      <Icon name="save" />
      <span>Download</span>
    </button>
  );
}
