// The choices from which the hardened set is made.
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { Service } from 'headstrong';
import { DEFAULT_INPUT, type HardenChoices, type HardenKey } from '../state/input';
import type { Page } from '../state/page';

interface Props {
  page: Page;
  choices: HardenChoices;
  /** There is no response to go by. */
  scratch: boolean;
}

export function HardenForm({ services, ...props }: Props & { services: readonly Service[] }) {
  const { page, choices, scratch } = props;
  const isDefault = JSON.stringify(choices) === JSON.stringify(DEFAULT_INPUT.harden);
  return (
    <section class="choices" aria-labelledby="choices-title">
      <header class="section-head">
        <h3 id="choices-title">About your site</h3>
        <button type="button" class="button small" disabled={isDefault} onClick={() => page.resetHarden()}>
          Reset
        </button>
      </header>
      <div class="choice-grid">
        <Choice {...props} name="site" label="What it is" options={SITE} />
        <Choice {...props} name="inline" label="Inline scripts and styles" options={INLINE} />
        <Framing {...props} />
        <Choice {...props} name="hsts" label="Browsers remember https for" options={HSTS} />
        <Choice {...props} name="subdomains" label="Subdomains" options={SUBDOMAINS} />
        {!scratch && <Choice {...props} name="sources" label="Hosts in the policy now" options={SOURCES} />}
        <Choice {...props} name="reporting" label="Violation reports" options={REPORTING} />
        {choices.reporting !== 'none' && (
          <FreeText
            {...props}
            name="endpoint"
            label="Reports go to"
            placeholder="https://example.com/reports"
          />
        )}
        <Choice {...props} name="isolation" label="Cross-origin isolation" options={ISOLATION} />
        {!scratch && <Choice {...props} name="leaks" label="Headers that tell versions" options={LEAKS} />}
      </div>
      {services.length > 0 && <Services {...props} services={services} />}
    </section>
  );
}

function Services({ page, choices, services }: Props & { services: readonly Service[] }) {
  const chosen = new Set(choices.services.split(',').filter((id) => id !== ''));
  const toggle = (id: string) => {
    if (!chosen.delete(id)) chosen.add(id);
    page.chooseHarden('services', [...chosen].join(','));
  };
  return (
    <details class="services">
      <summary>
        Services that the pages use{chosen.size > 0 && ` (${chosen.size})`}
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

type Options = readonly (readonly [value: string, label: string])[];

const SITE: Options = [
  ['mixed', 'Some of each, or not sure'],
  ['static', 'Static files'],
  ['ssr', 'Pages rendered on the server'],
  ['spa', 'A single-page app'],
  ['api', 'An API without pages'],
];
/** Left to the engine, which goes by the response, or is cautious where there is none. */
const AS_IT_IS: Options[number] = ['', 'As the response has it'];
const CAUTIOUS = 'Not sure: be cautious';
const INLINE: Options = [
  AS_IT_IS,
  ['none', 'None, or they can move to files'],
  ['nonce', 'Some: a nonce for each response'],
  ['hash', 'Some, always the same: hashes'],
];
const HSTS: Options = [
  AS_IT_IS,
  ['off', 'not at all'],
  ['300', 'five minutes, to try out'],
  ['604800', 'a week'],
  ['2592000', 'a month'],
  ['31536000', 'a year'],
  ['preload', 'for good, by the preload list'],
];
const SUBDOMAINS: Options = [
  AS_IT_IS,
  ['no', 'Leave them alone'],
  ['yes', 'All of them do https'],
];
const SOURCES: Options = [
  ['keep', 'Keep named hosts'],
  ['drop', 'Start without any'],
];
const REPORTING: Options = [
  ['none', 'None'],
  ['report-only', 'Report only, block nothing yet'],
  ['both', 'Block and report'],
];
const ISOLATION: Options = [
  ['off', 'Not needed'],
  ['on', 'Needed (SharedArrayBuffer)'],
];
const LEAKS: Options = [
  ['remove', 'Remove'],
  ['keep', 'Keep'],
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

function Choice({ page, choices, scratch, name, label, options }: FieldProps & { options: Options }) {
  return (
    <Field name={name} label={label}>
      <select
        class="button select"
        id={`choice-${name}`}
        value={choices[name]}
        onChange={(event) => page.chooseHarden(name, event.currentTarget.value)}
      >
        {options.map(([value, words]) => (
          <option value={value} key={value}>
            {scratch && value === '' ? CAUTIOUS : words}
          </option>
        ))}
      </select>
    </Field>
  );
}

function FreeText({ page, choices, name, label, placeholder }: FieldProps & { placeholder: string }) {
  return (
    <Field name={name} label={label}>
      <input
        type="text"
        class="text-field"
        id={`choice-${name}`}
        value={choices[name]}
        placeholder={placeholder}
        spellcheck={false}
        autocapitalize="off"
        autocomplete="off"
        onInput={(event) => page.chooseHarden(name, event.currentTarget.value)}
      />
    </Field>
  );
}

/** Two words, or a list of origins. */
function Framing({ page, choices, scratch }: Props) {
  const { framing } = choices;
  const isWord = ['', 'none', 'self'].includes(framing);
  const [listing, setListing] = useState(!isWord);
  const choose = (value: string) => {
    setListing(value === 'list');
    if (value !== 'list') page.chooseHarden('framing', value);
  };
  return (
    <Field name="framing" label="Who may frame it">
      <select
        class="button select"
        id="choice-framing"
        value={listing || !isWord ? 'list' : framing}
        onChange={(event) => choose(event.currentTarget.value)}
      >
        <option value="">{scratch ? CAUTIOUS : AS_IT_IS[1]}</option>
        <option value="none">Nobody</option>
        <option value="self">Only the site itself</option>
        <option value="list">These origins</option>
      </select>
      {(listing || !isWord) && (
        <input
          type="text"
          class="text-field"
          aria-label="Origins that may frame it, separated by blanks"
          value={isWord ? '' : framing}
          placeholder="https://partner.example"
          spellcheck={false}
          autocapitalize="off"
          onInput={(event) => page.chooseHarden('framing', event.currentTarget.value.trim())}
        />
      )}
    </Field>
  );
}
