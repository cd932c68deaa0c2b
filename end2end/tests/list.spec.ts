// The list of pages against the router: nothing is forgotten.
import { sights, WALKS } from '../support/list.ts';
import { PAGES, prepare } from '../support/pages.ts';
import { addresses } from '../support/router.ts';
import { expect, test } from '../support/test.ts';

/** Who looks at the pages of each kind of address. An administrator sees what an editor sees, but for pages of their own. */
const LOOKED_AT_BY: Record<string, string[]> = {
  Everybody: ['nobody'],
  PartiallyAuthenticated: ['half-way'],
  SignedIn: ['provider', 'reviewer'],
  Provider: ['provider'],
  ListingEditor: ['provider', 'editor'],
  Council: ['reviewer', 'editor'],
  Editor: ['editor'],
  Admin: ['admin'],
};

/** What no walk can see, and why. */
const NEVER: Record<string, string> = {
  'slips on /list': 'what is no listing is passed over',
  'slips on /preferences': 'what is no choice is passed over',
  'slips on /sign-in/link/{token}': 'a link that has ended answers 410: “a link that ended”',
  'slips on /sign-out': 'a button without fields',
  'slips on /account': 'a button without fields: a session that has ended already is passed over',
  'slips on /account/stay': 'a button without fields',
  'is done with /account/stay': 'the script is answered with data; editing.spec.ts stays signed in',
  'slips on /provider/still-right': 'a button without fields',
  'slips on /provider/listings/{id}/take-back': 'a button without fields: when it is too late the listing says so',
  'slips on /provider/listings/{id}/discard': 'a button without fields',
  'slips on /provider/listings/{id}/bring-back': 'a button without fields: when it is too late the list of listings says so',
  'slips on /council/changes/{id}/undo': 'a button without fields: when it is too late the change says so',
};

test('every page of the router is looked at, by everybody it is for, and every form with mistakes and without', () => {
  const all = sights();
  const table = addresses();
  expect(table.length).toBeGreaterThan(60);
  const wanted = table.flatMap(({ pattern, who, isPage, takesForms }) => [
    ...(isPage ? LOOKED_AT_BY[who]!.map((role) => ({ role, what: `sees ${pattern}` })) : []),
    ...(takesForms ? [{ role: '', what: `slips on ${pattern}` }, { role: '', what: `is done with ${pattern}` }] : []),
  ]);
  const isThere = ({ role, what }: { role: string; what: string }) => (role ? all.has(`${role} ${what}`) : [...all].some((sight) => sight.endsWith(` ${what}`)));
  const missing = wanted.filter((one) => !isThere(one) && !(one.what in NEVER)).map(({ role, what }) => `${role || 'nobody at all'} ${what}`);
  expect(missing, 'put it into support/pages.ts, or into a walk').toEqual([]);
  const needless = Object.keys(NEVER).filter((what) => !wanted.some((one) => one.what === what && !isThere(one)));
  expect(needless, 'exceptions that are none').toEqual([]);
});

test('no two states have one name', () => {
  const names = [...PAGES.map((item) => item.name), ...WALKS.map((walk) => walk.name)];
  expect(names.filter((name, n) => names.indexOf(name) !== n)).toEqual([]);
});

test('every page has a title of its own', async ({ browser }) => {
  test.setTimeout(180_000);
  const titles = new Map<string, string[]>();
  for (const item of PAGES.filter((item) => (item.server ?? 'sample') === 'sample' && (item.status ?? 200) === 200 && !item.prefs)) {
    const context = await browser.newContext();
    const answer = await context.request.get(await prepare(context.request, item));
    const title = /<title>([^<]*)<\/title>/.exec(await answer.text())?.[1] ?? '';
    titles.set(title, [...(titles.get(title) ?? []), item.path.slice(0, 80)]);
    await context.close();
  }
  const shared = [...titles].filter(([, paths]) => paths.length > 1).map(([title, paths]) => `${title}: ${paths.join(' and ')}`);
  expect(shared).toEqual([]);
});
