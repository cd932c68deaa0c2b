import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from '@playwright/test';

// Each test breaks something under a server of its own and measures: one at a time, or they would measure each other.
export default defineConfig({
  testDir: dirname(fileURLToPath(import.meta.url)),
  outputDir: '../test-results/faults',
  forbidOnly: true,
  workers: 1,
  retries: 0,
  timeout: 300_000,
  reporter: [['list']],
});
