// How far, which rules, what has changed, for how many, and what is looked for: each said in words and proved.
import type { Page } from '@playwright/test';
import { counted, expect, found, heading, journey as test } from '../support/test.ts';
import { csv, expectMistake, follow, given, lineAddress, month, rows, type Month, type Rule, type Way } from '../support/tables.ts';

interface Gaps {
  districts: { slug: string; name: string; people: number | null }[];
  kinds: { value: string; label: string }[];
  cells: { district: string; kind: string; can_use: number; per_1000: number | null }[];
}

const gapsOf = async (page: Page, query = '') => (await given(page, `/gaps.json${query}`)) as Gaps;

/** "4", "4.2", as the site says miles. */
const miles = (n: number) => String(Math.round(n * 10) / 10);

/** Opens "What’s missing here" and goes on to one of its views. */
async function openView(page: Page, name: string): Promise<void> {
  await page.goto('/gaps');
  await page.getByRole('navigation', { name: 'More ways to look at it' }).getByRole('link', { name }).click();
}

test('how far: the longest ways in words, each proved by a search', async ({ page }) => {
  await openView(page, 'How far families have to go');
  const ways = await rows<Way>(page, '/gaps/how-far.json');
  const { districts, kinds } = await gapsOf(page);
  const label = (way: Way) => kinds.find((k) => k.value === way.kind)!.label;
  const name = (way: Way) => districts.find((d) => d.slug === way.district)!.name;
  const gone = ways.filter((way) => way.mean_miles !== null && way.without_place === 0).toSorted((a, b) => b.mean_miles! - a.mean_miles!);
  const worst = page.getByRole('region', { name: 'The longest ways' }).getByRole('listitem');
  await expect(worst).toHaveCount(Math.min(gone.length, 12));
  const said = (await worst.allInnerTexts()).map((text) => Number(/: ([\d.]+) miles? on average/.exec(text)![1]));
  expect(said).toEqual(gone.slice(0, said.length).map((way) => way.mean_miles));
  const first = gone.filter((way) => way.mean_miles === gone[0]!.mean_miles);
  await expect(page.locator('main .big-say')).toHaveText(
    new RegExp(`^(${first.map((way) => `${label(way)}: children in ${name(way)} live ${miles(way.mean_miles!)} miles?`).join('|')}) from the nearest they can use\\.`),
  );

  const link = worst.first().getByRole('link');
  const leads = new URL((await link.getAttribute('href'))!, page.url()).searchParams;
  const way = first.find((w) => w.district === leads.get('district') && w.kind === leads.get('category'))!;
  await link.click();
  await expect(page.getByText('Sorted nearest first.')).toBeVisible();
  await expect(heading(page)).toContainText(counted(way.can_use));
});

test('how far: every cell of the table leads to a search that shows as many', async ({ page }) => {
  await openView(page, 'How far families have to go');
  await page.getByLabel('Kind of help').selectOption('health');
  await page.getByLabel('Age', { exact: true }).selectOption({ index: 3 });
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await expect(page).toHaveURL(/kind=health/);
  const json = (await page.getByRole('link', { name: 'The same for programs (JSON)' }).getAttribute('href'))!;
  const ways = await rows<Way>(page, json);
  const { districts } = await gapsOf(page);
  const kinds = [...new Set(ways.map((way) => way.kind))];
  const table = page.getByRole('table', { name: 'Miles from home, by district' });
  await expect(table.getByRole('columnheader')).toHaveText(['Kind of help', ...districts.map((d) => d.name)]);
  await expect(table.getByRole('row')).toHaveCount(kinds.length + 1);
  // Every row, each in another column.
  let followed = '';
  for (const [n, kind] of kinds.entries()) {
    const column = (n * 5) % districts.length;
    const way = ways.find((w) => w.kind === kind && w.district === districts[column]!.slug)!;
    const link = table.getByRole('row').nth(n + 1).getByRole('cell').nth(column).getByRole('link');
    const words = way.mean_miles !== null ? miles(way.mean_miles) : way.can_use > 0 ? 'No place' : 'None';
    await expect(link).toHaveText(words);
    const address = new URL((await link.getAttribute('href'))!, page.url());
    expect(address.searchParams.get('sort')).toBe('nearest');
    expect((await found(page, address.href)).total, `${kind} in ${way.district}`).toBe(way.can_use);
    if (way.mean_miles !== null) followed = address.href;
  }
  expect(followed).not.toBe('');
  await table.locator(`a[href="${followed.slice(new URL(followed).origin.length)}"]`).click();
  await expect(page.getByText('Sorted nearest first.')).toBeVisible();
  await expect(heading(page)).toContainText(counted((await found(page, followed)).total));

  const lines = await csv(page, json.replace('.json', '.csv'));
  expect(lines.map((line) => [line.district, line.kind, line.mean_miles])).toEqual(ways.map((w) => [w.district, w.kind, w.mean_miles === null ? '' : w.mean_miles.toFixed(1)]));
});

test('rules: one’s own area first, the best and the worst in a sentence, each with its line', async ({ page }) => {
  await openView(page, 'Rules that differ from place to place');
  await expect(page.getByText('Where you live', { exact: true }).and(page.locator('b'))).toHaveCount(0);
  await page.getByRole('combobox', { name: 'Where you live' }).selectOption('burnley');
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await expect(page).toHaveURL(/district=burnley/);

  const rules = await rows<Rule>(page, '/gaps/rules.json');
  const topics = [...new Set(rules.map((rule) => rule.question))];
  for (const question of topics) {
    const here = rules.filter((rule) => rule.question === question);
    const cards = page.getByRole('region', { name: question }).locator('.rules > li');
    await expect(cards).toHaveCount(here.length);
    const own = here.filter((rule) => rule.districts.split(' ').includes('burnley'));
    await expect(cards.getByText('Where you live', { exact: true })).toHaveCount(own.length);
    if (own.length === 0) continue;
    await expect(cards.first()).toContainText('Where you live');
    await expect(cards.first().locator(`a[href="${lineAddress(own[0]!.row)}"]`)).toHaveCount(1);
  }

  // Planted in the sample: fewest where they live.
  const pads = page.getByRole('region', { name: 'How many pads a day does the NHS give?' });
  await expect(pads.getByText('3 a day in East Lancashire. 5 a day in North Lancashire.')).toBeVisible();
  const own = pads.locator('.rules > li').first();
  await expect(own.getByRole('heading')).toHaveText('East Lancashire');
  await expect(own.locator('.rule')).toHaveText('3 a day');
  const rule = rules.find((r) => r.topic === 'continence-products' && r.area === 'east-lancashire')!;
  const line = await follow(page, own, rule.row);
  await expect(line.getByRole('cell', { name: '3', exact: true })).toHaveCount(1);
  await expect(line.getByRole('cell', { name: 'east-lancashire', exact: true })).toHaveCount(1);
});

test('history: what was lost in words, and month by month', async ({ page }) => {
  await openView(page, 'What has changed since last year');
  const past = await rows<Month>(page, '/gaps/history.json');
  const { districts, kinds, cells } = await gapsOf(page);
  const { as_of: today } = (await given(page, '/gaps/history.json')) as { as_of: string };
  const months = [...new Set(past.map((row) => row.month))].toSorted();
  const now = today.slice(0, 7);
  const yearAgo = `${Number(now.slice(0, 4)) - 1}${now.slice(4)}`;
  const since = months.includes(yearAgo) ? yearAgo : months[0]!;
  const changes = cells.flatMap((cell) => {
    const before = past.find((row) => row.month === since && row.district === cell.district && row.kind === cell.kind);
    return before ? [{ ...cell, before: before.can_use }] : [];
  });
  const lost = changes.filter((c) => c.can_use < c.before);
  const gained = changes.filter((c) => c.can_use > c.before);
  const places = (n: number) => `${n} ${n === 1 ? 'place' : 'places'}`;
  await expect(page.locator('main .big-say')).toContainText(`Since ${month(since)}: fewer services in ${places(lost.length)}, more in ${places(gained.length)}`);
  const items = page.getByRole('region', { name: 'What was lost' }).getByRole('listitem');
  await expect(items).toHaveCount(Math.min(lost.length, 12));
  const sentences = lost.map((c) => {
    const [kind, district] = [kinds.find((k) => k.value === c.kind)!.label, districts.find((d) => d.slug === c.district)!.name];
    if (c.can_use > 0) return `${kind} in ${district}: ${c.before} then, ${c.can_use} now.`;
    return c.before === 1 ? `${kind} in ${district}: the only one has gone.` : `${kind} in ${district}: all ${c.before} have gone.`;
  });
  for (const said of await items.allInnerTexts()) expect(sentences).toContain(said);
  // What is gone altogether comes first.
  const gone = lost.filter((c) => c.can_use === 0).length;
  const isGone = (await items.allInnerTexts()).map((said) => said.endsWith('gone.'));
  expect(isGone).toEqual(isGone.map((_, n) => n < gone));
  // Planted in the sample: half of the short breaks in Rossendale went since November 2025.
  expect(past.find((row) => row.month === '2025-11' && row.district === 'rossendale' && row.kind === 'short-breaks')?.can_use).toBe(6);
  expect(cells.find((c) => c.district === 'rossendale' && c.kind === 'short-breaks')?.can_use).toBe(3);

  const table = page.getByRole('table', { name: 'Short breaks: services that families could use, by month' });
  await expect(table.getByRole('columnheader')).toHaveText(['Month', ...districts.map((d) => d.name)]);
  const shown = [...months.filter((m) => m !== now).toReversed()].slice(0, 25);
  const heads = await table.getByRole('rowheader').allInnerTexts();
  expect(heads[0]).toBe(`${month(now)}, now`);
  expect(heads.slice(1)).toEqual(shown.slice(0, heads.length - 1).map(month));
  const number = (row: number, district: string) => table.getByRole('row').nth(row).getByRole('cell').nth(districts.findIndex((d) => d.slug === district));
  await expect(number(1, 'rossendale')).toHaveText('3');
  await expect(number(heads.indexOf('November 2025') + 1, 'rossendale')).toHaveText('6');
  await expect(page.locator('.trends > li')).toHaveCount(districts.length);

  await page.getByLabel('Kind of help').selectOption('things-to-do');
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await expect(page).toHaveURL(/kind=things-to-do/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('What has changed: Things to do');
  await expect(page.getByRole('heading', { name: 'Things to do, month by month' })).toBeVisible();
  const other = page.getByRole('table', { name: 'Things to do: services that families could use, by month' });
  const first = cells.filter((c) => c.kind === 'things-to-do').map((c) => String(c.can_use));
  await expect(other.getByRole('row').nth(1).getByRole('cell')).toHaveText(first);
  await expect(items).toHaveCount(lost.filter((c) => c.kind === 'things-to-do').length);
});

test('history: CSV and JSON have the same rows', async ({ page }) => {
  await page.goto('/gaps/history');
  const lines = await csv(page, (await page.getByRole('link', { name: 'Take the past away (CSV)' }).getAttribute('href'))!);
  const past = await rows<Month>(page, (await page.getByRole('link', { name: 'The same for programs (JSON)' }).getAttribute('href'))!);
  expect(lines).toEqual(past.map((row) => ({ month: row.month, district: row.district, kind: row.kind, label: row.label, can_use: String(row.can_use) })));
});

test('rates: for every 1,000 pupils with SEN support, with the numbers and their lines', async ({ page }) => {
  await page.goto('/gaps');
  await expect(page.getByText('A rate is the number of services for every 1,000 children and young people.')).toBeVisible();
  await page.getByLabel('For every 1,000').selectOption({ label: 'With SEN support' });
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await expect(page).toHaveURL(/per=sen-support/);
  await expect(page.getByLabel('For every 1,000')).toHaveValue('sen-support');
  await expect(page.getByText('how many there are for every 1,000 pupils with SEN support.')).toBeVisible();
  await expect(page.getByText('A rate is the number of services for every 1,000 pupils with SEN support.')).toBeVisible();

  const { districts, kinds, cells } = await gapsOf(page, '?per=sen-support');
  const matrix = page.getByRole('table', { name: 'What families in each district can use' });
  const cell = cells.find((c) => c.can_use > 0 && c.per_1000 !== null)!;
  const at = matrix.getByRole('row').nth(kinds.findIndex((k) => k.value === cell.kind) + 1).getByRole('cell').nth(districts.findIndex((d) => d.slug === cell.district));
  const people = districts.find((d) => d.slug === cell.district)!.people!;
  expect(cell.per_1000).toBeCloseTo((cell.can_use / people) * 1000, 2);
  await expect(at).toContainText(`${((cell.can_use / people) * 1000).toFixed(1)} per 1,000`);

  const summary = page.getByText('The numbers by district', { exact: true });
  await expect(page.locator('.people')).toBeHidden();
  await summary.click();
  const table = page.locator('.people').getByRole('table');
  await expect(table).toBeVisible();
  await expect(table.getByRole('row')).toHaveCount(districts.length + 1);
  for (const district of districts) {
    const row = table.getByRole('row').filter({ has: page.getByRole('rowheader', { name: district.name, exact: true }) });
    await expect(row.getByRole('cell').nth(0)).toHaveText(district.people === null ? /\w/ : district.people.toLocaleString('en-GB'));
  }
  const row = table.getByRole('row').filter({ has: page.getByRole('rowheader', { name: 'Burnley', exact: true }) });
  const [, path, line] = /^\/about\/data\/(.+)#line-(\d+)$/.exec((await row.getByRole('link').getAttribute('href'))!)!;
  const stands = await follow(page, row, `${path}, line ${line}`);
  const burnley = districts.find((d) => d.slug === 'burnley')!.people!;
  await expect(stands.getByRole('cell', { name: String(burnley), exact: true })).toHaveCount(1);
  await expect(stands.getByRole('cell', { name: 'sen-support', exact: true })).toHaveCount(1);
});

test('rates: of one need, and never for nobody', async ({ page }) => {
  await page.goto('/gaps?per=ehc-plans&need=asd');
  await expect(page.getByText(/^A rate is the number of services for every 1,000 children and young people with an EHC plan whose main need is autis/)).toBeVisible();
  await expectMistake(page, '/gaps?per=nobody', 'per', 'We do not know whom to count. We count all children');
  await expect(page.getByText('A rate is the number of services for every 1,000 children and young people.')).toBeVisible();
});

test('what is looked for: nothing was counted yet, and how it is counted', async ({ page }) => {
  await openView(page, 'What families look for and do not find');
  expect(await rows<unknown>(page, '/gaps/asked.json'), 'a fresh sample has counted nothing').toEqual([]);
  await expect(page.locator('main .big-say')).toHaveText('No month has been counted yet with five searches or more of one kind.');
  await expect(page.getByRole('table')).toHaveCount(0);
  await expect(page.getByRole('heading', { name: 'How we count' })).toBeVisible();
  for (const said of [/We keep no words that anyone typed, no postcode/, /Only numbers of five or more are shown/, /your searches are not counted/]) {
    await expect(page.getByText(said)).toBeVisible();
  }
  await page.getByRole('link', { name: 'Tell the council what is missing' }).click();
  await expect(page).toHaveURL(/\/say/);
});

test('the rows of a file of figures are found from where our facts come from', async ({ page }) => {
  await page.goto('/about/data');
  const link = page.locator('a[href="/about/data/sample-rules"]');
  await link.click();
  await expect(page.getByText('These figures are made up, to show how the site works.')).toBeVisible();
  const table = page.getByRole('table', { name: 'The rows of sample-rules' });
  const lines = await csv(page, (await page.getByRole('link', { name: 'Take the rows away (CSV)' }).getAttribute('href'))!);
  await expect(table.getByRole('row')).toHaveCount(lines.length + 1);
  await expect(table.getByRole('rowheader')).toHaveText(lines.map((_, n) => String(n + 2)));
  await expect(table.getByRole('row').nth(1).getByRole('cell')).toHaveText(Object.values(lines[0]!));
});

test('a mistake in the address is named beside its field', async ({ page }) => {
  await expectMistake(page, '/gaps/rules?district=nowhere', 'district', 'We do not know that district. We show all');
  await expectMistake(page, '/gaps/how-far?kind=x', 'kind', 'We do not know that kind of help. We show all');
  await expectMistake(page, '/gaps/history?kind=x', 'kind', 'We do not know that kind of help. We show the first');
  await expectMistake(page, '/gaps/compare?a=chorley', 'b', 'Choose a district to set beside Chorley');
  await expect(page.getByLabel('Where you live now')).toHaveValue('chorley');
});

test('the sheet to print is one page, with every kind and its sources', async ({ page }) => {
  await page.goto('/gaps');
  await page.getByRole('link', { name: 'One sheet to print' }).click();
  await expect(page.getByRole('table').getByRole('row')).toHaveCount(15);
  await expect(page.locator('main')).toContainText('Census 2021');
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
  expect([...pdf.matchAll(/\/Type\s*\/Page\b/g)].length, 'sheets').toBe(1);
});
