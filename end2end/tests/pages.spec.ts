// Checks of every page: what WCAG 2.2 AA and the project's own rules ask for, as far as a program can see it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { words } from '../support/checks.ts';
import { fits, structured } from '../support/shape.ts';
import { expect, test } from '../support/test.ts';
import { PAGES, isFirst, open, prepare } from '../support/pages.ts';
import { project } from '../support/where.ts';

/** What is not meant for paper: see print.css. */
const NOT_ON_PAPER = 'nav, .btn, button, .finder, .narrow, .crumbs, .pages, .chips, .chosen > p, .list-actions, .screen-only';

for (const item of PAGES) {
  test.describe(item.name, () => {
    test('fits any window, finger and text spacing', ({ page, scripts }) => fits(page, item, scripts));
    test('has its headings, landmarks and title', ({ page, scripts }) => structured(page, item, scripts));

    // What does not differ between states of a page is looked at once.
    if (!isFirst(item)) return;

    test('can be used by keyboard: every stop shows where one is, and the skip link works', async ({ page, scripts }) => {
      await page.setViewportSize({ width: 1280, height: 700 });
      await open(page, item, scripts);
      await page.evaluate(() => {
        for (const element of document.querySelectorAll<HTMLElement>('a[href], button, input, select, textarea, summary, [tabindex]')) {
          const { outline, boxShadow } = getComputedStyle(element);
          element.dataset.before = `${outline} ${boxShadow}`;
        }
      });
      const faults: string[] = [];
      const seen = new Set<string>();
      for (let stop = 0; stop < 40; stop++) {
        await page.keyboard.press('Tab');
        const on = await page.evaluate(() => {
          const element = document.activeElement as HTMLElement | null;
          if (!element || element === document.body) return null;
          const key = (element.dataset.key ??= String(Math.random()));
          const { outline, outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
          const first = element.getClientRects()[0] ?? element.getBoundingClientRect();
          // The middle of what is in the window: a table may be taller than it.
          const middle = (from: number, to: number, end: number) => (Math.max(from, 0) + Math.min(to, end)) / 2;
          const top = document.elementFromPoint(middle(first.left, first.right, innerWidth), middle(first.top, first.bottom, innerHeight));
          return {
            key,
            what: `${element.tagName.toLowerCase()}#${element.id} ${(element.innerText || element.getAttribute('name') || '').trim().slice(0, 40)}`,
            changes: element.dataset.before !== `${outline} ${boxShadow}`,
            ring: (outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2) || boxShadow !== 'none',
            visible: !!top && (element.contains(top) || top.contains(element)),
            skip: element.matches('.skip'),
          };
        });
        if (!on || seen.has(on.key)) {
          if (on && seen.size < 3) faults.push(`Tab is caught at ${on.what}`);
          break;
        }
        seen.add(on.key);
        if (!on.changes || !on.ring) faults.push(`nothing shows the focus on ${on.what}`);
        if (!on.visible) faults.push(`out of sight or covered: ${on.what}`);
        if (stop === 0 && !on.skip) faults.push(`the first stop is ${on.what}, not the skip link`);
      }
      expect(faults).toEqual([]);
      expect(seen.size).toBeGreaterThan(3);

      // Once more from the top: the skip link leads past the menu.
      await page.reload();
      await page.keyboard.press('Tab');
      const skip = page.getByRole('link', { name: 'Skip to main content' });
      await expect(skip).toBeFocused();
      await expect(skip).toBeInViewport();
      expect((await skip.boundingBox())!.height).toBeGreaterThanOrEqual(44);
      await page.keyboard.press('Enter');
      await expect(page.locator('#main')).toBeFocused();
      await page.keyboard.press('Tab');
      expect(await page.evaluate(() => document.activeElement!.closest('header') === null), 'the next stop is past the menu').toBe(true);
    });

    test('loses nothing in forced colours or on paper', async ({ page, scripts }) => {
      await open(page, item, scripts);
      const screen = await words(page, 'nothing');
      const forPaper = await words(page, NOT_ON_PAPER);
      await page.emulateMedia({ forcedColors: 'active', colorScheme: 'dark' });
      expect(await words(page, 'nothing'), 'words in forced colours').toEqual(screen);
      expect((await page.locator('main').boundingBox())!.height).toBeGreaterThan(100);
      const borderless = await page.evaluate(() =>
        [...document.querySelectorAll<HTMLElement>('button, .btn, input:not([type=hidden], [type=checkbox], [type=radio]), select, textarea')]
          .filter((element) => element.checkVisibility())
          .filter((element) => {
            const { borderTopWidth, borderTopStyle, borderTopColor, backgroundColor } = getComputedStyle(element);
            return parseFloat(borderTopWidth) < 1 || borderTopStyle === 'none' || borderTopColor === 'rgba(0, 0, 0, 0)' || borderTopColor === backgroundColor;
          })
          .map((element) => `${element.tagName.toLowerCase()} ${element.innerText.slice(0, 40)}`),
      );
      expect(borderless, 'controls without an edge in forced colours').toEqual([]);

      await page.emulateMedia({ forcedColors: 'none', colorScheme: 'light', media: 'print' });
      const paper = await words(page, 'nothing');
      expect(forPaper.filter((line) => !paper.includes(line)), 'words lost on paper').toEqual([]);
      expect((await page.locator('main').boundingBox())!.height).toBeGreaterThan(50);
      // A heading on paper stands over something.
      const bare = await page.evaluate(() =>
        [...document.querySelectorAll<HTMLElement>('main :is(h2, h3, h4)')]
          .filter((heading) => heading.checkVisibility() && !heading.closest('.card.hit'))
          .filter((heading) => {
            let next = heading.nextElementSibling;
            while (next && !next.checkVisibility()) next = next.nextElementSibling;
            const lower = next && /^H[1-6]$/.test(next.tagName) && next.tagName <= heading.tagName;
            return (!next || lower) && heading.nextElementSibling !== null;
          })
          .map((heading) => heading.innerText),
      );
      expect(bare, 'headings with nothing under them on paper').toEqual([]);
    });
  });
}

test('every page of the router is in the list', () => {
  const router = readFileSync(join(project, 'src', 'server', 'router.rs'), 'utf8');
  const patterns = [...router.matchAll(/\bpage\("([^"]+)"/g)].map((match) => match[1]!);
  expect(patterns.length).toBeGreaterThan(10);
  const missing = patterns.filter((pattern) => {
    const form = new RegExp(`^${pattern.replaceAll('.', '\\.').replace(/\{[^}]+\}/g, '[^/]+')}$`);
    return !PAGES.some((item) => (item.server ?? 'sample') === 'sample' && (item.status ?? 200) === 200 && form.test(item.path.split('?')[0]!));
  });
  expect(missing).toEqual([]);
});

test('every page has a title of its own', async ({ browser }) => {
  test.setTimeout(180_000);
  const titles = new Map<string, string[]>();
  for (const item of PAGES.filter((item) => (item.server ?? 'sample') === 'sample' && (item.status ?? 200) === 200 && !item.prefs)) {
    const context = await browser.newContext();
    const page = await context.newPage();
    const answer = await page.request.get(await prepare(page, item));
    const title = /<title>([^<]*)<\/title>/.exec(await answer.text())?.[1] ?? '';
    titles.set(title, [...(titles.get(title) ?? []), item.path.slice(0, 80)]);
    await context.close();
  }
  const shared = [...titles].filter(([, paths]) => paths.length > 1).map(([title, paths]) => `${title}: ${paths.join(' and ')}`);
  expect(shared).toEqual([]);
});
