// People who sign in to the sample. Each test has its own, so that none ends the session of another or waits for its mail.
import { randomUUID } from 'node:crypto';
import { expect, type Page } from '@playwright/test';
import { command } from './program.ts';
import { totp } from './totp.ts';
import { at, dataOf, type Server } from './paths.ts';

type Role = 'provider' | 'reviewer' | 'editor' | 'admin';

/** Whose listings the providers here keep: the made-up provider of the sample keeps them too. */
const ORGANISATION = 'Bobbin Wharf Children\'s Trust';

/** Somebody new. A provider keeps the listings of an organisation. */
export function somebody(role: Role, server: Server = 'sample', organisation = ORGANISATION): string {
  const email = `${role}-${randomUUID()}@example.org`;
  const keeps = role === 'provider' ? ['--organisation', organisation] : [];
  command('user', 'add', email, '--role', role, ...keeps, '--data', dataOf(server));
  return email;
}

/** Signs in without a mail, as far as that goes. */
export async function signIn(page: Page, email: string, server: Server = 'sample'): Promise<void> {
  // A link that is printed ends the one printed before it, another test's perhaps: then another is printed.
  await expect(async () => {
    const link = command('user', 'link', email, '--at', at(server, ''), '--data', dataOf(server));
    await page.goto(link);
    await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click({ timeout: 5_000 });
    await expect(page).not.toHaveURL(link);
  }).toPass();
}

/** Goes through the second check of council staff, who set it up at their first sign-in. */
export async function setUpSecond(page: Page): Promise<void> {
  await page.getByLabel('Code from your phone').fill(totp(await page.locator('.qr b').innerText()));
  await page.getByRole('button', { name: 'Set up' }).click();
  await page.getByRole('link', { name: 'I have printed them' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Council');
}
