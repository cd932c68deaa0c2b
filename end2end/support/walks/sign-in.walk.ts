// The way in and out: registering, links and codes, the second check of council staff, and sessions that end.
import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { signIn, somebody } from '../accounts.ts';
import { press } from '../editing.ts';
import { codeOf, linkOf, mailTo, mailsTo } from '../mail.ts';
import { expect } from '../test.ts';
import { totp } from '../totp.ts';
import type { Walk, Walker } from './walk.ts';

export const WAY_IN: Walk[] = [
  {
    name: 'the way in of a provider',
    server: 'sample',
    sights: [
      'nobody slips on /sign-in', 'nobody is done with /sign-in', 'nobody sees /sign-in/code', 'nobody slips on /sign-in/code', 'nobody sees /sign-in/link/{token}',
      'provider sees /provider', 'provider is done with /sign-in/code', 'provider is done with /sign-in/link/{token}', 'provider sees /account',
      'provider is done with /account', 'nobody is done with /sign-out', 'nobody sees /',
    ],
    go: async (walker) => {
      const { page } = walker;
      const email = somebody('provider');
      await page.goto('/sign-in');
      await press(page, 'Send me a link');
      await walker.look('no address', 'Sign in');
      const mail = await asked(page, email);
      await walker.look('a link is sent', 'Look at your email');
      await press(page, 'Sign in');
      await walker.look('no code', 'Look at your email');
      await page.goto(linkOf(mail));
      await walker.look('a link here', 'Sign in');
      await page.goto('/sign-in/code');
      await page.getByLabel('Code from the email').fill(codeOf(mail));
      await press(page, 'Sign in');
      await walker.look('signed in by a code', 'Your listings');

      const other = await walker.elsewhere();
      walker.watch(other);
      const second = await asked(other, email);
      await page.context().clearCookies();
      await page.goto(linkOf(second));
      await expect(page.locator('.code b')).toHaveText(codeOf(second));
      await walker.look('a link elsewhere', 'Type this code where you began');
      await other.goto(linkOf(second));
      await press(other, 'Sign in');
      await walker.look('signed in by a link', 'Your listings', other);
      await other.getByRole('link', { name: 'Your account, and signing out' }).click();
      await expect(other.getByRole('button', { name: /^End it/ })).toHaveCount(1);
      await walker.look('account, signed in twice', 'Your account', other);
      await press(other, /^End it/);
      await expect(other.getByRole('button', { name: /^End it/ })).toHaveCount(0);
      await walker.look('account, the other session ended', 'Your account', other);
      await press(other, 'Sign out', other);
      await walker.look('just signed out', /\w/, other);
    },
  },
  {
    name: 'the way in of council staff',
    server: 'sample',
    sights: [
      'half-way sees /sign-in/set-up', 'half-way slips on /sign-in/set-up', 'admin is done with /sign-in/set-up', 'admin sees /council', 'admin sees /council/audit',
      'admin sees /account', 'half-way sees /sign-in/second', 'half-way slips on /sign-in/second', 'admin is done with /sign-in/second',
    ],
    go: async (walker) => {
      const { page } = walker;
      const email = somebody('admin');
      await signIn(page, email);
      await walker.look('setting up', 'Set up your second check');
      await press(page, 'Set up');
      await walker.look('setting up with a mistake', 'Set up your second check');
      const secret = await page.locator('.qr b').innerText();
      await page.getByLabel('Code from your phone').fill(totp(secret));
      await press(page, 'Set up');
      await walker.look('printed codes', 'Print these codes');
      const [printed] = await page.locator('.codes code').allInnerTexts();
      await page.getByRole('link', { name: 'I have printed them' }).click();
      await walker.look('council of an administrator', 'Council');
      await page.getByRole('link', { name: 'Who did what' }).click();
      await walker.look('who did what', 'Who did what');
      await walker.visit('/account', 'account of an administrator', 'Your account');
      await signIn(page, email);
      await walker.look('second check', 'Your second check');
      await press(page, 'Go on');
      await walker.look('second check with a mistake', 'Your second check');
      await page.getByLabel('Code from your phone').fill(printed!);
      await press(page, 'Go on');
      await walker.look('through the second check', 'Council');
    },
  },
  {
    name: 'registering',
    server: 'editing',
    sights: ['nobody slips on /register', 'nobody is done with /register', 'nobody sees /sign-in/code', 'provider is done with /sign-in/link/{token}', 'provider sees /provider'],
    go: async (walker) => {
      const { page } = walker;
      await page.goto('/register');
      await press(page, 'Send me a link');
      await walker.look('registering with mistakes', 'Register your organisation');
      const email = `stranger-${randomUUID()}@example.org`;
      await page.getByLabel('What is your organisation called?').fill(`Kites of ${email.slice(9, 17)}`);
      await page.getByLabel('Your email address').fill(email);
      await press(page, 'Send me a link');
      await walker.look('registered', 'Look at your email');
      await page.goto(linkOf(await mailTo(email, 'editing')));
      await press(page, 'Sign in');
      await walker.look('nothing of their own yet', 'Your listings');
    },
  },
  ending('about to end', 'You will be signed out in two minutes.'),
  ending('ended', 'You have been signed out.'),
];

/** Asks for a link, and reads its mail. */
async function asked(page: Page, email: string) {
  const before = mailsTo(email).length;
  await page.goto('/sign-in');
  await page.getByLabel('Your email address').fill(email);
  await press(page, 'Send me a link');
  await expect(() => expect(mailsTo(email).length, 'one more mail').toBeGreaterThan(before)).toPass({ timeout: 10_000 });
  return mailsTo(email).at(-1)!;
}

/** A session that has less than two minutes left: the script is told so. */
function ending(what: 'about to end' | 'ended', words: string): Walk {
  const isOver = what === 'ended';
  return {
    name: isOver ? 'a session that has ended' : 'a session that is about to end',
    server: 'sample',
    needsScripts: true,
    sights: [`${isOver ? 'nobody' : 'provider'} sees /provider/organisation`],
    go: async (walker: Walker) => {
      const { page } = walker;
      await signIn(page, somebody('provider'));
      await page.route('**/provider/organisation', async (route) => {
        const answer = await route.fetch();
        await route.fulfill({ response: answer, body: (await answer.text()).replace(/&quot;left&quot;:\d+/, '&quot;left&quot;:110') });
      });
      await page.goto('/provider/organisation');
      const ending = page.locator('#session-end');
      await expect(ending).toBeVisible();
      if (isOver) {
        await page.context().clearCookies({ name: 'session' });
        await ending.getByRole('button', { name: 'Stay signed in' }).click();
      }
      await expect(ending).toContainText(words);
      if (isOver) await expect(ending.getByRole('link', { name: /^Sign in/ }), 'the focus is not lost').toBeFocused();
      await walker.look(`session ${what}`, 'Add an organisation');
    },
  };
}
