// The choices from which the hardened set is made.
import type { ComponentChildren } from 'preact';
import type { SeenService, Service } from 'headstrong';
import type { FreeChoice } from '../engine/job';
import { CHOICES, DEFAULT_INPUT, takesReports, type HardenChoices, type HardenKey } from '../state/input';
import type { Actions } from '../state/actions';
import { Visible } from './prose';
import { TextArea } from './text_area';

interface Props {
  actions: Actions;
  choices: HardenChoices;
  /** There is no response to go by. */
  scratch: boolean;
  /** Without these the set was made. */
  faults: readonly FreeChoice[];
}

interface ServiceProps {
  services: readonly Service[];
  /** Those whose hosts the text names. */
  seen: readonly SeenService[];
}

export function HardenForm({ services, seen, ...props }: Props & ServiceProps) {
  const { actions, choices, scratch } = props;
  const isDefault = JSON.stringify(choices) === JSON.stringify(DEFAULT_INPUT.harden);
  return (
    <section class="choices" aria-labelledby="choices-title">
      <header class="section-head">
        <h3 id="choices-title">About your site</h3>
        <button type="button" class="button small" disabled={isDefault} onClick={() => actions.resetHarden()}>
          Reset
        </button>
      </header>
      <div class="choice-grid">
        <Choice {...props} name="site" label="Kind of site" options={SITE} />
        <Choice {...props} name="inline" label="Inline scripts and styles" options={INLINE} />
        {choices.inline === 'hash' && (
          <Field name="inlineCode" label="The page’s HTML, or a script to hash">
            <TextArea id="choice-inlineCode" rows={3} value={choices.inlineCode} change={(value) => actions.chooseHarden('inlineCode', value)} />
          </Field>
        )}
        <Framing {...props} />
        <Choice {...props} name="hsts" label="Force HTTPS for (HSTS)" options={HSTS} />
        <Choice {...props} name="subdomains" label="Subdomains" options={SUBDOMAINS} />
        {!scratch && <Choice {...props} name="sources" label="Hosts in your policy" options={SOURCES} />}
        <Choice {...props} name="reporting" label="Enforce or report" options={REPORTING} />
        {takesReports(choices) && (
          <Field name="endpoint" label="Send reports to (optional)">
            <FreeText
              id="choice-endpoint"
              value={choices.endpoint}
              placeholder="https://example.com/reports"
              hint={choices.reporting !== '' && choices.endpoint.trim() === '' && 'Without a URL, violations only show up in the browser’s console.'}
              fault={props.faults.includes('endpoint') && 'Enter a URL that begins with https://, or a path that begins with /, without spaces, commas, semicolons or quotes. Until then, it is ignored.'}
              change={(value) => actions.chooseHarden('endpoint', value)}
            />
          </Field>
        )}
        <Choice {...props} name="isolation" label="Cross-origin isolation" options={ISOLATION} />
        {!scratch && <Choice {...props} name="leaks" label="Version headers" options={LEAKS} />}
        {!scratch && <Choice {...props} name="cookies" label="Cookies" options={COOKIES} />}
      </div>
      {services.length > 0 && <Services {...props} services={services} seen={seen} />}
    </section>
  );
}

function Services({ actions, choices, services, seen }: Props & ServiceProps) {
  const chosen = new Set(choices.services.split(',').filter((id) => id !== ''));
  const toggle = (id: string) => {
    if (!chosen.delete(id)) chosen.add(id);
    actions.chooseHarden('services', [...chosen].join(','));
  };
  return (
    <>
      {seen.length > 0 && (
        <p class="seen">
          Your text names {seen.length === 1 ? 'a service' : 'services'}. Add everything {seen.length === 1 ? 'it needs' : 'they need'}:{' '}
          {seen.slice(0, 12).map(({ id, name, seen: host }) => (
            <button type="button" class="button small" key={id} onClick={() => toggle(id)}>
              {name} (<Visible text={host} />)
            </button>
          ))}
        </p>
      )}
      <ServiceList services={services} chosen={chosen} toggle={toggle} />
    </>
  );
}

function ServiceList({ services, chosen, toggle }: { services: readonly Service[]; chosen: ReadonlySet<string>; toggle(id: string): void }) {
  return (
    <details class="services">
      <summary>
        Services your pages use{chosen.size > 0 && ` (${chosen.size})`}
      </summary>
      <ul>
        {services.map(({ id, name }) => (
          <li key={id}>
            <label class="check">
              <input type="checkbox" checked={chosen.has(id)} onChange={() => toggle(id)} /> {name}
            </label>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** What the core's words for a choice are called here; the last: where there is no response to start from. */
type Options = readonly (readonly [value: string, label: string, scratch?: string])[];

const SITE: Options = [
  ['mixed', 'Mixed, or not sure'],
  ['static', 'Static files'],
  ['ssr', 'Rendered on the server'],
  ['spa', 'Single-page app'],
  ['api', 'API without pages'],
];
// The empty value leaves it to the engine; the words say what that does.
const INLINE: Options = [
  ['', 'Nonces if you have them', 'Default: none'],
  ['none', 'None, or they can move to files'],
  ['nonce', 'Some: a nonce in each response'],
  ['hash', 'Some: a hash of each script'],
];
const HSTS: Options = [
  ['', 'At least a year', 'Default: a year'],
  ['off', 'Off'],
  ['300', 'Five minutes, for testing'],
  ['604800', 'A week'],
  ['2592000', 'A month'],
  ['31536000', 'A year'],
  ['preload', 'Permanently (preload list)'],
];
const SUBDOMAINS: Options = [
  ['', 'As in your headers', 'Default: not covered'],
  ['no', 'Not covered'],
  ['yes', 'All of them use HTTPS'],
];
const SOURCES: Options = [
  ['keep', 'Keep them'],
  ['drop', 'Drop them all'],
];
const REPORTING: Options = [
  ['', 'Report a new policy first', 'Default: report-only first'],
  ['none', 'Enforce, no new reports', 'Enforce, no reports'],
  ['report-only', 'Report-only, block nothing'],
  ['both', 'Enforce, and report a stricter one'],
];
const ISOLATION: Options = [
  ['off', 'As in your headers', 'Not needed'],
  ['on', 'Needed (SharedArrayBuffer)'],
];
const LEAKS: Options = [
  ['remove', 'Leave them out'],
  ['keep', 'Keep them'],
];
const COOKIES: Options = [
  ['advise', 'Advice only'],
  ['harden', 'Harden session cookies'],
];
const FRAMING: Options = [
  ['', 'As in your headers, never everyone', 'Default: nobody'],
  ['none', 'Nobody'],
  ['self', 'Only your own site'],
  [' ', 'These origins'],
];

interface FieldProps extends Props {
  name: HardenKey;
  label: string;
}

function Field({ name, label, children }: { name: string; label: string; children: ComponentChildren }) {
  return (
    <div class="field">
      <label for={`choice-${name}`}>{label}</label>
      {children}
    </div>
  );
}

interface ChoiceProps extends FieldProps {
  options: Options;
  value?: string;
  children?: ComponentChildren;
}

function Choice({ actions, choices, scratch, name, label, options, value = choices[name], children }: ChoiceProps) {
  const words = new Map(options.map((option) => [option[0], option]));
  return (
    <Field name={name} label={label}>
      <select
        class="button select"
        id={`choice-${name}`}
        value={value}
        onChange={(event) => actions.chooseHarden(name, event.currentTarget.value)}
      >
        {(CHOICES[name] ?? [...words.keys()]).map((option) => {
          const [, usual = option, inScratch = usual] = words.get(option) ?? [];
          return (
            <option value={option} key={option}>
              {scratch ? inScratch : usual}
            </option>
          );
        })}
      </select>
      {children}
    </Field>
  );
}

interface FreeTextProps {
  id: string;
  /** Where no label stands beside it. */
  name?: string;
  value: string;
  placeholder: string;
  /** What the value as it is means. */
  hint?: string | false;
  fault: string | false;
  change(value: string): void;
}

function FreeText({ id, name, value, placeholder, hint = false, fault, change }: FreeTextProps) {
  return (
    <>
      <input
        type="text"
        class="text-field"
        id={id}
        aria-label={name}
        aria-invalid={fault !== false}
        aria-describedby={fault ? `${id}-fault` : hint ? `${id}-hint` : undefined}
        value={value}
        placeholder={placeholder}
        spellcheck={false}
        autocapitalize="off"
        autocomplete="off"
        onInput={(event) => change(event.currentTarget.value)}
      />
      {hint && !fault && (
        <span class="hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
      {fault && (
        <span class="fault" id={`${id}-fault`}>
          {fault}
        </span>
      )}
    </>
  );
}

/** Two words, or a list of origins. */
function Framing(props: Props) {
  const { actions, faults } = props;
  const { framing } = props.choices;
  const isList = !['', 'none', 'self'].includes(framing);
  return (
    <Choice {...props} name="framing" label="Who may frame it" options={FRAMING} value={isList ? ' ' : framing}>
      {isList && (
        <FreeText
          id="choice-origins"
          name="Origins that may frame it, separated by spaces"
          value={framing.trimStart()}
          placeholder="https://partner.example"
          fault={faults.includes('framing') && 'Enter origins such as https://partner.example, without a path, separated by spaces. Until then, the first option applies.'}
          change={(value) => actions.chooseHarden('framing', ` ${value}`)}
        />
      )}
    </Choice>
  );
}
