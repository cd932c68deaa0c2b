// Listings that tests change. Each test has its own, with a word that no other listing has.
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { setUpSecond, signIn, somebody } from './accounts.ts';
import { command } from './program.ts';
import { expect, hits } from './test.ts';
import { at, dataOf } from './paths.ts';

/** A listing that families see. */
export interface Listing {
  id: string;
  name: string;
  /** A word of its name that no other listing has. */
  word: string;
  organisation: string;
}

/** Letters that stand nowhere else: families search for them. */
export function newWord(): string {
  return `q${randomUUID().replace(/\W/g, '').replace(/\d/g, (digit) => 'ghijklmnop'[Number(digit)]!).slice(0, 11)}`;
}

/** A listing of an organisation of its own, read from a file as a council's feed would be. */
export function newListing(): Listing {
  const word = newWord();
  const listing = { id: randomUUID(), name: `Saturday club ${word}`, word, organisation: `Friends of ${word}` };
  const record = {
    id: listing.id,
    name: listing.name,
    summary: 'A club on Saturdays where children cook and play.',
    description: 'Children cook, eat and play together. There are two helpers in the room all the time.',
    application_process: 'Phone us and ask for Mo.',
    cost_options: [{ option: '£4 a session' }],
    minimum_age: 5,
    maximum_age: 11,
    // Our words for it: a kind of help, and how it happens.
    attributes: [{ taxonomy_term: { name: 'Carers' } }, { taxonomy_term: { name: 'Venue' } }],
    schedules: [{ byday: 'SA', opens_at: '10:00', closes_at: '12:00' }],
    contacts: [{ phones: [{ number: '01632 960140' }] }],
    organization: { id: randomUUID(), name: listing.organisation, description: 'A small charity.' },
  };
  const file = join(dataOf('editing'), `${word}.ndjson`);
  writeFileSync(file, `${JSON.stringify(record)}\n`);
  command('import', file, '--data', dataOf('editing'));
  return listing;
}

/** A page where somebody who keeps the listing is signed in. Gives back their mail address. */
export async function asProvider(page: Page, listing: Listing): Promise<string> {
  const email = somebody('provider', 'editing', listing.organisation);
  await signIn(page, email, 'editing');
  await expect(title(page)).toHaveText('Your listings');
  return email;
}

/** A page where somebody of the council is signed in. Gives back their mail address. */
export async function asCouncil(page: Page, role: 'reviewer' | 'editor'): Promise<string> {
  const email = somebody(role, 'editing');
  await signIn(page, email, 'editing');
  await setUpSecond(page);
  return email;
}

export function title(page: Page): Locator {
  return page.getByRole('heading', { level: 1 });
}

/** What a page says has just been done. */
export function notice(page: Page): Locator {
  return page.getByRole('main').getByRole('status');
}

/** A field by its label. */
export function field(within: Page | Locator, label: string): Locator {
  return within.getByLabel(label, { exact: true });
}

/** What families should know of a fact of getting in and joining in: the question is seen without the fact, and heard with it. */
export function noteOn(page: Page, fact: string): Locator {
  return page.getByRole('textbox', { name: new RegExp(`^What should families know\\?.*About: ${fact}$`) });
}

/** One question with its answers: a group of boxes, or a session, a place, a price. */
export function group(within: Page | Locator, name: string): Locator {
  return within.getByRole('group', { name, exact: true });
}

/** Chooses answers of a question. */
export async function choose(within: Page | Locator, question: string, ...answers: string[]): Promise<void> {
  for (const answer of answers) await field(group(within, question), answer).check();
}

/** Where a listing is changed. */
export function stepOf(listing: { id: string }, step = ''): string {
  return `/provider/listings/${listing.id}${step && `/${step}`}`;
}

/** Presses a button of a form, and gives back the status that the form was answered with. */
export async function press(page: Page, button: string | RegExp, within: Page | Locator = page.getByRole('main')): Promise<number> {
  const answered = page.waitForResponse((answer) => answer.request().isNavigationRequest() && answer.request().method() === 'POST');
  await within.getByRole('button', { name: button }).click();
  return (await answered).status();
}

/** Something to put right, and the field where it is said: a line to type in, a list, or a group of boxes. */
export type Wrong = readonly [field: Locator, message: string];

/** As it stands in the summary, where messages are heard one after the other. */
const sentence = (message: string) => (/[.?!]$/.test(message) ? message : `${message}.`);

/** The form was not taken: the status, the title and the summary say so, and each message stands beside its field. */
export async function expectWrong(page: Page, status: number, wrong: readonly Wrong[]): Promise<void> {
  expect(status).toBe(422);
  await expect(page).toHaveTitle(/^Error: /);
  const summary = page.getByRole('group', { name: /put right/ }).getByRole('link');
  await expect(summary).toHaveText(wrong.map(([, message]) => sentence(message)));
  for (const [field, message] of wrong) {
    await expect(field).toHaveAccessibleDescription(new RegExp(`Error: ${message.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`));
    await expect.soft(field, 'the field is not folded away').toBeVisible();
    await summary.getByText(sentence(message), { exact: true }).click();
    const box = (await field.evaluate((element) => element.matches('fieldset'))) ? field.getByRole('checkbox').or(field.getByRole('radio')).first() : field;
    await expect(box, `the summary leads to: ${message}`).toBeFocused();
  }
}

/** Changes one step and stops there. */
export async function change(page: Page, listing: { id: string }, step: string, fill: () => Promise<void>): Promise<void> {
  await page.goto(stepOf(listing, step));
  await fill();
  expect(await press(page, 'Save and stop here')).toBe(303);
  await expect(notice(page)).toContainText('Saved: ');
}

/** Sends what was changed to the council. */
export async function send(page: Page, listing: { id: string }, word = ''): Promise<void> {
  await page.goto(stepOf(listing, 'send'));
  await page.getByLabel('A word to the council').fill(word);
  expect(await press(page, 'Send it to the council')).toBe(303);
  await expect(notice(page)).toHaveText('Sent. The council reads it now. Families still see what they saw.');
}

/** Opens the change of a listing out of the queue. */
export async function openChange(page: Page, name: string): Promise<void> {
  await page.goto('/council/changes');
  await page.getByRole('table').getByRole('link', { name, exact: true }).click();
  await expect(title(page)).toHaveText(name);
}

/** What was just decided about a listing, with the button that takes it back. */
export function justDecided(page: Page, name: string): Locator {
  return page.getByRole('region', { name: 'Just decided' }).getByRole('listitem').filter({ hasText: name });
}

/** A family finds a listing by a word and opens it, within a second or two of its change. */
export async function openBy(page: Page, word: string, says: string): Promise<void> {
  await expect(async () => {
    await page.goto(at('editing', `/search?q=${word}`));
    await hits(page).getByRole('heading').getByRole('link', { name: word }).click({ timeout: 3_000 });
    await expect(page.getByRole('main')).toContainText(says, { timeout: 2_000 });
  }, 'families see it within a second or two').toPass({ timeout: 20_000 });
}

/** What a listing says under "In short". */
export function short(page: Page, label: string): Locator {
  return page.locator('dl.sum-list > div').filter({ has: page.getByRole('term').filter({ hasText: new RegExp(`^${label}$`) }) }).getByRole('definition');
}
