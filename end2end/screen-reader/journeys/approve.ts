import type { Page } from '@playwright/test';
import { signIn, somebody } from '../../support/accounts.ts';
import { field, press, stepOf } from '../../support/editing.ts';
import { totp } from '../../support/totp.ts';
import type { Journey } from '../journey.ts';

/** The server's time: see fixed-clock.sh. */
const NOON = Date.UTC(2026, 10, 22, 12) / 1000;
const LISTING = 'Towpath Saturdays';

/** A provider sends a change of two facts. */
async function sendChange(page: Page): Promise<void> {
  await signIn(page, somebody('provider', 'editing'), 'editing');
  await page.getByRole('link', { name: LISTING, exact: true }).click();
  const id = /listings\/([0-9a-f-]{36})/.exec(page.url())![1]!;
  await page.goto(stepOf({ id }, 'contact'));
  await field(page, 'Phone number').fill('01632 960133');
  await press(page, 'Save and stop here');
  await page.goto(stepOf({ id }, 'send'));
  await field(page, 'A word to the council').fill('We have a new telephone.');
  await press(page, 'Send it to the council');
}

/** A reviewer signs in and sets up the second check. */
async function reviewer(page: Page): Promise<void> {
  await signIn(page, somebody('reviewer', 'editing'), 'editing');
  await page.getByLabel('Code from your phone').fill(totp(await page.locator('.qr b').innerText(), NOON));
  await press(page, 'Set up');
  await page.getByRole('link', { name: 'I have printed them' }).click();
}

export const approve: Journey = {
  name: 'approve-a-change',
  title: 'A change is read and approved',
  about: 'Somebody of the council opens the queue, hears what was and what would be, approves it, and can take it back.',
  pages: ['/council/changes', '/council/changes/{id}'],
  changes: true,
  go: async (reader, helper) => {
    await sendChange(await helper.page());
    const staff = await helper.page();
    await reviewer(staff);
    await reader.open('/sign-in');
    await helper.hand(staff);
    reader.part('The queue');
    await reader.open('/council/changes');
    reader.hears(/1 change/, 'the title says how many wait');
    await reader.press('t');
    reader.hears(/table with \d+ rows/, 'the queue is a table');
    await reader.until('k', /Towpath Saturdays/, 'the change is a link with the listing’s name');
    await reader.follow('Return');
    reader.part('The change');
    await reader.press('h');
    reader.hears(/Towpath Saturdays heading level 1/, 'the heading is the listing’s name');
    await reader.until('h', /Phone heading level 2/, 'each fact that changed has a heading');
    await reader.until('Down', /Taken out: .*01632 960101/, 'what was is said as taken out');
    await reader.until('Down', /Put in: .*01632 960133/, 'what would be is said as put in');
    await reader.until('Down', /We have a new telephone/, 'the provider’s word is said');
    await reader.until('b', /Approve all of it/, 'the button says what it does');
    reader.hears(/Approve all of it in Towpath Saturdays/, 'the button says to what');
    await reader.follow('Return');
    reader.part('Approved');
    await reader.until('Down', /Approved: Towpath Saturdays\. Families see it now/, 'what was done is said');
    await reader.until('b', /Undo/, 'it can be taken back');
    reader.hears(/Towpath Saturdays\. You can until 12:10pm/, 'and until when');
  },
};
