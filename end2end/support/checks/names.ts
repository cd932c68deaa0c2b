// What things are called: controls, tables, pictures, and links that are read alone.
import type { Page } from '@playwright/test';

/** Links that may share a name though they lead to different places: where all of them lead, and why that is right. */
const SHARED: Record<string, string> = {
  '^/services/[^/]+$': 'providers name their listings themselves, and a feed has some of one name: each card says who runs it and where',
};

/** What has no name, or one that misleads. */
export async function names(page: Page): Promise<string[]> {
  return await page.evaluate((shared) => {
    const faults: string[] = [];
    const what = (element: Element) => element.outerHTML.replace(/\s+/g, ' ').slice(0, 100);
    /** The words that are heard: what is hidden from screen readers is no part of a name. */
    const words = (element: Element): string => {
      const by = element.getAttribute('aria-labelledby');
      if (by) return by.split(/\s+/).map((id) => document.getElementById(id)?.textContent ?? '').join(' ').trim();
      const label = element.getAttribute('aria-label');
      if (label) return label.trim();
      const copy = element.cloneNode(true) as Element;
      copy.querySelectorAll('[aria-hidden=true]').forEach((hidden) => hidden.remove());
      copy.querySelectorAll('img[alt], svg[aria-label]').forEach((picture) => picture.replaceWith(picture.getAttribute('alt') ?? picture.getAttribute('aria-label')!));
      return copy.textContent!.replace(/\s+/g, ' ').trim();
    };
    for (const control of document.querySelectorAll<HTMLInputElement>('input:not([type=hidden]), select, textarea, button, summary')) {
      if (!control.checkVisibility() || control.closest('[aria-hidden=true]')) continue;
      const labelled = [...(control.labels ?? [])].map(words).join(' ').trim();
      if (!labelled && !words(control) && !(/^(submit|button)$/.test(control.type) && control.value)) faults.push(`a control without a name, give it a label: ${what(control)}`);
    }
    for (const head of document.querySelectorAll('th:not([scope])')) faults.push(`a heading of a table without scope: ${what(head)}`);
    for (const table of document.querySelectorAll('table')) if (!table.caption?.textContent?.trim()) faults.push(`a table without a caption: ${what(table)}`);
    for (const card of document.querySelectorAll('.card.hit')) if (!card.closest('li')) faults.push(`a result that is not in a list: ${what(card)}`);
    for (const picture of document.querySelectorAll('img:not([alt])')) faults.push(`a picture without alt: ${what(picture)}`);

    // A cell is read with the headings of its row and column, so that a number there may stand twice.
    const links = new Map<string, Map<string, Element>>();
    for (const link of document.querySelectorAll<HTMLAnchorElement>('a[href]')) {
      if (link.closest('td, svg') || !link.checkVisibility()) continue;
      const name = words(link);
      if (!name) faults.push(`a link without words: ${what(link)}`);
      const places = links.get(name.toLowerCase()) ?? new Map<string, Element>();
      // One address to write to is one place, whatever the mail begins with.
      links.set(name.toLowerCase(), places.set(link.href.replace(/^(mailto:[^?]*).*/, '$1'), link));
    }
    for (const places of links.values()) {
      const may = shared.some((form) => [...places.keys()].every((place) => new RegExp(form).test(new URL(place).pathname)));
      if (places.size > 1 && !may) faults.push(`links of one name lead to ${places.size} places, say in each what it leads to: ${[...places.values()].slice(0, 2).map(what).join(' and ')}`);
    }
    return faults;
  }, Object.keys(SHARED));
}
