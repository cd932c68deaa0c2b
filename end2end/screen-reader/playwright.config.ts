import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from '@playwright/test';
import { LAUNCH } from '../support/browser.ts';
import { binary } from '../support/paths.ts';

const here = dirname(fileURLToPath(import.meta.url));

// The program of the tests is the one that stands at noon of one day; it runs the server itself.
process.env.LOCAL_OFFER_PROGRAM ??= binary();
process.env.LOCAL_OFFER_BIN = join(here, 'fixed-clock.sh');

export default defineConfig({
  testDir: here,
  outputDir: './results',
  globalSetup: './server.ts',
  fullyParallel: true,
  forbidOnly: true,
  // Most of the time is listening, which costs no work: two at once are heard as one alone is.
  workers: 2,
  // Orca, the browser and the machine are three clocks. What a page says otherwise is heard three times; what only came late
  // is called flaky in the closing lines.
  retries: 2,
  timeout: 240_000,
  reporter: [['list'], ['../support/timing-reporter.ts']],
  // Whoever prepares what is heard needs no window.
  use: { launchOptions: LAUNCH },
});
