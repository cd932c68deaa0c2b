// The council: the queue, decisions, what is published at once, and the past.
import { randomUUID } from 'node:crypto';
import { setUpSecond, somebody } from '../accounts.ts';
import { asCouncil, choose, field, group, justDecided, newListing, openChange, press, stepOf } from '../editing.ts';
import { linkOf, mailTo } from '../mail.ts';
import { STEPS } from '../steps.ts';
import { expect } from '../test.ts';
import { at } from '../paths.ts';
import { somebodySent, somebodySentNew } from './listings.ts';
import type { Walk } from './walk.ts';

export const COUNCIL: Walk[] = [
  {
    name: 'those who decide',
    server: 'editing',
    sights: [
      'reviewer sees /council', 'reviewer sees /account', 'reviewer sees /council/changes/{id}', 'reviewer slips on /council/changes/{id}', 'reviewer sees /council/changes/{id}/preview',
      'reviewer is done with /council/changes/{id}', 'reviewer sees /council/changes', 'reviewer is done with /council/changes/{id}/undo', 'reviewer sees /council/listings',
      'reviewer sees /council/listings/{id}/past', 'reviewer is answered 404 by /council/audit',
    ],
    go: async (walker) => {
      const { page } = walker;
      const provider = await walker.elsewhere();
      const listing = await somebodySent(provider);
      await asCouncil(page, 'reviewer');
      await walker.look('council of a reviewer', 'Council');
      await walker.visit('/account', 'account of a reviewer', 'Your account');
      await openChange(page, listing.name);
      await walker.look('a change', listing.name);
      await press(page, /^Send back/);
      await walker.look('a change sent back without a reason', listing.name);
      for (const box of await group(page, 'What may families see?').getByRole('checkbox').all()) await box.uncheck();
      await press(page, /^Approve what is ticked/);
      await walker.look('a change of which nothing is approved', listing.name);
      await page.getByRole('link', { name: 'See it as families would' }).click();
      await walker.look('preview of a change', listing.name);

      const approved = await somebodySent(await walker.elsewhere());
      await openChange(page, approved.name);
      await press(page, /^Approve all of it/);
      await walker.look('the queue, one just approved', /\w/);
      await press(page, /^Undo/, justDecided(page, approved.name));
      await walker.look('the queue, one taken back', /\w/);
      await openChange(page, approved.name);
      const decision = page.url();
      await press(page, /^Approve all of it/);
      await walker.visit(decision, 'a change that was decided', approved.name);
      await openChange(page, listing.name);
      await field(page, 'Your note').fill('Who leads the choir?');
      await press(page, /^Ask a question/);
      await expect(page.getByRole('row').filter({ hasText: listing.name })).toContainText('Waits for an answer');
      await walker.look('the queue, one just asked about', /\w/);

      const asked = await somebodySentNew(await walker.elsewhere());
      await openChange(page, asked);
      await walker.look('a new listing to read', asked);
      await walker.visit(`/council/listings?q=${listing.word}`, 'listings of the council', 'Listings');
      await page.getByRole('link', { name: /^Its past/ }).click();
      await walker.look('no past', `The past of ${listing.name}`);
      await walker.visit('/council/audit', 'a page for others', /\w/);
    },
  },
  {
    name: 'those who publish',
    server: 'editing',
    sights: [
      'editor sees /council', 'editor sees /council/changes', 'editor sees /council/changes/{id}', 'editor sees /council/listings', 'editor sees /provider/listings/{id}',
      'editor sees /provider/listings/{id}/{step}', 'editor slips on /provider/listings/{id}/{step}', 'editor is done with /provider/listings/{id}/{step}',
      'editor sees /provider/listings/{id}/preview', 'editor sees /provider/listings/{id}/send', 'editor slips on /provider/listings/{id}/send', 'editor sees /services/{slug}',
      'editor sees /services/{slug}/history', 'editor sees /council/listings/{id}/past', 'editor slips on /council/listings/{id}/past', 'editor is done with /council/listings/{id}/past',
      'editor is done with /provider/listings/{id}/send', 'editor sees /council/changes/{id}/preview',
      'editor sees /council/listings/new', 'editor slips on /council/listings/new', 'editor is done with /council/listings/new',
    ],
    go: async (walker) => {
      const { page } = walker;
      const waiting = await somebodySent(await walker.elsewhere());
      const listing = newListing();
      await asCouncil(page, 'editor');
      await walker.look('council of an editor', 'Council');
      await walker.visit('/council/changes', 'the queue of an editor', /\w/);
      await openChange(page, waiting.name);
      await walker.look('a change that an editor reads', waiting.name);
      await page.getByRole('link', { name: 'See it as families would' }).click();
      await walker.look('preview of a change that an editor reads', waiting.name);
      await walker.visit(stepOf(waiting), 'overview of an editor, with a change of theirs that waits', waiting.name);
      await walker.visit('/council/listings', 'listings that an editor may change', 'Listings');

      await walker.visit(stepOf(listing), 'overview of an editor', listing.name);
      await walker.visit(stepOf(listing, 'running'), 'a step of an editor', STEPS.at(-1)!.title);
      await choose(page, 'Is it running?', 'It has ended');
      await press(page, 'Save and carry on');
      await walker.look('a step of an editor with a mistake', STEPS.at(-1)!.title);
      await field(page, 'What happened, and what can families do?').fill('The cook has retired.');
      await field(page, 'What can families use instead?').fill('/services/bobbin-wharf-night-house-burnley');
      await press(page, 'Save and carry on');
      await walker.look('check and publish', `Check and send: ${listing.name}`);
      await field(page, 'Why do you change it?').fill('x'.repeat(1_001));
      await press(page, 'Publish it now');
      await walker.look('check and publish with a mistake', `Check and send: ${listing.name}`);
      await walker.visit(stepOf(listing, 'preview'), 'preview of an editor', listing.name);
      await page.goto(stepOf(listing, 'send'));
      await field(page, 'Why do you change it?').fill('They wrote to us.');
      await press(page, 'Publish it now');
      await expect(page.getByText('This service has ended.')).toBeVisible();
      await walker.look('a listing that has ended', listing.name);
      await page.getByRole('link', { name: 'What changed, and when' }).click();
      await walker.look('what changed', `What changed: ${listing.name}`);
      await walker.visit(`/council/listings/${listing.id}/past`, 'the past', `The past of ${listing.name}`);
      // What is folded away was opened to be looked at.
      await press(page, 'Put it back');
      await walker.look('the past with a mistake', `The past of ${listing.name}`);
      await page.getByLabel('Why do you put it back?').fill('She works again.');
      await press(page, 'Put it back');
      await walker.look('the past, put back', `The past of ${listing.name}`);

      await walker.visit('/council/listings/new', 'adding a listing', 'Add a listing');
      await press(page, 'Add it, and begin its listing');
      await walker.look('adding a listing of a nameless organisation', 'Add a listing');
      await field(page, 'What is the organisation called?').fill(listing.organisation.toUpperCase());
      await press(page, 'Add it, and begin its listing');
      await walker.look('adding a listing of an organisation that is here already', 'Add a listing');
      await walker.visit('/council/listings/new?q=zzzzqqq', 'adding a listing, no organisation found', 'Add a listing');
      await walker.visit(`/council/listings/new?q=${listing.word}`, 'adding a listing, organisations to choose from', 'Add a listing');
      await press(page, /^Begin its listing$/);
      await walker.look('adding a listing of nobody chosen', 'Add a listing');
      await field(page, `${listing.organisation}, 1 listing`).check();
      await press(page, /^Begin its listing$/);
      await walker.look('the first step of a listing that the council adds', STEPS[0]!.title);
      await walker.visit('/council/listings', 'listings, one begun', 'Listings');
      await walker.visit('/council/listings?state=ended&sort=checked', 'listings that have ended', 'Listings');
      await walker.visit('/council/listings?q=zzzzqqq&state=x&sort=x&page=9', 'listings with a mistake', 'Listings');
      await walker.visit('/council/listings?page=2', 'second page of listings', 'Listings');
    },
  },
  {
    name: 'a queue in which nothing waits',
    server: 'empty',
    sights: ['reviewer sees /council', 'reviewer sees /council/changes', 'reviewer sees /council/listings', 'reviewer is answered 404 by /council/changes/{id}'],
    go: async (walker) => {
      // On a server where nothing ever waits. It has no sample, so that no link is printed: it comes by mail.
      const { page } = walker;
      const email = somebody('reviewer', 'empty');
      await page.goto(at('empty', '/sign-in'));
      await page.getByLabel('Your email address').fill(email);
      await press(page, 'Send me a link');
      await page.goto(linkOf(await mailTo(email, 'empty')));
      await press(page, 'Sign in');
      await setUpSecond(page);
      await walker.look('council with nothing to do', 'Council');
      await walker.visit('/council/changes', 'an empty queue', 'No changes are waiting');
      await walker.visit('/council/listings', 'no listings', 'Listings');
      await walker.visit(`/council/changes/${randomUUID()}`, 'no such change', 'We cannot find that page');
    },
  },
];
