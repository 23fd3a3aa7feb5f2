// A field of several lines. Of a text that browsers would lay out for seconds it shows the beginning.
import { isEditable, normalizeLineEnds } from '../editor/port';
import { beginning } from './prose';

interface Props {
  id: string;
  rows: number;
  value: string;
  placeholder?: string;
  change(value: string): void;
}

/** How much of a text is shown that can't be edited here. */
const SHOWN = 2000;

export function TextArea({ id, rows, value, placeholder, change }: Props) {
  const editable = isEditable(value);
  /** A paste that would make the text too long goes past the field. */
  const paste = (event: ClipboardEvent & { currentTarget: HTMLTextAreaElement }) => {
    const pasted = normalizeLineEnds(event.clipboardData?.getData('text/plain') ?? '');
    const { selectionStart, selectionEnd } = event.currentTarget;
    const whole = editable ? value.slice(0, selectionStart) + pasted + value.slice(selectionEnd) : pasted;
    if (pasted === '' || (editable && isEditable(whole))) return;
    event.preventDefault();
    change(whole);
  };
  return (
    <>
      <textarea
        class="text-field text-area"
        id={id}
        rows={rows}
        value={editable ? value : beginning(value, SHOWN)}
        readOnly={!editable}
        placeholder={placeholder}
        aria-describedby={editable ? undefined : `${id}-long`}
        spellcheck={false}
        autocapitalize="off"
        autocomplete="off"
        onPaste={paste}
        onInput={({ currentTarget }) => change(currentTarget.value)}
      />
      {!editable && (
        <span class="hint section-head" id={`${id}-long`}>
          Too large to edit here ({value.length.toLocaleString('en')} characters): this is its beginning. All of it is read.
          <button type="button" class="button small" onClick={() => change('')}>
            Remove
          </button>
        </span>
      )}
    </>
  );
}
