// Pages to which scripts would add something, with scripts blocked. All other pages are the same either way.
import { test } from '../support/test.ts';
import { PAGES, hasIslands } from '../support/pages.ts';
import { fits, structured } from '../support/shape.ts';

for (const item of PAGES.filter(hasIslands)) {
  test.describe(item.name, () => {
    test('fits any window, finger and text spacing', ({ page, scripts }) => fits(page, item, scripts));
    test('has its headings, landmarks and title', ({ page, scripts }) => structured(page, item, scripts));
  });
}
