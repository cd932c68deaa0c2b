// What axe knows, on every page and state: light and wide with scripts, dark and narrow without.
import { axe } from '../support/axe.ts';
import { unfold } from '../support/checks.ts';
import { expect, test } from '../support/test.ts';
import { PAGES, open } from '../support/pages.ts';

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
