// The checks of every page, each on a page that was broken on purpose: a check that cannot fail holds nothing.
import type { Page } from '@playwright/test';
import { axe, ibm } from '../support/checks/engines.ts';
import { fits } from '../support/checks/fits.ts';
import { keyboard } from '../support/checks/keyboard.ts';
import { names } from '../support/checks/names.ts';
import { otherMedia } from '../support/checks/other-media.ts';
import { structure } from '../support/checks/structure.ts';
import { expect, test } from '../support/test.ts';

const paper = (page: Page) => otherMedia(page, 'light');

const BROKEN: { what: string; check: (page: Page) => Promise<string[]>; html?: string; css?: string; says: RegExp }[] = [
  { what: 'a second title', check: structure, html: '<h1>Again</h1>', says: /^2 headings of level 1/ },
  { what: 'a level left out', check: structure, html: '<h5>Deep</h5>', says: /is followed by 5/ },
  { what: 'a link to a part that is not there', check: structure, html: '<a href="#nowhere">Down</a>', says: /#nowhere leads nowhere/ },
  { what: 'an id that is there twice', check: structure, html: '<i id="main"></i>', says: /the id main is there twice/ },
  { what: 'a button without words', check: names, html: '<button></button>', says: /a control without a name/ },
  { what: 'a table that says nothing of itself', check: names, html: '<table><tr><th>A</th></tr></table>', says: /without scope|without a caption/ },
  { what: 'two links of one name', check: names, html: '<p><a href="/a">More</a></p><p><a href="/b">More</a></p>', says: /links of one name lead to 2 places/ },
  { what: 'something wide', check: fits, html: '<p class="broken">Wide</p>', css: '.broken { inline-size: 500px; max-inline-size: none }', says: /at 320 pixels: .*broken reaches from/ },
  { what: 'something small', check: fits, html: '<p><button class="broken">x</button></p>', css: '.broken { all: unset; font-size: 9px }', says: /at 1280 pixels: button.*make it 44 by 44/ },
  { what: 'room for no more than the line has', check: fits, html: '<p class="broken">Lines</p>', css: '.broken { block-size: 1.3em; line-height: 1.2; overflow: hidden }', says: /more text spacing at 320 pixels: .*cuts its text/ },
  { what: 'room for no larger text', check: fits, html: '<p class="broken">Lines</p>', css: '.broken { block-size: 40px; overflow: hidden }', says: /text of 200%: .*cuts its text/ },
  { what: 'a focus that is not seen', check: keyboard, html: '<p><a href="/broken">Quiet</a></p>', css: 'a[href="/broken"] { outline: none !important; box-shadow: none !important }', says: /nothing shows the focus on a Quiet/ },
  { what: 'a focus that is covered', check: keyboard, html: '<p><a href="/broken">Below</a></p><div class="broken"></div>', css: '.broken { position: fixed; inset: 0; background: Canvas }', says: /covered when it has the focus/ },
  { what: 'an order of its own', check: keyboard, html: '<p><a href="/late">Late</a> <a href="/early" tabindex="1">Early</a></p>', says: /the first stop of Tab|back to/ },
  { what: 'a page without a skip link', check: keyboard, css: '.skip { display: none }', says: /the first stop of Tab is not the skip link/ },
  { what: 'words that forced colours take away', check: paper, html: '<p class="broken">Lost</p>', css: '@media (forced-colors: active) { .broken { display: none } }', says: /not seen in forced colours: Lost/ },
  { what: 'a button without an edge in forced colours', check: paper, html: '<p><button class="broken">Flat</button></p>', css: '.broken { border: 0 !important }', says: /no edge in forced colours/ },
  { what: 'words that paper takes away', check: paper, html: '<p class="broken">Lost</p>', css: '@media print { .broken { display: none } }', says: /lost on paper: Lost/ },
  { what: 'pale words', check: axe, html: '<p class="broken">Pale</p>', css: '.broken { color: #ccc; background: #fff }', says: /^color-contrast/ },
  { what: 'a name from nowhere', check: ibm, html: '<input type="search" role="combobox" aria-label="Odd" aria-expanded="false" aria-controls="main">', says: /^aria_role_valid/ },
];

for (const { what, check, html, css, says } of BROKEN) {
  test(`${what} is found`, async ({ page }) => {
    await page.goto('/privacy');
    await page.evaluate(([html, css]) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
      document.adoptedStyleSheets = [sheet];
      document.querySelector('main h1 ~ *, main *')!.parentElement!.insertAdjacentHTML('beforeend', html);
    }, [html ?? '', css ?? ''] as const);
    expect(await check(page)).toContainEqual(expect.stringMatching(says));
  });
}

test('a key that is caught is found', async ({ page }) => {
  await page.goto('/privacy');
  await page.evaluate(() => {
    const third = document.querySelectorAll('header a')[2]!;
    third.addEventListener('keydown', (event) => event.preventDefault());
  });
  expect(await keyboard(page)).toContainEqual(expect.stringMatching(/^Tab is caught at/));
});

test('a page on which nothing is broken has no fault', async ({ page }) => {
  await page.goto('/privacy');
  for (const check of [structure, names, fits, keyboard, paper, axe, ibm]) expect(await check(page)).toEqual([]);
});
