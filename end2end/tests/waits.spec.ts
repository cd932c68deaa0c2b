// How long do we wait, is it open, and who says so? Each figure is followed to the line it stands in.
import { expect, journey as test, tabTo } from '../support/test.ts';
import { csv, day, expectMistake, follow, given, lineAddress, rows, type Wait } from '../support/tables.ts';

/** What families should know before any number. */
const WARNINGS = ['paused', 'closing', 'new-provider'];

const figuresOf = (path: string) => path.replace('/waiting-times', '/waiting-times.json');

/** "112 weeks", however it goes on. */
const weeks = (n: number) => new RegExp(`^${n === 1 ? '1 week' : `${n.toLocaleString('en-GB')} weeks`}\\b`);

test('a parent in Burnley finds the longest wait, and follows it to its line', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'What’s missing here' }).click();
  await page.getByRole('link', { name: 'How long families wait' }).click();
  await page.getByLabel('Where you live').selectOption({ label: 'Burnley' });
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await expect(page).toHaveURL(/district=burnley/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Waiting times, Burnley');
  await expect(page.getByLabel('Where you live')).toHaveValue('burnley');

  const all = await rows<Wait>(page, '/waiting-times.json?district=burnley');
  for (const wait of all) expect(wait.districts.split(' '), wait.area).toContain('burnley');
  const cards = page.getByRole('region', { name: 'What families in Burnley wait for' }).getByRole('listitem');
  await expect(cards).toHaveCount(all.length);
  // Old figures come last, and are not said in the sentence.
  const known = all.filter((wait) => wait.median_weeks !== null);
  const longest = known.toSorted((a, b) => Number(a.old) - Number(b.old) || b.median_weeks! - a.median_weeks!)[0]!;
  const said = longest.old ? [] : [new RegExp(`^Families in Burnley wait longest for: .+ wait longer than ${longest.median_weeks} weeks`)];
  await expect(page.locator('main .big-say')).toHaveText(said);

  const card = cards.filter({ has: page.locator(`a[href="${lineAddress(longest.row!)}"]`) });
  await expect(card.locator('.rule')).toHaveText(weeks(longest.median_weeks!));
  const line = await follow(page, card, longest.row!);
  for (const field of [longest.pathway, longest.area, longest.measure, String(longest.median_weeks), longest.as_of!]) {
    await expect(line.getByRole('cell', { name: field, exact: true })).toHaveCount(1);
  }
});

test('the same wait is set beside another area', async ({ page }) => {
  // Planted in the sample: a child in East Lancashire waits three times as long.
  await page.goto('/waiting-times?pathway=autism-5-to-15');
  const table = page.getByRole('table', { name: 'Autism assessment, 5 to 15, from referral to diagnosis' });
  const half = (area: string) => table.getByRole('row').filter({ has: page.getByRole('rowheader', { name: new RegExp(`^${area}`) }) }).getByRole('cell').nth(1);
  await expect(half('East Lancashire')).toHaveText(weeks(112));
  await expect(half('West Lancashire')).toHaveText(weeks(38));

  await page.goto('/waiting-times?district=pendle&pathway=autism-5-to-15');
  const own = page.getByRole('region', { name: 'What families in Pendle wait for' }).getByRole('listitem').filter({ hasText: 'from referral to diagnosis' });
  const [wait] = (await rows<Wait>(page, '/waiting-times.json?district=west-lancashire&pathway=autism-5-to-15')).filter((w) => w.measure === 'referral-to-diagnosis');
  // Old figures are not set beside others.
  const shortest = own.getByText('Shortest in Lancashire: 38 weeks, in West Lancashire.');
  await expect(shortest).toHaveCount(wait!.old ? 0 : 1);
});

test('what is paused stands before the tables: since when, why, and what to do instead', async ({ page }) => {
  await page.goto('/waiting-times');
  const all = await rows<Wait>(page, '/waiting-times.json');
  const warned = new Map(all.filter((wait) => WARNINGS.includes(wait.status)).map((wait) => [`${wait.pathway} ${wait.area}`, wait]));
  expect(warned.size).toBeGreaterThan(0);
  // The first of the two in the page.
  await expect(page.locator('main').locator('.notices, table').first()).toHaveClass(/notices/);

  const notices = page.getByRole('region', { name: 'Paused or changing' }).locator('.notices > li');
  await expect(notices).toHaveCount(warned.size);
  for (const wait of warned.values()) {
    const notice = notices.filter({ hasText: day(wait.status_since!) }).filter({ hasText: wait.status_note! });
    await expect(notice, `${wait.pathway} in ${wait.area}`).toHaveCount(1);
    await expect(notice).toContainText(/What you can do now: \S+/);
    await expect(notice.getByRole('link', { name: /^Source: / })).toHaveAttribute('href', /^https?:/);
  }
  // Planted in the sample.
  await expect(notices.filter({ hasText: 'ADHD assessment, 18 to 25 in Fylde Coast has taken nobody new since 9 February 2026.' })).toHaveCount(1);

  // Families elsewhere are not told of it, those who live there are.
  const adhd = notices.filter({ hasText: 'ADHD assessment, 18 to 25' });
  await page.goto('/waiting-times?district=burnley');
  await expect(page.getByRole('region', { name: 'What families in Burnley wait for' })).toBeVisible();
  await expect(adhd).toHaveCount(0);
  await page.goto('/waiting-times?district=wyre');
  await expect(adhd).toHaveCount(1);
  const paused = page.getByRole('row').filter({ hasText: 'ADHD assessment, 18 to 25' });
  for (const row of await paused.all()) await expect(row.getByRole('cell').nth(0)).toHaveText(/^Paused/);
});

test('a figure that nobody publishes says who was asked and when', async ({ page }) => {
  await page.goto('/waiting-times');
  const all = await rows<Wait>(page, '/waiting-times.json');
  const silent = all.filter((wait) => wait.published !== 'published');
  expect(silent.length).toBeGreaterThan(0);
  await expect(page.getByRole('cell', { name: /^Not published\./ })).toHaveCount(silent.filter((wait) => wait.row).length);
  for (const wait of silent.filter((w) => w.asked_on)) {
    const row = page.getByRole('row').filter({ has: page.locator(`a[href="${lineAddress(wait.row!)}"]`) });
    await expect(row.getByRole('cell').nth(1)).toContainText(`Not published. We asked ${wait.asked_of} on ${day(wait.asked_on!)}, `);
  }
  // Planted in the sample.
  const [continence] = silent.filter((wait) => wait.pathway === 'continence');
  expect(continence).toMatchObject({ area: 'fylde-coast', asked_on: '2026-07-02', median_weeks: null });
});

test('an old figure says that it is old, and is not set beside others', async ({ page }) => {
  await page.goto('/waiting-times');
  const old = (await rows<Wait>(page, '/waiting-times.json')).filter((wait) => wait.old);
  expect(old.length).toBeGreaterThan(0);
  await expect(page.getByText('Old: do not rely on it.')).toHaveCount(old.length);
  for (const wait of old) {
    const row = page.getByRole('row').filter({ has: page.locator(`a[href="${lineAddress(wait.row!)}"]`) });
    await expect(row.getByRole('cell').last()).toContainText(`${day(wait.as_of!)} Old: do not rely on it.`);
  }
});

test('one pathway alone is shown, and its earlier figures open by keyboard', async ({ page }) => {
  const path = '/waiting-times?pathway=autism-5-to-15';
  await page.goto('/waiting-times');
  const pathways = page.locator('section.waits');
  const every = await rows<Wait>(page, figuresOf('/waiting-times'));
  await expect(pathways).toHaveCount(new Set(every.map((wait) => wait.pathway)).size);
  await page.getByLabel('What you wait for').selectOption('autism-5-to-15');
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await expect(page).toHaveURL(/pathway=autism-5-to-15/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Waiting times: Autism assessment, 5 to 15');
  await expect(pathways).toHaveCount(1);
  await expect(pathways.getByRole('heading')).toHaveText('Autism assessment, 5 to 15');
  await expect(page.getByRole('navigation', { name: 'On this page' })).toHaveCount(0);
  const shown = await rows<Wait>(page, figuresOf(path));
  expect(new Set(shown.map((wait) => wait.pathway))).toEqual(new Set(['autism-5-to-15']));
  await expect(pathways.locator('tbody tr')).toHaveCount(shown.length);

  // All that the files of figures have of it and the tables do not.
  const figures = (await csv(page, '/about/data/sample-waits/csv')).filter((line) => line.pathway === 'autism-5-to-15');
  const said = (await csv(page, '/about/data/sample-pathway-status/csv')).filter((line) => line.pathway === 'autism-5-to-15');
  const before = figures.length - shown.filter((wait) => wait.row).length + said.length - new Set(said.map((line) => line.area)).size;
  expect(before).toBeGreaterThan(0);
  const summary = page.getByText(/^Earlier figures and notices/);
  await expect(summary).toHaveText(`Earlier figures and notices (${before})`);
  const earlier = pathways.locator('details li');
  await expect(earlier).toHaveCount(before);
  await expect(earlier.first()).toBeHidden();
  await tabTo(page, summary);
  await page.keyboard.press('Enter');
  await expect(earlier.first()).toBeVisible();
  await expect(earlier.filter({ hasText: 'East Lancashire, from referral to diagnosis: half waited longer than ' })).toHaveCount(
    figures.filter((line) => line.area === 'east-lancashire' && line.measure === 'referral-to-diagnosis').length - 1,
  );
  await page.keyboard.press('Enter');
  await expect(earlier.first()).toBeHidden();
});

for (const path of ['/waiting-times', '/waiting-times?district=lancaster']) {
  test(`CSV and JSON of ${path} say what its table says`, async ({ page }) => {
    await page.goto(path);
    const waits = await rows<Wait>(page, figuresOf(path));
    const away = page.getByRole('link', { name: 'Take the figures away (CSV)' });
    const lines = await csv(page, (await away.getAttribute('href'))!);
    expect(lines.map((line) => [line.pathway, line.area, line.measure, line.row])).toEqual(waits.map((wait) => [wait.pathway, wait.area, wait.measure, wait.row ?? '']));
    expect(lines.map((line) => (line.median_weeks === '' ? null : Number(line.median_weeks)))).toEqual(waits.map((wait) => wait.median_weeks));
    expect(await given(page, (await page.getByRole('link', { name: 'The same for programs (JSON)' }).getAttribute('href'))!)).toMatchObject({ rows: waits });

    // A table of each pathway, or a card of each wait.
    const table = page.locator('.waits tbody tr, .waits .rules > li');
    await expect(table).toHaveCount(waits.length);
    const shown = await table.evaluateAll((all) =>
      all.map((row) => ({ line: row.querySelector('a[href*="#line-"]')?.getAttribute('href'), half: (row.matches('li') ? row.querySelector('.rule') ?? row.querySelectorAll('p')[1] : row.querySelectorAll('td')[1])!.textContent!.trim() })),
    );
    for (const wait of waits.filter((w) => w.row)) {
      const half = shown.find((row) => row.line === lineAddress(wait.row!))?.half;
      expect(half, wait.row!).toMatch(wait.median_weeks === null ? /^Not published|^–/ : weeks(wait.median_weeks));
    }
  });
}

test('each district is told which areas it belongs to, and its page what it waits for', async ({ page }) => {
  await page.goto('/districts/burnley');
  const known = page.getByRole('region', { name: 'Waits, ways and changes' });
  const said = await known.getByText(/^Families in Burnley wait longest for: /).innerText();
  await known.getByRole('link', { name: 'All waits' }).click();
  await expect(page).toHaveURL(/\/waiting-times\?district=burnley$/);
  await expect(page.locator('main .big-say')).toHaveText(said);
  const areas = page.getByRole('table', { name: 'Districts and the areas of those who run services' });
  await expect(areas.getByRole('row').nth(1)).toContainText('East Lancashire');
});

test('a mistake in the address is named beside its field', async ({ page }) => {
  await expectMistake(page, '/waiting-times?district=nowhere', 'district', 'We do not know that district. We show all');
  await expectMistake(page, '/waiting-times?pathway=x', 'pathway', 'We do not know that kind of wait. We show all');
  // What was understood is kept.
  await page.goto('/waiting-times?district=pendle&pathway=x');
  await expect(page.getByLabel('Where you live')).toHaveValue('pendle');
  await expect(page.getByRole('region', { name: 'What families in Pendle wait for' })).toBeVisible();
});
