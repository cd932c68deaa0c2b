// What the site makes of a family's own words, and what it does when there is little or nothing to show.
import type { Locator, Page } from '@playwright/test';
import { counted, expect, found, heading, hits, journey as test, type Found, type Relaxed } from '../support/test.ts';
import { at } from '../support/where.ts';

async function ask(page: Page, query: string): Promise<Found> {
  return await found(page, at('sample', `/search?${query}`));
}

/** The page says what /search.json says: how many, which, and whether there is doubt. */
async function expectSame(page: Page): Promise<Found> {
  const answer = await found(page, page.url());
  await expect(heading(page)).toContainText(counted(answer.total));
  await expect(hits(page).getByRole('heading').getByRole('link')).toHaveText(answer.results.map((r) => r.name));
  await expect(page.locator('.doubt')).toHaveCount(answer.confident || answer.total === 0 ? 0 : 1);
  return answer;
}

test.describe('slips', () => {
  test('a slip is put right, and can be searched for instead', async ({ page }) => {
    await page.goto('/');
    await page.getByLabel('What would help?').fill('dyslexsia');
    await page.getByRole('button', { name: 'Find help' }).click();
    const right = page.locator('.put-right');
    await expect(right).toContainText('Showing results for dyslexia.');
    await expect(page.getByLabel('What would help?'), 'what was typed stays').toHaveValue('dyslexsia');
    const put = await expectSame(page);
    expect(put.corrected).toBe('dyslexia');
    expect(put.total).toBeGreaterThan(0);
    const meant = await ask(page, 'q=dyslexia');
    expect(put.results.map((r) => r.id), 'the same as for the right word').toEqual(meant.results.map((r) => r.id));
    expect(put.total).toBe(meant.total);

    await right.getByRole('link', { name: 'Search instead for dyslexsia' }).click();
    await expect(page).toHaveURL(/spelling=mine/);
    await expect(heading(page)).toContainText('for dyslexsia');
    await expect(right).toHaveCount(0);
    const typed = await expectSame(page);
    expect(typed.corrected).toBeNull();
    await page.goBack();
    await expect(right).toBeVisible();
  });

  test('words that are right stay as they are', async ({ page }) => {
    await page.goto('/search?q=dyslexia');
    await expect(page.locator('.put-right')).toHaveCount(0);
    expect((await expectSame(page)).corrected).toBeNull();
  });
});

test('an acronym is explained, with its guide', async ({ page }) => {
  await page.goto('/search?q=ehcp');
  const box = page.getByRole('complementary', { name: 'What “EHC plan” means' });
  const { meaning } = await expectSame(page);
  await expect(box).toContainText(meaning!.text);
  await box.getByRole('link').click();
  await expect(page).toHaveURL(at('sample', meaning!.url));
  await expect(page.getByRole('heading', { level: 1 })).toContainText('EHC plan');
  await page.goBack();
  await expect(box).toBeVisible();

  await page.goto('/search?q=swim');
  await expect(page.getByRole('complementary', { name: /means$/ })).toHaveCount(0);
});

const QUESTIONS: { words: string; chips: Record<string, string> }[] = [
  { words: 'where can my autistic son go swimming on a saturday in chorley', chips: { place: 'Near Chorley', need: 'Autism', when: 'Weekends' } },
  { words: 'online counselling for my autistic 16 year old in burnley in the evening', chips: { place: 'Near Burnley', need: 'Autism', age: 'Age 16', when: 'Evenings', mode: 'Online' } },
  { words: 'my son is 3 swimming', chips: { age: 'Age 3' } },
];

/** The kinds of guesses in an answer. */
function kinds(answer: Found): string[] {
  return Object.entries(answer.understood.guessed).filter(([, guess]) => guess !== null && !(Array.isArray(guess) && guess.length === 0)).map(([kind]) => kind);
}

test.describe('questions', () => {
  for (const { words, chips } of QUESTIONS) {
    test(`“${words}”: each guess can be taken away`, async ({ page }) => {
      await page.goto(`/search?q=${encodeURIComponent(words)}`);
      const looked = page.locator('.looked-for');
      const links = looked.getByRole('link');
      await expect(looked).toContainText('We looked for:');
      let left = Object.entries(chips);
      let answer = await expectSame(page);
      expect(kinds(answer).toSorted()).toEqual(Object.keys(chips).toSorted());
      if ('place' in chips) await expect(heading(page)).toContainText('looking from');
      await expect(links).toHaveCount(left.length);

      for (const [kind, chip] of Object.entries(chips)) {
        await links.filter({ hasText: chip }).click();
        left = left.filter(([other]) => other !== kind);
        await expect(links.filter({ hasText: chip })).toHaveCount(0);
        for (const [, other] of left) await expect(links.filter({ hasText: other })).toHaveCount(1);
        await expect(page).toHaveURL(new RegExp(`ignore=${kind}`));
        const now = await expectSame(page);
        expect(kinds(now).toSorted()).toEqual(left.map(([other]) => other).toSorted());
        // Only an age narrows: the rest changes what comes first.
        if (kind === 'age') expect(now.total).toBeGreaterThan(answer.total);
        if (kind === 'place') {
          expect(now.understood.where).toBeNull();
          await expect(heading(page)).not.toContainText('looking from');
        }
        answer = now;
      }
      await expect(looked).toHaveCount(0);
      await expect(page.getByLabel('What would help?')).toHaveValue(words);
    });
  }

  test('an age that is said narrows like one that is chosen', async ({ page }) => {
    const chosen = await ask(page, 'q=swimming&age=3');
    await page.goto('/search?q=my+son+is+3+swimming');
    expect((await expectSame(page)).total).toBe(chosen.total);
  });
});

// What was undone is part of the search: choosing something else does not bring it back.
for (const { what, query, undone } of [
  { what: 'a guess that was taken away', query: 'q=my+son+is+3+swimming&ignore=age', undone: 'ignore=age' },
  { what: 'the spelling as typed', query: 'q=dyslexsia&spelling=mine', undone: 'spelling=mine' },
]) {
  test(`${what} stays so when a filter is chosen`, async ({ page }) => {
    await page.goto(`/search?${query}`);
    await page.locator('input[name=cost][value=free]').check();
    await page.getByRole('button', { name: 'Show results' }).first().click();
    await expect(page).toHaveURL(/cost=free/);
    await expect(page).toHaveURL(new RegExp(undone));
    await expectSame(page);
  });
}

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
  { param: 'features', says: /^Getting in and joining in/, ask: ['q=swim&features=visual-supports', 'q=portage&features=quiet-space'] },
  { param: 'ehcp', says: /^Needs an EHC plan/, ask: ['q=swim&where=Chorley&radius=10&ehcp=not-needed', 'q=portage&where=Burnley&cost=low&ehcp=not-needed'] },
  { param: 'diagnosis', says: /^Needs a diagnosis/, ask: ['q=trampoline&where=Chorley&diagnosis=not-needed', 'q=swim+horse&diagnosis=not-needed'] },
  { param: 'direct-payment', says: /^Takes no direct payments/, ask: ['q=swim&where=BB11&direct-payment=yes', 'q=trampoline&direct-payment=yes'] },
  { param: 'checked', says: /^Checked longer ago$/, ask: ['q=swim&where=BB11&checked=1m', 'q=counselling&cost=low&checked=1m'] },
  { param: 'q', says: /^Without “.+”$/, ask: ['q=my+daughter+is+7+dance&district=burnley', 'q=my+daughter+is+7+dance&where=Burnley&need=pda'] },
];

/** The first few are followed with scripts too. */
const IN_BOTH = 3;

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

test.describe('few or no results', () => {
  for (const kind of KINDS.slice(0, IN_BOTH)) test(named(kind), ({ page }) => follow(page, kind));

  test.describe('without scripts', () => {
    test.skip(({ scripts }) => scripts === 'on', 'plain links: the same either way');
    for (const kind of KINDS.slice(IN_BOTH)) test(named(kind), ({ page }) => follow(page, kind));
  });

  test('many good results need no other way', async ({ page }) => {
    await page.goto('/search?q=swim');
    expect((await expectSame(page)).relaxed).toEqual([]);
    await expect(page.locator('#results-section .tasks')).toHaveCount(0);
  });
});

const MISSING: { what: string; query: string; tells: string[] }[] = [
  { what: 'results that do not fit', query: 'q=horse+riding', tells: ['“horse riding”'] },
  { what: 'no results for words', query: 'q=zzzzqqq', tells: ['“zzzzqqq”'] },
  { what: 'no results for filters', query: 'q=swim&district=burnley&age=9&cost=means-tested', tells: ['“swim”', 'aged 9', 'Burnley'] },
];

test.describe('what is missing', () => {
  for (const { what, query, tells } of MISSING) {
    test(`${what}: says so, tells the council, and comes back`, async ({ page }) => {
      await page.goto(`/search?${query}`);
      const before = await expectSame(page);
      expect(before.confident, 'not sure of it').toBe(false);
      const card: Locator = page.locator('#results-section > .card.warm').filter({ hasText: /^(Nothing here|We found nothing)/ });
      await expect(card).toContainText(/Nothing here speaks of|We found nothing that fits all of that|Nothing here fits everything/);
      const phone = await page.getByRole('contentinfo').locator('p.big[dir=ltr]').innerText();
      await expect(card).toContainText(phone);
      const said = await heading(page).innerText();
      const address = page.url();

      await card.getByRole('link', { name: /^Tell the council (that )?this is missing$/ }).click();
      await expect(page).toHaveURL(/\/say\?/);
      const message = page.getByLabel(/^Change it as you like/);
      for (const words of tells) await expect(message).toHaveValue(new RegExp(words));
      await page.getByRole('link', { name: 'Back to your search' }).click();
      await expect(page).toHaveURL(address);
      await expect(heading(page)).toHaveText(said);
    });
  }

  test('a message without a search has blanks, and nowhere to go back to', async ({ page }) => {
    await page.goto('/say');
    await expect(page.getByLabel(/^Change it as you like/)).toHaveValue(/\(what you need\)/);
    await expect(page.getByRole('link', { name: 'Back to your search' })).toHaveCount(0);
  });
});

test('each result says why it is there, when that is asked', async ({ page }) => {
  const question = `q=${encodeURIComponent(QUESTIONS[0]!.words)}`;
  await page.goto(`/search?${question}&explain=1`);
  const { results } = await expectSame(page);
  await expect(hits(page).locator('.why')).toContainText(results.map(() => 'Why it is here'));
  for (const [n, { why }] of results.entries()) await expect(hits(page).nth(n).locator('.why li')).toHaveText(why);
  await page.goto(`/search?${question}`);
  await expect(hits(page)).not.toHaveCount(0);
  await expect(page.locator('.why')).toHaveCount(0);
});

interface Suggestion {
  label: string;
  url: string;
  group: string;
}

test.describe('suggestions', () => {
  test.skip(({ scripts }) => scripts === 'blocked', 'scripts add them');

  const SLIPS = ['dyslexsi', 'trampolin', 'epilepsi', 'autsm', 'speach', 'lancastr'];

  async function suggested(page: Page, words: string): Promise<Suggestion[]> {
    const answer = await page.request.get(at('sample', `/suggest.json?q=${words}`));
    return ((await answer.json()) as { suggestions: Suggestion[] }).suggestions;
  }

  test.beforeEach(async ({ page }) => {
    await page.goto('/');
    await expect(page.getByRole('combobox', { name: 'What would help?' }), 'the box is ready').toBeVisible();
  });

  test('come in spite of a slip, and open by keyboard', async ({ page }) => {
    // A slip in what has a suggestion of its own; no label begins like it.
    let slip: string | undefined;
    let wanted: Suggestion[] = [];
    for (const words of SLIPS) {
      wanted = await suggested(page, words);
      slip = words;
      if (wanted.length && !wanted.some((s) => s.label.toLowerCase().includes(words))) break;
      wanted = [];
    }
    expect(wanted.length, 'a slip that has suggestions').toBeGreaterThan(0);
    const box = page.locator('#q');
    await box.pressSequentially(slip!);
    const options = page.getByRole('option');
    await expect(options).toHaveText(wanted.map((s) => s.label));

    await page.keyboard.press('Escape');
    await expect(page.getByRole('listbox')).toBeHidden();
    await expect(box).toHaveValue(slip!);
    await expect(box).toBeFocused();

    await page.keyboard.press('ArrowDown');
    await expect(options.first()).toHaveAttribute('aria-selected', 'true');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(at('sample', wanted[0]!.url));
  });

  test('come in groups, in the order the server gives', async ({ page }) => {
    let wanted: Suggestion[] = [];
    let words = '';
    // What belongs to several groups, with a slip and without.
    for (words of ['autsm', 'au', 'autism', 'bur']) {
      wanted = await suggested(page, words);
      if (new Set(wanted.map((s) => s.group)).size > 2) break;
    }
    expect(new Set(wanted.map((s) => s.group)).size, 'groups').toBeGreaterThan(2);
    await page.locator('#q').pressSequentially(words);
    const rows = wanted.flatMap((s, n) => (s.group === wanted[n - 1]?.group ? [s.label] : [s.group, s.label]));
    await expect(page.getByRole('listbox').locator('li')).toHaveText(rows);
  });
});
