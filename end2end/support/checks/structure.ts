// Headings, landmarks, ids and the title.
import type { Page } from '@playwright/test';

/** What is wrong with the skeleton of a page. */
export async function structure(page: Page): Promise<string[]> {
  return await page.evaluate(() => {
    const faults: string[] = [];
    const visible = (element: Element) => element.checkVisibility();
    const headings = [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].filter(visible);
    const levels = headings.map((h) => Number(h.tagName[1]));
    const ones = levels.filter((level) => level === 1).length;
    if (ones !== 1) faults.push(`${ones} headings of level 1: have one`);
    levels.forEach((level, n) => {
      const before = levels[n - 1] ?? 0;
      if (level > before + 1 && before !== 0) faults.push(`level ${before} is followed by ${level}: skip no level before “${headings[n]!.textContent}”`);
    });
    for (const heading of headings) if (!heading.textContent?.trim()) faults.push('a heading without words');
    for (const [name, selector] of [['main', 'main, [role=main]'], ['header', 'body > header, [role=banner]'], ['footer', 'body > footer, [role=contentinfo]']] as const) {
      const n = document.querySelectorAll(selector).length;
      if (n !== 1) faults.push(`${n} landmarks of the kind ${name}: have one`);
    }
    const names = [...document.querySelectorAll('nav, [role=search], [role=region], .scroll[role=group], section[aria-labelledby]')].map((element) => {
      const by = element.getAttribute('aria-labelledby');
      return `${element.tagName} ${element.getAttribute('role') ?? ''} ${by ? document.getElementById(by)?.textContent : element.getAttribute('aria-label')}`;
    });
    for (const name of names) {
      if (/ null$| undefined$/.test(name)) faults.push(`a landmark without a name: ${name}`);
      if (names.indexOf(name) !== names.lastIndexOf(name)) faults.push(`two landmarks have one name: ${name}`);
    }
    const ids = new Set<string>();
    for (const { id } of document.querySelectorAll('[id]')) {
      if (ids.has(id)) faults.push(`the id ${id} is there twice`);
      ids.add(id);
    }
    for (const attribute of ['aria-labelledby', 'aria-describedby', 'aria-controls', 'for']) {
      for (const element of document.querySelectorAll(`[${attribute}]`)) {
        for (const id of element.getAttribute(attribute)!.split(/\s+/).filter(Boolean)) {
          if (!ids.has(id)) faults.push(`${attribute} names ${id}, which is not there`);
        }
      }
    }
    for (const link of document.querySelectorAll<HTMLAnchorElement>('a[href*="#"]')) {
      const here = new URL(link.href).href.split('#')[0] === location.href.split('#')[0];
      if (here && !ids.has(decodeURIComponent(link.hash.slice(1)))) faults.push(`${link.getAttribute('href')} leads nowhere`);
    }
    if (!document.title.endsWith('Local Offer')) faults.push(`the title does not end with the site's name: ${document.title}`);
    if (document.documentElement.lang !== 'en-GB') faults.push('the page does not say its language');
    const live = document.body.lastElementChild;
    if (live?.id !== 'live' || live.getAttribute('aria-live') !== 'polite' || live.hasAttribute('role')) {
      faults.push('the live region is not the last part of the body');
    }
    if (document.querySelectorAll('[tabindex]:not([tabindex="0"], [tabindex="-1"])').length) faults.push('a positive tabindex: leave the order to the page');
    if (document.querySelectorAll('[title]:not(svg *)').length) faults.push('a title attribute, which many never see: say it in words');
    return faults;
  });
}
