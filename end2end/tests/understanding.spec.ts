// What the site makes of a family's own words, and what it says when there is little or nothing to show.
import type { Locator } from '@playwright/test';
import { ask, expectSame } from '../support/search-assertions.ts';
import { expect, heading, hits, journey as test, type Found } from '../support/test.ts';
import { at } from '../support/paths.ts';

test.describe('slips', () => {
  test('a slip is put right, and can be searched for instead', async ({ page }) => {
    await page.goto('/');
    await page.getByLabel('What would help?').fill('dyslexsia');
    await page.getByRole('button', { name: 'Find help' }).click();
    const right = page.locator('.put-right');
    await expect(right).toContainText('Showing results for dyslexia, not spelt as you typed it.');
    await expect(page.getByLabel('What would help?'), 'what was typed stays').toHaveValue('dyslexsia');
    const put = await expectSame(page);
    expect(put.corrected).toBe('dyslexia');
    expect(put.total).toBeGreaterThan(0);
    const meant = await ask(page, 'q=dyslexia');
    expect(put.results.map((r) => r.id), 'the same as for the right word').toEqual(meant.results.map((r) => r.id));
    expect(put.total).toBe(meant.total);

    await right.getByRole('link', { name: 'Search for dyslexsia, as you typed it' }).click();
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
      await expect(card).toContainText(/We found nothing about|We found nothing that fits all of that|Nothing here fits everything/);
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
