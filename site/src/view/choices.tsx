// The choices from which the hardened set is made.
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { HardenChange, SeenService, Service } from 'headstrong';
import type { FreeChoice } from '../engine/job';
import { choiceInfo } from '../state/choice_words';
import { DEFAULT_INPUT, takesReports, type HardenChoices, type HardenKey } from '../state/input';
import type { Actions } from '../state/actions';
import { search as find } from '../state/targets';
import { Icon } from './icons';
import { Prose, Visible } from './prose';
import { TextArea } from './text_area';

export interface ChoiceProps {
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
  /** What snippets of the chosen ones need. */
  needs: readonly HardenChange[];
}

/** What is right for most sites as it is. */
const MORE: readonly HardenKey[] = ['hsts', 'subdomains', 'sources', 'isolation', 'leaks', 'cookies'];
/** Where there is none, there is nothing to choose. */
export const OF_A_RESPONSE: readonly HardenKey[] = ['sources', 'leaks', 'cookies'];

export function HardenForm({ services, seen, needs, ...props }: ChoiceProps & ServiceProps) {
  const { actions, choices, scratch } = props;
  const more = scratch ? MORE.filter((name) => !OF_A_RESPONSE.includes(name)) : MORE;
  const changed = more.filter((name) => choices[name] !== DEFAULT_INPUT.harden[name]);
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
        <Choice {...props} name="site" />
        <Choice {...props} name="inline" />
        <Framing {...props} />
        {choices.inline === 'hash' && (
          <Field name="inlineCode">
            <TextArea id="choice-inlineCode" rows={3} value={choices.inlineCode} change={(value) => actions.chooseHarden('inlineCode', value)} />
          </Field>
        )}
      </div>
      {services.length > 0 && <Services {...props} services={services} seen={seen} needs={needs} />}
      <details class="more">
        <summary>More choices{changed.length > 0 && `: ${changed.map((name) => choiceInfo(name).label).join(', ')}`}</summary>
        <div class="choice-grid">
          {more.map((name) => (
            <Choice {...props} name={name} key={name} />
          ))}
        </div>
      </details>
    </section>
  );
}

/** Where reports go, while there are any. */
export function Endpoint({ actions, choices, faults }: ChoiceProps) {
  if (!takesReports(choices)) return null;
  return (
    <Field name="endpoint">
      <FreeText
        id="choice-endpoint"
        value={choices.endpoint}
        placeholder="https://… or /path"
        hint={choices.endpoint.trim() === '' && 'Optional. Without a URL, violations only show up in the browser’s console.'}
        fault={faults.includes('endpoint') && 'Enter a URL that begins with https://, or a path that begins with /, without spaces, commas, semicolons or quotes. Until then, it is ignored.'}
        change={(value) => actions.chooseHarden('endpoint', value)}
      />
    </Field>
  );
}

function Services({ actions, choices, services, seen, needs }: ChoiceProps & ServiceProps) {
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
      <ServiceList services={services} chosen={chosen} needs={needs} toggle={toggle} />
    </>
  );
}

/** What is still to be done for services, each once. */
export function Needs({ needs }: { needs: readonly HardenChange[] }) {
  if (needs.length === 0) return null;
  return (
    <ul class="warnings">
      {[...new Set(needs.map(({ sentence }) => sentence))].map((sentence) => (
        <li key={sentence}>
          <Icon name="medium" />
          <span>
            <Prose text={sentence} />
          </span>
        </li>
      ))}
    </ul>
  );
}

interface ListProps extends Pick<ServiceProps, 'services' | 'needs'> {
  chosen: ReadonlySet<string>;
  toggle(id: string): void;
}

function ServiceList({ services, chosen, needs, toggle }: ListProps) {
  const [search, setSearch] = useState('');
  const words = search.trim();
  const found = find(services, words);
  const list = (
    <ul>
      {found.map(({ id, name }) => (
        <li key={id}>
          <label class="check">
            <input type="checkbox" checked={chosen.has(id)} onChange={() => toggle(id)} /> {name}
          </label>
        </li>
      ))}
    </ul>
  );
  return (
    <div class="services">
      <div class="field">
        <label for="service-search">{choiceInfo('services').label}</label>
        <input
          type="search"
          class="text-field"
          id="service-search"
          placeholder="Stripe, YouTube, ga4…"
          value={search}
          spellcheck={false}
          autocapitalize="off"
          autocomplete="off"
          onInput={({ currentTarget }) => setSearch(currentTarget.value)}
        />
      </div>
      {chosen.size > 0 && (
        <p class="button-row">
          {services.filter(({ id }) => chosen.has(id)).map(({ id, name }) => (
            <button type="button" class="button small" key={id} title={`Remove ${name}`} onClick={() => toggle(id)}>
              {name} <span aria-hidden="true">×</span>
            </button>
          ))}
        </p>
      )}
      <Needs needs={needs} />
      {found.length === 0 && <p class="quiet">Nothing found. For a service that isn’t listed, allow its hosts under “Would this load?”.</p>}
      {words !== '' ? (
        list
      ) : (
        <details>
          <summary>All {services.length}</summary>
          {list}
        </details>
      )}
    </div>
  );
}

function Field({ name, children }: { name: HardenKey; children: ComponentChildren }) {
  return (
    <div class="field">
      <label for={`choice-${name}`}>{choiceInfo(name).label}</label>
      {children}
    </div>
  );
}

interface OneChoiceProps extends ChoiceProps {
  name: HardenKey;
  value?: string;
  children?: ComponentChildren;
}

export function Choice({ actions, choices, scratch, name, value = choices[name], children }: OneChoiceProps) {
  const { values } = choiceInfo(name);
  const chosen = values.find((known) => known.value === value);
  const hint = scratch ? (chosen?.hintFromNothing ?? chosen?.hint) : chosen?.hint;
  return (
    <Field name={name}>
      <select
        class="button select"
        id={`choice-${name}`}
        aria-describedby={hint ? `choice-${name}-hint` : undefined}
        value={value}
        onChange={(event) => actions.chooseHarden(name, event.currentTarget.value)}
      >
        {values.map(({ value: option, label, fromNothing = label }) => (
          <option value={option} key={option}>
            {scratch ? fromNothing : label}
          </option>
        ))}
      </select>
      {hint && (
        <span class="hint" id={`choice-${name}-hint`}>
          {hint}
        </span>
      )}
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
function Framing(props: ChoiceProps) {
  const { actions, faults } = props;
  const { framing } = props.choices;
  const isList = !['', 'none', 'self'].includes(framing);
  return (
    <Choice {...props} name="framing" value={isList ? ' ' : framing}>
      {isList && (
        <FreeText
          id="choice-origins"
          name="Origins that may frame it, separated by spaces"
          value={framing.trimStart()}
          placeholder="https://a.example"
          fault={faults.includes('framing') && 'Enter origins such as https://partner.example, without a path, separated by spaces. Until then, the first option applies.'}
          change={(value) => actions.chooseHarden('framing', ` ${value}`)}
        />
      )}
    </Choice>
  );
}
