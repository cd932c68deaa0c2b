import { defineConfig, type ReporterDescription } from '@playwright/test';
import { LAUNCH } from './support/browser.ts';
import type { SiteOptions } from './support/test.ts';

// Links and plain forms, on pages that run no script or where none has to do with it: the same either way, so once, without.
const runNoScripts = ['alternatives', 'evidence', 'gaps', 'sign-in', 'understanding', 'waits'].map((name) => `${name}.spec.ts`);

const takesScreenshots = process.env.LOCAL_OFFER_SCREENSHOTS !== undefined;
const reporter: ReporterDescription[] = [['list'], ['./support/timing-reporter.ts']];
if (process.env.CI) reporter.push(['html', { open: 'never', outputFolder: 'playwright-report' }]);

export default defineConfig<SiteOptions>({
  testDir: './tests',
  outputDir: './test-results',
  globalSetup: './support/servers.ts',
  fullyParallel: true,
  forbidOnly: true,
  workers: 2,
  retries: 0,
  timeout: 30_000,
  expect: { timeout: 5_000 },
  reporter,
  use: {
    launchOptions: LAUNCH,
    locale: 'en-GB',
    timezoneId: 'Europe/London',
    viewport: { width: 1280, height: 900 },
    // Costs time on every test; the lists of faults say enough. To look at one: --trace on
    trace: 'off',
    contextOptions: { reducedMotion: 'reduce' },
  },
  projects: takesScreenshots
    ? [{ name: 'screenshots', testMatch: 'screenshots.ts', use: { scripts: 'on' } }]
    : [
        { name: 'with JavaScript', testMatch: '*.spec.ts', testIgnore: runNoScripts, use: { scripts: 'on' }, teardown: 'HTML' },
        {
          name: 'scripts blocked',
          testMatch: '*.spec.ts',
          // Islands need scripts, the list of pages and its checks are the same for both, and mail and kills need no browser.
          testIgnore: ['checks.spec.ts', 'islands.spec.ts', 'suggestions.spec.ts', 'kill.spec.ts', 'list.spec.ts', 'live-region.spec.ts', 'mail.spec.ts'],
          // What is tagged so is held with scripts alone: walks go the same way without.
          grepInvert: /@with-scripts/,
          use: { scripts: 'blocked' },
        },
        // Once all pages have been looked at.
        { name: 'HTML', testMatch: '*.ends.ts', use: { scripts: 'on' } },
      ],
});
