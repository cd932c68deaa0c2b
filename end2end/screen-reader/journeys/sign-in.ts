import { somebody } from '../../support/accounts.ts';
import { codeOf, mailTo } from '../../support/mail.ts';
import type { Journey } from '../journey.ts';

export const signIn: Journey = {
  name: 'sign-in',
  title: 'Sign in with a code from an email',
  about: 'Somebody who runs a club signs in: first without an address, then with it, then with the code.',
  pages: ['/sign-in', '/sign-in/code', '/provider'],
  changes: true,
  go: async (reader) => {
    const email = somebody('provider', 'editing');
    reader.part('A mistake');
    await reader.open('/sign-in');
    await reader.until('e', /Your email address/, 'the box says its label');
    reader.hears(/You need no password/, 'the box says what will happen');
    await reader.follow('Return');
    reader.hears(/Error: /, 'the title says at once that something is wrong');
    reader.hears(/put right panel/, 'the focus is on what must be put right');
    reader.hears(/Write your email address/, 'what must be put right is said at once');
    await reader.press('Tab');
    reader.hears(/Write your email address\. link/, 'the next stop leads to the box');
    await reader.press('Return');
    reader.hears(/invalid entry/, 'the box says that it is wrong');
    reader.part('The address');
    await reader.type(email, 'their address');
    await reader.follow('Return');
    reader.hears(/Look at your email/, 'the next page says what to do');
    reader.part('The code');
    await reader.until('Tab', /Code from the email/, 'the box for the code says its label');
    await reader.type(codeOf(await mailTo(email, 'editing')), 'the code from the email');
    await reader.follow('Return');
    reader.hears(/Your listings/, 'one is in');
    await reader.press('h');
    reader.hears(/Your listings heading level 1/, 'the page has its heading');
  },
};
