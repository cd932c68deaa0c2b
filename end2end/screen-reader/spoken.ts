// Runs a journey: at a desk of its own, on a server of its own where it changes something.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from '@playwright/test';
import { CHROMIUM } from '../support/browser.ts';
import { serve } from '../support/program.ts';
import { at, dataOf, remember } from '../support/paths.ts';
import type { Journey } from './journey.ts';
import { Reader } from './reader.ts';
import type { BrowserName } from './rig/browser.ts';
import { Desk } from './rig/desktop-session.ts';
import { undated, written, type Step } from './transcript.ts';

const here = dirname(fileURLToPath(import.meta.url));

/** Whether transcripts are written anew: `make transcripts`. Tests never do it. */
const WRITES = process.env.LOCAL_OFFER_TRANSCRIPTS === 'write';

/** The Orca that the transcripts were heard with. Another one says some things in other words. */
const ORCA = '43.1';

/** Goes on a journey and gives back what was heard; what differs from its transcript is the fault of the test. */
export async function listen(journey: Journey, browserName: BrowserName, browser: Browser, altered?: (address: string) => Promise<string>): Promise<Step[]> {
  const server = journey.changes ? await ownServer(journey.name) : undefined;
  const address = at(journey.changes ? 'editing' : 'sample', '');
  const heardAt = altered ? await altered(address) : address;
  const desk = await Desk.start(browserName);
  const reader = new Reader(desk, heardAt);
  const opened: Page[] = [];
  try {
    await journey.go(reader, {
      page: async () => {
        const context = await browser.newContext({ baseURL: heardAt, locale: 'en-GB' });
        opened.push(await context.newPage());
        return opened.at(-1)!;
      },
      hand: async (page) => {
        const cookies = await page.context().cookies();
        await desk.keep(cookies.map(({ name, value }) => ({ name, value, url: heardAt })));
      },
    });
  } finally {
    await desk.end();
    await Promise.all(opened.map((page) => page.context().close()));
    await server?.();
    keep(journey, browserName, reader.steps);
  }
  return reader.steps;
}

/** A server with the sample that nobody else uses. */
async function ownServer(name: string): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'local-offer-heard-'));
  const data = join(folder, 'data');
  cpSync(join(dataOf('sample'), '..', 'unserved'), data, { recursive: true });
  const server = await serve(`heard-${name}`, data);
  remember('editing', server.address, data);
  return async () => {
    await server.end();
    rmSync(folder, { recursive: true, force: true });
  };
}

function fileOf(journey: Journey, browserName: BrowserName, folder: string): string {
  return join(folder, browserName === 'Firefox' ? 'firefox' : '', `${journey.name}.txt`);
}

/** What was heard this time, to look at when something differs. */
function keep(journey: Journey, browserName: BrowserName, steps: Step[]): void {
  put(fileOf(journey, browserName, join(here, 'heard')), told(journey, browserName, steps));
}

function put(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function told(journey: Journey, browserName: BrowserName, steps: Step[]): string {
  const today = new Date().toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });
  const program = browserName === 'Chromium' ? CHROMIUM : 'firefox-esr';
  const heard = `${today} with Orca ${version('orca')} and ${browserName} ${version(program).split('.')[0]}`;
  return written({ ...journey, heard }, steps);
}

/** What the transcript says and what was heard now, to be the same; or writes it. */
export function against(journey: Journey, browserName: BrowserName, steps: Step[]): { was: string; now: string } {
  const file = fileOf(journey, browserName, join(here, 'transcripts'));
  const text = told(journey, browserName, steps);
  const [was, now] = [existsSync(file) ? undated(readFileSync(file, 'utf8')) : '', undated(text)];
  if (WRITES) {
    if (was !== now) put(file, text);
    return { was: now, now };
  }
  if (version('orca') !== ORCA) {
    console.log(`LACKING Orca ${ORCA}: transcripts were not compared word by word, what must be heard was`);
    return { was: now, now };
  }
  return { was, now };
}

const versions = new Map<string, string>();

/** The version that a program gives: the first number in what it says. */
function version(program: string): string {
  let known = versions.get(program);
  if (known === undefined) {
    const said = execFileSync(program, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    versions.set(program, (known = /\d+(\.\d+)*/.exec(said)?.[0] ?? 'of no number'));
  }
  return known;
}
