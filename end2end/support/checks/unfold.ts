import type { Page } from '@playwright/test';

/** Opens everything that is folded away, so that it is looked at too. */
export async function unfold(page: Page): Promise<void> {
  await page.evaluate(() => document.querySelectorAll('details').forEach((details) => (details.open = true)));
}
