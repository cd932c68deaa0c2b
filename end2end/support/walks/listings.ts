// Ways that walks through listings share.
import type { Page } from '@playwright/test';
import { asProvider, change, choose, field, newListing, press, send, type Listing } from '../editing.ts';

/** Begins a listing that nothing is known of. */
export async function begin(page: Page): Promise<{ id: string }> {
  await page.goto('/provider/new');
  await press(page, 'Begin');
  return { id: /listings\/([0-9a-f-]{36})\/what$/.exec(page.url())![1]! };
}

/** Three facts are changed, a list, a line and a text, and sent with a word. */
export async function sent(page: Page, listing: Listing): Promise<void> {
  await change(page, listing, 'what', async () => await field(page, 'What do families get, in one sentence?').fill('A club on Saturdays where children cook and sing.'));
  await change(page, listing, 'access', async () => await choose(page, 'Quiet space', 'Yes'));
  await change(page, listing, 'contact', async () => await field(page, 'Phone number').fill('01632 960133'));
  await send(page, listing, 'We have a choir now.');
}

/** Somebody new sends a change of a listing of theirs. */
export async function somebodySent(page: Page): Promise<Listing> {
  const listing = newListing();
  await asProvider(page, listing);
  await sent(page, listing);
  return listing;
}

/** Somebody new sends a new listing, with as much as must be said. Gives back its name. */
export async function somebodySentNew(page: Page): Promise<string> {
  const known = newListing();
  await asProvider(page, known);
  const listing = await begin(page);
  const name = `Choir ${known.word}`;
  await change(page, listing, 'what', async () => {
    await field(page, 'What is it called?').fill(name);
    await field(page, 'What do families get, in one sentence?').fill('A choir for children who like to be loud.');
    await choose(page, 'Which kinds of help is it?', 'Clubs and youth groups');
  });
  await send(page, listing);
  return name;
}
