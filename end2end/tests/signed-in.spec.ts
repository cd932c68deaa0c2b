// The pages behind the sign-in, held to what every page is held to: axe, room for a finger, headings and valid HTML.
import { randomUUID } from 'node:crypto';
import type { Page, Response } from '@playwright/test';
import { setUpSecond, signIn, somebody } from '../support/accounts.ts';
import { axe } from '../support/axe.ts';
import { structure, unfold } from '../support/checks.ts';
import { asCouncil, asProvider, change, choose, field, group, newListing, openChange, press, send, stepOf, type Listing } from '../support/editing.ts';
import { hasJava, invalid } from '../support/html.ts';
import { codeOf, linkOf, mailTo } from '../support/mail.ts';
import { fitsNow } from '../support/shape.ts';
import { STEPS } from '../support/steps.ts';
import { expect, test } from '../support/test.ts';
import { totp } from '../support/totp.ts';
import { at } from '../support/where.ts';

/** Looks at pages one after the other: light and wide with scripts, dark and narrow without, as axe.spec.ts does. */
class Looker {
  readonly #pages = new Map<string, Buffer>();
  #answer: Response | undefined;

  constructor(readonly page: Page, readonly scripts: 'on' | 'blocked') {
    page.on('response', (answer) => {
      if (answer.request().resourceType() === 'document' && (answer.status() < 300 || answer.status() >= 400)) this.#answer = answer;
    });
  }

  /** Looks at the page that is open. */
  async look(name: string, heading: string): Promise<void> {
    const page = this.page;
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(heading);
    await test.step(name, async () => {
      expect(this.#answer!.url(), 'what was answered last').toBe(page.url());
      this.#pages.set(name, await this.#answer!.body());
      if (this.scripts === 'on') {
        await page.emulateMedia({ colorScheme: 'light' });
        await page.setViewportSize({ width: 1280, height: 900 });
      } else {
        await page.emulateMedia({ colorScheme: 'dark' });
        await page.setViewportSize({ width: 320, height: 800 });
        await unfold(page);
      }
      expect.soft(await axe(page), `what axe knows of ${name}`).toEqual([]);
      expect.soft(await structure(page), `the structure of ${name}`).toEqual([]);
      await fitsNow(page);
    });
  }

  /** The HTML of all that was looked at. It is the same with and without scripts. */
  valid(): void {
    if (hasJava && this.scripts === 'on') expect.soft(invalid(this.#pages), 'HTML').toEqual([]);
  }
}

test.use({ actionTimeout: 15_000 });
test.describe.configure({ timeout: 120_000 });

test('the pages of a provider', async ({ page, scripts }) => {
  const looker = new Looker(page, scripts);
  const email = somebody('provider');
  await signIn(page, email);
  await page.context().clearCookies();
  await signIn(page, email);
  await looker.look('listings', 'Your listings');
  await page.getByRole('button', { name: /^It is still right/ }).first().click();
  await expect(page.getByRole('status').filter({ hasText: 'Thank you' })).toBeVisible();
  await looker.look('listings with one just checked', 'Your listings');
  await page.getByRole('link', { name: 'Your account, and signing out' }).click();
  await expect(page.getByRole('button', { name: /^End it/ })).toHaveCount(1);
  await looker.look('account', 'Your account');
  looker.valid();
});

test('the pages of council staff', async ({ page, scripts }) => {
  const looker = new Looker(page, scripts);
  const email = somebody('admin');
  await signIn(page, email);
  await looker.look('setting up', 'Set up your second check');
  await page.getByRole('button', { name: 'Set up' }).click();
  await expect(page).toHaveTitle(/^Error: /);
  await looker.look('setting up with a mistake', 'Set up your second check');
  await page.getByLabel('Code from your phone').fill(totp(await page.locator('.qr b').innerText()));
  await page.getByRole('button', { name: 'Set up' }).click();
  await looker.look('printed codes', 'Print these codes');
  await page.getByRole('link', { name: 'I have printed them' }).click();
  await looker.look('council', 'Council');
  await page.getByRole('link', { name: 'Who did what' }).click();
  await looker.look('who did what', 'Who did what');
  await signIn(page, email);
  await looker.look('second check', 'Your second check');
  await page.getByRole('button', { name: 'Go on' }).click();
  await expect(page).toHaveTitle(/^Error: /);
  await looker.look('second check with a mistake', 'Your second check');
  looker.valid();
});

test('the pages on the way in', async ({ page, scripts }) => {
  const looker = new Looker(page, scripts);
  const email = somebody('provider');
  await page.goto('/sign-in');
  await page.getByRole('button', { name: 'Send me a link' }).click();
  await expect(page).toHaveTitle(/^Error: /);
  await looker.look('no address', 'Sign in');
  await page.getByLabel('Your email address').fill(email);
  await page.getByRole('button', { name: 'Send me a link' }).click();
  await expect(page.getByLabel('Code from the mail')).toBeVisible();
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveTitle(/^Error: /);
  await looker.look('no code', 'Look at your mail');
  const mail = await mailTo(email);
  await page.goto(linkOf(mail));
  await looker.look('a link here', 'Sign in');
  await page.context().clearCookies();
  await page.goto(linkOf(mail));
  await expect(page.locator('.code b')).toHaveText(codeOf(mail));
  await looker.look('a link elsewhere', 'Type this code where you began');
  looker.valid();
});

test.describe('changing listings', () => {
  test.use({ server: 'editing' });
  test.describe.configure({ timeout: 300_000 });

  const FULL = 'Bobbin Wharf Night House';

  /** Opens a page and looks at it. */
  async function visit(looker: Looker, path: string, name: string, heading: string): Promise<void> {
    await looker.page.goto(path);
    await looker.look(name, heading);
  }

  /** Begins a listing that nothing is known of. */
  async function begin(page: Page): Promise<{ id: string }> {
    await page.goto('/provider/new');
    await press(page, 'Begin');
    return { id: /listings\/([0-9a-f-]{36})\/what$/.exec(page.url())![1]! };
  }

  /** Three facts are changed, a list, a line and a text, and sent with a word. */
  async function sent(page: Page, listing: Listing): Promise<void> {
    await change(page, listing, 'what', async () => await field(page, 'What do families get, in one sentence?').fill('A club on Saturdays where children cook and sing.'));
    await change(page, listing, 'access', async () => await choose(page, 'Quiet space', 'Yes'));
    await change(page, listing, 'contact', async () => await field(page, 'Phone number').fill('01632 960133'));
    await send(page, listing, 'We have a choir now.');
  }

  test('the pages of those who are new', async ({ page, scripts }) => {
    const looker = new Looker(page, scripts);
    await page.goto('/register');
    await press(page, 'Send me a link');
    await expect(page).toHaveTitle(/^Error: /);
    await looker.look('registering with mistakes', 'Register your organisation');

    const listing = newListing();
    await asProvider(page, listing);
    await visit(looker, '/provider/new', 'adding a listing', 'Add a listing');
    await visit(looker, '/provider/organisation', 'adding an organisation', 'Add an organisation');
    await field(page, 'Website').fill('our page');
    await press(page, 'Save, and add its first listing');
    await expect(page).toHaveTitle(/^Error: /);
    await looker.look('adding an organisation with mistakes', 'Add an organisation');
    await field(page, 'What is it called?').fill(`Second of ${listing.word}`);
    await field(page, 'Website').fill('');
    await press(page, 'Save, and add its first listing');
    // Two organisations: nobody is chosen beforehand.
    await page.goto('/provider/new');
    await press(page, 'Begin');
    await expect(page).toHaveTitle(/^Error: /);
    await looker.look('adding a listing with a mistake', 'Add a listing');
    await visit(looker, '/provider', 'listings with one that is new', 'Your listings');
    looker.valid();
  });

  test('the steps of a listing that nothing is known of', async ({ page, scripts }) => {
    const looker = new Looker(page, scripts);
    await asProvider(page, newListing());
    const listing = await begin(page);
    await visit(looker, stepOf(listing), 'a new listing', 'Your new listing');
    for (const step of STEPS) await visit(looker, stepOf(listing, step.word), `nothing yet: ${step.title}`, step.title);
    await visit(looker, stepOf(listing, 'send'), 'nothing to send', 'Check and send: Your new listing');
    // It has no name yet: a heading has words all the same.
    await page.goto(stepOf(listing, 'preview'));
    await expect.soft(page.getByRole('heading', { level: 1 })).toHaveText(/\w/);
    looker.valid();
  });

  test('the steps with mistakes', async ({ page, scripts }) => {
    const looker = new Looker(page, scripts);
    await asProvider(page, newListing());
    const listing = await begin(page);
    for (const step of STEPS) {
      await page.goto(stepOf(listing, step.word));
      await step.slip(page);
      await press(page, 'Save and carry on');
      await expect(page).toHaveTitle(/^Error: /);
      await looker.look(`mistakes: ${step.title}`, step.title);
    }
    await visit(looker, stepOf(listing), 'much to put right', 'Your new listing');
    await visit(looker, stepOf(listing, 'send'), 'not ready to send', 'Check and send: Your new listing');
    looker.valid();
  });

  test('the steps of a listing that much is known of', async ({ page, scripts }) => {
    const looker = new Looker(page, scripts);
    await signIn(page, somebody('provider', 'editing'), 'editing');
    await page.getByRole('link', { name: FULL, exact: true }).click();
    const base = page.url();
    await looker.look('overview', FULL);
    for (const step of STEPS) await visit(looker, `${base}/${step.word}`, `known: ${step.title}`, step.title);
    await visit(looker, `${base}/preview`, 'preview', FULL);
    looker.valid();
  });

  test('the pages of a change on its way', async ({ page, scripts, elsewhere }) => {
    const looker = new Looker(page, scripts);
    const listing = newListing();
    const email = await asProvider(page, listing);
    const other = await elsewhere();
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
    await looker.look('two at once', 'Choose which to keep');

    // Signed out, and in again.
    await page.goto(stepOf(listing, 'what'));
    await field(page, 'Tell us more').fill('Children cook, eat and sing.\n\nThere is a stage.');
    await page.context().clearCookies({ name: 'session' });
    expect(await press(page, 'Save and carry on')).toBe(401);
    await looker.look('kept while signed out', 'We have kept what you wrote');
    const tab = await page.context().newPage();
    await signIn(tab, email, 'editing');
    expect(await press(page, 'Save what I wrote')).toBe(409);
    await looker.look('kept and signed in again', 'We have kept what you wrote');
    await press(page, 'Save what I wrote');

    await visit(looker, stepOf(listing, 'send'), 'check and send', `Check and send: ${listing.name}`);
    await field(page, 'A word to the council').fill('x'.repeat(1_001));
    await press(page, 'Send it to the council');
    await expect(page).toHaveTitle(/^Error: /);
    await looker.look('check and send with a mistake', `Check and send: ${listing.name}`);

    // Sent while a step is open.
    await page.goto(stepOf(listing, 'place'));
    await field(page, 'How does a family ask?').fill('Phone us on Mondays and ask for Mo.');
    await send(other, listing, 'Please read it soon.');
    expect(await press(page, 'Save and carry on')).toBe(409);
    await looker.look('sent meanwhile', 'It has been sent to the council meanwhile');
    await visit(looker, stepOf(listing), 'waiting', listing.name);
    await visit(looker, '/provider', 'listings with one that waits', 'Your listings');

    const reviewer = await elsewhere();
    await asCouncil(reviewer, 'reviewer');
    await openChange(reviewer, listing.name);
    await field(reviewer, 'Your note').fill('Is it £5 for each child?');
    await press(reviewer, /^Ask a question/);
    await visit(looker, stepOf(listing), 'a question', listing.name);
    await press(page, 'Send the answer');
    await expect(page).toHaveTitle(/^Error: /);
    await looker.look('a question without an answer', listing.name);
    looker.valid();
  });

  test('the pages of those who decide', async ({ page, scripts, elsewhere }) => {
    const looker = new Looker(page, scripts);
    const provider = await elsewhere();
    const [listing, approved] = [newListing(), newListing()];
    await asProvider(provider, listing);
    await sent(provider, listing);
    await asCouncil(page, 'reviewer');
    await openChange(page, listing.name);
    await looker.look('a change', listing.name);
    await press(page, /^Send back/);
    await expect(page).toHaveTitle(/^Error: /);
    await looker.look('a change sent back without a reason', listing.name);
    for (const box of await group(page, 'What may families see?').getByRole('checkbox').all()) await box.uncheck();
    await press(page, /^Approve what is ticked/);
    await expect(page).toHaveTitle(/^Error: /);
    await looker.look('a change of which nothing is approved', listing.name);
    await page.getByRole('link', { name: 'See it as families would' }).click();
    await looker.look('preview of a change', listing.name);

    const second = await elsewhere();
    await asProvider(second, approved);
    await sent(second, approved);
    await openChange(page, approved.name);
    await press(page, /^Approve all of it/);
    await openChange(page, listing.name);
    await field(page, 'Your note').fill('Who leads the choir?');
    await press(page, /^Ask a question/);
    await expect(page.getByRole('row').filter({ hasText: listing.name })).toContainText('Waits for an answer');
    await looker.look('the queue', await page.getByRole('heading', { level: 1 }).innerText());

    const starter = await elsewhere();
    const asked = await asNew(starter);
    await openChange(page, asked);
    await looker.look('a new listing to read', asked);
    await visit(looker, `/council/listings?q=${listing.word}`, 'listings of the council', 'Listings');
    await page.getByRole('link', { name: /^Its past/ }).click();
    await looker.look('no past', `The past of ${listing.name}`);
    looker.valid();
  });

  /** A new listing is sent, with as much as must be said. Gives back its name. */
  async function asNew(page: Page): Promise<string> {
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

  test('the pages of those who publish', async ({ page, scripts }) => {
    const looker = new Looker(page, scripts);
    const listing = newListing();
    await asCouncil(page, 'editor');
    await change(page, listing, 'running', async () => {
      await choose(page, 'Is it running?', 'It has ended');
      await field(page, 'What happened, and what can families do?').fill('The cook has retired.');
      await field(page, 'What can families use instead?').fill('/services/bobbin-wharf-night-house-burnley');
    });
    await visit(looker, stepOf(listing, 'send'), 'check and publish', `Check and send: ${listing.name}`);
    await field(page, 'Why do you change it?').fill('They wrote to us.');
    await press(page, 'Publish it now');
    await expect(page).toHaveURL(/\/services\//);
    await expect(async () => {
      await page.reload();
      await expect(page.getByText('This service has ended.')).toBeVisible({ timeout: 500 });
    }).toPass({ timeout: 10_000 });
    await looker.look('a listing that has ended', listing.name);
    await page.getByRole('link', { name: 'What changed, and when' }).click();
    await looker.look('what changed', `What changed: ${listing.name}`);
    await visit(looker, `/council/listings/${listing.id}/past`, 'the past', `The past of ${listing.name}`);
    // What is folded away was opened to be looked at.
    await press(page, 'Put it back');
    await expect(page).toHaveTitle(/^Error: /);
    await looker.look('the past with a mistake', `The past of ${listing.name}`);
    looker.valid();
  });

  test('a queue in which nothing waits', async ({ page, scripts }) => {
    // On a server where nothing ever waits. It has no sample, so that no link is printed: it comes by mail.
    const looker = new Looker(page, scripts);
    const email = somebody('reviewer', 'empty');
    await page.goto(at('empty', '/sign-in'));
    await page.getByLabel('Your email address').fill(email);
    await press(page, 'Send me a link');
    await page.goto(linkOf(await mailTo(email, 'empty')));
    await press(page, 'Sign in');
    await setUpSecond(page);
    await visit(looker, at('empty', '/council/changes'), 'an empty queue', 'No changes are waiting');
    await visit(looker, at('empty', '/council/listings'), 'no listings', 'Listings');
    await visit(looker, at('empty', `/council/changes/${randomUUID()}`), 'no such change', 'We cannot find that page');
    looker.valid();
  });
});
