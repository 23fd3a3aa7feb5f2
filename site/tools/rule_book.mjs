// The rule book: static pages made from the engine's own tables. Nothing in here knows a rule or a weight; it
// asks the engine and the program, so that the book says what they do.
import { escape, prose, visible } from './html.mjs';
import { differencesPage } from './differences.mjs';

const SEVERITIES = ['critical', 'high', 'medium', 'low', 'info', 'good'];
const GENERAL = 'The response as a whole';
const FOLDER = 'rulebook';

/**
 * @typedef {object} BookPage
 * @property {string} path from the site's root
 * @property {string} title
 * @property {string} description
 * @property {string} main HTML
 */

/**
 * All pages of the book, the index first, and what its search looks through.
 * @param {{ rules: any[], browsers: Record<string, string>, scale: any, table: any, targets: any[], analyze: (text: string) => any, decide: (input: any) => any,
 *   emit: (headers: [string, string][], target: string, options: any) => any, rollout: (text: string) => any }} sources
 */
export function ruleBook({ rules, browsers, scale, table, targets, analyze, decide, emit, rollout }) {
  const book = new Book(rules, scale, browsers, analyze);
  const pages = [
    ...book.groups.flatMap(([header, list]) => [book.headerPage(header, list), ...list.map((rule) => book.rulePage(rule))]),
    book.scalePage(),
    { path: `${FOLDER}/browsers.html`, title: 'Where browsers disagree', description: 'Every known place where Chromium, Firefox or WebKit decide otherwise than the specification of Content-Security-Policy, with the smallest case of each.', main: differencesPage(table, browsers, decide) },
    book.otherToolsPage(),
    receiversPage(targets, emit),
    rolloutPage(rollout),
  ];
  return { pages: [book.indexPage(table, pages), ...pages], search: searchEntries(book, table) };
}

/** The way from a page to the site's root. */
export function rootOf(path) {
  return '../'.repeat(path.split('/').length - 1) || './';
}

const addressOf = (id) => `${FOLDER}/${id}.html`;
const headerAddress = (header) => `${FOLDER}/headers/${slug(header)}.html`;

class Book {
  constructor(rules, scale, browsers, analyze) {
    this.rules = rules;
    this.browsers = browsers;
    this.scale = scale;
    this.groups = groupByHeader(rules);
    this.protections = new Map(scale.protections.map((item) => [item.id, item]));
    /** What the engine says of each rule's own example. */
    this.reports = new Map(rules.map((rule) => [rule.id, analyze(rule.bad)]));
  }

  /** What is found at the rule's example: its message has the example's words. */
  findingOf(rule) {
    const finding = this.reports.get(rule.id).findings.find((item) => item.rule === rule.id);
    if (!finding) throw new Error(`The example of ${rule.id} does not raise it`);
    return finding;
  }

  indexPage(table, pages) {
    const contents = this.groups.map(([header, list]) => `<li><a href="#about-${slug(header)}">${escape(header)}</a> <span>${list.length}</span></li>`);
    const sections = this.groups.map(([header, list]) => `<section aria-labelledby="about-${slug(header)}">
<h2 id="about-${slug(header)}"><a href="${headerAddress(header)}">${escape(header)}</a></h2>
${list.map((rule) => this.indexEntry(rule)).join('\n')}
</section>`);
    const main = `<form class="book-search" role="search" hidden>
<label for="book-query">Search rules, headers and browsers’ differences</label>
<input id="book-query" name="q" type="search" autocomplete="off" spellcheck="false">
<p class="book-count" role="status"></p>
</form>
<ol class="book-results" hidden></ol>
<nav class="contents book-all" aria-label="Contents">
<p>${this.rules.length} rules</p>
<ul>
${contents.join('\n')}
</ul>
</nav>
<div class="rules book-all">
<section aria-labelledby="pages">
<h2 id="pages">Pages</h2>
<ul class="book-pages">
<li><a href="${FOLDER}/scale.html">The scale</a>: every letter, weight, cap and deduction</li>
<li id="where-browsers-disagree"><a href="${FOLDER}/browsers.html">Where browsers disagree</a>: ${table.differences.length} differences, each with its smallest case</li>
<li><a href="${FOLDER}/other-tools.html">What other tools say, and why</a>: where HTTP Observatory and CSP Evaluator come to another answer</li>
<li><a href="${FOLDER}/receivers.html">Receivers of violation reports</a>: code that takes reports, for each framework</li>
<li><a href="${FOLDER}/rollout.html">The rollout</a>: from no headers to an enforced set, step by step</li>
</ul>
</section>
${sections.join('\n')}
<section aria-labelledby="differences">
<h2 id="differences"><a href="${FOLDER}/browsers.html">Where browsers disagree</a></h2>
<ul class="book-differences">
${table.differences.map(({ id, what }) => `<li id="differs-${escape(id)}"><a href="${FOLDER}/browsers.html#differs-${escape(id)}">${prose(what)}</a></li>`).join('\n')}
</ul>
</section>
</div>`;
    return {
      path: 'rulebook.html',
      title: 'The rule book',
      description: `${this.rules.length} rules by which Headstrong judges response headers, on ${pages.length} pages: what, why, what to do, with an example of each.`,
      main,
    };
  }

  indexEntry(rule) {
    return `<article class="rule sev-${rule.severity}" id="${escape(rule.id)}">
<h3><a href="${addressOf(rule.id)}">${prose(rule.title)}</a></h3>
<p class="rule-facts"><span class="sev-word">${rule.severity}</span> <code>${escape(rule.id)}</code></p>
</article>`;
  }

  headerPage(header, list) {
    const items = list.map((rule) => `<article class="rule sev-${rule.severity}">
<h2><a href="../../${addressOf(rule.id)}">${prose(rule.title)}</a></h2>
<p class="rule-facts"><span class="sev-word">${rule.severity}</span> <code>${escape(rule.id)}</code>${rule.confidence === 'likely' ? ', likely' : ''}</p>
<p>${visible(prose(this.findingOf(rule).message))}</p>
</article>`);
    return {
      path: headerAddress(header),
      title: header,
      description: `The ${list.length} rules about ${header === GENERAL ? 'the response as a whole' : header}.`,
      main: `<div class="rules">
${crumbs('../../')}
<h1>${escape(header)}</h1>
<p class="book-note">${list.length === 1 ? 'One rule' : `${list.length} rules`}, most severe first.</p>
${items.join('\n')}
</div>`,
    };
  }

  rulePage(rule) {
    const root = rootOf(addressOf(rule.id));
    const finding = this.findingOf(rule);
    const header = rule.header || GENERAL;
    const [, list] = /** @type {[string, any[]]} */ (this.groups.find(([name]) => name === header));
    const at = list.indexOf(rule);
    const meaning = this.scale.severities.find(({ severity }) => severity === rule.severity).meaning;
    const fixed = finding.fix && finding.fix.applicability !== 'display-only' ? applyEdits(rule.bad, finding.fix.edits) : null;
    const main = `<div class="rules">
${crumbs(root, [headerAddress(header), header])}
<article class="rule rule-page sev-${rule.severity}" id="${escape(rule.id)}">
<h1>${prose(rule.title)}</h1>
<p class="rule-facts"><span class="sev-word">${rule.severity}</span> <code>${escape(rule.id)}</code> ${rule.category}${rule.confidence === 'likely' ? ', likely' : ''}${finding.browsers ? `, only in ${listed(finding.browsers.map((id) => this.browsers[id]))}` : ''}</p>
<p class="rule-message">${visible(prose(finding.message))}</p>
<dl>
<dt>Why it matters</dt><dd>${prose(rule.why)}</dd>
<dt>What to do</dt><dd>${prose(rule.advice)}</dd>
<dt>Severity</dt><dd>${capital(rule.severity)}: ${escape(meaning)}${rule.confidence === 'likely' ? ' Likely: it also depends on something the headers don’t show.' : ''}</dd>
<dt>In the grade</dt><dd>${this.costs(rule)} <a href="${root}${FOLDER}/scale.html">The scale</a></dd>
</dl>
<h2>Examples</h2>
<div class="rule-examples">
${example('Raises it', marked(rule.bad, spansOf(finding)))}
${fixed === null ? '' : example(`Fixed: ${prose(finding.fix.title)}`, visible(escape(fixed)))}
${example('Doesn’t raise it', visible(escape(rule.good)))}
</div>
${references(rule.references)}
</article>
${neighbours(root, list, at)}
</div>`;
    return { path: addressOf(rule.id), title: rule.title.replace(/`/g, ''), description: rule.why.replace(/`/g, ''), main };
  }

  costs(rule) {
    if (!rule.points) return 'Costs nothing.';
    const words = rule.points.map(({ protection, points }) => `${points} of the 100 points of ${this.protections.get(protection).name}`);
    const likely = rule.confidence === 'likely' && rule.points.some(({ protection }) => protection === 'scripts') ? ` Where it is only likely, it caps Scripts instead, at ${this.scale.likely} at the lowest.` : '';
    return `Costs ${listed(words)}.${likely}`;
  }

  scalePage() {
    const { letters, protections, deductions, severities, broken, likely, rubric } = this.scale;
    const titles = new Map(this.rules.map((rule) => [rule.id, rule]));
    const costs = protections.map(({ id, name }) => {
      const rows = deductions.filter((item) => item.protection === id)
        .sort((a, b) => b.points - a.points || (a.rule < b.rule ? -1 : 1))
        .map(({ rule, points }) => `<tr><td class="number">${points}</td><td><a href="${rule}.html">${prose(titles.get(rule).title)}</a></td><td>${escape(titles.get(rule).header || GENERAL)}</td></tr>`);
      return `<section aria-labelledby="costs-${id}">
<h3 id="costs-${id}">${name}</h3>
<table>
<thead><tr><th scope="col" class="number">Points</th><th scope="col">Finding</th><th scope="col">Header</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>
</section>`;
    });
    const caps = severities.filter(({ cap }) => cap).map(({ severity, cap }) => `Beside a ${severity} finding the headline is ${cap} at most.`).join(' ');
    return {
      path: `${FOLDER}/scale.html`,
      title: 'The scale',
      description: `How findings become letters: every step, weight, cap and deduction of rubric ${rubric}.`,
      main: `<div class="rules">
${crumbs('../')}
<h1>The scale</h1>
<p class="book-note">This is rubric ${rubric}. Each of six protections starts with 100 points. A finding takes the points listed below, once however often it occurs, and no protection falls below 0. The headline is the weighted mean of the protections that the headers can tell about, rounded down; leakage alone makes no letter.</p>
<h2 id="letters">Letters</h2>
<table>
<thead><tr><th scope="col">Letter</th><th scope="col" class="number">From</th><th scope="col">What the headline means</th></tr></thead>
<tbody>
${letters.map(({ letter, from, meaning }) => `<tr><th scope="row">${letter}</th><td class="number">${from}</td><td>${escape(meaning)}</td></tr>`).join('\n')}
</tbody>
</table>
<h2 id="protections">Protections</h2>
<table>
<thead><tr><th scope="col">Protection</th><th scope="col" class="number">Weight</th><th scope="col" class="number">Cap</th><th scope="col">What it does</th></tr></thead>
<tbody>
${protections.map(({ name, weight, cap, against }) => `<tr><th scope="row">${name}</th><td class="number">${weight}</td><td class="number">${cap}</td><td>${escape(against)}</td></tr>`).join('\n')}
</tbody>
</table>
<h2 id="caps">Caps</h2>
<p class="book-note">A protection with fewer than ${broken} points counts as broken: the headline can’t be higher than its cap, whatever the others have. Findings on scripts that are only likely take no points one by one: they cap Scripts at what their own points would leave, but never below ${likely}.</p>
<h2 id="severities">Severities</h2>
<p class="book-note">A severity says how much harm a finding can do. ${caps} A critical finding also breaks its protection. Otherwise severities don’t count in the arithmetic above.</p>
<table>
<thead><tr><th scope="col">Severity</th><th scope="col">Means</th></tr></thead>
<tbody>
${severities.map(({ severity, meaning }) => `<tr><th scope="row" class="sev-${severity}"><span class="sev-word">${severity}</span></th><td>${escape(meaning)}</td></tr>`).join('\n')}
</tbody>
</table>
<h2 id="costs">What each finding costs</h2>
<p class="book-note">Rules that aren’t listed cost nothing.</p>
${costs.join('\n')}
</div>`,
    };
  }

  /** Where the peers' own rules come to another answer: seen at the rules' examples, in the engine's words. */
  otherToolsPage() {
    const names = { observatory: 'MDN HTTP Observatory', cspEvaluator: 'Google CSP Evaluator' };
    /** @type {Map<string, { peer: string, about: string, seen: { sentence: string, rule: any }[] }>} */
    const topics = new Map();
    const said = new Set();
    for (const rule of this.rules) {
      for (const { peer, about, sentence } of this.reports.get(rule.id).elsewhere?.notes ?? []) {
        const kind = sentence.split(' It costs points here: ')[0];
        if (said.has(peer + kind)) continue;
        said.add(peer + kind);
        const topic = topics.get(`${peer} ${about}`) ?? { peer, about, seen: /** @type {{ sentence: string, rule: any }[]} */ ([]) };
        topics.set(`${peer} ${about}`, topic);
        topic.seen.push({ sentence, rule });
      }
    }
    const section = (peer) => [...topics.values()].filter((topic) => topic.peer === peer).sort((a, b) => (a.about < b.about ? -1 : 1))
      .map(({ about, seen }) => `<article class="rule difference">
<h3><code>${escape(about)}</code></h3>
${seen.map(({ sentence, rule }) => `<p>${visible(prose(sentence))}</p>
<p class="rule-facts">Seen in the example of <a href="${rule.id}.html">${prose(rule.title)}</a></p>`).join('\n')}
</article>`).join('\n');
    return {
      path: `${FOLDER}/other-tools.html`,
      title: 'What other tools say, and why',
      description: 'Where MDN HTTP Observatory and Google CSP Evaluator come to another answer than Headstrong, and the reason for each.',
      main: `<div class="rules">
${crumbs('../')}
<h1>What other tools say, and why</h1>
<p class="book-note">Headstrong computes what three other tools would say, by their own rules and without asking them. They answer other questions: HTTP Observatory asks which headers a site sends, CSP Evaluator looks for known weaknesses in the words of one policy, and Headstrong asks what browsers do with all of it. These are the cases in which the answers differ, each with an example. securityheaders.com publishes no rules, so its grade is an estimate and is not explained here.</p>
${Object.entries(names).map(([peer, name]) => `<h2 id="${peer.toLowerCase()}">${name}</h2>\n${section(peer)}`).join('\n')}
</div>`,
    };
  }
}

/** Code that takes reports, as the engine writes it for each target that runs code; the same code once. */
function receiversPage(targets, emit) {
  /** @type {[string, string][]} */
  const headers = [['Reporting-Endpoints', 'csp="/csp-reports"'], ['Content-Security-Policy', "default-src 'self'; report-uri /csp-reports; report-to csp"]];
  const receivers = new Map();
  for (const { id, name, options = [] } of targets) {
    if (!options.some((option) => option.name === 'receiver')) continue;
    const without = new Set(emit(headers, id, {}).files.map((file) => file.name));
    for (const file of emit(headers, id, { receiver: 'yes' }).files) {
      if (without.has(file.name)) continue;
      const known = receivers.get(file.text) ?? { ...file, ids: [], names: [] };
      known.ids.push(id);
      known.names.push(name);
      receivers.set(file.text, known);
    }
  }
  const articles = [...receivers.values()].map(({ ids, names, name, place, text }) => `<article class="rule difference" id="receiver-${ids[0]}">
<h2>${escape(listed(names))}</h2>
<p class="rule-facts"><code>${escape(name)}</code> ${escape(place)}</p>
<div class="rule-examples"><figure><figcaption>headstrong emit --target ${ids[0]} --option receiver=yes</figcaption><pre>${visible(escape(text))}</pre></figure></div>
</article>`);
  return {
    path: `${FOLDER}/receivers.html`,
    title: 'Receivers of violation reports',
    description: 'Code that takes the reports browsers send about violations of a policy, for each framework that Headstrong writes configuration for.',
    main: `<div class="rules">
${crumbs('../')}
<h1>Receivers of violation reports</h1>
<p class="book-note">A policy with report-uri or report-to makes browsers send a report for each violation. These receivers take both kinds of report, answer with 204, and log one line of JSON per report. They refuse bodies over 64 KiB, cut long texts, and drop the query of every URL. The path here is /csp-reports; headstrong emit takes it from your policy.</p>
${articles.join('\n')}
</div>`,
  };
}

/** The engine's own plan for a site that sends nothing yet. */
function rolloutPage(rollout) {
  const { steps, grade } = rollout('');
  const articles = steps.map(({ id, day, title, why, tasks, headers, changed }) => {
    const sent = headers.filter(([name]) => changed.includes(name)).map(([name, value]) => visible(escape(`${name}: ${value}`)));
    return `<article class="rule difference" id="step-${escape(id)}">
<h2>Day ${day}: ${prose(title)}</h2>
<p>${prose(why)}</p>
${tasks.length === 0 ? '' : `<ul class="book-pages">${tasks.map((task) => `<li>${prose(task)}</li>`).join('')}</ul>`}
${sent.length === 0 ? '' : `<div class="rule-examples"><figure><figcaption>What changes that day</figcaption><pre>${sent.join('\n')}</pre></figure></div>`}
</article>`;
  });
  return {
    path: `${FOLDER}/rollout.html`,
    title: 'The rollout',
    description: 'From no headers to an enforced set without breaking the site: what to send on which day, and what to check before the next step.',
    main: `<div class="rules">
${crumbs('../')}
<h1>The rollout</h1>
<p class="book-note">This is the plan for a site that sends no security headers yet: from grade ${escape(grade.now)} on the first day to ${escape(grade.enforced)} after the last. Each step can wait longer than its day; none should come earlier. The page makes this plan for your own headers, and so does <code>headstrong rollout</code>.</p>
${articles.join('\n')}
</div>`,
  };
}

/** Title, address, kind and further words of what the search can find; addresses are from the site's root. */
function searchEntries(book, table) {
  return [
    ...book.groups.map(([header, list]) => ({ t: header, u: headerAddress(header), k: list.length === 1 ? '1 rule' : `${list.length} rules`, w: '' })),
    ...book.rules.map((rule) => ({ t: rule.title.replace(/`/g, ''), u: addressOf(rule.id), k: `${rule.severity}, ${rule.id}`, w: [rule.header, book.findingOf(rule).message, rule.why, rule.advice].join(' ').toLowerCase() })),
    ...table.differences.map(({ id, what, engines }) => ({ t: what.replace(/`/g, ''), u: `${FOLDER}/browsers.html#differs-${id}`, k: `browsers differ: ${engines.join(', ')}`, w: id })),
    { t: 'The scale', u: `${FOLDER}/scale.html`, k: 'page', w: 'grade letters weights caps points deductions rubric severity' },
    { t: 'Receivers of violation reports', u: `${FOLDER}/receivers.html`, k: 'page', w: 'report-uri report-to reporting-endpoints endpoint csp report code' },
    { t: 'The rollout', u: `${FOLDER}/rollout.html`, k: 'page', w: 'report-only enforce steps plan hsts max-age deploy roll out' },
    { t: 'What other tools say, and why', u: `${FOLDER}/other-tools.html`, k: 'page', w: 'observatory csp evaluator securityheaders.com mozilla mdn google' },
  ];
}

function groupByHeader(rules) {
  const groups = new Map();
  for (const rule of rules) {
    const header = rule.header || GENERAL;
    groups.set(header, [...(groups.get(header) ?? []), rule]);
  }
  const weight = (rule) => SEVERITIES.indexOf(rule.severity);
  for (const list of groups.values()) list.sort((a, b) => weight(a) - weight(b) || (a.id < b.id ? -1 : 1));
  return [...groups].sort(([a], [b]) => order(a) - order(b) || (a < b ? -1 : 1));
}

function order(header) {
  return header === 'Content-Security-Policy' ? 0 : header === GENERAL ? 2 : 1;
}

function crumbs(root, parent) {
  const up = parent ? ` <span aria-hidden="true">›</span> <a href="${root}${parent[0]}">${escape(parent[1])}</a>` : '';
  return `<nav class="crumbs" aria-label="Where this page is"><a href="${root}rulebook.html">The rule book</a>${up}</nav>`;
}

function neighbours(root, list, at) {
  const arrow = (sign) => `<span aria-hidden="true">${sign}</span>`;
  const link = (rule, before, after) => (rule ? `<a href="${root}${addressOf(rule.id)}">${before}${prose(rule.title)}${after}</a>` : '<span></span>');
  return `<nav class="neighbours" aria-label="Other rules of this header">${link(list[at - 1], `${arrow('←')} `, '')}${link(list[at + 1], '', ` ${arrow('→')}`)}</nav>`;
}

function spansOf(finding) {
  const spans = finding.places ? finding.places.map(({ span }) => span) : finding.span ? [finding.span] : [];
  return spans.filter(({ start, end }) => end > start).sort((a, b) => a.start - b.start);
}

/** The text with marks at the spans; of two that overlap the first. */
function marked(text, spans) {
  let out = '';
  let at = 0;
  for (const { start, end } of spans) {
    if (start < at) continue;
    out += `${visible(escape(text.slice(at, start)))}<mark>${visible(escape(text.slice(start, end)))}</mark>`;
    at = end;
  }
  return out + visible(escape(text.slice(at)));
}

function applyEdits(text, edits) {
  let out = '';
  let at = 0;
  for (const { start, end, text: written } of edits) {
    out += text.slice(at, start) + written;
    at = end;
  }
  return out + text.slice(at);
}

function example(title, html) {
  return `<figure><figcaption>${title}</figcaption><pre>${html}</pre></figure>`;
}

function references(urls) {
  if (urls.length === 0) return '';
  const links = urls.map((url) => `<li><a href="${escape(url)}" rel="noopener noreferrer">${escape(shortUrl(url))}</a></li>`);
  return `<h2>References</h2>\n<ul class="rule-references">${links.join('')}</ul>`;
}

function shortUrl(url) {
  return url.replace(/^https?:\/\/(www\.)?/, '').replace(/\/$/, '');
}

function capital(word) {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function listed(words) {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

function slug(header) {
  return header.toLowerCase().replace(/[^a-z0-9]+/g, '-');
}
