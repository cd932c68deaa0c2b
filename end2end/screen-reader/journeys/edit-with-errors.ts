import { signIn, somebody } from '../../support/accounts.ts';
import { press } from '../../support/editing.ts';
import type { Journey } from '../journey.ts';

export const editWithErrors: Journey = {
  name: 'edit-with-three-errors',
  title: 'A listing with three mistakes',
  about: 'A provider saves a step of a new listing with nothing filled in, hears three mistakes, and goes to each.',
  pages: ['/provider/listings/{id}/{step}'],
  changes: true,
  go: async (reader, helper) => {
    const page = await helper.page();
    await signIn(page, somebody('provider', 'editing'), 'editing');
    await page.goto('/provider/new');
    await press(page, 'Begin');
    const step = new URL(page.url()).pathname;
    await reader.open('/sign-in');
    await helper.hand(page);
    reader.part('The empty step');
    await reader.open(step, 'the first step of a new listing');
    reader.hears(/What it is/, 'the title says which step it is');
    await reader.until('e', /What is it called\?/, 'the first question is said');
    await reader.until('b', /Save and carry on/, 'the button says what it does');
    await reader.follow('Return');
    reader.part('What is wrong');
    reader.hears(/Error: /, 'the title says that something is wrong');
    reader.hears(/3 things to put right panel/, 'how many things are wrong is said at once');
    reader.hears(/Write what it is called\. Write one sentence[^.]*\. Tick at least one/, 'what is wrong is said in the order of the page');
    await reader.press('Tab');
    reader.hears(/Write what it is called\. link/, 'the first mistake is a link');
    await reader.press('Tab');
    reader.hears(/Write one sentence that says what families get\. link/, 'the second mistake is a link');
    await reader.press('Tab');
    reader.hears(/Tick at least one kind of help/, 'the third mistake is a link');
    reader.part('The first');
    await reader.press('shift+Tab');
    await reader.press('shift+Tab');
    await reader.press('Return');
    reader.hears(/What is it called\?.*entry/, 'the link leads to its box');
    reader.hears(/invalid entry/, 'the box says that it is wrong');
    reader.hears(/Error: Write what it is called/, 'the box says what to do');
    await reader.type('Choir');
    await reader.press('Tab');
    reader.hears(/What do families get, in one sentence\?/, 'the next question follows');
    reader.hears(/Error: Write one sentence that says what families get/, 'with its mistake');
    reader.part('The third');
    await reader.until('shift+Tab', /Days and times/, 'other steps are on the way');
    reader.hears(/Days and times, Not started link/, 'each says how far it is');
    await reader.until('shift+Tab', /Tick at least one kind of help.*link/, 'the mistakes can be gone back to');
    await reader.press('Return');
    reader.hears(/Which kinds of help is it\? panel/, 'the link leads to its question');
    reader.hears(/check box not checked/, 'and to its first box');
  },
};
