// People who sign in to the sample. Each test has its own, so that none ends the session of another or waits for its mail.
import { randomUUID } from 'node:crypto';
import { expect, type Page } from '@playwright/test';
import { command } from './program.ts';
import { at, dataOf } from './where.ts';

type Role = 'provider' | 'reviewer' | 'editor' | 'admin';

/** Whose listings the providers here keep: the made-up provider of the sample keeps them too. */
const ORGANISATION = 'Bobbin Wharf Children\'s Trust';

/** Somebody new. */
export function somebody(role: Role): string {
  const email = `${role}-${randomUUID()}@example.org`;
  const organisation = role === 'provider' ? ['--organisation', ORGANISATION] : [];
  command('user', 'add', email, '--role', role, ...organisation, '--data', dataOf('sample'));
  return email;
}

/** Signs in without a mail, as far as that goes. */
export async function signIn(page: Page, email: string): Promise<void> {
  // A link that is printed ends the one printed before it, another test's perhaps: then another is printed.
  await expect(async () => {
    const link = command('user', 'link', email, '--at', at('sample', ''), '--data', dataOf('sample'));
    await page.goto(link);
    await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click({ timeout: 5_000 });
    await expect(page).not.toHaveURL(link);
  }).toPass();
}
