// What journeys through a family's own words compare pages with.
import type { Page } from '@playwright/test';
import { counted, expect, found, heading, hits, type Found } from './test.ts';
import { at } from './paths.ts';

export async function ask(page: Page, query: string): Promise<Found> {
  return await found(page, at('sample', `/search?${query}`));
}

/** The page says what /search.json says: how many, which, and whether there is doubt. */
export async function expectSame(page: Page): Promise<Found> {
  const answer = await found(page, page.url());
  await expect(heading(page)).toContainText(counted(answer.total));
  await expect(hits(page).getByRole('heading').getByRole('link')).toHaveText(answer.results.map((r) => r.name));
  await expect(page.locator('.doubt')).toHaveCount(answer.confident || answer.total === 0 ? 0 : 1);
  return answer;
}
