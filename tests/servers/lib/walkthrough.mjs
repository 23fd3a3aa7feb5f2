// Runs a page of site/docs: its files are saved, its commands run, its servers started, and its addresses opened
// in real browsers. The kind of a block says what it is: `sh` is run; `text` behind it is in its output; `server`
// is started, in the place of the one before; `log` is in the server's log in the end; `network` are addresses that the page
// opened last has asked for; any other block is a file, whose name stands in the sentence before it.
import { spawn } from 'node:child_process';
import { readFileSync, symlinkSync } from 'node:fs';
import { root, programPath } from './program.mjs';
import { until } from '../../support/until.mjs';
import { freePort, scratch, write } from './daemon.mjs';

const docs = `${root}site/docs/`;

/** The blocks of a page with the text before each. */
export function blocksOf(markdown) {
  const blocks = [];
  const fence = /^```(\w+)\n([\s\S]*?)^```$/gm;
  let from = 0;
  for (const match of markdown.matchAll(fence)) {
    blocks.push({ kind: match[1], text: match[2], before: markdown.slice(from, match.index) });
    from = match.index + match[0].length;
  }
  blocks.push({ kind: 'end', text: '', before: markdown.slice(from) });
  return blocks;
}

const addresses = (words) => [...words.matchAll(/https:\/\/[\w.-]+(?::\d+)?\/[^\s,]*/g)].map(([url]) => url);

/** Runs a script: { status, output }. The proxy that it may ask runs in this process, so that it can't wait for it. */
function run(script, options) {
  return new Promise((resolve) => {
    const child = spawn('bash', ['--norc', '-euc', script], { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text));
    child.on('close', (status) => resolve({ status, output }));
  });
}

/** What the page at an address shows once it has loaded, asked in the page. */
const shown = () => ({ heading: document.querySelector('h1')?.textContent ?? '', title: document.title });
/** The same of a page that no report should come from: its own are there once one that is made now has come. */
const MARK = 'https://settled.invalid';
const shownAndMarked = () => {
  window.settled ??= Object.assign(new Image(), { src: 'https://settled.invalid/' });
  return { heading: document.querySelector('h1')?.textContent ?? '', title: document.title };
};
const reportsIn = (log) => log.split('\n').filter((line) => line.includes('csp-report {'));
/** A browser that reports does so within it. */
const LIMIT = 30_000;

/**
 * `startServer(command, folder, ports)` starts what a server block says; `browsers` open what a sentence
 * between blocks says to open. For each of the `ports` on the page a free one is used. `asked(browser)`: the
 * addresses that a browser has asked stand-ins for. A page without `startServer` starts none. `curl`: what curl is always told.
 * @param {string} name
 * @param {{ ports?: number[], folder?: string, environment?: NodeJS.ProcessEnv, curl?: string, startServer?: Function, asked?: Function, browsers: { name: string, visit: Function }[], tally: import('../../support/tally.mjs').Tally }} how
 */
export async function runPage(name, { ports: fixed = [], folder = scratch('walkthrough'), environment = process.env, curl = '', startServer, asked, browsers, tally }) {
  const bin = scratch('walkthrough-bin');
  symlinkSync(programPath, `${bin}/headstrong`);
  const ports = [];
  let text = readFileSync(`${docs}${name}`, 'utf8');
  for (const port of fixed) {
    ports.push(await freePort());
    text = text.replaceAll(String(port), String(ports.at(-1)));
  }
  const env = { ...environment, PATH: `${bin}:${environment.PATH}`, CURL_HOME: bin };
  write(bin, { '.curlrc': curl });
  let server = null;
  let output = '';
  let reported = 0;  // of the log, what was told of before
  const counts = { sh: 0, text: 0, log: 0, opened: 0, ...(asked ? { network: 0 } : {}) };
  const visits = {};  // what each browser has asked for since it opened the last page
  const log = () => server?.output() ?? '';
  const timesInLog = (line) => log().slice(reported).split(line).length - 1;
  /** Opens what the words say; `shows` are the blocks behind them that tell what comes of it. */
  const open = async (words, shows) => {
    const isQuiet = /no new report comes in/.test(words);
    const wanted = /heading says "([^"]+)"/.exec(words)?.[1];
    const lines = shows.filter(({ kind }) => kind === 'log').map(({ text: line }) => line.trim());
    const requested = shows.filter(({ kind }) => kind === 'network').flatMap(({ text: urls }) => urls.trim().split('\n'));
    const urls = /Open https|Now try/.test(words) ? addresses(words) : [];
    for (const url of urls) {
      for (const [i, browser] of browsers.entries()) {
        const before = asked?.(browser.name).length ?? 0;
        const visited = () => asked?.(browser.name).slice(before) ?? [];
        // The page stays open until all of it is there, or fails to come: what is missing is told below.
        const page = await browser.visit(url, isQuiet ? shownAndMarked : shown, async (look) => {
          await until(async () => {
            const { heading } = await look();
            return (wanted === undefined || heading === wanted) && requested.every((each) => visited().includes(each)) &&
              (url !== urls.at(-1) || lines.every((line) => timesInLog(line) > i)) &&
              (!isQuiet || timesInLog(MARK) > i);
          }, { limit: LIMIT }).catch(() => {});
          return look();
        });
        ++counts.opened;
        visits[browser.name] = visited();
        if (wanted) tally.check(page.heading === wanted, () => `${name}: ${browser.name}: ${url} shows ${JSON.stringify(page)}`);
        const title = /title\s+stays "(\w+)"/.exec(words)?.[1];
        if (title && url.includes('script')) tally.check(page.title === title, () => `${name}: ${browser.name}: the title is ${page.title}`);
      }
    }
  };
  try {
    const blocks = blocksOf(text);
    for (const [at, { kind, text: body, before }] of blocks.entries()) {
      const words = before.replace(/\s+/g, ' ');
      const end = blocks.findIndex((block, i) => i >= at && block.kind !== 'network' && block.kind !== 'log');
      await open(words, blocks.slice(at, end));
      if (/no new report comes in/.test(words)) {
        const late = reportsIn(log().slice(reported));
        tally.check(late.length >= browsers.length, () => `${name}: the report that was made did not come: ${log()}`);
        tally.check(late.every((line) => line.includes(MARK)), () => `${name}: a report came: ${late.join('\n')}`);
        reported = log().length;
      }
      if (kind === 'end') break;
      if (kind === 'sh') {
        const ran = await run(body, { cwd: folder, env });
        output = ran.output;
        ++counts.sh;
        tally.check(ran.status === 0, () => `${name}: exit ${ran.status}: ${body}${output}`);
      } else if (kind === 'text') {
        for (const line of body.trim().split('\n')) {
          ++counts.text;
          tally.check(output.includes(line), () => `${name}: "${line}" is not in: ${output.slice(0, 1500)}`);
        }
      } else if (kind === 'server') {
        await server?.stop();
        server = await startServer(body.trim(), folder, ports, tally);
        reported = 0;
      } else if (kind === 'network') {
        for (const { name: browser } of browsers) {
          for (const url of body.trim().split('\n')) {
            ++counts.network;
            tally.check(visits[browser]?.includes(url), () => `${name}: ${browser} did not load ${url}: ${visits[browser]}`);
          }
        }
      } else if (kind === 'log') {
        const line = body.trim();
        await until(() => timesInLog(line) >= browsers.length, { limit: LIMIT }).catch(() => {});
        ++counts.log;
        tally.check(timesInLog(line) >= browsers.length, () => `${name}: ${timesInLog(line)} of ${browsers.length} times in the log: ${line}\n${log()}`);
        reported = log().length;
      } else {
        const file = [...words.matchAll(/`([\w./-]+\.\w+|Caddyfile)`/g)].at(-1)?.[1];
        tally.check(file !== undefined, () => `${name}: no name for the ${kind} block after: ${words}`);
        write(folder, { [file]: body });
      }
    }
    const needed = startServer ? Object.keys(counts) : ['sh', 'text'];
    tally.check(needed.every((kind) => counts[kind] > 0), () => `${name}: ${JSON.stringify(counts)}`);
  } finally {
    await server?.stop();
  }
}
