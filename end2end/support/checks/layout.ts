// Whether everything fits: no scrolling sideways, no text cut off, and room for a finger.
import type { Page } from '@playwright/test';

/** What holds while a page is measured. */
export interface Held {
  /** Style rules that are there meanwhile, and no longer. */
  rules?: string;
  /** Whether there must be room for a finger: 44 by 44 pixels. */
  fingers?: boolean;
}

/** What makes the page scroll sideways, what is cut off, and, when asked, what is smaller than a finger. */
export async function layout(page: Page, held: Held = {}): Promise<string[]> {
  return await page.evaluate(({ rules, fingers }) => {
    // All in one go, so that the browser need not paint what nobody looks at.
    const before = [...document.adoptedStyleSheets];
    if (rules) {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(rules);
      document.adoptedStyleSheets = [...before, sheet];
    }
    try {
      const LEAST = 44;
      const faults: string[] = [];
      const name = (element: Element) => `${element.tagName.toLowerCase()}${element.id && `#${element.id}`}.${element.getAttribute('class') ?? ''}`;

      const wide = document.documentElement.clientWidth;
      const over = document.documentElement.scrollWidth - wide;
      if (over > 0) faults.push(`the page scrolls sideways by ${over} pixels`);
      for (const element of document.body.querySelectorAll<HTMLElement>('*')) {
        if (!element.checkVisibility() || element.closest('svg, .scroll')) continue;
        // Boxes that scroll by themselves may be wider than the window.
        const box = element.getBoundingClientRect();
        if (box.width > 1 && (box.right > wide + 1 || box.left < -1) && !element.closest('[aria-hidden=true]') && !element.matches('.skip')) {
          faults.push(`${name(element)} reaches from ${Math.round(box.left)} to ${Math.round(box.right)} of ${wide}, let it wrap or shrink: ${element.textContent?.trim().slice(0, 40)}`);
        }
        // What is there for the return key alone is neither seen nor heard.
        if (element.clientWidth <= 2 || element.closest('.vh[aria-hidden=true]')) continue;
        const full = element.scrollHeight > element.clientHeight + 1 || element.scrollWidth > element.clientWidth + 1;
        if (!full) continue;
        const style = getComputedStyle(element);
        const cuts = /hidden|clip/.test(style.overflowX + style.overflowY) || style.textOverflow === 'ellipsis';
        const isBox = element.matches('button, .btn, summary, label');
        if ((cuts && element.innerText?.trim()) || (isBox && style.display !== 'inline')) {
          faults.push(`${name(element)} cuts its text, let it grow: ${element.innerText.trim().slice(0, 60)}`);
        }
      }
      if (!fingers) return faults.slice(0, 8);

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

      /** How far it can be pressed from its middle, each way: another part may make a link larger. */
      const pressable = (element: HTMLElement) => {
        element.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' });
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

      const scrolled = scrollY;
      for (const element of document.querySelectorAll<HTMLElement>('a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button], [role=option], [tabindex="0"]:not(.scroll)')) {
        if (!element.checkVisibility({ visibilityProperty: true }) || element.closest('.vh') || element.matches('.skip')) continue;
        // A box is measured with its label.
        const label = element.matches('[type=checkbox], [type=radio]') ? (element as HTMLInputElement).labels?.[0] : undefined;
        let { width, height } = (label ?? element).getBoundingClientRect();
        const tight = () => width < LEAST - 0.5 || height < LEAST - 0.5;
        if (!tight() || inSentence(element)) continue;
        const [w, h] = pressable(element);
        [width, height] = [Math.max(width, w), Math.max(height, h)];
        if (!tight()) continue;
        const where = element.closest('[id]:not(main)')?.id ?? element.parentElement?.className;
        faults.push(`${name(element)} in “${where}” is ${Math.round(width)} by ${Math.round(height)}, make it 44 by 44: ${(element.innerText || element.getAttribute('name') || '').trim().slice(0, 40)}`);
      }
      scrollTo({ top: scrolled, behavior: 'instant' });
      return faults.slice(0, 12);
    } finally {
      if (rules) document.adoptedStyleSheets = before;
    }
  }, held);
}
