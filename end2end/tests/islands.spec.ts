// What JavaScript adds: suggestions, results that change at once, saving without leaving.
import type { Page } from '@playwright/test';
import { axe } from '../support/checks/engines.ts';
import { counted, expect, found, heading, hits, test } from '../support/test.ts';
import { at } from '../support/paths.ts';

/** Marks the page, to see later that it was never left. */
async function mark(page: Page): Promise<void> {
  await page.evaluate(() => Object.assign(window, { stillHere: true }));
}

async function expectSamePage(page: Page): Promise<void> {
  expect(await page.evaluate(() => 'stillHere' in window), 'the page was not left').toBe(true);
}

interface Suggested {
  suggestions: { label: string; url: string; group: string }[];
}

async function suggested(page: Page, words: string): Promise<Suggested['suggestions']> {
  const answer = await page.request.get(at('sample', `/suggest.json?q=${words}`));
  return ((await answer.json()) as Suggested).suggestions;
}

test.describe('suggestions', () => {
  test.beforeEach(async ({ page }) => {
    await page.goto('/');
    await expect(page.getByRole('combobox', { name: 'What would help?' }), 'the box is ready').toBeVisible();
  });

  test('appear in groups as one types, and are announced', async ({ page }) => {
    const box = page.locator('#q');
    await expect(box).toHaveAttribute('aria-expanded', 'false');
    await box.pressSequentially('bur');
    const list = page.locator('ul[role=listbox]');
    await expect(list).toBeVisible();
    await expect(box).toHaveAttribute('aria-expanded', 'true');
    await expect(box).toHaveAttribute('aria-controls', (await list.getAttribute('id')) ?? 'an id');
    const wanted = await suggested(page, 'bur');
    const options = list.getByRole('option');
    await expect(options).toHaveCount(wanted.length);
    for (const [n, suggestion] of wanted.entries()) await expect(options.nth(n)).toContainText(suggestion.label);
    for (const group of new Set(wanted.map((s) => s.group))) await expect(list).toContainText(group);
    await expect(page.locator('#live')).toContainText(String(wanted.length));
    expect(await axe(page)).toEqual([]);
  });

  test('are chosen with the arrow keys and Enter', async ({ page }) => {
    const box = page.locator('#q');
    await box.pressSequentially('bur');
    const first = page.getByRole('option').first();
    await expect(first).toBeVisible();
    await page.keyboard.press('ArrowDown');
    await expect(first).toHaveAttribute('aria-selected', 'true');
    await expect(box).toHaveAttribute('aria-activedescendant', (await first.getAttribute('id')) ?? 'an id');
    await expect(box).toBeFocused();
    const [wanted] = await suggested(page, 'bur');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(at('sample', wanted!.url));
  });

  test('close with Escape and keep the words', async ({ page }) => {
    const box = page.locator('#q');
    await box.pressSequentially('bur');
    await expect(page.getByRole('listbox')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('listbox')).toBeHidden();
    await expect(box).toHaveAttribute('aria-expanded', 'false');
    await expect(box).toHaveValue('bur');
    await expect(box).toBeFocused();
  });

  test('leave Enter alone when none is chosen', async ({ page }) => {
    await page.locator('#q').pressSequentially('bur');
    await expect(page.getByRole('listbox')).toBeVisible();
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/\/search\?.*q=bur/);
  });
});

test.describe('results that change at once', () => {
  test('a tick changes heading and address, and moves nothing else', async ({ page }) => {
    await page.goto('/search?q=club');
    await expect(page.locator('#live-note'), 'the page says that results change').toBeVisible();
    await mark(page);
    const before = await heading(page).innerText();
    const burnley = page.getByRole('checkbox', { name: /^Burnley/ });
    await burnley.focus();
    await page.keyboard.press('Space');

    await expect(page).toHaveURL(/district=burnley/);
    const after = await found(page, page.url());
    await expect(heading(page)).toContainText(counted(after.total));
    await expect(hits(page).getByRole('heading')).toHaveText(after.results.map((r) => r.name));
    await expect(page.locator('#live')).toContainText(counted(after.total));
    await expect(burnley).toBeFocused();
    await expect(burnley).toBeChecked();
    await expect(page.getByRole('button', { name: 'Show results' }).first()).toBeVisible();
    await expectSamePage(page);

    await page.goBack();
    await expect(heading(page)).toHaveText(before);
    await expect(page).not.toHaveURL(/district=burnley/);
    await expect(burnley).not.toBeChecked();
    await expectSamePage(page);
  });

  test('a listing opened from them comes back to them', async ({ page }) => {
    await page.goto('/search?q=club');
    await expect(page.locator('#live-note')).toBeVisible();
    await page.getByRole('checkbox', { name: /^Burnley/ }).check();
    await expect(page).toHaveURL(/district=burnley/);
    const after = counted((await found(page, page.url())).total);
    await expect(heading(page)).toContainText(after);
    await hits(page).first().getByRole('heading').getByRole('link').click();
    await expect(page).toHaveURL(/\/services\//);
    await page.goBack();
    await expect(heading(page)).toContainText(after);
    await expect(page.getByRole('checkbox', { name: /^Burnley/ })).toBeChecked();
  });

  test('nothing changes until the button is pressed, for those who chose so', async ({ page }) => {
    await page.request.post(at('sample', '/preferences'), { form: { live: 'still' } });
    await page.goto('/search?q=club');
    const before = await heading(page).innerText();
    const address = page.url();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.getByRole('checkbox', { name: /^Burnley/ }).check();
    // Another island has answered by now: had this one been there, it would have asked too.
    await page.locator('#q').fill('');
    await page.locator('#q').pressSequentially('bur');
    await expect(page.getByRole('listbox')).toBeVisible();
    expect(asked.filter((url) => /\/search/.test(new URL(url).pathname))).toEqual([]);
    await expect(page.locator('#live-note')).toBeHidden();
    await expect(heading(page)).toHaveText(before);
    expect(page.url()).toBe(address);

    await page.locator('#q').fill('club');
    await page.getByRole('button', { name: 'Show results' }).last().click();
    await expect(page).toHaveURL(/district=burnley/);
    await expect(heading(page)).not.toHaveText(before);
  });
});

test('saving keeps the page, and says so', async ({ page, context }) => {
  await page.goto('/search?q=club');
  const first = hits(page).first();
  const button = first.getByRole('button');
  await expect(page.locator('html'), 'the button is ready').toHaveAttribute('data-islands', 'awake');
  const name = (await first.getByRole('link').first().innerText()).trim();
  await expect(button).toHaveAccessibleName(`Save ${name} to my list`);
  await mark(page);
  await button.click();
  await expect(button, 'the name says the state, in the words of the page without scripts').toHaveAccessibleName(`Saved ${name}. Take off my list`);
  await expect(button).toBeFocused();
  await expect(page.locator('#my-list')).toHaveText('My list (1)');
  await expect(page.locator('#live')).toContainText('Saved');
  await expectSamePage(page);
  expect((await context.cookies()).map((c) => c.name)).toEqual(['list']);

  await button.click();
  await expect(button).toHaveAccessibleName(`Save ${name} to my list`);
  await expect(page.locator('#my-list')).toHaveText('My list');
  await expectSamePage(page);
});

test('a button that came with changed results saves without leaving the page too', async ({ page }) => {
  await page.goto('/search?q=club');
  await expect(page.locator('#live-note')).toBeVisible();
  await mark(page);
  await page.getByRole('checkbox', { name: /^Burnley/ }).check();
  await expect(page).toHaveURL(/district=burnley/);
  await expect(heading(page)).toContainText(counted((await found(page, page.url())).total));
  await hits(page).first().getByRole('button').click();
  await expect(page.locator('#my-list')).toHaveText('My list (1)');
  await expect(hits(page).first().getByRole('button')).toHaveAccessibleName(/^Saved/);
  await expectSamePage(page);
});
