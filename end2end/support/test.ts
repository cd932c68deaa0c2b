// The test that every file uses: which scripts run, and what is watched on every page of every test.
import { test as base, expect, type BrowserContext, type ConsoleMessage, type Dialog, type Locator, type Page, type Request, type WebError } from '@playwright/test';
import { at, type Server } from './paths.ts';

export { expect };

export interface SiteOptions {
  /** Whether the site's own scripts run. */
  scripts: 'on' | 'blocked';
  /** Where paths lead. */
  server: Server;
}

interface Watching {
  /** What went wrong on any page of the test. */
  faults: string[];
  /** A page in a browser of its own, for one more person; watched like the first. */
  elsewhere: () => Promise<Page>;
  watch: void;
}

/** Nothing comes from another host, no script fails, and the page keeps to its own policy. Gives back what ends the watch. */
function watchOver(context: BrowserContext, faults: string[]): () => void {
  const onRequest = (request: Request) => {
    const { protocol, hostname } = new URL(request.url());
    if (/^(https?|wss?):$/.test(protocol) && hostname !== '127.0.0.1') faults.push(`asked another host: ${request.url()}`);
  };
  const onError = (error: WebError) => void faults.push(`script failed: ${error.error().message}`);
  const onMessage = (message: ConsoleMessage) => {
    if (/Content Security Policy|Refused to/i.test(message.text())) faults.push(`policy broken: ${message.text()}`);
  };
  const onBox = async (box: Dialog) => {
    faults.push(`a script opened a box: ${box.message()}`);
    await box.dismiss();
  };
  context.on('request', onRequest).on('weberror', onError).on('console', onMessage).on('dialog', onBox);
  return () => void context.off('request', onRequest).off('weberror', onError).off('console', onMessage).off('dialog', onBox);
}

export async function blockScripts(context: BrowserContext): Promise<void> {
  await context.route('**/*', async (route) => {
    const isScript = route.request().resourceType() === 'script' || /\.(m?js|wasm)$/.test(new URL(route.request().url()).pathname);
    await (isScript ? route.abort() : route.fallback());
  });
}

/**
 * With scripts blocked the site's script and WASM requests are aborted, while the browser itself keeps JavaScript:
 * axe and other checks need it. Journeys turn it off altogether: see `journey`.
 */
export const test = base.extend<SiteOptions & Watching>({
  scripts: ['on', { option: true }],
  server: ['sample', { option: true }],
  baseURL: async ({ server }, use) => {
    await use(at(server, ''));
  },
  context: async ({ context, scripts }, use) => {
    if (scripts === 'blocked') await blockScripts(context);
    await use(context);
  },
  faults: async ({}, use) => {
    await use([]);
  },
  elsewhere: async ({ browser, scripts, faults }, use) => {
    const opened: BrowserContext[] = [];
    await use(async () => {
      // It has the options of the test's own context.
      const context = await browser.newContext();
      opened.push(context);
      if (scripts === 'blocked') await blockScripts(context);
      watchOver(context, faults);
      return await context.newPage();
    });
    await Promise.all(opened.map((context) => context.close()));
  },
  // On every page of every test.
  watch: [
    async ({ context, faults }, use) => {
      const end = watchOver(context, faults);
      await use();
      end();
      expect([...new Set(faults)], 'what went wrong on the pages of this test').toEqual([]);
    },
    { auto: true },
  ],
});

/** The test for journeys: with scripts blocked the browser has no JavaScript at all. */
export const journey = test.extend({
  javaScriptEnabled: async ({ scripts }, use) => {
    await use(scripts === 'on');
  },
});

/** What /search.json answers to the same question. */
export interface Found {
  total: number;
  pages: number;
  results: { id: string; name: string; url: string; districts: string[]; distance_miles: number | null; why: string[] }[];
  errors: { field: string; message: string }[];
  understood: { where: { name: string } | null; age: number | null; guessed: Record<string, unknown> };
  corrected: string | null;
  confident: boolean;
  meaning: { title: string; text: string; url: string } | null;
  relaxed: Relaxed[];
}

/** One thing let go: what changes, the search with it changed, and how many there are then. */
export interface Relaxed {
  param: string;
  change: string;
  url: string;
  count: number;
}

/** Asks the same question as an address of /search, for programs. */
export async function found(page: Page, address: string): Promise<Found> {
  const url = new URL(address);
  url.pathname = '/search.json';
  const answer = await page.request.get(url.href);
  expect(answer.status()).toBe(200);
  return (await answer.json()) as Found;
}

/** "1,204 services found". */
export function counted(total: number): string {
  return `${total.toLocaleString('en-GB')} ${total === 1 ? 'service' : 'services'} found`;
}

/** The heading that says how many there are. */
export function heading(page: Page): Locator {
  return page.locator('h2#results');
}

/** The cards that are counted. */
export function hits(page: Page): Locator {
  return page.locator('ol.results > li');
}

/** Goes by the Tab key until something has the focus. */
export async function tabTo(page: Page, wanted: Locator, most = 80): Promise<void> {
  await expect(wanted, 'what Tab should reach').toHaveCount(1);
  for (let pressed = 0; pressed < most; pressed++) {
    await page.keyboard.press('Tab');
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`${most} presses of Tab did not reach ${wanted}`);
}

/** On a narrow window the filters stand behind a disclosure: opens it. */
export async function openFilters(page: Page): Promise<void> {
  const summary = page.locator('#filters > summary');
  if (await summary.isVisible()) await summary.click();
}
