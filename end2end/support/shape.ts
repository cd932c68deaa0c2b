// The shape of a page: what every page must hold to, with scripts and without.
import { expect, type Page } from '@playwright/test';
import { addRules, clipped, sideways, small, structure, unfold } from './checks.ts';
import { open, type Item } from './pages.ts';

type Scripts = 'on' | 'blocked';

/** WCAG 1.4.12: what somebody may set without losing anything. */
const SPACING = '* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-block-end: 2em !important }';

/** Fits any window, leaves room for a finger, and bears more text spacing. */
export async function fits(page: Page, item: Item, scripts: Scripts): Promise<void> {
  await open(page, item, scripts);
  await fitsNow(page);
}

/** The same for a page as it stands. Its text spacing stays large. */
export async function fitsNow(page: Page): Promise<void> {
  await unfold(page);
  for (const [width, height] of [[320, 256], [320, 800], [1280, 900]] as const) {
    await page.setViewportSize({ width, height });
    expect.soft(await sideways(page), `${width} by ${height}`).toEqual([]);
    expect.soft(await clipped(page), `${width} by ${height}`).toEqual([]);
    if (height >= 800) expect.soft(await small(page), `room for a finger, ${width} by ${height}`).toEqual([]);
  }
  await addRules(page, SPACING);
  for (const width of [320, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    expect.soft(await sideways(page), `more text spacing at ${width}`).toEqual([]);
    expect.soft(await clipped(page), `more text spacing at ${width}`).toEqual([]);
  }
}

/** Has its headings, its landmarks and its title. */
export async function structured(page: Page, item: Item, scripts: Scripts): Promise<void> {
  await open(page, item, scripts);
  expect(await structure(page)).toEqual([]);
  expect((await page.title()).startsWith('Error: '), 'the title says that something was not understood').toBe(item.error === true);
  if (item.path.startsWith('/search')) {
    // People who go by headings: the page, how many, and then the results.
    const headings = page.getByRole('heading');
    await expect(headings.nth(0)).toHaveText('Find help');
    await expect(headings.nth(1)).toHaveAttribute('id', 'results');
  }
}
