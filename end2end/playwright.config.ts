import { defineConfig, type ReporterDescription } from '@playwright/test';
import type { SiteOptions } from './support/test.ts';

// Debian's own browser: nothing is downloaded. Another one can be named.
const launchOptions = {
  executablePath: process.env.LOCAL_OFFER_CHROMIUM ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
};

const takesScreenshots = process.env.LOCAL_OFFER_SCREENSHOTS !== undefined;
const reporter: ReporterDescription[] = [['list']];
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
    launchOptions,
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
        { name: 'with JavaScript', testMatch: '*.spec.ts', testIgnore: ['blocked.spec.ts', 'alternatives.spec.ts'], use: { scripts: 'on' } },
        // Islands need scripts, the HTML is the same for both, and mail and kills need no browser. Pages that run no
        // script are the same either way: blocked.spec.ts goes through the others once more.
        {
          name: 'scripts blocked',
          testMatch: '*.spec.ts',
          testIgnore: ['islands.spec.ts', 'suggestions.spec.ts', 'html.spec.ts', 'kill.spec.ts', 'mail.spec.ts', 'pages.spec.ts'],
          use: { scripts: 'blocked' },
        },
      ],
});
