// Is my district getting less than the next one? In words, as tiles, as a table, and every number followed.
import { counted, expect, found, heading, journey as test } from '../support/test.ts';
import { at } from '../support/paths.ts';

interface Cell {
  district: string;
  kind: string;
  can_use: number;
  sentence: string;
}

interface Gaps {
  districts: { slug: string; name: string }[];
  kinds: { value: string; label: string }[];
  cells: Cell[];
}

test('what is missing is said in words, proved by a search, and told to the council', async ({ page }) => {
  const gaps = (await (await page.request.get(at('sample', '/gaps.json'))).json()) as Gaps;
  const empty = gaps.cells.filter((cell) => cell.can_use === 0);
  expect(empty.length).toBeGreaterThan(0);
  await page.goto('/gaps');
  const said = page.locator('.gaps-said > li');
  await expect(said).toHaveCount(empty.length);
  for (const cell of empty) await expect(said.filter({ hasText: cell.sentence })).toHaveCount(1);

  await said.first().getByRole('link', { name: /^See for yourself/ }).click();
  await expect(heading(page)).toContainText(counted(0));
  await page.goBack();
  await said.first().getByRole('link', { name: /^Tell the council/ }).click();
  await expect(page.getByLabel(/^Change it as you like/)).toHaveValue(new RegExp(gaps.districts.find((d) => d.slug === empty[0]!.district)!.name));
});

test('every number of the table leads to as many listings', async ({ page }) => {
  const gaps = (await (await page.request.get(at('sample', '/gaps.json?level=targeted'))).json()) as Gaps;
  await page.goto('/gaps');
  await page.getByLabel('Who it is open to').selectOption('targeted');
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await expect(page).toHaveURL(/level=targeted/);
  const table = page.getByRole('table', { name: 'What families in each district can use' });
  await expect(table.getByRole('row')).toHaveCount(gaps.kinds.length + 1);
  // One cell of every third row, each in another column.
  for (const [n, kind] of gaps.kinds.entries()) {
    if (n % 3 !== 0) continue;
    const district = gaps.districts[n % gaps.districts.length]!;
    const cell = gaps.cells.find((c) => c.kind === kind.value && c.district === district.slug)!;
    const link = table.getByRole('row').nth(n + 1).getByRole('cell').nth(n % gaps.districts.length).getByRole('link');
    await expect(link).toHaveText(cell.can_use === 0 ? 'None' : String(cell.can_use));
    const address = new URL((await link.getAttribute('href'))!, page.url()).href;
    expect((await found(page, address)).total).toBe(cell.can_use);
  }
});

test('two districts are compared', async ({ page }) => {
  await page.goto('/gaps');
  await page.getByRole('link', { name: 'Compare two districts' }).click();
  await page.getByLabel('Where you live now').selectOption('rossendale');
  await page.getByLabel('Where you might live').selectOption('chorley');
  await page.getByRole('button', { name: 'Compare' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('If you lived in Chorley instead of Rossendale');
  const gaps = (await (await page.request.get(at('sample', '/gaps.json'))).json()) as Gaps;
  const rows = page.getByRole('table').getByRole('row');
  for (const [n, kind] of gaps.kinds.entries()) {
    const of = (district: string) => gaps.cells.find((c) => c.kind === kind.value && c.district === district)!.can_use;
    const words = (count: number) => (count === 0 ? 'None' : String(count));
    await expect(rows.nth(n + 1).getByRole('cell').nth(0)).toHaveText(words(of('rossendale')));
    await expect(rows.nth(n + 1).getByRole('cell').nth(1)).toHaveText(words(of('chorley')));
  }
});

test('a tile leads to its district, and the district to its neighbours', async ({ page }) => {
  await page.goto('/gaps');
  const tile = page.locator('.tiles').getByRole('link', { name: /^Rossendale/ });
  const figure = (await tile.locator('b').innerText()).trim();
  await tile.click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Rossendale');
  await expect(page.locator('main .lead')).toContainText(`${figure} services`);
  await page.getByRole('link', { name: /^Compare with / }).first().click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('instead of Rossendale');
});
