// The two browsers that are listened to.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHROMIUM } from '../../support/browser.ts';
import { DevTools, type Cookie } from './devtools.ts';
import type { Processes } from './processes.ts';

export type BrowserName = 'Chromium' | 'Firefox';

export interface Browser {
  /** What its windows are called by X. */
  windows: string;
  /** Goes to an address, where it can be asked to; otherwise it is typed. */
  go?: (url: string) => Promise<void>;
  keep?: (cookies: Cookie[]) => Promise<void>;
}

export function startBrowser(name: BrowserName, processes: Processes, url: string): Browser {
  return name === 'Chromium' ? chromium(processes, url) : firefox(processes, url);
}

function chromium(processes: Processes, url: string): Browser {
  const child = processes.start(
    'browser',
    CHROMIUM,
    [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--no-default-browser-check',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-dev-shm-usage',
      '--force-renderer-accessibility',
      '--force-prefers-reduced-motion',
      '--lang=en-GB',
      '--ozone-platform=x11',
      '--remote-debugging-pipe',
      `--user-data-dir=${join(processes.folder, 'chromium')}`,
      '--window-size=1200,900',
      '--window-position=0,0',
      url,
    ],
    2,
  );
  const devtools = new DevTools(child);
  return { windows: 'chromium', go: (to) => devtools.go(to), keep: (cookies) => devtools.keep(cookies) };
}

function firefox(processes: Processes, url: string): Browser {
  const profile = join(processes.folder, 'firefox');
  mkdirSync(profile);
  // Accessibility on, and nothing that speaks before the page does or asks the network.
  const choices = {
    'accessibility.force_disabled': -1,
    'app.normandy.enabled': false,
    'app.update.enabled': false,
    'browser.aboutwelcome.enabled': false,
    'browser.shell.checkDefaultBrowser': false,
    'browser.startup.homepage_override.mstone': 'ignore',
    'browser.startup.page': 0,
    // Addresses are typed: nothing opens under the box.
    'browser.urlbar.maxRichResults': 0,
    'browser.urlbar.autoFill': false,
    'datareporting.policy.dataSubmissionEnabled': false,
    'datareporting.policy.firstRunURL': '',
    'intl.accept_languages': 'en-GB',
    'network.captive-portal-service.enabled': false,
    'network.connectivity-service.enabled': false,
    'toolkit.telemetry.reportingpolicy.firstRun': false,
    'trailhead.firstrun.didSeeAboutWelcome': true,
    'ui.prefersReducedMotion': 1,
  };
  const lines = Object.entries(choices).map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`);
  writeFileSync(join(profile, 'user.js'), lines.join(''));
  const size = ['--width', '1200', '--height', '900'];
  processes.start('browser', 'firefox-esr', ['--new-instance', '--no-remote', '--profile', profile, ...size, url]);
  return { windows: 'firefox' };
}
