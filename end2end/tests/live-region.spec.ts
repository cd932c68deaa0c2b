// The one voice of a page: the last thing that is still true, said once, as one text, and gone again. Time stands still
// here until a test lets it pass.
import type { Page } from '@playwright/test';
import { counted, expect, found, heading, test } from '../support/test.ts';

/** What the region said, one after the other: '' where it fell silent. */
async function said(page: Page): Promise<string[]> {
  return await page.evaluate(() => (window as unknown as { said: string[] }).said);
}

/** Opens a page, stops its time, and writes down what the region says. */
async function open(page: Page, path: string): Promise<void> {
  await page.clock.install();
  await page.goto(path);
  await expect(page.locator('html')).toHaveAttribute('data-islands', 'awake');
  await page.clock.pauseAt(Date.now() + 60_000);
  await page.evaluate(() => {
    const said: string[] = [];
    const region = document.getElementById('live')!;
    Object.assign(window, { said });
    new MutationObserver(() => {
      said.push(region.textContent!);
      if (region.childNodes.length > 1) said.push('more than one text');
    }).observe(region, { childList: true, characterData: true, subtree: true });
  });
}

test('three changes in a moment are one sentence, a second after the last number, which goes after five', async ({ page }) => {
  await open(page, '/search?q=club');
  for (const district of ['Burnley', 'Chorley', 'Pendle']) await page.getByRole('checkbox', { name: new RegExp(`^${district}`) }).check();
  await expect(page).toHaveURL(/burnley.*chorley.*pendle/);
  const answer = await found(page, page.url());
  await expect(heading(page)).toContainText(counted(answer.total));
  expect(await said(page), 'nothing is said while things change').toEqual([]);
  await page.clock.runFor(2_500);
  expect(await said(page), 'said once, whole').toEqual([await heading(page).innerText()]);
  await page.clock.runFor(5_100);
  expect((await said(page)).slice(1), 'it falls silent, so that nobody hears it later').toEqual(['']);
});

test('who leaves the box hears no more of its suggestions', async ({ page }) => {
  await open(page, '/');
  await page.locator('#q').pressSequentially('bur');
  await page.clock.runFor(500);
  await expect(page.getByRole('listbox')).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('listbox')).toBeHidden();
  await page.clock.runFor(2_000);
  expect((await said(page)).filter(Boolean)).toEqual([]);
});

test('who stays in the box hears how many there are', async ({ page }) => {
  await open(page, '/');
  await page.locator('#q').pressSequentially('bur');
  await page.clock.runFor(500);
  await expect(page.getByRole('listbox')).toBeVisible();
  await page.clock.runFor(1_100);
  expect(await said(page)).toEqual([expect.stringMatching(/^\d+ suggestions\. Press the down arrow to hear them\.$/)]);
});

test('results are never live, and take the place of the old ones as a whole', async ({ page }) => {
  await open(page, '/search?q=club');
  expect(await page.locator('[aria-live], [role=status], [role=alert], output').count(), 'one voice').toBe(1);
  const before = await page.locator('#results-section').elementHandle();
  await page.getByRole('checkbox', { name: /^Burnley/ }).check();
  await expect(page).toHaveURL(/burnley/);
  await expect(async () => expect(await before!.evaluate((section) => section.isConnected)).toBe(false)).toPass();
  await expect(page.getByRole('checkbox', { name: /^Burnley/ }), 'the focus stays').toBeFocused();
});

// Firefox tells a screen reader of every part that comes and goes; of more than a hundred at once Orca listens to none.
test('of the filters only those numbers change that are different', async ({ page }) => {
  await open(page, '/search?q=club');
  const texts = async () => await page.locator('#filters label.tick').allTextContents();
  const before = await texts();
  await page.evaluate(() => {
    const changes: string[] = [];
    Object.assign(window, { changes });
    new MutationObserver((seen) => changes.push(...seen.map((one) => one.type))).observe(document.getElementById('filters')!, { childList: true, characterData: true, subtree: true });
  });
  await page.getByRole('checkbox', { name: /^Burnley/ }).check();
  await expect(page).toHaveURL(/burnley/);
  await expect(async () => expect(await texts()).not.toEqual(before)).toPass();
  const atOnce = await page.evaluate(() => (window as unknown as { changes: string[] }).changes.length);
  expect(atOnce, 'few at once: each is told to a screen reader').toBeLessThanOrEqual(30);
  // A hundred milliseconds for each part.
  for (let n = 0; n < 8; n++) await page.clock.runFor(100);
  expect(await page.locator('#live').innerText(), 'all are there before the new number is said').toBe('');
  const after = await texts();
  const changes = await page.evaluate(() => (window as unknown as { changes: string[] }).changes);
  expect(changes.filter((type) => type === 'childList').length, 'nothing is built anew').toBeLessThanOrEqual(2);
  const different = after.filter((text, n) => text !== before[n]).length;
  expect(different, 'more than change at once').toBeGreaterThan(30);
  // The number, and "service" or "services".
  expect(changes.filter((type) => type === 'characterData').length).toBeLessThanOrEqual(2 * different);
  const answer = await page.context().newPage();
  await answer.goto(page.url());
  expect(after, 'the numbers are those of the page by itself').toEqual(await answer.locator('#filters label.tick').allTextContents());
});

test('numbers that still come are those of the results, also when the next change fails', async ({ page }) => {
  await open(page, '/search?q=club');
  const texts = async () => await page.locator('#filters label.tick').allTextContents();
  const before = await texts();
  await page.getByRole('checkbox', { name: /^Burnley/ }).check();
  await expect(page).toHaveURL(/burnley/);
  await expect(async () => expect(await texts()).not.toEqual(before)).toPass();
  const address = page.url();
  await page.route('**/search?*', (route) => route.abort());
  await page.getByRole('checkbox', { name: /^Chorley/ }).check();
  await expect(page.locator('#results-section .notice').first()).toContainText('could not be changed just now');
  for (let n = 0; n < 8; n++) await page.clock.runFor(100);
  await page.clock.runFor(1_100);
  expect((await said(page)).filter(Boolean), 'the failure is said, and nothing over it').toEqual([expect.stringContaining('could not be changed just now')]);
  const answer = await page.context().newPage();
  await answer.goto(address);
  expect(await texts()).toEqual(await answer.locator('#filters label.tick').allTextContents());
});

test('the link that skips the menu changes no results and says nothing', async ({ page }) => {
  await open(page, '/search?q=club');
  const before = await page.locator('#results-section').elementHandle();
  const asked: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('/search')) asked.push(request.url());
  });
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.locator('#main')).toBeFocused();
  await expect(page).toHaveURL(/#main$/);
  await page.clock.runFor(2_000);
  expect(asked, 'nothing is fetched').toEqual([]);
  expect(await said(page)).toEqual([]);
  expect(await before!.evaluate((section) => section.isConnected)).toBe(true);
});
