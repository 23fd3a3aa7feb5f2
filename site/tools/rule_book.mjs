// The rule book: one static page with an anchor for each rule, made from the engine's catalogue.
import { escape, prose, visible } from './html.mjs';

const SEVERITIES = ['critical', 'high', 'medium', 'low', 'info', 'good'];
const GENERAL = 'The response as a whole';

/** Values for the places of rulebook.html. */
export function ruleBookPage(rules) {
  const headers = groupByHeader(rules);
  return {
    COUNT: String(rules.length),
    CONTENTS: headers.map(([header, list]) => contentsEntry(header, list)).join('\n'),
    RULES: headers.map(([header, list]) => section(header, list)).join('\n'),
  };
}

function groupByHeader(rules) {
  const groups = new Map();
  for (const rule of rules) {
    const header = rule.header || GENERAL;
    groups.set(header, [...(groups.get(header) ?? []), rule]);
  }
  return [...groups].sort(([a], [b]) => order(a) - order(b) || (a < b ? -1 : 1));
}

function order(header) {
  return header === 'Content-Security-Policy' ? 0 : header === GENERAL ? 2 : 1;
}

function contentsEntry(header, rules) {
  return `<li><a href="#${slug(header)}">${escape(header)}</a> <span>${rules.length}</span></li>`;
}

function section(header, rules) {
  const weight = (rule) => SEVERITIES.indexOf(rule.severity);
  const sorted = [...rules].sort((a, b) => weight(a) - weight(b) || (a.id < b.id ? -1 : 1));
  return `<section aria-labelledby="${slug(header)}">
<h2 id="${slug(header)}">${escape(header)}</h2>
${sorted.map(article).join('\n')}
</section>`;
}

function article(rule) {
  return `<article class="rule sev-${rule.severity}" id="${escape(rule.id)}">
<header><h3><a href="#${escape(rule.id)}">${prose(rule.title)}</a></h3>
<p class="rule-facts"><span class="sev-word">${rule.severity}</span> <code>${escape(rule.id)}</code> ${rule.category}${rule.confidence === 'likely' ? ', likely' : ''}</p></header>
<p>${message(rule.message)}</p>
<dl>
<dt>Why it matters</dt><dd>${prose(rule.why)}</dd>
<dt>What to do</dt><dd>${prose(rule.advice)}</dd>
</dl>
<div class="rule-examples">
${example('Raises it', rule.bad)}
${example('Does not', rule.good)}
</div>
${references(rule.references)}
</article>`;
}

function example(title, text) {
  return `<figure><figcaption>${title}</figcaption><pre tabindex="0">${visible(escape(text))}</pre></figure>`;
}

function references(urls) {
  if (urls.length === 0) return '';
  const links = urls.map(
    (url) => `<li><a href="${escape(url)}" rel="noopener noreferrer">${escape(shortUrl(url))}</a></li>`,
  );
  return `<ul class="rule-references" aria-label="References">${links.join('')}</ul>`;
}

function shortUrl(url) {
  return url.replace(/^https?:\/\/(www\.)?/, '').replace(/\/$/, '');
}

/** In the catalogue a message has places for the words of a finding. */
function message(text) {
  return prose(text).replace(/\{(\d)\}/g, '<var>…</var>');
}

function slug(header) {
  return `about-${header.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`;
}
