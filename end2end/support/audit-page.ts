// Looks at a page as it stands: everything that a program can see of WCAG 2.2 and of the project's own rules, in one load.
import type { Page, Response } from '@playwright/test';
import { axe, ibm } from './checks/engines.ts';
import { NARROW, WIDE, fits } from './checks/fits.ts';
import { keyboard } from './checks/keyboard.ts';
import { names } from './checks/names.ts';
import { otherMedia } from './checks/other-media.ts';
import { structure } from './checks/structure.ts';
import { unfold } from './checks/unfold.ts';
import { isWhole, schemes, type Scheme } from './depth.ts';
import { keep } from './html.ts';
import { expect, test, type SiteOptions } from './test.ts';

export interface State {
  /** What it is, in words; unique. */
  name: string;
  scripts: SiteOptions['scripts'];
  /** What the server answered with. */
  answer: Response;
}

/** Every fault of the page as it stands is a line of one failure, and the test goes on. What was folded away is left open. */
export async function lookAt(page: Page, state: State): Promise<void> {
  const html = await state.answer.body();
  if (state.scripts === 'on') keep(state.name, html);
  const faults: string[] = [];
  const check = async (what: string, run: () => Promise<string[]>) => {
    await test.step(what, async () => faults.push(...(await run()).map((fault) => `${what}: ${fault}`)));
  };

  const all = schemes(state.scripts);
  // What was just pressed looks as it does when nobody points at it.
  await page.mouse.move(0, 0);
  await page.setViewportSize(WIDE);
  await check('structure', () => structure(page));
  await check('names', () => names(page));
  await unfold(page);
  // A page that may run no script is the same without: the other project has measured it.
  const measured = !isWhole && state.scripts === 'blocked' && runsNoScript(state.answer, html);
  if (!measured) await check('fits', () => fits(page));
  for (const [n, scheme] of all.entries()) {
    const only = (what: string) => (all.length > 1 ? `${what}, ${scheme}` : what);
    await page.emulateMedia({ colorScheme: scheme });
    for (const size of isWhole ? [WIDE, NARROW] : [sizeOf(scheme)]) {
      await page.setViewportSize(size);
      await check(only(`axe at ${size.width}`), () => axe(page));
      // In the first colours alone: IBM's engine knows no more of the page in others than axe does, and takes as long again.
      if (isWhole || state.scripts === 'on') await check(only(`IBM at ${size.width}`), () => ibm(page));
      await check(only(`keyboard at ${size.width}`), () => keyboard(page));
    }
    await page.setViewportSize(sizeOf(scheme));
    if (!measured || n > 0) await check(only('forced colours and paper'), () => otherMedia(page, scheme, isWhole && state.scripts === 'on' ? state.name : undefined));
  }
  await page.setViewportSize(WIDE);
  await page.emulateMedia({ colorScheme: null, forcedColors: null, media: null });
  expect.soft(faults, `${state.name} (${all.join(' and ')}, scripts ${state.scripts})`).toEqual([]);
}

/** A narrow window is dark and a wide one light: each is looked at in one of the two projects. */
function sizeOf(scheme: Scheme): typeof WIDE {
  return scheme === 'dark' ? NARROW : WIDE;
}

/** Proved by the page itself: its policy forbids scripts, and it names none. */
function runsNoScript(answer: Response, html: Buffer): boolean {
  return /script-src 'none'/.test(answer.headers()['content-security-policy'] ?? '') && !/<script\b/i.test(html.toString());
}
