// What families do that leaves something behind: a list, their choices. And what they meet when a form goes wrong.
import { randomUUID } from 'node:crypto';
import { press } from '../editing.ts';
import { expect } from '../test.ts';
import { at } from '../paths.ts';
import type { Walk } from './walk.ts';

const SAVED = '/services/bobbin-wharf-night-house-burnley';

export const FAMILIES: Walk[] = [
  {
    name: 'a list is begun and cleared',
    server: 'sample',
    sights: ['nobody sees /services/{slug}', 'nobody sees /list', 'nobody is done with /list'],
    go: async (walker) => {
      const { page } = walker;
      await page.goto(SAVED);
      await page.getByRole('main').getByRole('button', { name: /^Save / }).click();
      await expect(page.locator('form.save button')).toHaveText(/^Saved/);
      await walker.look('a listing that is saved', 'Bobbin Wharf Night House');
      // Something that was saved once and is here no more.
      await page.request.post('/list', { form: { action: 'add', id: randomUUID(), back: '/list' } });
      await walker.visit('/list', 'list with one that is gone', 'My list');
      await press(page, 'Clear my list');
      await walker.look('list, just cleared', 'My list');
    },
  },
  {
    name: 'choices are saved',
    server: 'sample',
    sights: ['nobody sees /preferences', 'nobody is done with /preferences'],
    go: async (walker) => {
      const { page } = walker;
      await page.goto('/preferences');
      await page.getByRole('radio', { name: 'Cream' }).check();
      await press(page, 'Save');
      await expect(page.getByText('Saved on this device.')).toBeVisible();
      await walker.look('choices, just saved', 'Change what you see');
    },
  },
  {
    name: 'a form that cannot be taken',
    server: 'sample',
    sights: ['nobody is answered 403 by /sign-in', 'nobody is answered 413 by /register', 'nobody is answered 405 by /sign-out'],
    go: async (walker) => {
      const { page } = walker;
      // A page of another site sends a form here.
      await page.route(at('empty', '/elsewhere'), (route) => route.fulfill({ contentType: 'text/html', body: `<main><form method=post action="${at('sample', '/sign-in')}"><button>Win</button></form></main>` }));
      await page.goto(at('empty', '/elsewhere'));
      await press(page, 'Win');
      await walker.look('a form of another site', /\w/);
      await page.goto('/register');
      await page.getByLabel('What is your organisation called?').fill('x'.repeat(70_000));
      await press(page, 'Send me a link');
      await walker.look('a form that is too large', /\w/);
      await walker.visit('/sign-out', 'an address that only takes forms', /\w/);
    },
  },
];
