// The fields of a request, and the place where a console's messages are pasted.
import type { ToldRequest } from 'headstrong';
import type { ComponentChildren } from 'preact';
import { fieldsOf, isRequestType, typeInfo, TYPES, type RequestForm } from '../judge/requests';
import type { Actions } from '../state/actions';
import { BROWSER_NAMES } from './browsers';
import { useCut } from './cut';
import { clipped, plural, Visible } from './prose';
import { TextArea } from './text_area';
import { useStore } from './use_store';

const GROUPS = [...new Set(TYPES.map(({ group }) => group))];

/** `told`: the page's address as the text tells it. */
export function RequestFields({ actions, form, told }: { actions: Actions; form: RequestForm; told: string }) {
  const fields = new Set(fieldsOf(form.type));
  return (
    <div class="request">
      <div class="field field-wide field-type">
        <label for="load-type">What the page loads or runs</label>
        <select
          class="button select"
          id="load-type"
          value={form.type}
          onChange={({ currentTarget: { value } }) => isRequestType(value) && actions.askAbout({ type: value })}
        >
          {GROUPS.map((group) => (
            <optgroup label={group} key={group}>
              {TYPES.filter((info) => info.group === group).map(({ type, label }) => (
                <option value={type} key={type}>
                  {label}
                </option>
              ))}
            </optgroup>
          ))}
        </select>
      </div>
      {fields.has('url') && (
        <Line actions={actions} form={form} name="url" label={form.type === 'form-action' ? 'URL that the form is sent to' : 'URL'} placeholder="https://cdn.example/app.js" />
      )}
      {fields.has('page') && <OwnUrl actions={actions} form={form} told={told} />}
      {fields.has('ancestors') && (
        <Line
          actions={actions}
          form={form}
          name="ancestors"
          label="Pages that frame it, from the parent to the top"
          placeholder="https://portal.example/"
        />
      )}
      {fields.has('name') && <Line actions={actions} form={form} name="name" label="Name of the policy" placeholder="default" />}
      {fields.has('content') && <Code actions={actions} form={form} />}
      {fields.has('hash') && form.content === '' && (
        <Line actions={actions} form={form} name="hash" label="Or its hash, as the console prints it" placeholder="sha256-…" />
      )}
      {fields.has('nonce') && <Line actions={actions} form={form} name="nonce" label="Nonce of the element" placeholder="none" />}
      {fields.has('integrity') && (
        <Line actions={actions} form={form} name="integrity" label="Integrity of the element" placeholder="none" />
      )}
      {fields.has('contentType') && (
        <Line actions={actions} form={form} name="contentType" label="type attribute of the element" placeholder="none" />
      )}
      {fields.has('parserInserted') && (
        <Check actions={actions} checked={!form.parserInserted} change={(on) => ({ parserInserted: !on })}>
          Added by another script, not part of the HTML
        </Check>
      )}
      {fields.has('redirected') && (
        <Check actions={actions} checked={form.redirected} change={(on) => ({ redirected: on })}>
          The URL is the target of a redirect
        </Check>
      )}
      {fields.has('trusted') && (
        <Check actions={actions} checked={form.trusted} change={(on) => ({ trusted: on })}>
          The argument is a TrustedScript, not a string
        </Check>
      )}
    </div>
  );
}

type TextField = 'url' | 'ancestors' | 'name' | 'hash' | 'nonce' | 'integrity' | 'contentType';

interface LineProps {
  actions: Actions;
  form: RequestForm;
  name: TextField;
  label: string;
  placeholder: string;
}

function Line({ actions, form, name, label, placeholder }: LineProps) {
  return (
    <div class={name === 'nonce' || name === 'integrity' || name === 'contentType' ? 'field' : 'field field-wide'}>
      <label for={`load-${name}`}>{label}</label>
      <input
        type="text"
        class="text-field"
        id={`load-${name}`}
        value={form[name]}
        placeholder={placeholder}
        spellcheck={false}
        autocapitalize="off"
        autocomplete="off"
        onInput={({ currentTarget }) => actions.askAbout({ [name]: currentTarget.value })}
      />
    </div>
  );
}

/** The page's own URL, filled in from the text. Emptied, it counts as not known. */
function OwnUrl({ actions, form, told }: { actions: Actions; form: RequestForm; told: string }) {
  return (
    <div class="field field-wide">
      <label for="load-page">URL of the page</label>
      <input
        type="text"
        class="text-field"
        id="load-page"
        value={form.page === '' ? told : form.page.trim()}
        placeholder="unknown"
        spellcheck={false}
        autocapitalize="off"
        autocomplete="off"
        onInput={({ currentTarget: { value } }) => actions.askAbout({ page: value.trim() === '' && told !== '' ? ' ' : value.trim() })}
      />
    </div>
  );
}

function Code({ actions, form }: { actions: Actions; form: RequestForm }) {
  const label = form.type === 'javascript-url' ? 'The code after javascript:' : 'The code, exactly as in the page';
  return (
    <div class="field field-wide">
      <label for="load-content">{label}</label>
      <TextArea id="load-content" rows={3} value={form.content} change={(content) => actions.askAbout({ content })} />
    </div>
  );
}

interface CheckProps {
  actions: Actions;
  checked: boolean;
  change(on: boolean): Partial<RequestForm>;
  children: ComponentChildren;
}

function Check({ actions, checked, change, children }: CheckProps) {
  return (
    <label class="check field-wide">
      <input type="checkbox" checked={checked} onChange={({ currentTarget }) => actions.askAbout(change(currentTarget.checked))} />{' '}
      {children}
    </label>
  );
}

/** Several lines at once; the first that tells of something blocked fills the fields in. */
export function ConsolePaste({ actions, told: found }: { actions: Actions; told: readonly ToldRequest[] | undefined }) {
  const [text, hasMessages] = useStore(actions.store, (state) => [state.console, state.messages.length > 0]);
  return (
    <div class="console-paste">
      <div class="field">
        <label for="load-console">Paste a message from the browser’s console, or fill in the fields below</label>
        <TextArea
          id="load-console"
          rows={2}
          value={text}
          placeholder="Loading the script '…' violates the following Content Security Policy directive: …"
          change={(value) => actions.pasteConsole(value)}
        />
      </div>
      <div aria-live="polite">
        {text.trim() !== '' && found?.length === 0 && (
          <p class="quiet">No browser message about a blocked request was found in this.</p>
        )}
      </div>
      {hasMessages && <Messages actions={actions} />}
    </div>
  );
}

export function Messages({ actions }: { actions: Actions }) {
  const [messages, chosen] = useStore(actions.store, (state) => [state.messages, state.message]);
  const { shown, rest } = useCut(messages, 50, 100);
  return (
    <fieldset class="messages">
      <legend class={messages.length === 1 ? 'off-screen' : ''}>From {plural(messages.length, messages.every(({ browser }) => !browser) ? 'report' : 'message')}</legend>
      {shown.map((message, index) => (
        <label class="check" key={index}>
          <input type="radio" name="load-message" checked={chosen === index} onChange={() => actions.chooseMessage(index)} />{' '}
          <span>
            {typeInfo(message.type).label.replace(/:.*$/, '')} <Told message={message} />
            <span class="quiet"> {message.browser ? BROWSER_NAMES[message.browser] : 'a report'}{message.disposition === 'report' && ', report only'}</span>
          </span>
        </label>
      ))}
      {rest}
    </fieldset>
  );
}

/** What it is about; of code that has no name or hash the page that it stands in. */
function Told({ message: { url, name, contentHash, page = '' } }: { message: ToldRequest }) {
  const words = url ?? name ?? contentHash;
  return (
    <>
      {words === undefined && page !== '' && 'on '}
      <code><Visible text={clipped(words ?? page, 120)} /></code>
    </>
  );
}
