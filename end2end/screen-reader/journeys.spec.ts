// Every journey: what must be heard is heard, and nothing is heard otherwise than its transcript says.
import { expect, test } from '@playwright/test';
import { against, listen } from './spoken.ts';
import { JOURNEYS } from './journeys/index.ts';

const ALL = process.env.LOCAL_OFFER_DEPTH === 'all';

for (const journey of JOURNEYS) {
  for (const browserName of ['Chromium', 'Firefox'] as const) {
    if (browserName === 'Firefox' && !(ALL && journey.firefox)) continue;
    test(`${journey.title} (${browserName})`, async ({ browser }) => {
      const steps = await listen(journey, browserName, browser);
      const { was, now } = against(journey, browserName, steps);
      expect(now, `what is heard is what transcripts/${journey.name}.txt says; if it is meant: make transcripts`).toBe(was);
    });
  }
}
