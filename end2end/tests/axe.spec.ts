// What axe knows, on every page and state: light and wide with scripts, dark and narrow without.
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { unfold } from '../support/checks.ts';
import { expect, test } from '../support/test.ts';
import { PAGES, open } from '../support/pages.ts';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

async function axe(page: Page): Promise<string[]> {
  const answer = await new AxeBuilder({ page })
    .withTags(TAGS)
    .options({ rules: { 'target-size': { enabled: true } } })
    .analyze();
  expect(answer.passes.length, 'axe looked at the page').toBeGreaterThan(10);
  return answer.violations.flatMap((v) => v.nodes.slice(0, 3).map((node) => `${v.id} (${v.impact}): ${node.target.join(' ')} ${node.html.slice(0, 120)}. ${node.failureSummary?.replace(/\s+/g, ' ').slice(0, 200)}`));
}

for (const item of PAGES) {
    test(`${item.name} has no fault that axe knows`, async ({ page, scripts }) => {
      if (scripts === 'on') {
        await page.emulateMedia({ colorScheme: 'light' });
        await open(page, item, scripts);
        expect(await axe(page), 'light, wide').toEqual([]);
        return;
      }
      // A narrow window folds the filters away: they are opened, to be looked at as well.
      await page.emulateMedia({ colorScheme: 'dark' });
      await page.setViewportSize({ width: 320, height: 800 });
      await open(page, item, scripts);
      await unfold(page);
      expect(await axe(page), 'dark, narrow').toEqual([]);
    });
}
