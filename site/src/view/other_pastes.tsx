// Where a text leads that holds nothing to analyse: for an address, two ways to its headers.
import { CopyButton } from './copy';
import { Visible } from './prose';

/** For a browser's console, on the page in question: puts its status and headers on the clipboard. */
const SNIPPET =
  "copy(await fetch(location).then(r=>`HTTP/1.1 ${r.status}\\n`+[...r.headers].map(h=>h.join(': ')).join('\\n')))";

export function OtherPastes({ format, text }: { format: string; text: string }) {
  if (format !== 'address') return null;
  return (
    <ul class="ways">
      <li>
        <h4>In a shell</h4>
        <Command text={`curl -sIL ${shellWord(text.trim())}`} />
      </li>
      <li>
        <h4>In the browser’s console, with that page open</h4>
        <Command text={SNIPPET} />
        <p>It copies the page’s headers except its cookies, which scripts can’t read. Paste them here.</p>
      </li>
    </ul>
  );
}

function Command({ text }: { text: string }) {
  return (
    <div class="command">
      <code>
        <Visible text={text} />
      </code>
      <CopyButton text={text} />
    </div>
  );
}

/** One word of any shell that sh's quotes hold in; line ends have no place in an address. */
function shellWord(text: string): string {
  const line = text.replace(/[\u0000-\u001f\u007f]/g, '');
  return /^[\w./:@%+=,-]+$/.test(line) && !line.startsWith('-') ? line : `'${line.replaceAll("'", "'\\''")}'`;
}
