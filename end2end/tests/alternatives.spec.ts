// Few or no results: each way on is followed, and finds exactly as many as it says. Plain links: with scripts blocked only,
// as with them it is the same.
import type { Page } from '@playwright/test';
import { ask, expectSame } from '../support/search-assertions.ts';
import { counted, expect, heading, journey as test, type Found, type Relaxed } from '../support/test.ts';

interface Kind {
  param: string;
  says: RegExp;
  /** Searches that may have it; the first that has is followed. */
  ask: string[];
  /** What else is let go: from home it does not matter how far it is, or how to get in. */
  also?: string[];
  /** What the words promise beside the number. */
  holds?: (after: Found, before: Found, way: Relaxed, query: URLSearchParams) => void;
}

const KINDS: Kind[] = [
  {
    param: 'radius',
    says: /^\d+ miles? further$/,
    ask: ['q=ehcp&where=Burnley&radius=2', 'q=swim&where=BB11&radius=5', 'q=ehcp&where=BB11&radius=5', 'q=club&where=Lancaster&radius=5'],
    holds: (after, _, way, query) => {
      const reach = Number(query.get('radius')) + parseInt(way.change, 10);
      // The answer for programs rounds to a tenth of a mile.
      const next = after.results.map((r) => r.distance_miles ?? Infinity).filter((miles) => miles > Number(query.get('radius')) + 0.05);
      expect(Math.min(...next), 'the next one is as far as it says').toBeLessThanOrEqual(reach + 0.05);
      expect(Math.min(...next), 'and not nearer').toBeGreaterThanOrEqual(reach - 1.05);
    },
  },
  { param: 'radius', says: /^At any distance$/, ask: ['q=swim&where=BB11&radius=5', 'q=ehcp&where=BB11&radius=5'] },
  {
    param: 'age',
    says: /^Takes ages \d+ and over$/,
    ask: ['q=club&mode=online&age=4', 'q=sleep&where=Lancaster&radius=5&age=3', 'q=autism&where=BB11&radius=2&age=1', 'q=youth+club&where=BB11&age=2'],
    holds: (after, _, way) => expect(after.understood.age).toBe(parseInt(way.change.replace(/\D+/, ''), 10)),
  },
  {
    param: 'age',
    says: /^Takes ages up to \d+$/,
    ask: ['q=trampoline&age=21', 'q=portage&age=20', 'q=counselling&age=23'],
    holds: (after, _, way) => expect(after.understood.age).toBe(parseInt(way.change.replace(/\D+/, ''), 10)),
  },
  // An age that was said is let go like one that was chosen.
  { param: 'age', says: /^Takes ages up to \d+$/, ask: ['q=my+son+is+20+portage', 'q=portage+for+my+20+year+old'] },
  {
    param: 'district',
    says: /^Next door: takes families in .+\. Ask if they would take a family from .+$/,
    ask: ['q=music+horse&district=lancaster', 'q=counselling&district=lancaster', 'q=counselling&district=wyre'],
    holds: (after, before, way) => {
      const next = new URL(way.url, 'http://127.0.0.1').searchParams.get('district')!;
      for (const result of after.results) expect(result.districts, result.name).toContain(next);
      expect(before.results.map((r) => r.id)).not.toEqual(after.results.map((r) => r.id));
    },
  },
  { param: 'district', says: /^In any district$/, ask: ['q=my+daughter+is+7+dance&district=burnley', 'q=music+horse&district=lancaster'] },
  { param: 'mode', says: /^Online or by phone$/, ask: ['q=ehcp&where=BB11&radius=5', 'q=hearing&where=BB11&radius=2'], also: ['radius', 'features'] },
  { param: 'mode', says: /^Given in another way$/, ask: ['q=swim&mode=home', 'q=music+horse&mode=school'] },
  { param: 'level', says: /it may need a referral/, ask: ['q=trampoline&level=targeted', 'q=trampoline&level=universal'] },
  { param: 'access', says: /it may need a referral/, ask: ['q=club&where=Chorley&access=gp', 'q=hearing&access=right-to-choose'] },
  { param: 'need', says: /^Has told us of other needs$/, ask: ['q=swim&need=complex-medical', 'q=hearing&need=dyscalculia'] },
  { param: 'category', says: /^Another kind of help$/, ask: ['q=club&category=autism-adhd-after', 'q=club&category=occupational-therapy'] },
  { param: 'cost', says: /^At another cost/, ask: ['q=swim&district=burnley&cost=means-tested', 'q=trampoline&cost=low'] },
  { param: 'when', says: /^At another time/, ask: ['q=swim&when=overnight', 'q=portage&when=after-school'] },
  { param: 'features', says: /^Nobody has told us about getting in/, ask: ['q=swim&features=visual-supports', 'q=portage&features=quiet-space'] },
  { param: 'ehcp', says: /^Needs an EHC plan/, ask: ['q=swim&where=Chorley&radius=10&ehcp=not-needed', 'q=portage&where=Burnley&cost=low&ehcp=not-needed'] },
  { param: 'diagnosis', says: /^Needs a diagnosis/, ask: ['q=trampoline&where=Chorley&diagnosis=not-needed', 'q=swim+horse&diagnosis=not-needed'] },
  { param: 'direct-payment', says: /^Takes no direct payments/, ask: ['q=swim&where=BB11&direct-payment=yes', 'q=trampoline&direct-payment=yes'] },
  { param: 'checked', says: /^Checked longer ago$/, ask: ['q=swim&where=BB11&checked=1m', 'q=counselling&cost=low&checked=1m'] },
  { param: 'q', says: /^Without “.+”$/, ask: ['q=my+daughter+is+7+dance&district=burnley', 'q=my+daughter+is+7+dance&where=Burnley&need=pda'] },
];

function named({ param, says, ask: [query] }: Kind): string {
  return `${param}: ${says.source} of ${query}`;
}

/** The parameters of a search but for some, in one order. */
function others(address: string, params: string[]): string[] {
  return [...new URL(address).searchParams].filter(([name]) => !params.includes(name)).map((pair) => pair.join('=')).toSorted();
}

/** Takes the first search that has such a way on, follows the link, and sees that it keeps what it says. */
async function follow(page: Page, { param, says, ask: queries, also, holds }: Kind): Promise<void> {
  const isIt = (way: Relaxed) => way.param === param && says.test(way.change);
  let query: string | undefined;
  for (const candidate of queries) {
    if ((await ask(page, candidate)).relaxed.some(isIt)) {
      query = candidate;
      break;
    }
  }
  expect(query, 'a search that has this way on').toBeTruthy();

  await page.goto(`/search?${query}`);
  const address = page.url();
  const before = await expectSame(page);
  await expect(page.getByText('Change one thing and keep the rest.')).toBeVisible();
  const ways = page.locator('#results-section .tasks > li');
  await expect(ways).toHaveText(before.relaxed.map((way) => `${way.change} ${counted(way.count).replace(' found', '')}`));

  const way = before.relaxed.find(isIt)!;
  expect(way.count, 'more than before').toBeGreaterThan(before.total);
  await ways.getByRole('link', { name: way.change, exact: true }).click();
  await expect(heading(page)).toContainText(counted(way.count));
  const after = await expectSame(page);
  expect(after.total).toBe(way.count);
  expect(after.errors).toEqual([]);
  const changed = [param, 'page', ...(also ?? [])];
  expect(others(page.url(), changed), 'the rest is kept').toEqual(others(address, changed));
  holds?.(after, before, way, new URLSearchParams(query));
}

for (const kind of KINDS) test(named(kind), ({ page }) => follow(page, kind));

test('many good results need no other way', async ({ page }) => {
  await page.goto('/search?q=swim');
  expect((await expectSame(page)).relaxed).toEqual([]);
  await expect(page.locator('#results-section .tasks')).toHaveCount(0);
});
