// Checks that run inside the page. Each gives back lines of what is wrong, for a person to read.
import type { Page } from '@playwright/test';

/** Puts in style rules without breaking the page's policy, which allows no inline styles. */
export async function addRules(page: Page, css: string): Promise<void> {
  await page.evaluate((rules) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(rules);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  }, css);
}

/** Opens everything that is folded away, so that it is looked at too. */
export async function unfold(page: Page): Promise<void> {
  await page.evaluate(() => document.querySelectorAll('details').forEach((details) => (details.open = true)));
}

/** What makes the page scroll sideways, or is cut off at its edge. Boxes that scroll by themselves may. */
export async function sideways(page: Page): Promise<string[]> {
  return await page.evaluate(() => {
    const wide = document.documentElement.clientWidth;
    const faults: string[] = [];
    const over = document.documentElement.scrollWidth - wide;
    if (over > 0) faults.push(`the page scrolls sideways by ${over} pixels`);
    for (const element of document.body.querySelectorAll<HTMLElement>('*')) {
      const box = element.getBoundingClientRect();
      if (!element.checkVisibility() || box.width <= 1 || element.closest('svg, .scroll, [aria-hidden=true]')) continue;
      if (box.right > wide + 1 || box.left < -1) {
        if (getComputedStyle(element).position === 'absolute' && element.matches('.skip')) continue;
        faults.push(`${element.tagName.toLowerCase()}.${element.className} reaches from ${Math.round(box.left)} to ${Math.round(box.right)} of ${wide}: ${element.textContent?.trim().slice(0, 40)}`);
      }
    }
    return faults.slice(0, 8);
  });
}

/** Text that does not fit its box. */
export async function clipped(page: Page): Promise<string[]> {
  return await page.evaluate(() => {
    const faults: string[] = [];
    for (const element of document.body.querySelectorAll<HTMLElement>('*')) {
      // What is there for the return key alone is neither seen nor heard.
      if (!element.checkVisibility() || element.clientWidth <= 2 || element.closest('svg, .scroll, .vh[aria-hidden=true]')) continue;
      const style = getComputedStyle(element);
      const hasText = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent!.trim());
      const cuts = /hidden|clip/.test(style.overflowX + style.overflowY) || style.textOverflow === 'ellipsis';
      const full = element.scrollHeight > element.clientHeight + 1 || element.scrollWidth > element.clientWidth + 1;
      const isBox = element.matches('button, .btn, summary, label');
      if ((cuts && (hasText || element.innerText?.trim()) && full) || (isBox && full && style.display !== 'inline')) {
        faults.push(`${element.tagName.toLowerCase()}.${element.className} cuts: ${element.innerText.trim().slice(0, 60)}`);
      }
    }
    return faults.slice(0, 8);
  });
}

/**
 * Controls and links that are smaller than 44 by 44 pixels. A link in a sentence is exempt; a box is measured with its
 * label; a link that another part makes larger is measured by where it can be pressed.
 */
export async function small(page: Page): Promise<string[]> {
  return await page.evaluate(() => {
    const LEAST = 44;
    const faults: string[] = [];
    const controls = document.querySelectorAll<HTMLElement>('a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button], [role=option], [tabindex="0"]:not(.scroll)');

    /** Whether other text stands in the same line, so that the link is part of a sentence. */
    const inSentence = (link: HTMLElement) => {
      if (!link.matches('a') || getComputedStyle(link).display !== 'inline') return false;
      let block = link.parentElement!;
      while (getComputedStyle(block).display === 'inline') block = block.parentElement!;
      if (!block.matches('p, li, dd, td, figcaption, blockquote')) return false;
      const around = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
      let others = '';
      for (let node = around.nextNode(); node; node = around.nextNode()) {
        const parent = node.parentElement!;
        if (!parent.closest('a, .vh') && getComputedStyle(parent).display === 'inline' || parent === block) others += node.textContent;
      }
      return /\p{L}{2,}/u.test(others);
    };

    /** How far it can be pressed from its middle, each way. */
    const pressable = (element: HTMLElement) => {
      element.scrollIntoView({ block: 'center', inline: 'center' });
      const first = element.getClientRects()[0];
      if (!first) return [0, 0] as const;
      const [x, y] = [first.left + first.width / 2, first.top + first.height / 2];
      const ours = (px: number, py: number) => {
        const hit = document.elementFromPoint(px, py);
        return !!hit && (element.contains(hit) || (element as HTMLInputElement).labels?.[0]?.contains(hit) === true);
      };
      const reach = (dx: number, dy: number) => {
        let n = 0;
        while (n < LEAST && ours(x + dx * (n + 1), y + dy * (n + 1))) n++;
        return n;
      };
      if (!ours(x, y)) return [0, 0] as const;
      return [reach(-1, 0) + reach(1, 0) + 1, reach(0, -1) + reach(0, 1) + 1] as const;
    };

    for (const element of controls) {
      if (!element.checkVisibility({ visibilityProperty: true }) || element.closest('.vh') || element.matches('.skip')) continue;
      if (inSentence(element)) continue;
      const label = element.matches('[type=checkbox], [type=radio]') ? (element as HTMLInputElement).labels?.[0] : undefined;
      const box = (label ?? element).getBoundingClientRect();
      let [width, height] = [box.width, box.height];
      if (width < LEAST - 0.5 || height < LEAST - 0.5) {
        const [w, h] = pressable(element);
        [width, height] = [Math.max(width, w), Math.max(height, h)];
      }
      if (width < LEAST - 0.5 || height < LEAST - 0.5) {
        const where = element.closest('[id]:not(main)')?.id ?? element.parentElement?.className;
        faults.push(`${element.tagName.toLowerCase()}.${element.className} in "${where}" is ${Math.round(width)} by ${Math.round(height)}: ${(element.innerText || element.getAttribute('name') || '').trim().slice(0, 40)}`);
      }
    }
    return faults;
  });
}

/** Headings, landmarks, ids and the title. */
export async function structure(page: Page): Promise<string[]> {
  return await page.evaluate(() => {
    const faults: string[] = [];
    const visible = (element: Element) => element.checkVisibility();
    const headings = [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].filter(visible);
    const levels = headings.map((h) => Number(h.tagName[1]));
    const ones = levels.filter((level) => level === 1).length;
    if (ones !== 1) faults.push(`${ones} headings of level 1`);
    levels.forEach((level, n) => {
      const before = levels[n - 1] ?? 0;
      if (level > before + 1 && before !== 0) faults.push(`level ${before} is followed by ${level}: ${headings[n]!.textContent}`);
    });
    for (const heading of headings) if (!heading.textContent?.trim()) faults.push('a heading without words');
    for (const [name, selector] of [['main', 'main, [role=main]'], ['header', 'body > header, [role=banner]'], ['footer', 'body > footer, [role=contentinfo]']] as const) {
      const n = document.querySelectorAll(selector).length;
      if (n !== 1) faults.push(`${n} landmarks of the kind ${name}`);
    }
    const names = [...document.querySelectorAll('nav, [role=search], [role=region], section[aria-labelledby]')].map((element) => {
      const by = element.getAttribute('aria-labelledby');
      return `${element.tagName} ${element.getAttribute('role') ?? ''} ${by ? document.getElementById(by)?.textContent : element.getAttribute('aria-label')}`;
    });
    for (const name of names) {
      if (/ null$| undefined$/.test(name)) faults.push(`a landmark without a name: ${name}`);
      if (names.indexOf(name) !== names.lastIndexOf(name)) faults.push(`two landmarks have one name: ${name}`);
    }
    const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
    for (const id of new Set(ids)) if (ids.indexOf(id) !== ids.lastIndexOf(id)) faults.push(`the id ${id} is there twice`);
    for (const element of document.querySelectorAll('[aria-labelledby], [aria-describedby], [aria-controls]')) {
      for (const attribute of ['aria-labelledby', 'aria-describedby', 'aria-controls']) {
        for (const id of (element.getAttribute(attribute) ?? '').split(/\s+/).filter(Boolean)) {
          if (!ids.includes(id)) faults.push(`${attribute} names ${id}, which is not there`);
        }
      }
    }
    for (const link of document.querySelectorAll<HTMLAnchorElement>('a[href^="#"]')) {
      if (!ids.includes(link.getAttribute('href')!.slice(1))) faults.push(`${link.getAttribute('href')} leads nowhere`);
    }
    if (!document.title.endsWith('Local Offer')) faults.push(`the title does not end with the site's name: ${document.title}`);
    if (document.documentElement.lang !== 'en-GB') faults.push('the page does not say its language');
    const live = document.body.lastElementChild;
    if (live?.id !== 'live' || live.getAttribute('aria-live') !== 'polite' || live.hasAttribute('role') || live.textContent) {
      faults.push('the live region is not the empty last part of the body');
    }
    if (document.querySelectorAll('[tabindex]:not([tabindex="0"], [tabindex="-1"])').length) faults.push('a positive tabindex');
    if (document.querySelectorAll('[title]:not(svg *)').length) faults.push('a title attribute, which many never see');
    return faults;
  });
}

/** The words that can be seen, line by line, leaving out what `without` names. */
export async function words(page: Page, without: string): Promise<string[]> {
  return await page.evaluate((unwanted) => {
    const lines: string[] = [];
    const walker = document.createTreeWalker(document.querySelector('main')!, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement!;
      const text = node.textContent!.trim();
      if (!text || parent.closest('script, style, option, .vh') || parent.closest(unwanted)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      if (parent.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && range.getClientRects().length) lines.push(text);
    }
    return lines;
  }, without);
}
