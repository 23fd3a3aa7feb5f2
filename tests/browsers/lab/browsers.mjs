// Finds the installed browsers, starts them with a throw-away profile, and cleans up after them.

import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeAtEnd, removeNow } from '../../support/ending.mjs';
import { makeCertificate } from './certificate.mjs';
import { isLocal } from './verdict.mjs';
import { Session, policiesOf, runsScripts } from './session.mjs';

export const BROWSERS = ['chromium', 'firefox', 'webkit'];

const DRIVERS = {
  chromium: async () => (await import('../drivers/chromium.mjs')).ChromiumDriver,
  firefox: async () => (await import('../drivers/firefox.mjs')).FirefoxDriver,
  webkit: async () => (await import('../drivers/webkit.mjs')).WebKitDriver,
};

function find(command) {
  try {
    return execFileSync('which', [command], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return null;
  }
}

/**
 * Starts a browser. Returns { id, version, stopsMixed, imageNames, session, close }, or null where it is not installed.
 * `stopsMixed` says that nothing makes this one let mixed content through; `imageNames` are endings of files that are
 * images to the system's table of types, and so to a browser that asks it.
 * `close` ends its processes and removes its files.
 */
export async function openBrowser(id) {
  const Driver = await DRIVERS[id]();
  const executable = Driver.commands.map(find).find(Boolean);
  if (!executable) return null;
  const folder = removeAtEnd(mkdtempSync(join(tmpdir(), `headstrong-${id}-`)));
  const driver = new Driver(executable, join(folder, 'profile'));
  const session = new Session(driver, makeCertificate(folder));
  const close = async () => {
    await session.close();
    removeNow(folder);
  };
  try {
    await session.start();
    return { id, version: await driver.version(), stopsMixed: driver.stopsMixed ?? false, imageNames: driver.imageNames ?? new Set(), session, close };
  } catch (error) {
    await close().catch(() => {});
    throw error;
  }
}

/** What markup alone can ask, or a click. */
const NEEDS_NO_SCRIPT = new Set(['image', 'style', 'iframe', 'form-action', 'script', 'inline-script', 'script-attribute', 'javascript-url']);

/** Mixed content that is shown (upgraded, or let pass), but for hosts that are IP addresses. */
const PASSIVE = new Set(['image', 'audio', 'video']);
const MIXED_ADDRESS = /^http:\/\/(\d+\.\d+\.\d+\.\d+|\[)/;

const FRAMES = new Set(['iframe', 'object', 'embed']);
/** What no browser counts as mixed content of the page. */
const NEVER_MIXED = new Set(['form-action', 'base-uri']);

/** Whether a browser that lets no mixed content through stops a request, or makes it over https before it is checked. */
function isStoppedAsMixed({ request, page, ...rest }) {
  const { type, url, via } = request;
  if (type === 'frame-ancestors') {
    // From the framed document outwards; an opaque one is served over https.
    const documents = [page, ...(request.ancestors ?? [url])].map((each) => each === 'null' || each.startsWith('https:'));
    return documents.some((isSecure, i) => !isSecure && documents.slice(i + 1).includes(true));
  }
  if (!page.startsWith('https:') || NEVER_MIXED.has(type)) return false;
  if (![...(via ?? []), url].some((hop) => /^(http|ws):/i.test(hop ?? ''))) return false;
  const isUpgraded = policiesOf(rest).some((policy) => policy.disposition === 'enforce' && /upgrade-insecure-requests/i.test(policy.value));
  return !isUpgraded || (via !== undefined && FRAMES.has(type));
}

/** Images by name to Debian 13's table of types, and not to Debian 12's, where the rows were observed. */
const NAMES_OF_SOME_SYSTEMS = new Set(['apng', 'jfif']);

const WORKERS = new Set(['worker', 'sharedworker', 'serviceworker']);

/**
 * Why a browser cannot be asked about a case, or null if it can. The reasons are facts about the
 * browsers, not about policies: a request that they would not make whatever the policy says.
 */
export function unaskable(browser, line, { stopsMixed = false, imageNames = new Set() } = {}) {
  const { type, url } = line.request;
  const page = new URL(line.page);
  if (stopsMixed && isStoppedAsMixed(line)) return 'mixed content is blocked first';
  if (type === 'manifest' && browser !== 'chromium') return 'fetches a manifest only from its own interface';
  if (type === 'manifest' && isLocal(url)) return 'a local manifest shows no effect';
  if (browser === 'chromium' && PASSIVE.has(type) && page.protocol === 'https:' && [url, ...(line.request.via ?? [])].some((u) => MIXED_ADDRESS.test(u))) return 'mixed content at an address is blocked first';
  if (type === 'prefetch' && isLocal(url) && browser !== 'chromium') return 'does not prefetch local addresses';
  if (type === 'track' && browser === 'webkit' && /^data:/i.test(url)) return 'loads no track from a data: address';
  if (type === 'prefetch' && line.request.via && browser === 'webkit') return 'follows no redirect of a prefetch';
  if ((type === 'object' || type === 'embed') && browser === 'webkit' && !line.request.contentType) {
    const ending = /^[^?#]*\.(\w+)([?#]|$)/.exec(url)?.[1].toLowerCase();
    if (ending === 'svgz') return 'loads no .svgz file without a type';
    if (NAMES_OF_SOME_SYSTEMS.has(ending) && imageNames.has(ending)) return 'takes a name for an image\'s that other systems do not know';
  }
  if (type === 'serviceworker' && isLocal(url)) return 'a service worker needs an http(s) address';
  if (type === 'serviceworker' && page.protocol === 'http:' && page.hostname !== 'localhost') return 'a service worker needs a secure context';
  if (WORKERS.has(type) && !isLocal(url) && new URL(url).origin !== page.origin) return 'a worker must be of the same origin';
  if (type === 'script' && /^blob:/i.test(url) && line.request.parserInserted !== false) return 'markup cannot name a blob';
  if (!runsScripts(line) && (!NEEDS_NO_SCRIPT.has(type) || line.request.parserInserted === false || isLocal(url))) return 'the page has no script that could ask';
  if (type === 'eval' && line.request.trusted && policiesOf(line).some((p) => /(^|[;,\s])trusted-types([;,\s]|$)/i.test(p.value))) return 'the lab may not make its trusted script';
  if (policiesOf(line).some((policy) => /[\0\r\n]/.test(policy.value) && policy.delivery === 'header')) return 'no header carries this';
  return null;
}
