// Any window, any text: 1.4.4 and 1.4.10 and 1.4.12 of WCAG.
import type { Page } from '@playwright/test';
import { layout } from './layout.ts';
import { withRules } from './rules.ts';

export const WIDE = { width: 1280, height: 900 };
export const NARROW = { width: 320, height: 800 };
/** 1280 by 1024, four times enlarged. */
const ENLARGED = { width: 320, height: 256 };

/** What somebody may set without losing anything. */
const SPACING = '* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-block-end: 2em !important }';

/** What does not fit. The window is left wide. */
export async function fits(page: Page): Promise<string[]> {
  const faults: string[] = [];
  const measure = async (when: string, fingers = false) => {
    faults.push(...(await layout(page, fingers)).map((fault) => `${when}: ${fault}`));
  };
  await page.setViewportSize(ENLARGED);
  await measure('enlarged to 400%');
  await page.setViewportSize(NARROW);
  await measure('at 320 pixels', true);
  await withRules(page, SPACING, () => measure('more text spacing at 320 pixels'));
  await page.setViewportSize(WIDE);
  await measure('at 1280 pixels', true);
  await withRules(page, SPACING, () => measure('more text spacing at 1280 pixels'));
  const size = await page.evaluate(() => parseFloat(getComputedStyle(document.documentElement).fontSize));
  await withRules(page, `:root { font-size: ${size * 2}px !important }`, () => measure('text of 200%'));
  return faults;
}
