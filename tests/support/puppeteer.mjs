// Starts installed browsers through puppeteer-core.
import puppeteer from 'puppeteer-core';
import { descendants, endProcesses } from './ending.mjs';

/** On a busy machine a browser now and then does not come up; another one does. */
const TRIES = 4;
const START_LIMIT = 90_000;
/** No command takes so long, unless the browser has hung. */
const COMMAND_LIMIT = 300_000;

export async function launchBrowser(options, tries = TRIES) {
  const before = new Set(descendants());
  try {
    // Signals are for the runner, which ends what it started.
    return await puppeteer.launch({
      headless: true, timeout: START_LIMIT, protocolTimeout: COMMAND_LIMIT,
      handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false, ...options,
    });
  } catch (error) {
    endProcesses(descendants().filter((pid) => !before.has(pid)));
    if (tries <= 1) throw error;
    return launchBrowser(options, tries - 1);
  }
}
