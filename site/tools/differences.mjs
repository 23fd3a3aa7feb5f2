// "Where browsers disagree": the page of the rule book that is made from the engine's table.
import { escape, prose, visible } from './html.mjs';

/**
 * @param table what `headstrong differences --format json` prints
 * @param browsers their names in sentences, by id
 * @param decide the engine's `decide`: each case is asked anew, so the page says what the engine does
 */
export function differencesPage({ observed, differences }, browsers, decide) {
  const profiles = [['spec', 'Specification'], ...Object.entries(browsers)];
  return `<div class="rules">
<nav class="crumbs" aria-label="Where this page is"><a href="../rulebook.html">The rule book</a></nav>
<h1>Where browsers disagree</h1>
<p class="book-note">A verdict of Headstrong is what a browser does, and browsers don’t always do what the specification of Content-Security-Policy says. These are the ${differences.length} known places where ${escape(observed.chromium)}, ${escape(observed.firefox)} or WebKit (Safari’s engine, measured in ${escape(observed.webkit)}) answer otherwise, each with the smallest policy and request that show it. Answers that differ from the specification are marked.</p>
${differences.map((row) => article(row, decide(row.case), profiles)).join('\n')}
</div>`;
}

function article({ id, what, engines, case: asked, checked, left }, verdict, profiles) {
  if ('error' in verdict) throw new Error(`The case of ${id} cannot be decided: ${verdict.error}`);
  return `<article class="rule difference" id="differs-${escape(id)}">
<header><h2><a href="#differs-${escape(id)}">${prose(what)}</a></h2>
<p class="rule-facts"><code>${escape(id)}</code> ${checkedWords(checked)}${left ? `; WebKitGTK ${escape(left)} no longer does this` : ''}</p></header>
<div class="difference-case">
<dl>
${facts(asked).map(([name, value]) => `<dt>${name}</dt><dd><code>${visible(escape(value))}</code></dd>`).join('\n')}
</dl>
<dl class="by-engine">
${profiles.map((profile) => outcome(profile, verdict, engines)).join('\n')}
</dl>
</div>
</article>`;
}

/** How it was seen, as the table notes it in short. */
function checkedWords(checked) {
  if (checked.startsWith('recorded')) return 'seen in recorded answers of the browser';
  if (checked === 'asked') return 'asked of the browser';
  if (checked === 'source') return 'read in the engine’s source; no page can show it';
  throw new Error(`Not a way in which a difference is checked: ${checked}`);
}

/** The page is named only where it is not the one that all others are about. */
const USUAL_PAGE = 'https://site.test/';

function facts({ page, headers = [], policies = [], xFrameOptions, request }) {
  const { type, ...details } = request;
  return [
    ...(page === USUAL_PAGE ? [] : [['Page', page]]),
    ...headers.map((value) => ['Policy', value]),
    ...policies.map(({ value, delivery, disposition }) => [policyName(delivery, disposition), value]),
    ...(xFrameOptions === undefined ? [] : [['X-Frame-Options', xFrameOptions]]),
    ['Request', requestWords(type, details)],
  ];
}

function policyName(delivery, disposition) {
  const kind = disposition === 'report' ? 'Report-only policy' : 'Policy';
  return delivery === 'meta' ? `${kind} in a &lt;meta&gt;` : kind;
}

/** "script https://x.test/a.js, integrity sha256-…". */
function requestWords(type, { url, content, ...rest }) {
  const first = [type, url ?? content].filter((word) => word !== undefined).join(' ');
  const others = Object.entries(rest).map(([name, value]) => `${name} ${JSON.stringify(value)}`);
  return [first, ...others].join(', ');
}

function outcome([id, name], { verdict, directive }, engines) {
  const deviates = engines.includes(id);
  // Where the verdicts are the same it is the directive that a report names.
  const same = Object.values(verdict).every((word) => word === verdict.spec);
  const words = same && directive[id] ? `${verdict[id]}, as ${directive[id]}` : verdict[id];
  return `<div${deviates ? ' class="deviates"' : ''}><dt>${name}</dt><dd>${escape(words)}</dd></div>`;
}
