// Walks: pages that one can only reach by doing things. A walk does them, and looks at each page on its way.
import { request, type Page, type Response } from '@playwright/test';
import { lookAt } from '../audit-page.ts';
import { patternOf } from '../router.ts';
import { expect, type SiteOptions } from '../test.ts';
import type { Server } from '../paths.ts';

/** "provider sees /provider/new", "provider slips on /provider/new", "provider is done with /provider/new". */
export type Sight = string;

export interface Walk {
  name: string;
  server: Server;
  /** What it looks at: the run fails when it did not, or looked at something that is not said here. */
  sights: Sight[];
  /** When the site's scripts are needed to see it. */
  needsScripts?: boolean;
  go: (walker: Walker) => Promise<void>;
}

/** Somebody who looks at pages, and remembers what they were. */
export class Walker {
  readonly sights = new Set<Sight>();
  readonly #answers = new Map<Page, Response>();

  constructor(
    readonly page: Page,
    readonly scripts: SiteOptions['scripts'],
    /** A page in a browser of its own, for one more person. */
    readonly elsewhere: () => Promise<Page>,
  ) {
    this.watch(page);
  }

  /** Remembers what a page was answered with last. */
  watch(page: Page): void {
    page.on('response', (answer) => {
      const isPage = answer.request().resourceType() === 'document' && answer.frame() === page.mainFrame();
      if (isPage && (answer.status() < 300 || answer.status() >= 400)) this.#answers.set(page, answer);
    });
  }

  /** Looks at the page that is open. */
  async look(name: string, heading: string | RegExp, page = this.page): Promise<void> {
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(heading);
    const answer = this.#answers.get(page)!;
    expect(answer.url().split('#')[0], 'what was answered last').toBe(page.url().split('#')[0]);
    // What scripts add is part of the page.
    if (this.scripts === 'on' && (await page.locator('script').count()) > 0) await expect(page.locator('html')).toHaveAttribute('data-islands', 'awake');
    for (const sight of await this.#seen(page, answer)) this.sights.add(sight);
    await lookAt(page, { name, scripts: this.scripts, answer });
  }

  /** Opens a page and looks at it. */
  async visit(path: string, name: string, heading: string | RegExp): Promise<void> {
    await this.page.goto(path);
    await this.look(name, heading);
  }

  /** What the page is: told by the server, not by the walk. */
  async #seen(page: Page, answer: Response): Promise<Sight[]> {
    const who = await roleOf(page);
    const of = (url: string) => patternOf(new URL(url).pathname) ?? 'no such address';
    const request = answer.request();
    const sights: Sight[] = [];
    if (request.method() === 'GET' && answer.status() === 200) sights.push(`${who} sees ${of(request.url())}`);
    if (request.method() === 'POST' && answer.status() === 422) sights.push(`${who} slips on ${of(request.url())}`);
    else if (request.method() === 'POST' && answer.status() < 300) sights.push(`${who} is done with ${of(request.url())}`);
    else if (answer.status() !== 200) sights.push(`${who} is answered ${answer.status()} by ${of(request.url())}`);
    const sent = request.redirectedFrom();
    if (sent?.method() === 'POST') sights.push(`${who} is done with ${of(sent.url())}`);
    return sights;
  }
}

/** Who is signed in, in the server's words. Asked beside the browser, which would remember it as where somebody was going. */
async function roleOf(page: Page): Promise<string> {
  const beside = await request.newContext({ storageState: await page.context().storageState() });
  try {
    const answer = await beside.get(new URL('/account', page.url()).href);
    const path = new URL(answer.url()).pathname;
    if (path === '/sign-in') return 'nobody';
    if (path !== '/account') return 'half-way';
    return /You are signed in as [^ ]+ \(([^)]+)\)/.exec(await answer.text())?.[1] ?? 'somebody unknown';
  } finally {
    await beside.dispose();
  }
}
