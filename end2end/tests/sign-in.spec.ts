// Signing in by a link or a code of a mail, and for the council by a telephone as well.
import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { signIn, somebody } from '../support/accounts.ts';
import { codeOf, linkOf, mailTo, type Mail } from '../support/mail.ts';
import { command } from '../support/program.ts';
import { day } from '../support/tables.ts';
import { expect, journey as test } from '../support/test.ts';
import { totp } from '../support/totp.ts';
import { at, dataOf } from '../support/paths.ts';

const title = (page: Page) => page.getByRole('heading', { level: 1 });

/** Asks for a link on the page, and reads the mail. */
async function ask(page: Page, email: string): Promise<Mail> {
  await page.goto('/sign-in');
  await page.getByLabel('Your email address').fill(email);
  await page.getByRole('button', { name: 'Send me a link' }).click();
  await expect(page).toHaveURL(at('sample', '/sign-in/code'));
  await expect(title(page)).toHaveText('Look at your email');
  return await mailTo(email);
}

/** What was typed is wrong: the title and the summary say so, and the message stands beside the field. */
async function expectWrong(page: Page, label: string, message: string): Promise<void> {
  await expect(page).toHaveTitle(/^Error: /);
  const field = page.getByLabel(label);
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await expect(field).toHaveAccessibleDescription(new RegExp(`Error: ${message}$`));
  await page.getByRole('group', { name: /put right/ }).getByRole('link', { name: message }).click();
  await expect(field).toBeFocused();
}

/** Sets up the second check. Gives back the letters and the printed codes. */
async function setUp(page: Page): Promise<{ secret: string; printed: string[] }> {
  await expect(title(page)).toHaveText('Set up your second check');
  const secret = await page.locator('.qr b').innerText();
  await page.getByLabel('Code from your phone').fill(totp(secret));
  await page.getByRole('button', { name: 'Set up' }).click();
  await expect(title(page)).toHaveText('Print these codes');
  return { secret, printed: await page.locator('.codes code').allInnerTexts() };
}

test('a provider signs in by a link and says that a listing is still right', async ({ page }) => {
  const mail = await ask(page, somebody('provider'));
  await page.goto(linkOf(mail));
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
  await expect(title(page)).toHaveText('Your listings');

  const listing = page.locator('main li.card').filter({ has: page.getByRole('button', { name: /^It is still right/ }) }).first();
  const name = await listing.getByRole('heading').innerText();
  const address = await listing.getByRole('heading').getByRole('link').getAttribute('href');
  await listing.getByRole('button', { name: /^It is still right/ }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Thank you' })).toContainText(name);
  await expect(page.locator('main li.card').filter({ hasText: name }).getByRole('button', { name: /^It is still right/ })).toHaveCount(0);
  await expect(page.locator('main li.card').filter({ has: page.locator(`a[href="${address}"]`) })).toContainText('Checked on');

  const today = new Date().toLocaleDateString('en-CA', { timeZone: 'Europe/London' });
  await page.goto(address!);
  await page.getByRole('link', { name: 'What families see now' }).click();
  await expect(page.locator('.proof li').filter({ hasText: 'Checked by' })).toContainText(day(today));

  await page.goto('/account');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(at('sample', '/'));
  await page.goto('/provider');
  await expect(page, 'nobody is signed in').toHaveURL(at('sample', '/sign-in'));
  await page.goto(linkOf(mail));
  await expect(title(page), 'a link works once').toHaveText('This link has ended');
});

test('a code signs in as it is typed, and a wrong one is named', async ({ page }) => {
  const code = codeOf(await ask(page, somebody('provider')));
  const field = page.getByLabel('Code from the email');
  const button = page.getByRole('main').getByRole('button', { name: 'Sign in' });
  await button.click();
  await expectWrong(page, 'Code from the email', 'Type the code from the email');
  await field.fill(code === 'AAAA 2222' ? 'AAAA 3333' : 'AAAA 2222');
  await button.click();
  await expectWrong(page, 'Code from the email', 'That is not the code. You have 4 more tries');
  await field.fill(` ${code.toLowerCase()} `);
  await button.click();
  await expect(title(page)).toHaveText('Your listings');
});

test('an address that is none is named, and what was typed is kept', async ({ page }) => {
  await page.goto('/sign-in');
  for (const [typed, message] of [['', 'Write your email address'], ['jo at example', 'Write your email address like name@example.org']] as const) {
    await page.getByLabel('Your email address').fill(typed);
    await page.getByRole('button', { name: 'Send me a link' }).click();
    await expectWrong(page, 'Your email address', message);
    await expect(page.getByLabel('Your email address')).toHaveValue(typed);
  }
});

test('an address that nobody has signed up with is told so by mail alone', async ({ page }) => {
  const mail = await ask(page, `nobody-${randomUUID()}@example.org`);
  expect(mail.body).toContain('Nobody has signed up with it');
  expect(mail.body).not.toContain('/sign-in/link/');
});

test('a link opened in another browser shows the code to type in the first', async ({ page, browser }) => {
  const mail = await ask(page, somebody('provider'));
  const elsewhere = await browser.newContext();
  const other = await elsewhere.newPage();
  await other.goto(linkOf(mail));
  await expect(title(other)).toHaveText('Type this code where you began');
  await expect(other.getByRole('main').getByRole('button')).toHaveCount(0);
  const shown = await other.locator('.code b').innerText();
  expect(shown).toBe(codeOf(mail));
  await elsewhere.close();
  await page.getByLabel('Code from the email').fill(shown);
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
  await expect(title(page)).toHaveText('Your listings');
});

test('council staff set up a telephone, and read who did what', async ({ page }) => {
  test.setTimeout(60_000);
  const email = somebody('admin');
  await signIn(page, email);
  await page.goto('/council');
  await expect(page, 'the mail alone is not enough').toHaveURL(at('sample', '/sign-in/set-up'));
  await page.getByLabel('Code from your phone').fill('not digits');
  await page.getByRole('button', { name: 'Set up' }).click();
  await expectWrong(page, 'Code from your phone', 'That is not the code the app shows now. Try the next one');
  const { printed } = await setUp(page);
  expect(new Set(printed).size).toBe(10);
  await page.getByRole('link', { name: 'I have printed them' }).click();
  await expect(page).toHaveURL(at('sample', '/council'));
  await page.getByRole('link', { name: 'Who did what' }).click();
  const lines = page.getByRole('row').filter({ hasText: email });
  await expect(lines.filter({ hasText: 'signed in' })).toHaveCount(1);
  await expect(lines.filter({ hasText: 'set up a second check' })).toHaveCount(1);

  // The telephone is lost: a printed code, typed small, works once.
  for (const works of [true, false]) {
    await signIn(page, email);
    await expect(title(page)).toHaveText('Your second check');
    await page.getByLabel('Code from your phone').fill(printed[0]!.toLowerCase());
    await page.getByRole('button', { name: 'Go on' }).click();
    if (works) await expect(page).toHaveURL(at('sample', '/council'));
    else await expectWrong(page, 'Code from your phone', 'That is not the code, or it was used before. Wait for the next one');
  }
  // So are the codes: somebody with the command takes the check away.
  command('user', 'reset-second-factor', email, '--data', dataOf('sample'));
  await page.goto('/council/audit');
  await expect(page, 'every session was ended').toHaveURL(at('sample', '/sign-in'));
  await signIn(page, email);
  await setUp(page);
  await page.getByRole('link', { name: 'I have printed them' }).click();
  await expect(page, 'signing in leads to the page one came for').toHaveURL(at('sample', '/council/audit'));
});

test('a provider learns nothing of the pages of the council', async ({ page }) => {
  await signIn(page, 'provider@example.org');
  await expect(title(page)).toHaveText('Your listings');
  for (const path of ['/council', '/council/audit']) expect((await page.goto(path))!.status(), path).toBe(404);
});
