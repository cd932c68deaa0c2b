// The words that can be seen.
import type { Page } from '@playwright/test';

/** The words that can be seen in main, line by line: all of them, and those that are meant for paper. */
export async function words(page: Page, notOnPaper: string): Promise<{ all: string[]; forPaper: string[] }> {
  return await page.evaluate((unwanted) => {
    const all: string[] = [];
    const forPaper: string[] = [];
    const walker = document.createTreeWalker(document.querySelector('main')!, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement!;
      const text = node.textContent!.trim();
      if (!text || parent.closest('script, style, option, .vh')) continue;
      range.selectNodeContents(node);
      if (!parent.checkVisibility({ visibilityProperty: true, opacityProperty: true }) || !range.getClientRects().length) continue;
      all.push(text);
      if (!parent.closest(unwanted)) forPaper.push(text);
    }
    return { all, forPaper };
  }, notOnPaper);
}
