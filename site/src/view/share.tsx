// The share dialog: makes the link when it is opened, points out secrets, leaves them out by default.
import { useEffect, useRef, useState } from 'preact/hooks';
import { EDITABLE_LINE } from '../editor/port';
import type { Actions } from '../state/actions';
import type { Secret } from '../sharing/secrets';
import type { Encoded } from '../sharing/share';
import { CopyButton } from './copy';
import { Icon } from './icons';
import { plural, Visible } from './prose';
import { useStore } from './use_store';

export function ShareDialog({ actions }: { actions: Actions }) {
  const [sharing] = useStore(actions.store, (state) => [state.sharing]);
  return sharing ? <OpenDialog actions={actions} /> : null;
}

/** Programs that cut addresses do so near here. */
const LONG_LINK = 8000;

function OpenDialog({ actions }: { actions: Actions }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [secrets] = useState(() => actions.secrets());
  const [withSecrets, setWithSecrets] = useState(false);
  const [made, setMade] = useState<Encoded | 'failed' | null>(null);
  useEffect(() => dialog.current?.showModal(), []);
  useEffect(() => {
    let current = true;
    actions.makeLink(withSecrets).then(
      (encoded) => current && setMade(encoded),
      () => current && setMade('failed'),
    );
    return () => {
      current = false;
    };
  }, [actions, withSecrets]);
  return (
    <dialog class="share" ref={dialog} aria-labelledby="share-title" onClose={() => actions.closeShare()}>
      <header class="section-head">
        <h2 id="share-title">Share</h2>
        <button type="button" class="button small" onClick={() => dialog.current?.close()} aria-label="Close">
          <Icon name="clear" />
        </button>
      </header>
      <p>
        The link carries your text and options after the <code>#</code>, a part of the address that
        browsers never send. No server sees it, only the people you send it to.
      </p>
      {secrets.length > 0 && (
        <Secrets secrets={secrets} withSecrets={withSecrets} choose={setWithSecrets} />
      )}
      <MadeLink made={made} />
    </dialog>
  );
}

function MadeLink({ made }: { made: Encoded | 'failed' | null }) {
  if (made === null) return <p class="quiet">Making the link…</p>;
  if (made === 'failed') return <p role="alert">This browser is too old to make links.</p>;
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
  secrets: readonly Secret[];
  withSecrets: boolean;
  choose(withSecrets: boolean): void;
}

function Secrets({ secrets, withSecrets, choose }: SecretsProps) {
  return (
    <div class="secrets">
      <p>
        <Icon name="medium" />{' '}
        <strong>
          {plural(secrets.length, 'secret')} {withSecrets ? 'will be in the link' : 'left out of the link'}:
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
