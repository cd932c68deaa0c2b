// The pages behind the sign-in, held to what every page is held to: axe, room for a finger, headings and valid HTML.
import type { Page, Response } from '@playwright/test';
import { signIn, somebody } from '../support/accounts.ts';
import { axe } from '../support/axe.ts';
import { structure, unfold } from '../support/checks.ts';
import { hasJava, invalid } from '../support/html.ts';
import { codeOf, linkOf, mailTo } from '../support/mail.ts';
import { fitsNow } from '../support/shape.ts';
import { expect, test } from '../support/test.ts';
import { totp } from '../support/totp.ts';

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
