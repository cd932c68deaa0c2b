// Pictures of four pages for the documentation. Not run with the tests: npm run screenshots.
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from '../support/test.ts';
import { open, type Item } from '../support/pages.ts';
import { end2end } from '../support/paths.ts';

const folder = resolve(end2end, process.env.LOCAL_OFFER_SCREENSHOTS!);
const SHOWN: Item[] = [
  { name: 'home', path: '/' },
  { name: 'results', path: '/search?q=swim&district=burnley' },
  { name: 'listing', path: '/services/bobbin-wharf-night-house-burnley' },
  { name: 'district', path: '/districts/burnley' },
];
const WINDOWS = [
  { name: 'phone', viewport: { width: 390, height: 844 }, colorScheme: 'light' },
  { name: 'desktop', viewport: { width: 1280, height: 900 }, colorScheme: 'light' },
  { name: 'dark', viewport: { width: 1280, height: 900 }, colorScheme: 'dark' },
] as const;

mkdirSync(folder, { recursive: true });
for (const { name, viewport, colorScheme } of WINDOWS) {
  test.describe(name, () => {
    test.use({ viewport, colorScheme });
    for (const item of SHOWN) {
      test(item.name, async ({ page }) => {
        await open(page, item, 'on');
        await page.screenshot({ path: join(folder, `${item.name}-${name}.png`) });
      });
    }
  });
}
