// People who run services: their listings, new ones, the steps, and changes on their way.
import { signIn, somebody } from '../accounts.ts';
import { asCouncil, asProvider, change, choose, field, group, newListing, openChange, press, send, stepOf } from '../editing.ts';
import { STEPS } from '../steps.ts';
import { expect } from '../test.ts';
import { begin } from './listings.ts';
import type { Walk } from './walk.ts';

const FULL = 'Bobbin Wharf Night House';

export const PROVIDER: Walk[] = [
  {
    name: 'saying that a listing is right',
    server: 'sample',
    sights: ['provider is done with /sign-in/link/{token}', 'provider sees /provider', 'provider is done with /provider/still-right', 'provider sees /services/{slug}', 'provider is answered 405 by /provider/still-right'],
    go: async (walker) => {
      const { page } = walker;
      await signIn(page, somebody('provider'));
      await walker.look('listings', 'Your listings');
      await press(page, /^It is still right/, page.locator('main li.card').first());
      await expect(page.getByRole('status').filter({ hasText: 'Thank you' })).toBeVisible();
      await walker.look('listings with one just checked', 'Your listings');
      await walker.visit('/services/bobbin-wharf-night-house-burnley', 'a listing, signed in', FULL);
      await walker.visit('/provider/still-right', 'an address of theirs that only takes forms', /\w/);
    },
  },
  {
    name: 'those who are new',
    server: 'editing',
    sights: [
      'provider sees /provider/new', 'provider sees /provider/organisation', 'provider slips on /provider/organisation', 'provider is done with /provider/organisation',
      'provider slips on /provider/new', 'provider is done with /provider/new', 'provider sees /provider/listings/{id}/{step}', 'provider sees /provider',
    ],
    go: async (walker) => {
      const { page } = walker;
      const listing = newListing();
      await asProvider(page, listing);
      await walker.visit('/provider/new', 'adding a listing', 'Add a listing');
      await walker.visit('/provider/organisation', 'adding an organisation', 'Add an organisation');
      await field(page, 'Website').fill('our page');
      await press(page, 'Save, and add its first listing');
      await walker.look('adding an organisation with mistakes', 'Add an organisation');
      await field(page, 'What is it called?').fill(`Second of ${listing.word}`);
      await field(page, 'Website').fill('');
      await press(page, 'Save, and add its first listing');
      await walker.look('an organisation was added', /\w/);
      // Two organisations: nobody is chosen beforehand.
      await page.goto('/provider/new');
      await press(page, 'Begin');
      await walker.look('adding a listing with a mistake', 'Add a listing');
      await group(page, 'Who runs it?').getByRole('radio').first().check();
      await press(page, 'Begin');
      await walker.look('a listing just begun', 'What it is');
      await walker.visit('/provider', 'listings with one that is new', 'Your listings');
    },
  },
  {
    name: 'the steps of a listing that nothing is known of',
    server: 'editing',
    sights: [
      'provider sees /provider/listings/{id}', 'provider sees /provider/listings/{id}/{step}', 'provider sees /provider/listings/{id}/send',
      'provider sees /provider/listings/{id}/preview', 'provider is done with /provider/listings/{id}/discard', 'provider sees /provider',
      'provider is done with /provider/listings/{id}/bring-back',
    ],
    go: async (walker) => {
      const { page } = walker;
      await asProvider(page, newListing());
      const listing = await begin(page);
      await walker.visit(stepOf(listing), 'a new listing', 'Your new listing');
      for (const step of STEPS) await walker.visit(stepOf(listing, step.word), `nothing yet: ${step.title}`, step.title);
      await walker.visit(stepOf(listing, 'send'), 'nothing to send', 'Check and send: Your new listing');
      // It has no name yet: a heading has words all the same.
      await walker.visit(stepOf(listing, 'preview'), 'preview of nothing', /\w/);
      await page.goto(stepOf(listing));
      const folded = page.locator('main details');
      if ((await folded.count()) > 0) await folded.evaluateAll((all) => all.forEach((one) => ((one as HTMLDetailsElement).open = true)));
      await page.getByRole('main').locator('form[action$="/discard"] button').click();
      await walker.look('thrown away', 'Your listings');
      await press(page, 'Bring them back');
      await walker.look('brought back', 'Your new listing');
    },
  },
  {
    name: 'the steps with mistakes',
    server: 'editing',
    sights: [
      'provider slips on /provider/listings/{id}/{step}', 'provider is done with /provider/listings/{id}/{step}', 'provider sees /provider/listings/{id}/{step}',
      'provider sees /provider/listings/{id}', 'provider sees /provider/listings/{id}/send',
    ],
    go: async (walker) => {
      const { page } = walker;
      await asProvider(page, newListing());
      const listing = await begin(page);
      for (const step of STEPS) {
        await page.goto(stepOf(listing, step.word));
        await step.slip(page);
        await press(page, 'Save and carry on');
        await walker.look(`mistakes: ${step.title}`, step.title);
      }
      await walker.visit(stepOf(listing), 'much to put right', 'Your new listing');
      await walker.visit(stepOf(listing, 'send'), 'not ready to send', 'Check and send: Your new listing');
      const [first, second] = [STEPS[0]!, STEPS[1]!];
      await page.goto(stepOf(listing, first.word));
      await field(page, 'What is it called?').fill('A choir');
      await first.right(page);
      await press(page, 'Save and carry on');
      await walker.look('a step saved, with the next', second.title);
      const last = STEPS.at(-1)!;
      await page.goto(stepOf(listing, last.word));
      await last.right(page);
      await press(page, 'Save and carry on');
      await walker.look('the last step saved', 'Check and send: A choir');
    },
  },
  {
    name: 'the steps of a listing that much is known of',
    server: 'editing',
    sights: ['provider sees /provider/listings/{id}', 'provider sees /provider/listings/{id}/{step}', 'provider sees /provider/listings/{id}/preview'],
    go: async (walker) => {
      const { page } = walker;
      await signIn(page, somebody('provider', 'editing'), 'editing');
      await page.getByRole('link', { name: FULL, exact: true }).click();
      const base = page.url();
      await walker.look('overview', FULL);
      for (const step of STEPS) await walker.visit(`${base}/${step.word}`, `known: ${step.title}`, step.title);
      await walker.visit(`${base}/preview`, 'preview', FULL);
    },
  },
  {
    name: 'a change on its way',
    server: 'editing',
    sights: [
      'provider is answered 409 by /provider/listings/{id}/{step}', 'nobody is answered 401 by /provider/listings/{id}/{step}', 'provider sees /provider/listings/{id}/send',
      'provider slips on /provider/listings/{id}/send', 'provider is done with /provider/listings/{id}/send', 'provider sees /provider/listings/{id}', 'provider sees /provider',
      'provider is done with /provider/listings/{id}/take-back',
    ],
    go: async (walker) => {
      const { page } = walker;
      const listing = newListing();
      const email = await asProvider(page, listing);
      const other = await walker.elsewhere();
      await asProvider(other, listing);

      // Two at once, with a mistake in what was written.
      await page.goto(stepOf(listing, 'cost'));
      await change(other, listing, 'cost', async () => {
        await choose(other, 'What does it cost?', 'Families pay');
        await field(group(other, 'Price 1'), 'Price in pounds').fill('5');
      });
      await field(page, 'Anything else about the cost?').fill('Bring a plate to share.');
      await field(group(page, 'Price 1'), 'Price in pounds').fill('five');
      expect(await press(page, 'Save and carry on')).toBe(409);
      await walker.look('two at once', 'Choose which to keep');

      // Signed out, and in again.
      await page.goto(stepOf(listing, 'what'));
      await field(page, 'Tell us more').fill('Children cook, eat and sing.\n\nThere is a stage.');
      await page.context().clearCookies({ name: 'session' });
      expect(await press(page, 'Save and carry on')).toBe(401);
      await walker.look('kept while signed out', 'We have kept what you wrote');
      const tab = await page.context().newPage();
      await signIn(tab, email, 'editing');
      expect(await press(page, 'Save what I wrote')).toBe(409);
      await walker.look('kept and signed in again', 'We have kept what you wrote');
      await press(page, 'Save what I wrote');

      await walker.visit(stepOf(listing, 'send'), 'check and send', `Check and send: ${listing.name}`);
      await field(page, 'A word to the council').fill('x'.repeat(1_001));
      await press(page, 'Send it to the council');
      await walker.look('check and send with a mistake', `Check and send: ${listing.name}`);

      // Sent while a step is open.
      await page.goto(stepOf(listing, 'place'));
      await field(page, 'How does a family ask?').fill('Phone us on Mondays and ask for Mo.');
      await send(other, listing, 'Please read it soon.');
      expect(await press(page, 'Save and carry on')).toBe(409);
      await walker.look('sent meanwhile', 'It has been sent to the council meanwhile');
      await walker.visit(stepOf(listing), 'waiting', listing.name);
      await walker.visit('/provider', 'listings with one that waits', 'Your listings');
      await page.goto(stepOf(listing));
      await press(page, 'Take it back to change it');
      await walker.look('taken back', listing.name);
      await send(page, listing);
      await walker.look('just sent', listing.name);

      const reviewer = await walker.elsewhere();
      await asCouncil(reviewer, 'reviewer');
      await openChange(reviewer, listing.name);
      await field(reviewer, 'Your note').fill('Is it £5 for each child?');
      await press(reviewer, /^Ask a question/);
      await walker.visit(stepOf(listing), 'a question', listing.name);
      await press(page, 'Send the answer');
      await walker.look('a question without an answer', listing.name);
      await walker.visit('/provider', 'listings with one that was asked about', 'Your listings');
      await page.goto(stepOf(listing));
      await field(page, 'Your answer').fill('It is.');
      await press(page, 'Send the answer');
      await walker.look('just answered', listing.name);
      await openChange(reviewer, listing.name);
      await field(reviewer, 'Or send it back because').selectOption('Something is missing');
      await press(reviewer, /^Send back/);
      await walker.visit(stepOf(listing), 'sent back', listing.name);
    },
  },
];
