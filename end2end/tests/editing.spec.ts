// Listings change in steps: people who run a service write, the council reads, families see. Every test has listings of
// its own, on a server where nothing else is looked at.
import { randomUUID } from 'node:crypto';
import type { Page, Route } from '@playwright/test';
import { signIn } from '../support/accounts.ts';
import {
  asCouncil, asProvider, change, choose, expectWrong, field, group, justDecided, newListing, newWord, noteOn, notice, openBy, openChange, press, send, short,
  stepOf, title, type Listing,
} from '../support/editing.ts';
import { linkOf, mailTo, mailsTo } from '../support/mail.ts';
import { NEW, STEPS, type Step } from '../support/steps.ts';
import { expect, found, hits, journey as test } from '../support/test.ts';
import { at } from '../support/paths.ts';

test.use({ server: 'editing', actionTimeout: 15_000 });
test.describe.configure({ timeout: 90_000 });

/** One step: with its mistakes, left and come back to, and then right. Leads to the next. */
async function take(page: Page, step: Step, next: string): Promise<void> {
  await test.step(step.title, async () => {
    await expect(title(page)).toHaveText(step.title);
    await step.slip(page);
    await expectWrong(page, await press(page, 'Save and carry on'), step.wrong(page));
    await step.kept(page);
    // Nothing is lost by going away: a mistake waits too.
    const address = page.url();
    await page.goto(address);
    await expect(page).toHaveTitle(/^Error: /);
    await step.kept(page);
    await step.right(page);
    expect(await press(page, 'Save and carry on')).toBe(303);
    await expect(title(page)).toHaveText(next);
    await expect(notice(page)).toContainText(`Saved: ${step.title}.`);
  });
}

test.describe('the whole way', () => {
  test.describe.configure({ timeout: 240_000 });

  test('a stranger registers and describes a club, the council sends it back and then approves it, and a family finds it', async ({ page, elsewhere }) => {
    const word = newWord();
    const name = `Cookery club ${word}`;
    const organisation = `Kitchen of ${word}`;
    const email = `stranger-${randomUUID()}@example.org`;

    await test.step('registering', async () => {
      await page.goto('/register');
      const [called, address] = [field(page, 'What is your organisation called?'), field(page, 'Your email address')];
      await called.fill('x'.repeat(151));
      await address.fill('mo at example');
      await expectWrong(page, await press(page, 'Send me a link'), [
        [called, 'Write at most 150 letters here. You wrote 151'],
        [address, 'Write your email address like name@example.org'],
      ]);
      await expect(called).toHaveValue('x'.repeat(151));
      await expect(address).toHaveValue('mo at example');
      await called.fill(organisation);
      await address.fill(email);
      expect(await press(page, 'Send me a link')).toBe(303);
      await expect(title(page)).toHaveText('Look at your email');
      await page.goto(linkOf(await mailTo(email, 'editing')));
      await press(page, 'Sign in');
      await expect(title(page)).toHaveText('Your listings');
    });

    const reviewer = await elsewhere();
    const earlier = newListing();
    await test.step('somebody else sends a change first', async () => {
      const other = await elsewhere();
      await asProvider(other, earlier);
      await change(other, earlier, 'contact', async () => await field(other, 'Phone number').fill('01632 960199'));
      await send(other, earlier);
    });

    const listing = await test.step('a new listing is begun', async () => {
      await page.getByRole('link', { name: 'Add a listing' }).click();
      await expect(group(page, 'Who runs it?').getByLabel(organisation)).toBeChecked();
      expect(await press(page, 'Begin')).toBe(303);
      return { id: /listings\/([0-9a-f-]{36})\/what$/.exec(page.url())![1]! };
    });
    for (const [n, step] of STEPS.entries()) {
      // The name is typed after its mistake, so that a listing without one is called by no name.
      const right = async (p: Page) => {
        if (step.word === 'what') await field(p, 'What is it called?').fill(name);
        await step.right(p);
      };
      await take(page, { ...step, right }, STEPS[n + 1]?.title ?? `Check and send: ${name}`);
    }

    await test.step('looking at it and sending it', async () => {
      await page.getByRole('link', { name: 'See it as families would' }).click();
      await expect(title(page)).toHaveText(name);
      await expect(page.getByText('This is how families would see it.')).toBeVisible();
      await expectPublic(page, 'Phone Mo.');
      expect((await found(page, at('editing', `/search?q=${word}`))).total, 'families see nothing of it yet').toBe(0);
      await page.getByRole('link', { name: 'Check and send' }).click();
      await expect(page.getByText('This is a new listing. Read it through once.')).toBeVisible();
      await expect(page.getByRole('region', { name: 'Cost' })).toContainText('£4.50 a session');
      await send(page, listing, 'We are new here.');
      // While it waits nobody writes in it.
      await expect(page.getByRole('region', { name: 'The steps' }).getByRole('link')).toHaveCount(0);
      await page.goto(stepOf(listing, 'what'));
      await expect(page).toHaveURL(at('editing', stepOf(listing)));
    });

    await test.step('the council sends it back', async () => {
      await asCouncil(reviewer, 'reviewer');
      await reviewer.getByRole('main').getByRole('link', { name: /waiting/ }).click();
      const queue = await reviewer.getByRole('table').getByRole('link').allInnerTexts();
      expect(queue, 'the oldest is first').toEqual(expect.arrayContaining([earlier.name, name]));
      expect(queue.indexOf(earlier.name)).toBeLessThan(queue.indexOf(name));
      await openChange(reviewer, name);
      await expect(reviewer.getByRole('main')).toContainText(`A new listing, sent by ${organisation}`);
      await expect(reviewer.getByRole('region', { name: 'What was said' })).toContainText('We are new here.');
      await field(reviewer, 'Your note').fill('Say when to phone.');
      await expectWrong(reviewer, await press(reviewer, /^Send back/), [
        [field(reviewer, 'Or send it back because'), 'Choose a reason, so that they know what to put right'],
      ]);
      await expect(field(reviewer, 'Your note')).toHaveValue('Say when to phone.');
      await field(reviewer, 'Or send it back because').selectOption('Something is missing');
      expect(await press(reviewer, /^Send back/)).toBe(303);
      await expect(notice(reviewer)).toHaveText(`Sent back: ${name}.`);
    });

    await test.step('it is put right and sent again', async () => {
      await page.goto('/provider');
      await expect(page.locator('main li.card').filter({ hasText: name })).toContainText('The council sent your change back. Read why, and send it again.');
      await page.getByRole('link', { name, exact: true }).click();
      const said = page.getByRole('region', { name: 'What was said' });
      await expect(said).toContainText('Something is missing.');
      await expect(said).toContainText('Say when to phone.');
      expect(mailsTo(email, 'editing'), 'its mail waits as long as it can be undone').toHaveLength(1);
      await change(page, listing, 'place', async () => await field(page, 'How does a family ask?').fill(NEW.how));
      await send(page, listing);
    });

    await test.step('the council approves it', async () => {
      await openChange(reviewer, name);
      await expect(reviewer.getByRole('region', { name: 'How to get a place' })).toContainText(NEW.how);
      expect(await press(reviewer, /^Approve all of it/)).toBe(303);
      await expect(notice(reviewer)).toHaveText(`Approved: ${name}. Families see it now.`);
    });

    const family = await elsewhere();
    await test.step('a family finds it', async () => {
      await openBy(family, word, NEW.summary);
      await expect(title(family)).toHaveText(name);
      await expectPublic(family, NEW.how);
    });
    await page.goto('/provider');
    await expect(page.locator('main li.card').filter({ hasText: name }), 'whoever sent it said that it is right').toContainText('Checked on');
  });

  /** What was typed is what is read. */
  async function expectPublic(page: Page, how: string): Promise<void> {
    const main = page.getByRole('main');
    await expect(main).toContainText(NEW.summary);
    for (const paragraph of NEW.description.split('\n\n')) await expect(main.getByText(paragraph, { exact: true })).toBeVisible();
    await expect(short(page, 'Who it is for')).toContainText(/5 to 12.*Autism; Down syndrome/);
    await expect(short(page, 'When')).toHaveCount(2);
    await expect(short(page, 'When').first()).toContainText('Saturday');
    await expect(short(page, 'When').last()).toContainText('Term time only');
    await expect(short(page, 'Where')).toContainText('St John’s church hall');
    await expect(short(page, 'Where you need to live')).toContainText('Burnley and Pendle');
    for (const said of ['£4.50 a session', '£2 a brother or sister', 'First visit free.']) await expect(short(page, 'Cost')).toContainText(said);
    await expect(short(page, 'Phone')).toHaveText('01632 960155');
    await expect(short(page, 'Email')).toHaveText('club@friends.example.org');
    await expect(short(page, 'Website').getByRole('link')).toHaveAttribute('href', 'https://friends.example.org');
    await expect(page.locator('ul.access li').filter({ hasText: 'Quiet space' })).toContainText(`Partly${NEW.note}`);
    const asking = page.getByRole('region', { name: 'How to get a place' });
    for (const said of [how, NEW.decides, 'You ask for yourself', 'For everyone']) await expect(asking).toContainText(said);
  }
});

const SENTENCE = 'What do families get, in one sentence?';
const OLD = 'A club on Saturdays where children cook and play.';
const BETTER = 'A club on Saturdays where children cook and sing.';

test.describe('a change of a listing', { tag: '@with-scripts' }, () => {
  /** Three facts are changed and sent. */
  async function changeThree(page: Page, listing: Listing): Promise<void> {
    await change(page, listing, 'what', async () => await field(page, SENTENCE).fill(BETTER));
    await change(page, listing, 'cost', async () => {
      await choose(page, 'What does it cost?', 'Families pay');
      await field(group(page, 'Price 1'), 'Price in pounds').fill('6');
      await field(group(page, 'Price 1'), 'What for?').fill('a session');
      await field(page, 'Anything else about the cost?').fill('');
    });
    await change(page, listing, 'access', async () => {
      await choose(page, 'Quiet space', 'Yes');
      await noteOn(page, 'Quiet space').fill('The vestry.');
    });
    await send(page, listing);
  }

  /** What families see of the three. */
  async function expectSeen(family: Page, listing: Listing, sentence: string, cost: string, quiet: boolean): Promise<void> {
    await openBy(family, listing.word, sentence);
    await expect(family.locator('p.lead').first()).toHaveText(sentence);
    await expect(short(family, 'Cost')).toContainText(cost);
    await expect(family.locator('ul.access li').filter({ hasText: 'Quiet space' })).toHaveCount(quiet ? 1 : 0);
  }

  /** Before and after, in words: what is struck and underlined is also said. */
  async function expectThree(reviewer: Page): Promise<void> {
    await expect(reviewer.getByRole('main')).toContainText('3 facts changed.');
    const sentence = reviewer.getByRole('region', { name: 'In one sentence' });
    await expect(sentence.locator('del')).toContainText('Taken out: play');
    await expect(sentence.locator('ins')).toContainText('Put in: sing');
    await expect(sentence.locator('.ba > div').first().locator('p')).toContainText('A club on Saturdays where children cook and');
    const cost = reviewer.getByRole('region', { name: 'Cost' });
    await expect(cost.locator('del')).toHaveText(['Taken out: £4 a session']);
    await expect(cost.locator('ins')).toHaveText(['Put in: £6 a session']);
    const joining = reviewer.getByRole('region', { name: 'Getting in and joining in' });
    await expect(joining.locator('.ba > div').first()).toContainText('Not told to us');
    await expect(joining.locator('ins')).toContainText('Quiet space: Yes. The vestry.');
  }

  test('is approved in part, taken back, and approved whole; the history says so and names nobody', async ({ page, elsewhere }) => {
    test.setTimeout(150_000);
    const listing = newListing();
    await asProvider(page, listing);
    await changeThree(page, listing);
    const [reviewer, family] = [await elsewhere(), await elsewhere()];
    await asCouncil(reviewer, 'reviewer');
    await expectSeen(family, listing, OLD, '£4 a session', false);

    await test.step('part of it', async () => {
      await openChange(reviewer, listing.name);
      await expectThree(reviewer);
      const seen = group(reviewer, 'What may families see?');
      await expect(seen.getByRole('checkbox', { checked: true })).toHaveCount(3);
      await seen.getByLabel('Cost').uncheck();
      await expectWrong(reviewer, await press(reviewer, /^Approve what is ticked/), [
        [field(reviewer, 'Or send it back because'), 'Choose a reason, so that they know what to put right'],
      ]);
      await expect(seen.getByLabel('Cost'), 'what was ticked is kept').not.toBeChecked();
      await field(reviewer, 'Or send it back because').selectOption('A fact looks wrong');
      await field(reviewer, 'Your note').fill('Is it £6 for each child?');
      expect(await press(reviewer, /^Approve what is ticked/)).toBe(303);
      await expect.soft(notice(reviewer), 'it says that a part is seen').toContainText(/part/i);
    });
    await expectSeen(family, listing, BETTER, '£4 a session', true);
    await page.goto(stepOf(listing));
    await expect(page.getByRole('region', { name: 'What was said' })).toContainText('Is it £6 for each child?');
    await page.goto(stepOf(listing, 'send'));
    await expect(page.getByText('1 thing would change.')).toBeVisible();
    await expect(page.getByRole('region', { name: 'Cost' })).toBeVisible();

    await test.step('taken back', async () => {
      await press(reviewer, /^Undo/, justDecided(reviewer, listing.name));
      await expect(notice(reviewer)).toHaveText('Taken back. It waits again.');
    });
    await expectSeen(family, listing, OLD, '£4 a session', false);
    await page.goto(stepOf(listing));
    await expect(page.getByRole('region', { name: 'What was said' })).toContainText('The council took its decision back');

    await test.step('all of it', async () => {
      await openChange(reviewer, listing.name);
      await expectThree(reviewer);
      expect(await press(reviewer, /^Approve all of it/)).toBe(303);
    });
    await expectSeen(family, listing, BETTER, '£6 a session', true);

    await family.getByRole('link', { name: 'What changed, and when' }).click();
    await expect(title(family)).toHaveText(`What changed: ${listing.name}`);
    const main = family.getByRole('main');
    await expect(main).toContainText('1 change since this listing came here.');
    await expect(main).toContainText(`In one sentence changed from “${OLD}” to “${BETTER}”.`);
    await expect(main).toContainText('From the people who run it, read by the council.');
    expect(await main.innerHTML(), 'no person is named').not.toContain('@');
  });

  test('waits for an answer to a question', async ({ page, elsewhere }) => {
    const listing = newListing();
    await asProvider(page, listing);
    await change(page, listing, 'what', async () => await field(page, SENTENCE).fill(BETTER));
    await send(page, listing);
    const reviewer = await elsewhere();
    await asCouncil(reviewer, 'reviewer');
    await openChange(reviewer, listing.name);
    await expectWrong(reviewer, await press(reviewer, /^Ask a question/), [[field(reviewer, 'Your note'), 'Write your question']]);
    await field(reviewer, 'Your note').fill('Who leads the singing?');
    expect(await press(reviewer, /^Ask a question/)).toBe(303);
    await expect(reviewer.getByRole('row').filter({ hasText: listing.name })).toContainText('Waits for an answer');

    await page.goto('/provider');
    await expect(page.locator('main li.card').filter({ hasText: listing.name })).toContainText('The council has a question. Please answer it.');
    await page.goto(stepOf(listing));
    await expect(page.getByRole('region', { name: 'What was said' })).toContainText('Who leads the singing?');
    await expectWrong(page, await press(page, 'Send the answer'), [[page.locator('#note'), 'Write your answer']]);
    // Nobody should have to find the question again, or wonder which button answers it.
    await expect.soft(page.getByRole('main'), 'the question stands where it is answered').toContainText('Who leads the singing?');
    await expect.soft(field(page, 'Your answer')).toBeVisible();
    await page.goto(stepOf(listing));
    await field(page, 'Your answer').fill('Mo does, every week.');
    expect(await press(page, 'Send the answer')).toBe(303);
    await expect(notice(page)).toContainText('Sent.');

    await openChange(reviewer, listing.name);
    await expect(reviewer.getByRole('region', { name: 'What was said' })).toContainText('Mo does, every week.');
    expect(await press(reviewer, /^Approve all of it/)).toBe(303);
    const family = await elsewhere();
    await openBy(family, listing.word, BETTER);
  });

  /** One fact is changed and sent; a reviewer has it open. */
  async function sentAndOpened(page: Page, reviewer: Page): Promise<Listing> {
    const listing = newListing();
    await asProvider(page, listing);
    await change(page, listing, 'what', async () => await field(page, SENTENCE).fill(BETTER));
    await send(page, listing);
    await asCouncil(reviewer, 'reviewer');
    await openChange(reviewer, listing.name);
    return listing;
  }

  for (const decision of [/^Send back/, /^Approve all of it/]) {
    test(`can no longer be undone once somebody writes again after “${decision.source.slice(1)}”, and says so`, async ({ page, elsewhere }) => {
      const reviewer = await elsewhere();
      const listing = await sentAndOpened(page, reviewer);
      await field(reviewer, 'Or send it back because').selectOption('It is hard to understand');
      expect(await press(reviewer, decision)).toBe(303);
      await change(page, listing, 'what', async () => await field(page, SENTENCE).fill('A club where children paint.'));
      expect.soft(await press(reviewer, /^Undo/, justDecided(reviewer, listing.name)), 'it is no fault of the site').toBeLessThan(500);
      await expect.soft(reviewer.getByRole('main'), 'what was pressed did not happen').toContainText(/could not|too late|cannot|no longer/i);
      await reviewer.goto('/council/changes');
      await expect.soft(justDecided(reviewer, listing.name).getByRole('button'), 'no button that does nothing').toHaveCount(0);
      await page.goto(stepOf(listing, 'what'));
      await expect(field(page, SENTENCE), 'what is being written is not lost').toHaveValue('A club where children paint.');
    });
  }

  test('that was taken back meanwhile is not approved, and one that was approved meanwhile is not taken back', async ({ page, elsewhere }) => {
    const reviewer = await elsewhere();
    const listing = await sentAndOpened(page, reviewer);
    await press(page, 'Take it back to change it');
    await expect(notice(page)).toHaveText('Taken back. You can write in it again.');
    expect(await press(reviewer, /^Approve all of it/)).toBe(422);
    await expect(reviewer.getByRole('group', { name: /put right/ })).toContainText('It is another by now: somebody has changed or decided it. Look again, then decide');

    await send(page, listing);
    await openChange(reviewer, listing.name);
    expect(await press(reviewer, /^Approve all of it/)).toBe(303);
    await press(page, 'Take it back to change it');
    await expect(page.getByRole('main'), 'it was not taken back').not.toContainText('Taken back. You can write in it again.');
  });

  test('with a question is answered by those who sent it, and not by an editor of the council', async ({ page, elsewhere }) => {
    const [reviewer, editor] = [await elsewhere(), await elsewhere()];
    const listing = await sentAndOpened(page, reviewer);
    await field(reviewer, 'Your note').fill('Who leads the singing?');
    expect(await press(reviewer, /^Ask a question/)).toBe(303);
    await asCouncil(editor, 'editor');
    await editor.goto(stepOf(listing));
    await expect(editor.getByRole('button', { name: 'Send the answer' })).toHaveCount(0);
  });
});

test.describe('two who write in one listing', () => {
  const theirs = 'A club where children cook, and one of us reads aloud.';
  const mine = 'A club where children cook, and all of us sing.';

  /** Both have the step open; the second to save is shown both versions. */
  async function clash(first: Page, second: Page, listing: Listing, sentences: readonly [string, string]): Promise<void> {
    for (const page of [first, second]) await page.goto(stepOf(listing, 'what'));
    await field(first, SENTENCE).fill(sentences[0]);
    expect(await press(first, 'Save and carry on')).toBe(303);
    await field(second, SENTENCE).fill(sentences[1]);
    expect(await press(second, 'Save and carry on')).toBe(409);
    await expect(title(second)).toHaveText('Choose which to keep');
    const both = second.locator('main section').filter({ has: second.getByRole('heading', { name: 'In one sentence' }) }).locator('.ba > div');
    await expect(both.filter({ hasText: 'There now' })).toContainText(sentences[0]);
    await expect(both.filter({ hasText: 'What you wrote' })).toContainText(sentences[1]);
  }

  test('are both shown to the second, who keeps their own or the other', async ({ page, elsewhere }) => {
    const listing = newListing();
    const other = await elsewhere();
    await asProvider(page, listing);
    const first = await asProvider(other, listing);

    await clash(other, page, listing, [theirs, mine]);
    await expect(page.getByRole('main')).toContainText(`${first} saved “What it is”`);
    await page.getByRole('link', { name: 'Keep what is there now' }).click();
    await expect(field(page, SENTENCE)).toHaveValue(theirs);

    await clash(other, page, listing, [OLD, mine]);
    expect(await press(page, 'Keep what I wrote')).toBe(303);
    await page.goto(stepOf(listing, 'what'));
    await expect(field(page, SENTENCE)).toHaveValue(mine);
    await other.goto(stepOf(listing, 'what'));
    await expect(field(other, SENTENCE), 'the other sees it too').toHaveValue(mine);
  });

  test('see both, also where what the second wrote has a mistake', async ({ page, elsewhere }) => {
    const listing = newListing();
    const other = await elsewhere();
    await asProvider(page, listing);
    await asProvider(other, listing);
    await page.goto(stepOf(listing, 'cost'));
    await change(other, listing, 'cost', async () => {
      await choose(other, 'What does it cost?', 'Families pay');
      await field(group(other, 'Price 1'), 'Price in pounds').fill('7');
    });
    await field(group(page, 'Price 1'), 'Price in pounds').fill('eight');
    await field(page, 'Anything else about the cost?').fill('Bring a plate to share.');
    expect(await press(page, 'Save and carry on')).toBe(409);
    const seen = await page.getByRole('main').innerText();
    for (const said of ['£7', 'eight', 'Bring a plate to share.']) expect.soft(seen, 'both are there to choose from').toContain(said);
    // What is kept has its mistake still, to be put right.
    expect(await press(page, 'Keep what I wrote')).toBe(422);
    await expect(field(group(page, 'Price 1'), 'Price in pounds')).toHaveValue('eight');
    await expect(field(page, 'Anything else about the cost?')).toHaveValue('Bring a plate to share.');
  });

  test('do not meet in different steps', async ({ page, elsewhere }) => {
    const listing = newListing();
    const other = await elsewhere();
    await asProvider(page, listing);
    await asProvider(other, listing);
    await page.goto(stepOf(listing, 'what'));
    await other.goto(stepOf(listing, 'contact'));
    await field(other, 'Phone number').fill('01632 960177');
    expect(await press(other, 'Save and stop here')).toBe(303);
    await field(page, SENTENCE).fill(mine);
    expect(await press(page, 'Save and stop here')).toBe(303);
    await page.goto(stepOf(listing, 'send'));
    await expect(page.getByText('2 things would change.')).toBeVisible();
    for (const said of [mine.slice(-11), '01632 960177']) await expect(page.getByRole('main')).toContainText(said);
  });

  test('are not made of one: whoever goes back and saves again clashes with nobody', async ({ page }) => {
    const listing = newListing();
    await asProvider(page, listing);
    await page.goto(stepOf(listing, 'what'));
    await field(page, SENTENCE).fill(theirs);
    expect(await press(page, 'Save and carry on')).toBe(303);
    await expect(title(page), 'the next page is there to go back from').toHaveText('Who it is for');
    await page.goBack();
    await expect(title(page)).toHaveText('What it is');
    await field(page, SENTENCE).fill(mine);
    expect(await press(page, 'Save and stop here')).toBe(303);
    // A button that is pressed twice sends the form twice.
    await page.goto(stepOf(listing, 'what'));
    await field(page, SENTENCE).fill(BETTER);
    await page.getByRole('button', { name: 'Save and carry on' }).dblclick();
    await expect(title(page)).toHaveText('Who it is for');
    await page.goto(stepOf(listing, 'what'));
    await expect(field(page, SENTENCE)).toHaveValue(BETTER);
  });

  test('are not made of one: words that are typed while the draft is being saved are saved as well', async ({ page, scripts }) => {
    const listing = newListing();
    await asProvider(page, listing);
    await page.goto(stepOf(listing, 'what'));
    if (scripts === 'on') {
      await expect(page.locator('html')).toHaveAttribute('data-islands', 'awake');
      // The draft has arrived, and its answer is still on a slow line when Save is pressed.
      const { drafted } = await draftOf(page, async (route) => void (await route.fetch()));
      await field(page, SENTENCE).fill('We');
      await drafted;
    }
    await field(page, SENTENCE).fill(mine);
    expect(await press(page, 'Save and stop here')).toBe(303);
    await page.goto(stepOf(listing, 'what'));
    await expect(field(page, SENTENCE)).toHaveValue(mine);
  });

  test('are not made of one: a draft that arrives late does not take the place of what was saved after it', async ({ page, scripts }) => {
    const listing = newListing();
    await asProvider(page, listing);
    await page.goto(stepOf(listing, 'what'));
    let late: string | null = null;
    if (scripts === 'on') {
      await expect(page.locator('html')).toHaveAttribute('data-islands', 'awake');
      const { drafted } = await draftOf(page, async (route) => void (late = route.request().postData()));
      await field(page, SENTENCE).fill('We');
      await drafted;
    }
    await field(page, SENTENCE).fill(mine);
    expect(await press(page, 'Save and stop here')).toBe(303);
    if (late !== null) {
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      await page.request.post(stepOf(listing, 'what'), { headers, data: late });
    }
    await page.goto(stepOf(listing, 'what'));
    await expect(field(page, SENTENCE)).toHaveValue(mine);
  });

  /** Takes drafts that are saved by themselves off the line, so that they are never answered. `drafted` ends once one came by. */
  async function draftOf(page: Page, taken: (route: Route) => Promise<void>): Promise<{ drafted: Promise<void> }> {
    let came = () => {};
    const drafted = new Promise<void>((resolve) => (came = resolve));
    await page.route('**/what', async (route) => {
      if (!route.request().postData()?.includes('autosave=1')) return await route.fallback();
      await taken(route);
      came();
    });
    return { drafted };
  }
});

test('a listing that has ended is still found at its address, with what to use instead', { tag: '@with-scripts' }, async ({ page, elsewhere }) => {
  const listing = newListing();
  await asProvider(page, listing);
  const family = await elsewhere();
  await openBy(family, listing.word, OLD);
  const address = family.url();

  await page.goto(stepOf(listing, 'running'));
  await choose(page, 'Is it running?', 'It has ended');
  await expectWrong(page, await press(page, 'Save and carry on'), [
    [field(page, 'What happened, and what can families do?'), 'Say in a sentence what happened and what families can do'],
  ]);
  await expect(group(page, 'Is it running?').getByLabel('It has ended')).toBeChecked();
  await field(page, 'What happened, and what can families do?').fill('The cook has retired.');
  await field(page, 'What can families use instead?').fill(at('editing', '/services/bobbin-wharf-night-house-burnley?from=here'));
  expect(await press(page, 'Save and carry on')).toBe(303);
  await expect(page.getByRole('region', { name: 'Is it running?' })).toContainText('/services/bobbin-wharf-night-house-burnley');
  const other = 'Bobbin Wharf Night House';
  await page.goto(stepOf(listing, 'preview'));
  await expect.soft(page.getByRole('main').getByRole('link', { name: other }), 'a preview shows what families would see').toBeVisible();
  await send(page, listing);

  const reviewer = await elsewhere();
  await asCouncil(reviewer, 'reviewer');
  await openChange(reviewer, listing.name);
  expect(await press(reviewer, /^Approve all of it/)).toBe(303);

  const main = family.getByRole('main');
  await expect(async () => {
    await family.goto(address);
    await expect(main.getByText('This service has ended.')).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 10_000 });
  await expect(main).toContainText('The cook has retired.');
  // It is not counted, and can still be found by those who look for it.
  await expect(async () => {
    await family.goto(`/search?q=${listing.word}`);
    await expect(hits(family)).toHaveCount(0, { timeout: 500 });
  }).toPass({ timeout: 5_000 });
  expect((await found(family, family.url())).total).toBe(0);
  await expect(family.getByRole('heading', { name: 'Not open now' })).toBeVisible();
  await family.getByRole('main').getByRole('link', { name: listing.name }).click();
  await expect(family).toHaveURL(address);
  await main.getByRole('link', { name: other }).click();
  await expect(title(family)).toHaveText(other);
});

test('an editor of the council publishes at once, and puts the earlier version back', { tag: '@with-scripts' }, async ({ page, elsewhere }) => {
  const listing = newListing();
  await asCouncil(page, 'editor');
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Listings' }).click();
  // The list is of the database, not of the search: it is there at once.
  await field(page, 'Name of the listing or of who runs it, or words in it').fill(listing.word);
  await page.getByRole('button', { name: 'Find listings' }).click();
  await page.getByRole('link', { name: /^Change it/ }).click();
  await page.getByRole('link', { name: 'How to reach you' }).click();
  await field(page, 'Phone number').fill('01632 960188');
  expect(await press(page, 'Save and stop here')).toBe(303);
  await page.getByRole('link', { name: 'Check and send' }).click();
  await field(page, 'Why do you change it?').fill('Their phone was cut off.');
  expect(await press(page, 'Publish it now')).toBe(303);
  await expect(title(page)).toHaveText(listing.name);
  await expect(short(page, 'Phone')).toHaveText('01632 960188');

  await page.goto(`/council/listings?q=${listing.word}`);
  await page.getByRole('link', { name: /^Its past/ }).click();
  await expect(title(page)).toHaveText(`The past of ${listing.name}`);
  await expect(page.getByRole('main').getByRole('listitem').filter({ hasText: 'From the council. By editor-' })).toContainText('Their phone was cut off.');
  const start = page.locator('main li').filter({ has: page.getByRole('heading', { name: 'At the start' }) });
  await start.locator('summary').click();
  const why = start.getByLabel('Why do you put it back?');
  await expectWrong(page, await press(page, 'Put it back', start), [[why, 'Write why, so that families and the people who run it know']]);
  await why.fill('Their old number works again.');
  expect(await press(page, 'Put it back', start)).toBe(303);
  await expect(notice(page)).toHaveText('Put back. Families see it now.');

  const family = await elsewhere();
  await openBy(family, listing.word, '01632 960140');
  await family.getByRole('link', { name: 'What changed, and when' }).click();
  const changes = family.locator('ol.history > li');
  await expect(changes).toHaveCount(3);
  await expect(changes.nth(0)).toContainText('The council put back what was there before.');
  await expect(changes.nth(0)).toContainText('Phone changed from “01632 960188” to “01632 960140”.');
  await expect(changes.nth(0)).toContainText('Their old number works again.');
  await expect(changes.nth(1)).toContainText('From the council.');
  await expect(changes.nth(1)).toContainText('Phone changed from “01632 960140” to “01632 960188”.');
  await expect(changes.nth(1)).toContainText('Their phone was cut off.');
  expect(await family.getByRole('main').innerHTML(), 'no person is named').not.toContain('@');
});

test('what was thrown away is brought back, and each side has a draft of its own', { tag: '@with-scripts' }, async ({ page, elsewhere }) => {
  const listing = newListing();
  await asProvider(page, listing);
  await change(page, listing, 'contact', async () => await field(page, 'Phone number').fill('01632 960171'));
  const editor = await elsewhere();
  await asCouncil(editor, 'editor');
  await editor.goto(stepOf(listing));
  await expect(editor.getByRole('main')).toContainText('The people who run it have a draft of their own');
  await expect(editor.getByRole('button', { name: /^Throw/ }), 'it is not theirs to throw away').toHaveCount(0);

  await page.goto(stepOf(listing));
  await expect(page.getByRole('main')).toContainText('Your draft, begun on');
  expect(await press(page, 'Throw my changes away')).toBe(303);
  await expect(notice(page)).toContainText('are thrown away. Families see what they saw.');
  expect(await press(page, 'Bring them back')).toBe(303);
  await expect(notice(page)).toHaveText('Your changes are back, as they were.');
  await page.goto(stepOf(listing, 'contact'));
  await expect(field(page, 'Phone number')).toHaveValue('01632 960171');
});

test('what is written after signing out is kept, and saved after signing in again', async ({ page, context }) => {
  const listing = newListing();
  const email = await asProvider(page, listing);
  await page.goto(stepOf(listing, 'what'));
  const words = 'The children\nchoose what they cook.\n\nNobody has to eat it.';
  await field(page, 'Tell us more').fill(words);
  await context.clearCookies({ name: 'session' });
  expect(await press(page, 'Save and stop here')).toBe(401);
  await expect(title(page)).toHaveText('We have kept what you wrote');
  const kept = page.getByRole('main').locator('blockquote');
  await expect(kept.filter({ hasText: 'Nobody has to eat it.' })).toBeVisible();
  await expect.soft(kept, 'only what somebody wrote is shown').toHaveText([listing.name, OLD, words.replace(/\s+/g, ' ')]);

  const signingIn = page.waitForEvent('popup');
  await page.getByRole('link', { name: 'Sign in (opens in another tab)' }).click();
  const other = await signingIn;
  await expect(title(other)).toHaveText('Sign in');
  await signIn(other, email, 'editing');
  // The form knows nothing of the new session yet: it is shown once more, and nothing is lost.
  expect(await press(page, 'Save what I wrote')).toBe(409);
  await expect(page.getByRole('main')).toContainText('You have signed in again since you opened that page.');
  expect(await press(page, 'Save what I wrote')).toBe(303);
  await expect(notice(page)).toHaveText('Saved: What it is.');
  await page.goto(stepOf(listing, 'what'));
  await expect(field(page, 'Tell us more')).toHaveValue(words);
});

test.describe('what scripts add', () => {
  const HARD = 'We take referrals from every school.';
  /** "4:05pm", and as it is said on the hour: "4pm", "12 noon", "midnight". */
  const TIME = String.raw`(\d+(:\d\d)?[ap]m|12 noon|midnight)`;

  test('a draft is saved while one writes; without them, by the button', async ({ page, scripts }) => {
    const listing = newListing();
    await asProvider(page, listing);
    await page.goto(stepOf(listing, 'place'));
    const [how, saved] = [field(page, 'How does a family ask?'), page.locator('#saved')];
    const advice = page.locator('#how-advice');
    await expect(saved).toHaveText('Nothing is changed yet.');
    await expect(advice).toBeHidden();
    await how.fill(HARD);
    if (scripts === 'on') {
      await expect(saved).toHaveText(new RegExp(`^Draft saved at ${TIME}\\.$`));
      await expect(how, 'the field is left alone').toBeFocused();
      await expect(advice).toContainText('referrals');
      await expect(how).toHaveAccessibleDescription(/referrals/);
      // Advice is read with its field; nothing that went well is said aloud.
      await expect(page.locator('#live')).toBeEmpty();
      await page.reload();
    } else {
      expect(await press(page, 'Save and carry on')).toBe(303);
      await notice(page).getByRole('link', { name: 'See 1 idea to make it clearer' }).click();
    }
    await expect(how).toHaveValue(HARD);
    await expect(advice).toContainText('referrals');
    await expect(saved).toHaveText(new RegExp(`^Draft saved at ${TIME} on `));
  });

  test('a draft that could not be saved is said aloud; the button saves it all the same', async ({ page, scripts }) => {
    const listing = newListing();
    await asProvider(page, listing);
    await page.goto(stepOf(listing, 'place'));
    const how = field(page, 'How does a family ask?');
    await page.route('**/place', async (route) => {
      const quietly = route.request().postData()?.includes('autosave=1') === true;
      await (quietly ? route.abort() : route.fallback());
    });
    await how.fill('Phone Mo, or come on a Monday.');
    if (scripts === 'on') {
      await expect(page.locator('#saved')).toHaveText('Not saved: there is no connection just now.');
      await expect(page.locator('#live')).toHaveText('Your draft could not be saved just now. Press Save before you leave.');
      await expect(page.locator('#live'), 'it is said once').toBeEmpty({ timeout: 10_000 });
      await expect(how).toBeFocused();
    }
    expect(await press(page, 'Save and stop here')).toBe(303);
    await page.goto(stepOf(listing, 'place'));
    await expect(how).toHaveValue('Phone Mo, or come on a Monday.');
  });

  test('a draft that could not be saved because one is signed out says so, with the way back in', async ({ page, context, scripts }) => {
    const listing = newListing();
    await asProvider(page, listing);
    await page.goto(stepOf(listing, 'place'));
    await context.clearCookies({ name: 'session' });
    const how = field(page, 'How does a family ask?');
    await how.fill('Phone Mo, or come on a Tuesday.');
    if (scripts === 'on') {
      await expect(page.locator('#saved')).toHaveText('Not saved: you have been signed out. Leave this page open, sign in again in another tab, then press Save.');
      await expect(page.locator('#live')).toHaveText('You have been signed out. The link to sign in again is at the end of the page.');
      await expect(page.locator('#session-end').getByRole('link', { name: 'Sign in (opens in another tab)' })).toBeVisible();
      await expect(how).toBeFocused();
    }
    expect(await press(page, 'Save and stop here')).toBe(401);
    await expect(page.getByRole('main').locator('blockquote').filter({ hasText: 'Phone Mo, or come on a Tuesday.' })).toBeVisible();
  });

  test('a warning comes two minutes before the session ends, and one button to stay', async ({ page, context, scripts }) => {
    const listing = newListing();
    await asProvider(page, listing);
    if (scripts === 'on') await page.clock.install();
    await page.goto(stepOf(listing, 'place'));
    const ending = page.locator('#session-end');
    const { left } = JSON.parse((await page.locator('leptos-island:has(#session-end)').getAttribute('data-props'))!) as { left: number };
    expect(left, 'twelve hours, less a minute').toBeGreaterThan(12 * 3_600 - 120);
    await expect(ending).toBeHidden();
    if (scripts !== 'on') return;
    await expect(page.locator('html')).toHaveAttribute('data-islands', 'awake');
    const live = page.locator('#live');
    for (const time of ['first', 'again after staying']) {
      await test.step(time, async () => {
        await page.clock.fastForward((left - 130) * 1_000);
        await expect(ending).toBeHidden();
        await page.clock.fastForward(15_000);
        await expect(ending).toBeVisible();
        await expect(ending).toContainText('You will be signed out in two minutes.');
        await expect(live).toHaveText('You will be signed out in two minutes. The button to stay is at the end of the page.');
        await ending.getByRole('button', { name: 'Stay signed in' }).click();
        await expect(ending).toBeHidden();
        await expect(live).toHaveText('You stay signed in.');
      });
    }
    await page.clock.fastForward((left - 115) * 1_000);
    await expect(ending).toContainText('You will be signed out in two minutes.');
    const [stay, again] = [ending.getByRole('button', { name: 'Stay signed in' }), ending.getByRole('link', { name: 'Sign in (opens in another tab)' })];
    await expect(again).toBeHidden();
    await test.step('the site does not answer', async () => {
      await page.route('**/do/stay-signed-in', (route) => route.abort());
      await stay.click();
      await expect(ending).toContainText('The site did not answer just now. Press “Stay signed in” again.');
      await expect(stay).toBeFocused();
    });
    await page.unroute('**/do/stay-signed-in');
    await page.clock.fastForward(125_000);
    await expect(ending, 'another tab may have gone on').toContainText('You may be signed out by now.');
    await expect(again).toBeVisible();
    await page.clock.runFor(1_100);
    await expect(live).toHaveText('You may be signed out by now. What to do is at the end of the page.');
    const how = field(page, 'How does a family ask?');
    await how.focus();
    await stay.click();
    await expect(ending, 'it was not so').toBeHidden();
    await expect(how, 'the focus is back where it was').toBeFocused();

    await page.clock.fastForward((left - 115) * 1_000);
    await expect(again, 'the next warning is as the first').toBeHidden();
    await how.fill('Phone us and ask for Mo, or come by.');
    await page.clock.runFor(2_100);
    await expect(ending, 'a draft that was saved puts the end off').toBeHidden();
    await page.clock.fastForward((left - 115) * 1_000);
    await expect(ending).toContainText('You will be signed out in two minutes.');
    await context.clearCookies({ name: 'session' });
    await stay.click();
    await expect(ending).toContainText('You have been signed out.');
    await expect(stay, 'there is nothing left to stay in').toBeHidden();
    await expect(again, 'the focus is not lost').toBeFocused();
    await page.clock.runFor(1_100);
    await expect(live).toHaveText('You have been signed out. The link to sign in again is at the end of the page.');
    await page.clock.fastForward(125_000);
    await expect(ending, 'the clock has nothing to add').toContainText('You have been signed out.');
    const signingIn = page.waitForEvent('popup');
    await again.click();
    await expect(title(await signingIn)).toHaveText('Sign in');
  });
});
