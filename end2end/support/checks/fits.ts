// Any window, any text: 1.4.4 and 1.4.10 and 1.4.12 of WCAG.
import type { Page } from '@playwright/test';
import { layout, type Held } from './layout.ts';

export const WIDE = { width: 1280, height: 900 };
export const NARROW = { width: 320, height: 800 };
/** 1280 by 1024, four times enlarged. */
const ENLARGED = { width: 320, height: 256 };

/** What somebody may set without losing anything. */
const SPACING = '* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-block-end: 2em !important }';

/** What does not fit. The window is left wide. */
export async function fits(page: Page): Promise<string[]> {
  const faults: string[] = [];
  const measure = async (when: string, held: Held = {}) => {
    faults.push(...(await layout(page, held)).map((fault) => `${when}: ${fault}`));
  };
  await page.setViewportSize(ENLARGED);
  await measure('enlarged to 400%');
  await page.setViewportSize(NARROW);
  await measure('at 320 pixels', { fingers: true });
  await measure('more text spacing at 320 pixels', { rules: SPACING });
  await page.setViewportSize(WIDE);
  await measure('at 1280 pixels', { fingers: true });
  await measure('more text spacing at 1280 pixels', { rules: SPACING });
  const size = await page.evaluate(() => parseFloat(getComputedStyle(document.documentElement).fontSize));
  await measure('text of 200%', { rules: `:root { font-size: ${size * 2}px !important }` });
  return faults;
}
