// What families come to do, from beginning to end, with JavaScript and without any.
import { counted, expect, found, heading, hits, journey as test, openFilters, tabTo } from '../support/test.ts';
import { expectSame } from '../support/search-assertions.ts';
import { at, hasRealData } from '../support/paths.ts';

test('search by words and district, by keyboard alone', async ({ page }) => {
  await page.goto('/');
  await tabTo(page, page.locator('#q'), 15);
  await page.keyboard.type('club');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/search\?.*q=club/);
  const all = await found(page, page.url());
  await expect(heading(page)).toContainText(counted(all.total));

  const burnley = page.getByRole('checkbox', { name: /^Burnley/ });
  await tabTo(page, burnley);
  await page.keyboard.press('Space');
  await expect(burnley).toBeChecked();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/district=burnley/);
  const some = await found(page, page.url());
  expect(some.total).toBeGreaterThan(0);
  expect(some.total).toBeLessThan(all.total);
  await expect(heading(page)).toContainText(counted(some.total));

  // The page shows what the answer for programs has, in its order, and every one serves the district.
  await expect(hits(page).getByRole('heading').getByRole('link')).toHaveText(some.results.map((r) => r.name));
  for (const result of some.results) expect(result.districts, result.name).toContain('burnley');
});

/** Miles as a card says them; nothing where it says none. */
function miles(text: string): number | undefined {
  if (/less than a mile/.test(text)) return 0.5;
  const said = /(\d+) miles? from/.exec(text);
  return said ? Number(said[1]) : undefined;
}

// Exact postcodes need the table; the first half is in every copy of the site.
const [server, place, words] = hasRealData ? (['real', 'PR7 1AB', 'library'] as const) : (['sample', 'BB11', 'swim'] as const);

test('a postcode gives distances in order', async ({ page }) => {
  await page.goto(at(server, '/'));
  await page.getByLabel('What would help?').fill(words);
  await page.getByLabel('Where do you live?').fill(place);
  await page.getByRole('button', { name: 'Find help' }).click();
  await expect(heading(page)).toContainText(`looking from ${server === 'real' ? place : ''}`);
  await openFilters(page);
  await page.getByLabel('What should come first?').selectOption('nearest');
  await page.getByRole('button', { name: 'Show results' }).first().click();
  await expect(page).toHaveURL(/sort=nearest/);
  await expect(page.getByText('Sorted nearest first.')).toBeVisible();

  const answer = await found(page, page.url());
  await expect(heading(page)).toContainText(counted(answer.total));
  const said = (await hits(page).locator('.where').allInnerTexts()).map(miles);
  const known = said.filter((n) => n !== undefined);
  expect(known.length, 'cards that say how far').toBeGreaterThan(1);
  expect(known, 'distances go up').toEqual(known.toSorted((a, b) => a - b));
  expect(said.slice(0, known.length), 'those without a known place come last').toEqual(known);
});

test('a filter narrows, and its chip takes it away', async ({ page }) => {
  await page.goto('/search?q=club');
  const before = await found(page, page.url());
  await expect(heading(page)).toContainText(counted(before.total));
  const free = page.locator('input[name=cost][value=free]');
  await free.check();
  await page.getByRole('button', { name: 'Show results' }).first().click();
  await expect(page).toHaveURL(/cost=free/);
  const after = await found(page, page.url());
  expect(after.total).toBeLessThan(before.total);
  await expect(heading(page)).toContainText(counted(after.total));
  await expect(free).toBeChecked();

  await page.getByRole('link', { name: 'Take away: Free' }).click();
  await expect(heading(page)).toContainText(counted(before.total));
  await expect(page).not.toHaveURL(/cost=free/);
  await expect(free).not.toBeChecked();
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

test('open a listing and come back, by the browser and by the page', async ({ page }) => {
  await page.goto('/search?q=club&district=burnley');
  const said = await heading(page).innerText();
  const link = hits(page).nth(1).getByRole('heading').getByRole('link');
  const name = await link.innerText();

  await link.click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
  expect(new URL(page.url()).search, 'the address of a listing carries no search').toBe('');
  await page.goBack();
  await expect(heading(page)).toHaveText(said);
  await expect(page).toHaveURL(/q=club&district=burnley/);

  await link.click();
  await page.getByRole('link', { name: 'Back to your results' }).click();
  await expect(heading(page)).toHaveText(said);
  await expect(page).toHaveURL(/q=club&district=burnley/);
});

test('a page with no results leads on', async ({ page }) => {
  await page.goto('/search?q=swim&district=burnley&cost=means-tested');
  await expect(heading(page)).toContainText('0 services found');
  await expect(page.getByText('Nothing here fits everything you asked for.')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Tell the council that this is missing' })).toHaveAttribute('href', '/say?q=swim&district=burnley&cost=means-tested');
  const way = page.locator('.tasks li').first();
  const promised = /([\d,]+) services?/.exec(await way.innerText())?.[0];
  expect(promised, 'the way on says how many there are').toBeTruthy();
  await way.getByRole('link').click();
  await expect(heading(page)).toContainText(`${promised} found`);
  await expect(hits(page)).not.toHaveCount(0);
});

test('a wrong postcode is said beside its field, and the rest is answered', async ({ page }) => {
  await page.goto('/');
  await page.getByLabel('What would help?').fill('club');
  await page.getByLabel('Where do you live?').fill('ZZ99 9ZZ');
  await page.getByRole('button', { name: 'Find help' }).click();

  const field = page.getByLabel('Where do you live?');
  await expect(field).toHaveValue('ZZ99 9ZZ');
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await expect(field).toHaveAccessibleDescription(/Error:.*ZZ99 9ZZ/);
  await expect(page.locator('.field.field-error', { has: field }).locator('.msg')).toBeVisible();
  await expect(page.getByLabel('What would help?')).toHaveValue('club');
  await expect(page).toHaveTitle(/^Error: /);
  await expect(hits(page)).not.toHaveCount(0);
  await expect(heading(page)).toContainText(counted((await found(page, page.url())).total));
});

test('the second page, and back to the first', async ({ page }) => {
  await page.goto('/search?district=burnley');
  const pages = page.getByRole('navigation', { name: 'Pages of results' });
  const first = await hits(page).getByRole('heading').allInnerTexts();
  expect(first).toHaveLength(20);

  await pages.getByRole('link', { name: /^Next/ }).click();
  await expect(page).toHaveURL(/page=2/);
  await expect(page).toHaveTitle(/page 2 of /);
  await expect(pages.locator('[aria-current=page]')).toHaveAccessibleName('Page 2');
  await expect(page.locator('ol.results')).toHaveAttribute('start', '21');
  const second = await hits(page).getByRole('heading').allInnerTexts();
  expect(second.filter((name) => first.includes(name)), 'shown twice').toEqual([]);

  await pages.getByRole('link', { name: /^Previous/ }).click();
  await expect(pages.locator('[aria-current=page]')).toHaveAccessibleName('Page 1');
  await expect(hits(page).getByRole('heading')).toHaveText(first);
});

const ODD: { what: string; query: string; says?: RegExp; words?: string }[] = [
  { what: 'an unknown district', query: 'district=atlantis', says: /We do not know the district “atlantis”/ },
  { what: 'an age of 300', query: 'age=300', says: /Enter an age from 0 to 25/ },
  { what: 'page 9999', query: 'page=9999', says: /There is no page 9999/ },
  { what: '5,000 characters', query: `q=${'swim '.repeat(1000)}`, says: /That is a lot of words/ },
  { what: 'an emoji', query: `q=${encodeURIComponent('🦄 swim')}`, words: '🦄 swim' },
  { what: 'quotes', query: `q=${encodeURIComponent(`"o'clock" club`)}`, words: `"o'clock" club` },
  { what: 'a script', query: `q=${encodeURIComponent('</title><script>alert(1)</script>')}`, words: '</title><script>alert(1)</script>' },
  { what: 'a script for a place', query: `where=${encodeURIComponent('"><script>alert(1)</script>')}`, says: /We do not know “"><script>alert\(1\)<\/script>”/ },
  { what: 'half a character', query: 'q=%F0%9F&where=%00%ff&district=%e2%80%ae' },
];

for (const { what, query, says, words } of ODD) {
  test(`${what} is answered with a page`, async ({ page }) => {
    const response = await page.goto(`/search?${query}`);
    expect(response?.status()).toBe(200);
    await expect(heading(page)).toContainText(/services? found/);
    if (says) {
      const message = page.locator('main').getByText(says).first();
      await expect(message).toBeVisible();
      await expect(page).toHaveTitle(/^Error: /);
    }
    if (words) {
      await expect(page.getByLabel('What would help?')).toHaveValue(words);
      await expect(heading(page)).toContainText(words);
      await expect(page).toHaveTitle(new RegExp(words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')));
    }
    // Whatever was typed is text: the page has no script of its own making. A box opened by one fails the test too.
    await expect(page.locator('script:not([src])', { hasText: 'alert' })).toHaveCount(0);
    await expect(page.getByRole('contentinfo')).toBeVisible();
  });
}

test('save to a list, read it, clear it', async ({ page, context }) => {
  await page.goto('/search?q=club&district=burnley');
  const name = await hits(page).first().getByRole('heading').innerText();
  await hits(page).first().getByRole('button', { name: /^Save / }).click();

  // Still on the results, with JavaScript and without.
  await expect(page.locator('#my-list')).toHaveText('My list (1)');
  await expect(hits(page).first().getByRole('button')).toHaveText(/^Saved/);
  await expect(page).toHaveURL(/\/search\?q=club&district=burnley/);
  expect((await context.cookies()).map((c) => c.name)).toEqual(['list']);

  await page.locator('#my-list').click();
  await expect(page).toHaveURL(/\/list$/);
  await expect(page.locator('.results').getByRole('heading')).toHaveText([name]);
  await page.getByRole('button', { name: 'Clear my list' }).click();
  await expect(page.getByText('Nothing is saved yet.')).toBeVisible();
  await expect(page.locator('#my-list')).toHaveText('My list');
  expect(await context.cookies()).toEqual([]);
});

test('take one off the list again', async ({ page }) => {
  await page.goto('/services/bobbin-wharf-night-house-burnley');
  await page.getByRole('button', { name: /^Save / }).click();
  const button = page.locator('form.save button');
  await expect(button).toHaveText(/^Saved/);
  await button.click();
  await expect(button).toHaveAccessibleName(/^Save /);
  await expect(page.locator('#my-list')).toHaveText('My list');
});

test('choose dark, and undo it', async ({ page, context }) => {
  await page.goto('/preferences');
  expect(await context.cookies()).toEqual([]);
  await page.getByRole('radio', { name: 'Dark' }).check();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved on this device.')).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  const cookies = await context.cookies();
  expect(cookies.map((c) => c.name)).toEqual(['prefs']);
  expect(cookies[0]).toMatchObject({ sameSite: 'Lax' });
  expect(cookies[0]?.value, 'plain words').toMatch(/^[a-z.]+$/);

  await page.goto('/');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.goto('/preferences');
  await expect(page.getByRole('radio', { name: 'Dark' })).toBeChecked();
  await page.getByRole('radio', { name: 'Same as my device' }).check();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.locator('html')).not.toHaveAttribute('data-theme');
  expect(await context.cookies()).toEqual([]);
});

test('a page that is not there has a way on', async ({ page }) => {
  const response = await page.goto('/no-such-page');
  expect(response?.status()).toBe(404);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('We cannot find that page');
  await page.getByLabel('What were you looking for?').fill('club');
  await page.getByRole('button', { name: 'Find help' }).click();
  await expect(heading(page)).toContainText('found for club');
  await page.goBack();
  await page.getByRole('main').getByRole('link', { name: 'The home page' }).click();
  await expect(page).toHaveURL(at('sample', '/'));
});

test('a site without listings says what to do', async ({ page }) => {
  await page.goto(at('empty', '/'));
  await expect(page.getByRole('heading', { name: 'No listings yet' })).toBeVisible();
  await expect(page.getByText('local-offer seed')).toBeVisible();
  await page.getByRole('button', { name: 'Find help' }).click();
  await expect(page.getByText('No listings yet.')).toBeVisible();
});

test('sample listings are labelled, and real ones are not', async ({ page }) => {
  await page.goto('/');
  await expect(page.getByRole('banner')).toContainText('Sample data');
  await expect(page, 'heard by whoever never meets the banner').toHaveTitle(/ - Sample data - Lancashire Local Offer$/);
  await page.goto(at('empty', '/'));
  await expect(page).not.toHaveTitle(/Sample data/);
  await expect(page.getByRole('banner')).not.toContainText('Sample data');
});
