// The share dialog: makes the link when it is opened, points out secrets, leaves them out by default.
import { useEffect, useRef, useState } from 'preact/hooks';
import { EDITABLE_LINE } from '../editor/port';
import type { ReportFormat } from '../engine/papers';
import type { Actions } from '../state/actions';
import type { PlacedSecret } from '../sharing/secrets';
import type { Encoded } from '../sharing/share';
import { CopyButton, DownloadButton } from './copy';
import { Icon } from './icons';
import { plural, Sentence, Visible } from './prose';
import { useMade } from './use_made';
import { useStore } from './use_store';

export function ShareDialog({ actions }: { actions: Actions }) {
  const [sharing] = useStore(actions.store, (state) => [state.sharing]);
  return sharing ? <OpenDialog actions={actions} what={sharing} key={sharing} /> : null;
}

/** Programs that cut addresses do so near here. */
const LONG_LINK = 8000;

/** A report is offered beside a link, and alone where it was asked for. */
function OpenDialog({ actions, what }: { actions: Actions; what: 'link' | 'report' }) {
  const withLink = what === 'link';
  const dialog = useRef<HTMLDialogElement>(null);
  const [secrets, setSecrets] = useState<readonly PlacedSecret[]>([]);
  const [withSecrets, setWithSecrets] = useState(false);
  const made = useMade<Made>(withLink ? String(withSecrets) : null, () =>
    actions.makeLink(withSecrets).catch((error: Error) => ({ kind: 'failed', reason: error.message })),
  );
  useEffect(() => dialog.current?.showModal(), []);
  useEffect(() => {
    // Where they can't be found, no link is made without them, and that is said there.
    actions.secrets().then(setSecrets, () => setSecrets([]));
  }, [actions]);
  return (
    <dialog class="share" ref={dialog} aria-labelledby="share-title" onClose={() => actions.closeShare()}>
      <header class="section-head">
        <h2 id="share-title">{withLink ? 'Share' : 'Report'}</h2>
        <button type="button" class="button small" onClick={() => dialog.current?.close()} aria-label="Close">
          <Icon name="clear" />
        </button>
      </header>
      {withLink && (
        <>
          <h3>A link to this</h3>
          <p>
            The link carries your text and options after the <code>#</code>, a part of the URL that
            browsers never send. No server sees it, only the people you send it to.
          </p>
        </>
      )}
      {secrets.length > 0 && (
        <Secrets secrets={secrets} withSecrets={withSecrets} choose={setWithSecrets} of={withLink ? 'link' : 'report'} />
      )}
      {withLink && <MadeLink made={made} />}
      <ReportChoice actions={actions} withSecrets={withSecrets} heading={withLink ? 'A report' : null} print={() => print(dialog.current)} />
    </dialog>
  );
}

const FORMATS: readonly (readonly [format: ReportFormat, label: string, file: string, type: string])[] = [
  ['html', 'HTML, to print or send', 'report.html', 'text/html'],
  ['markdown', 'Markdown', 'report.md', 'text/markdown'],
  ['sarif', 'SARIF, for code scanning', 'report.sarif', 'application/json'],
  ['json', 'JSON', 'report.json', 'application/json'],
];

/** Nothing of the dialog goes on paper. */
function print(dialog: HTMLDialogElement | null): void {
  dialog?.close();
  window.print();
}

interface ReportProps {
  actions: Actions;
  withSecrets: boolean;
  heading: string | null;
  print(): void;
}

/** The report as a document: the core writes it, as the program does. */
function ReportChoice({ actions, withSecrets, heading, print: printPage }: ReportProps) {
  const [answer] = useStore(actions.store, (state) => [state.answer]);
  const [format, choose] = useState<ReportFormat>('html');
  const [title, setTitle] = useState('');
  const isThere = (answer?.report.input.responses.length ?? 0) > 0;
  const made = useMade<{ text: string } | { reason: string }>(isThere ? `${format} ${withSecrets} ${title}` : null, () =>
    actions.makeReport(format, withSecrets, title.trim()).then(
      (text) => ({ text }),
      (error: Error) => ({ reason: error.message }),
    ),
  );
  if (!isThere) return null;
  const [, , file = '', type = ''] = FORMATS.find(([id]) => id === format) ?? [];
  return (
    <section class="report-choice">
      {heading && <h3>{heading}</h3>}
      <p>What was found, why it matters and what to do. Cookie values and tokens are {withSecrets ? 'included' : 'masked'}.</p>
      <div class="field">
        <label for="report-title">Title: the client or the site</label>
        <input
          class="text-field"
          id="report-title"
          maxLength={100}
          value={title}
          placeholder="the host, if your text names it"
          spellcheck={false}
          onInput={({ currentTarget }) => setTitle(currentTarget.value)}
        />
      </div>
      <div class="link-row">
        <select class="button select" aria-label="Format of the report" value={format} onChange={({ currentTarget }) => choose(currentTarget.value as ReportFormat)}>
          {FORMATS.map(([id, label]) => (
            <option value={id} key={id}>
              {label}
            </option>
          ))}
        </select>
        {made && 'text' in made && (
          <>
            <CopyButton text={made.text} />
            <DownloadButton name={file} text={made.text} type={type} />
          </>
        )}
        <button type="button" class="button small" onClick={printPage}>
          Print this page
        </button>
      </div>
      {made && 'reason' in made && (
        <p role="alert">
          <Sentence text={made.reason} />
        </p>
      )}
    </section>
  );
}

type Made = Encoded | { kind: 'failed'; reason: string };

function MadeLink({ made }: { made: Made | null }) {
  if (made === null) return <p class="quiet">Making the link…</p>;
  if (made.kind === 'failed') {
    const reason = 'CompressionStream' in window ? made.reason : 'This browser is too old to make links.';
    return <p role="alert">{reason}</p>;
  }
  if (made.kind === 'too-long') {
    return (
      <p role="alert">
        This text is too long for a link: it would have {made.length.toLocaleString('en')} characters, more
        than browsers accept.
      </p>
    );
  }
  const address = location.href.replace(/#.*$/, '') + made.hash;
  return (
    <>
      <div class="link-row">
        {address.length <= EDITABLE_LINE && (
          <input
            class="text-field"
            id="share-link"
            readOnly
            value={address}
            aria-label="The link"
            onFocus={(event) => event.currentTarget.select()}
          />
        )}
        <CopyButton text={address} label="Copy link" />
      </div>
      {address.length > LONG_LINK && (
        <p class="quiet">
          This link has {address.length.toLocaleString('en')} characters. Some mail and chat programs cut links
          that long.
        </p>
      )}
    </>
  );
}

const SHOWN = 12;

interface SecretsProps {
  secrets: readonly PlacedSecret[];
  withSecrets: boolean;
  choose(withSecrets: boolean): void;
  of: string;
}

function Secrets({ secrets, withSecrets, choose, of }: SecretsProps) {
  return (
    <div class="secrets">
      <p>
        <Icon name="medium" />{' '}
        <strong>
          {plural(secrets.length, 'secret')} {withSecrets ? `will be in the ${of}` : `left out of the ${of}`}:
        </strong>
      </p>
      <ul>
        {secrets.slice(0, SHOWN).map((secret) => (
          <li key={`${secret.start} ${secret.what}`}>
            <Visible text={secret.what} />, line {secret.line}
          </li>
        ))}
        {secrets.length > SHOWN && <li>… and {secrets.length - SHOWN} more</li>}
      </ul>
      <label class="check">
        <input
          type="checkbox"
          checked={withSecrets}
          onChange={(event) => choose(event.currentTarget.checked)}
        />{' '}
        Include them anyway
      </label>
    </div>
  );
}
