// Suggestions in spite of a slip, by keyboard. Scripts add them.
import type { Page } from '@playwright/test';
import { expect, journey as test } from '../support/test.ts';
import { at } from '../support/paths.ts';

interface Suggestion {
  label: string;
  url: string;
  group: string;
}

test.describe('suggestions', () => {
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
    const kinds: Record<string, string> = { Places: 'a place', Needs: 'a need', Services: 'a service', 'Kinds of help': 'a kind of help' };
    for (const [n, one] of wanted.entries()) {
      await expect(page.getByRole('option').nth(n), 'heard alone, it says what it is').toHaveAccessibleName(`${one.label}, ${kinds[one.group]}`);
    }
  });
});
