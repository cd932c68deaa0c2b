// Every page in every state, held to everything that a program can see. support/list.ts has the list, support/audit-page.ts what
// is looked at.
import type { Page } from '@playwright/test';
import { isWhole } from '../support/depth.ts';
import { WALKS } from '../support/list.ts';
import { lookAt } from '../support/audit-page.ts';
import { PAGES, open } from '../support/pages.ts';
import { blockScripts, expect, test } from '../support/test.ts';
import { Walker } from '../support/walks/walk.ts';

test.describe.configure({ timeout: isWhole ? 180_000 : 60_000 });

/** Pages that are only opened share one tab: a new one for each would take a quarter of the time. It keeps nothing. */
const inOneTab = test.extend<{}, { tab: Page }>({
  tab: [
    async ({ browser }, use) => {
      const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'Europe/London', reducedMotion: 'reduce' });
      await use(await context.newPage());
      await context.close();
    },
    { scope: 'worker' },
  ],
  context: async ({ tab, scripts }, use) => {
    const context = tab.context();
    if (scripts === 'blocked') await blockScripts(context);
    await use(context);
    await context.unrouteAll();
    await context.clearCookies();
  },
  // It stays where it is until the next test opens a page: by way of a blank one each would have a process of its own.
  page: async ({ tab }, use) => {
    await use(tab);
  },
});

for (const item of PAGES) {
  inOneTab(`page: ${item.name}`, async ({ page, scripts }) => {
    const answer = await open(page, item, scripts);
    expect((await page.title()).startsWith('Error: '), 'the title says that something was not understood').toBe(item.error === true);
    if (item.path.startsWith('/search')) {
      // People who go by headings: the page, how many, and then the results.
      const headings = page.getByRole('heading');
      await expect(headings.nth(0)).toHaveText('Find help');
      await expect(headings.nth(1)).toHaveAttribute('id', 'results');
    }
    await lookAt(page, { name: item.name, scripts, answer });
    if (!item.saved && !item.prefs) {
      expect.soft(await answer.headerValue('set-cookie'), 'no page sets a cookie').toBeNull();
      expect.soft(await page.evaluate(() => localStorage.length + sessionStorage.length + document.cookie.length), 'no page keeps anything on the device').toBe(0);
    }
  });
}

for (const walk of WALKS) {
  test.describe(() => {
    test.use({ server: walk.server, actionTimeout: 15_000 });
    test.describe.configure({ timeout: isWhole ? 900_000 : 300_000 });
    test(`walk: ${walk.name}`, { tag: walk.needsScripts ? '@with-scripts' : [] }, async ({ page, scripts, elsewhere }) => {
      const walker = new Walker(page, scripts, elsewhere);
      await walk.go(walker);
      expect([...walker.sights].toSorted(), 'what the walk says it looks at').toEqual(walk.sights.toSorted());
    });
  });
}
