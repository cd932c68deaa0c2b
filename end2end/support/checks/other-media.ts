// Forced colours and paper: nothing is lost there.
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { end2end } from '../paths.ts';
import { words } from './words.ts';

/** What is not meant for paper: see print.css. */
const NOT_ON_PAPER = 'nav, .btn, button, .finder, .narrow, .crumbs, .pages, .chips, .chosen > p, .list-actions, .screen-only';

/** What is lost in the colours that somebody forces on every site, and in print; with a name, a picture of them is kept. */
export async function otherMedia(page: Page, scheme: 'light' | 'dark', pictureOf?: string): Promise<string[]> {
  const faults: string[] = [];
  const screen = await words(page, NOT_ON_PAPER);
  await page.emulateMedia({ forcedColors: 'active', colorScheme: scheme });
  const forced = await words(page, NOT_ON_PAPER);
  for (const line of lost(screen.all, forced.all)) faults.push(`not seen in forced colours: ${line}`);
  faults.push(...(await edgeless(page)));
  if (pictureOf) await page.screenshot({ path: pictureFile(pictureOf, scheme), fullPage: true });
  await page.emulateMedia({ forcedColors: 'none', media: 'print' });
  const paper = await words(page, NOT_ON_PAPER);
  for (const line of lost(screen.forPaper, paper.all)) faults.push(`lost on paper: ${line}`);
  faults.push(...(await bare(page)));
  await page.emulateMedia({ media: 'screen', colorScheme: scheme });
  return faults;
}

/** To be looked at by people: colours that are not forced, and shapes that are gone, are seen at once. */
function pictureFile(name: string, scheme: string): string {
  const words = name.toLowerCase().replace(/[^a-z0-9]+/g, '-').slice(0, 60);
  const number = createHash('sha256').update(name).digest('hex').slice(0, 4);
  return join(end2end, 'test-results', 'forced-colours', `${words}-${number}-${scheme}.png`);
}

function lost(before: string[], after: string[]): string[] {
  const there = new Set(after);
  return before.filter((line) => !there.has(line)).slice(0, 5);
}

async function edgeless(page: Page): Promise<string[]> {
  return await page.evaluate(() => {
    const faults = [...document.querySelectorAll<HTMLElement>('button, .btn, input:not([type=hidden], [type=checkbox], [type=radio]), select, textarea')]
      .filter((element) => element.checkVisibility() && !element.closest('.vh'))
      .filter((element) => {
        const { borderTopWidth, borderTopStyle, borderTopColor, backgroundColor } = getComputedStyle(element);
        return parseFloat(borderTopWidth) < 1 || borderTopStyle === 'none' || borderTopColor === 'rgba(0, 0, 0, 0)' || borderTopColor === backgroundColor;
      })
      .map((element) => `no edge in forced colours, give it a border: ${element.tagName.toLowerCase()} ${element.innerText.slice(0, 40)}`);
    if (document.querySelector('main')!.getBoundingClientRect().height < 100) faults.push('next to nothing is seen in forced colours');
    return faults;
  });
}

/** A heading on paper stands over something. */
async function bare(page: Page): Promise<string[]> {
  return await page.evaluate(() => {
    const faults = [...document.querySelectorAll<HTMLElement>('main :is(h2, h3, h4)')]
      .filter((heading) => heading.checkVisibility() && !heading.closest('.card.hit'))
      .filter((heading) => {
        let next = heading.nextElementSibling;
        while (next && !next.checkVisibility()) next = next.nextElementSibling;
        const lower = next && /^H[1-6]$/.test(next.tagName) && next.tagName <= heading.tagName;
        return (!next || lower) && heading.nextElementSibling !== null;
      })
      .map((heading) => `a heading with nothing under it on paper, hide it with what it stands over: ${heading.innerText}`);
    if (document.querySelector('main')!.getBoundingClientRect().height < 50) faults.push('next to nothing is on paper');
    return faults;
  });
}
