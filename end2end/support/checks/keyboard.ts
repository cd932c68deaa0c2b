// Every stop of the Tab key: where one is can be seen, nothing is skipped, nothing catches, and the order is the page's.
import type { Page } from '@playwright/test';

/** A page with more stops than this is walked so far. */
const MOST = 400;


declare global {
  interface Window {
    walked?: { finish: (capped: boolean) => string[] };
  }
}

/** What somebody meets who goes through the page by the Tab key alone. */
export async function keyboard(page: Page): Promise<string[]> {
  const faults = await skipLink(page);
  const stops = await page.evaluate(prepareWalk);
  const presses = Math.min(stops, MOST) + 1;
  // The keys are sent one after the other without waiting for each: the page itself notes every stop.
  await Promise.all(Array.from({ length: presses }, () => page.keyboard.down('Tab')));
  await page.keyboard.up('Tab');
  faults.push(...(await page.evaluate((capped) => window.walked!.finish(capped), stops > MOST)));
  return faults;
}

/** The skip link is the first stop, is seen there, and leads past the menu. */
async function skipLink(page: Page): Promise<string[]> {
  const faults: string[] = [];
  await page.evaluate(() => {
    (document.activeElement as HTMLElement | null)?.blur();
    // Walks begin at the top, wherever somebody has clicked before.
    document.documentElement.tabIndex = -1;
    document.documentElement.focus();
    document.documentElement.removeAttribute('tabindex');
  });
  const address = page.url();
  await page.keyboard.press('Tab');
  const first = await page.evaluate(() => {
    const element = document.activeElement as HTMLElement;
    const { top, left, bottom, height } = element.getBoundingClientRect();
    return { skip: element.matches('.skip[href="#main"]'), what: element.outerHTML.slice(0, 80), seen: top >= 0 && left >= 0 && bottom <= innerHeight, height };
  });
  if (!first.skip) return [`the first stop of Tab is not the skip link but ${first.what}`];
  if (!first.seen || first.height < 44) faults.push('the skip link is not seen, or less than 44 pixels high, when it has the focus');
  await page.keyboard.press('Enter');
  if (!(await page.evaluate(leadsToMain))) faults.push('the skip link does not lead to main');
  await page.keyboard.press('Tab');
  if (await page.evaluate(() => document.activeElement?.closest('header') !== null)) faults.push('the stop after the skip link is in the menu still');
  await page.evaluate((address) => {
    history.replaceState(history.state, '', address);
    document.querySelector<HTMLElement>('.skip')!.focus();
  }, address);
  return faults;
}

/** Whether main has the focus, within a second. */
async function leadsToMain(): Promise<boolean> {
  for (let n = 0; n < 50 && document.activeElement?.id !== 'main'; n++) await new Promise((resolve) => setTimeout(resolve, 20));
  return document.activeElement?.id === 'main';
}

/** Begins to note where the focus is at each press of Tab. Gives back how many stops there should be. */
function prepareWalk(): number {
  const what = (element: Element) => `${element.tagName.toLowerCase()}${element.id && `#${element.id}`} ${((element as HTMLElement).innerText || element.getAttribute('name') || '').trim().replace(/\s+/g, ' ').slice(0, 40)}`;
  const style = (element: Element) => {
    const { outline, boxShadow } = getComputedStyle(element);
    return `${outline} ${boxShadow}`;
  };

  // Boxes of one question are one stop.
  const groups = new Map<string, HTMLInputElement>();
  const wanted = [...document.querySelectorAll<HTMLElement>('a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')].filter((element) => {
    if (element.matches(':disabled, [tabindex="-1"], [inert] *') || !element.checkVisibility({ visibilityProperty: true })) return false;
    if (!element.matches('[type=radio]')) return true;
    const radio = element as HTMLInputElement;
    const key = `${radio.form?.action ?? ''} ${[...document.forms].indexOf(radio.form!)} ${radio.name}`;
    const stop = groups.get(key);
    if (!stop || (radio.checked && !stop.checked)) groups.set(key, radio);
    return true;
  });
  const radios = new Set<HTMLElement>(groups.values());
  const expected = wanted.filter((element) => !element.matches('[type=radio]') || radios.has(element));

  const stops: HTMLElement[] = [];
  const seen = new Map<HTMLElement, string>();
  const faults: string[] = [];
  const note = () => {
    const element = document.activeElement as HTMLElement | null;
    if (!element || element === document.body || element === document.documentElement) return;
    stops.push(element);
    if (seen.has(element)) return;
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
    seen.set(element, style(element));
    if (!((outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2) || boxShadow !== 'none')) faults.push(`nothing shows the focus on ${what(element)}: give it a ring`);
    const first = element.getClientRects()[0] ?? element.getBoundingClientRect();
    // The middle of what is in the window: a table may be taller than it.
    const middle = (from: number, to: number, end: number) => (Math.max(from, 0) + Math.min(to, end)) / 2;
    const top = document.elementFromPoint(middle(first.left, first.right, innerWidth), middle(first.top, first.bottom, innerHeight));
    if (!top || !(element.contains(top) || top.contains(element))) faults.push(`out of sight or covered when it has the focus: ${what(element)}`);
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Tab') note();
  };
  addEventListener('keydown', onKey, true);

  window.walked = {
    finish: (capped) => {
      removeEventListener('keydown', onKey, true);
      (document.activeElement as HTMLElement | null)?.blur();
      for (const [element, focused] of seen) if (style(element) === focused) faults.push(`looks the same with the focus and without: ${what(element)}`);
      for (let n = 1; n < stops.length; n++) {
        const [before, now] = [stops[n - 1]!, stops[n]!];
        if (before === now) {
          faults.push(`Tab is caught at ${what(now)}`);
          break;
        }
        const forward = before.compareDocumentPosition(now) & Node.DOCUMENT_POSITION_FOLLOWING;
        if (!forward && now !== stops[0]) faults.push(`Tab goes from ${what(before)} back to ${what(now)}: it should follow the page`);
      }
      const missed = (capped ? [] : expected).filter((element) => !seen.has(element));
      for (const element of missed.slice(0, 5)) faults.push(`Tab does not reach ${what(element)}`);
      if (seen.size < 4) faults.push(`only ${seen.size} stops`);
      return faults.slice(0, 12);
    },
  };
  return expected.length;
}
