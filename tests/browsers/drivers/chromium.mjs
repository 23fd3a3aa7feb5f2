// Stock Chromium, headless, through the DevTools protocol.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { launchBrowser } from '../../support/puppeteer.mjs';
import { PuppeteerDriver } from './puppeteer.mjs';

/** Features that would hide a policy's verdict behind another protection's. */
const DISABLED_FEATURES = [
  'AutoupgradeMixedContent', 'MixedContentAutoupgrade', 'HttpsUpgrades', 'HttpsFirstBalancedMode',
  'HttpsFirstBalancedModeAutoEnable', 'HttpsFirstModeV2',
  'LocalNetworkAccessChecks', 'LocalNetworkAccessChecksWebSockets', 'BlockInsecurePrivateNetworkRequests',
  'OptimizationHints', 'MediaRouter', 'Translate',
];

export class ChromiumDriver extends PuppeteerDriver {
  static id = 'chromium';
  static commands = ['chromium', 'chromium-browser', 'google-chrome'];

  constructor(executablePath, profile) {
    super();
    this.executablePath_ = executablePath;
    this.profile_ = profile;
  }

  launch_(port) {
    this.writePreferences_();
    return launchBrowser({
      executablePath: this.executablePath_,
      userDataDir: this.profile_,
      acceptInsecureCerts: true,
      args: [
        '--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update',
        '--disable-sync', '--no-first-run', '--disable-quic', '--ignore-certificate-errors',
        '--allow-running-insecure-content', '--mute-audio', '--disable-popup-blocking',
        `--proxy-server=127.0.0.1:${port}`, '--proxy-bypass-list=<-loopback>',
        `--disable-features=${DISABLED_FEATURES.join(',')}`,
      ],
    });
  }

  /** The warning page before a form that goes from https to http has a preference, but no flag. */
  writePreferences_() {
    const folder = join(this.profile_, 'Default');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'Preferences'), JSON.stringify({ profile: { mixed_forms_warnings: false } }));
  }

  /** Chromium fetches a manifest only when something wants to install the page. */
  async fetchManifest(page) {
    const client = await page.createCDPSession();
    await client.send('Page.getAppManifest').catch(() => {});
    await client.detach().catch(() => {});
  }
}
