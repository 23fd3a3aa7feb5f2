// Stock Firefox (Debian: firefox-esr), headless, through WebDriver BiDi.

import { launchBrowser } from '../../support/puppeteer.mjs';
import { PuppeteerDriver } from './puppeteer.mjs';

const PREFERENCES = {
  'network.proxy.type': 1,
  'network.proxy.no_proxies_on': '',
  'network.proxy.allow_hijacking_localhost': true,
  // Mixed content and https-only must not hide a policy's verdict.
  'security.mixed_content.block_active_content': false,
  'security.mixed_content.block_display_content': false,
  'security.mixed_content.upgrade_display_content': false,
  'dom.security.https_only_mode': false,
  'dom.security.https_first': false,
  'dom.security.https_first_schemeless': false,
  'network.websocket.allowInsecureFromHTTPS': true,
  'network.prefetch-next': true,
  'security.warn_submit_secure_to_insecure': false,
  // Every address is answered by the proxy: no question about local networks.
  'network.lna.enabled': false,
  'network.lna.blocking': false,
  // Several tabs work side by side: those in the background must not be slowed down.
  'dom.min_background_timeout_value': 4,
  'dom.timeout.enable_budget_timer_throttling': false,
  'dom.ipc.processPriorityManager.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'media.autoplay.default': 0,
  'dom.serviceWorkers.testing.enabled': true,
};

export class FirefoxDriver extends PuppeteerDriver {
  static id = 'firefox';
  static commands = ['firefox-esr', 'firefox'];

  constructor(executablePath, profile) {
    super();
    this.executablePath_ = executablePath;
    this.profile_ = profile;
  }

  launch_(port) {
    const proxy = {};
    for (const kind of ['http', 'ssl']) {
      proxy[`network.proxy.${kind}`] = '127.0.0.1';
      proxy[`network.proxy.${kind}_port`] = port;
    }
    return launchBrowser({
      browser: 'firefox',
      executablePath: this.executablePath_,
      userDataDir: this.profile_,
      acceptInsecureCerts: true,
      extraPrefsFirefox: { ...PREFERENCES, ...proxy },
    });
  }
}
