// What an address opens: every page of the site, each with the states it can be in. What one must do things to see is a walk:
// see list.ts.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type APIRequestContext, type Page, type Response } from '@playwright/test';
import { isWhole } from './depth.ts';
import { at, end2end, hasRealData, type Server } from './paths.ts';

export interface Item {
  /** What it is, in words; unique. */
  name: string;
  path: string;
  server?: Server;
  /** 200 when not said. */
  status?: number;
  /** Something typed was not understood: the title begins with "Error: ". */
  error?: boolean;
  /** Services to save first, as words to search for. */
  saved?: string[];
  /** Choices of the preferences page to make first. */
  prefs?: Record<string, string>;
  /** The last page of these results. */
  last?: boolean;
  /** The part that makes the state: without it the checks would look at something else. */
  shows?: string;
}

const script = `</title><script>document.title='run'</script>`;

/** Where a state shows on any page of its sort, it is looked at on a short one: what is on long ones is looked at there. */
export const PAGES: Item[] = [
  { name: 'home', path: '/' },
  { name: 'home with no listings', path: '/', server: 'empty' },
  { name: 'search, everything', path: '/search' },
  { name: 'search with no listings', path: '/search', server: 'empty' },
  { name: 'results for words', path: '/search?q=swim' },
  { name: 'results for a place', path: '/search?q=club&where=BB11&sort=nearest' },
  { name: 'results narrowed by everything', path: '/search?q=club&where=Burnley&district=burnley&district=pendle&need=asd&age=8&cost=free&features=step-free&when=weekend&mode=in-person&ehcp=not-needed&diagnosis=not-needed&radius=10&checked=12m&untold=cost' },
  { name: 'results of one kind', path: '/search?category=short-breaks' },
  { name: 'results in a district', path: '/search?district=chorley' },
  { name: 'no results for words', path: '/search?q=zzzzqqq' },
  { name: 'no results for filters', path: '/search?q=swim&district=burnley&cost=means-tested' },
  { name: 'a slip put right', path: '/search?q=climbng', shows: '.put-right' },
  { name: 'a question understood', path: '/search?q=where+can+my+autistic+son+go+swimming+on+a+saturday+in+chorley', shows: '.looked-for' },
  { name: 'a question that says everything', path: '/search?q=online+counselling+for+my+autistic+16+year+old+in+burnley+in+the+evening', shows: '.looked-for li:nth-child(5)' },
  { name: 'a word explained', path: '/search?q=ehcp&district=fylde', shows: '.jargon' },
  { name: 'few results with alternatives', path: '/search?q=ehcp&where=BB11&radius=5', shows: 'ol.results ~ section .tasks' },
  { name: 'nothing speaks of one word', path: '/search?q=climbing+zzzzqqq', shows: '.doubt' },
  { name: 'not open, by its whole name', path: '/search?q=lantern+sitters', shows: '.named' },
  { name: 'nothing fits all of it', path: '/search?q=horse+riding', shows: '.doubt' },
  { name: 'results explained', path: '/search?q=sling&explain=1', shows: '.why' },
  { name: 'second page of results', path: '/search?district=burnley&page=2' },
  { name: 'last page of results', path: '/search?district=burnley', last: true },
  { name: 'a page of results that is not there', path: '/search?q=climbing&page=9999', error: true },
  { name: 'unknown postcode', path: '/search?q=climbing&where=ZZ99+9ZZ', error: true },
  { name: 'unknown district', path: '/search?q=climbing&district=atlantis', error: true },
  { name: 'impossible age', path: '/search?q=climbing&age=300', error: true },
  { name: 'everything wrong', path: '/search?q=climbing&where=nowhere&need=x&category=x&level=x&access=x&cost=x&mode=x&when=x&features=x&age=x&radius=x&ehcp=x&diagnosis=x&direct-payment=x&checked=x&sort=x&untold=x&page=x', error: true },
  { name: 'words that look like a script', path: `/search?q=${encodeURIComponent(script)}` },
  { name: 'a very long question', path: `/search?q=${'x'.repeat(5000)}`, error: true },
  { name: 'results in cream, larger and wide', path: '/search?q=climbing', prefs: { theme: 'cream', size: 'larger', spacing: 'wide', live: 'still' } },
  { name: 'listing with many facts', path: '/services/bobbin-wharf-night-house-burnley' },
  { name: 'listing with few facts', path: '/services/cross-letters' },
  { name: 'listing with fewer', path: '/services/seabag-payroll-help' },
  { name: 'districts', path: '/districts' },
  { name: 'districts with no listings', path: '/districts', server: 'empty' },
  { name: 'district', path: '/districts/burnley' },
  { name: 'district at the edge', path: '/districts/west-lancashire' },
  { name: 'district with no listings', path: '/districts/burnley', server: 'empty' },
  { name: 'list, empty', path: '/list' },
  { name: 'list, full', path: '/list', saved: ['swim', 'warm pool', 'ninth arch', 'cross letters'] },
  { name: 'one sheet to print', path: '/gaps/sheet' },
  { name: 'one sheet of a kind', path: '/gaps/sheet?kind=short-breaks&per=ehc-plans' },
  { name: 'gaps', path: '/gaps' },
  { name: 'gaps for one district and level', path: '/gaps?district=rossendale&level=universal&sort=missing' },
  { name: 'gaps with a mistake', path: '/gaps?age=300&kind=x&district=fylde', error: true },
  { name: 'gaps of one kind', path: '/gaps/short-breaks' },
  { name: 'two districts to choose', path: '/gaps/compare' },
  { name: 'two districts compared', path: '/gaps/compare?a=rossendale&b=chorley' },
  { name: 'one district to compare', path: '/gaps/compare?a=chorley', error: true, shows: '#b-error' },
  { name: 'gaps with no listings', path: '/gaps', server: 'empty' },
  { name: 'gaps for pupils with SEN support', path: '/gaps?per=sen-support', shows: '#people' },
  { name: 'gaps for EHC plans of one need', path: '/gaps?per=ehc-plans&need=asd', shows: '#people' },
  { name: 'gaps for nobody known', path: '/gaps?per=nobody&district=fylde', error: true, shows: '#per-error' },
  { name: 'how far', path: '/gaps/how-far', shows: '#worst' },
  { name: 'how far, one kind', path: '/gaps/how-far?kind=short-breaks&need=asd&age=9' },
  { name: 'how far with a mistake', path: '/gaps/how-far?kind=x&age=300', error: true, shows: '#kind-error' },
  { name: 'how far with no listings', path: '/gaps/how-far', server: 'empty' },
  { name: 'rules', path: '/gaps/rules', shows: '.rules' },
  { name: 'rules for a district', path: '/gaps/rules?district=burnley', shows: '.rules .own' },
  { name: 'rules with a mistake', path: '/gaps/rules?district=nowhere', error: true, shows: '#district-error' },
  { name: 'rules with none given', path: '/gaps/rules', server: 'empty' },
  { name: 'rules with none given and a mistake', path: '/gaps/rules?district=nowhere', server: 'empty', error: true },
  { name: 'history', path: '/gaps/history', shows: '.trends svg' },
  { name: 'history of one kind', path: '/gaps/history?kind=things-to-do', shows: '#lost' },
  { name: 'history with a mistake', path: '/gaps/history?kind=x', error: true, shows: '#kind-error' },
  { name: 'history with no listings', path: '/gaps/history', server: 'empty' },
  { name: 'what is looked for', path: '/gaps/asked' },
  { name: 'what is looked for with no listings', path: '/gaps/asked', server: 'empty' },
  { name: 'waiting times', path: '/waiting-times', shows: '#changed' },
  { name: 'waiting times in a district', path: '/waiting-times?district=fylde', shows: '#of-district' },
  { name: 'waiting times for one thing', path: '/waiting-times?pathway=autism-5-to-15', shows: '.waits details' },
  { name: 'waiting times for one thing in a district', path: '/waiting-times?district=lancaster&pathway=occupational-therapy', shows: '.old' },
  { name: 'waiting times with a mistake', path: '/waiting-times?district=nowhere&pathway=x', error: true, shows: '#district-error' },
  { name: 'waiting times with none given', path: '/waiting-times', server: 'empty' },
  { name: 'waiting times with none given and a mistake', path: '/waiting-times?district=nowhere', server: 'empty', error: true },
  { name: 'say', path: '/say' },
  { name: 'say, filled in', path: '/say?q=horse+riding&where=BB11&district=burnley&need=asd&age=9&when=weekend', shows: 'a[href^="/search?q=horse+riding"]' },
  { name: 'say with nobody named', path: '/say', server: 'empty' },
  { name: 'said', path: '/said' },
  { name: 'improvement', path: '/improvement' },
  { name: 'guides', path: '/guides' },
  { name: 'guide: first steps', path: '/guides/first-steps' },
  { name: 'guide: EHC plans', path: '/guides/ehc-plan-dates' },
  { name: 'guide: disagreeing', path: '/guides/disagree-with-a-decision' },
  { name: 'guide: short breaks', path: '/guides/short-breaks' },
  { name: 'guide: travel', path: '/guides/getting-to-school' },
  { name: 'guide: growing up', path: '/guides/growing-up' },
  { name: 'glossary', path: '/glossary' },
  { name: 'preferences', path: '/preferences' },
  { name: 'preferences, saved', path: '/preferences?saved=yes', prefs: { theme: 'dark', size: 'large', spacing: 'normal', live: 'live' } },
  { name: 'accessibility', path: '/accessibility' },
  { name: 'how it sounds', path: '/accessibility/how-it-sounds' },
  ...transcripts().slice(0, 2).map((slug) => ({ name: `how it sounds: ${slug}`, path: `/accessibility/how-it-sounds/${slug}` })),
  { name: 'privacy', path: '/privacy' },
  { name: 'about the data', path: '/about/data' },
  { name: 'about the data with none loaded', path: '/about/data', server: 'empty' },
  { name: 'the rows of the waits', path: '/about/data/sample-waits', shows: '#line-2' },
  // The same page of a file three times as long.
  ...(isWhole ? [{ name: 'the rows of the needs', path: '/about/data/sample-needs' }] : []),
  { name: 'what changed in a listing', path: '/services/cross-letters/history' },
  { name: 'registering an organisation', path: '/register' },
  { name: 'signing in', path: '/sign-in' },
  { name: 'signing in by a code', path: '/sign-in/code' },
  { name: 'a link that ended', path: '/sign-in/link/0', status: 410 },
  { name: 'page not found', path: '/no-such-page', status: 404 },
  { name: 'listing not found', path: '/services/no-such-service', status: 404 },
  { name: 'district not found', path: '/districts/atlantis', status: 404 },
  { name: 'guide not found', path: '/guides/no-such-guide', status: 404 },
  { name: 'transcript not found', path: '/accessibility/how-it-sounds/no-such-journey', status: 404 },
  { name: 'kind of help not found', path: '/gaps/no-such-kind', status: 404 },
  { name: 'file of figures not found', path: '/about/data/no-such-file', status: 404 },
];

/** What a screen reader says on some journeys: files that are built into the program. */
function transcripts(): string[] {
  const folder = join(end2end, 'screen-reader', 'transcripts');
  const files = existsSync(folder) ? readdirSync(folder) : [];
  return files.filter((file) => file.endsWith('.txt')).map((file) => file.replace('.txt', '')).toSorted();
}

if (hasRealData) {
  PAGES.push(
    { name: 'real home', path: '/', server: 'real' },
    { name: 'real results near a postcode', path: '/search?q=library&where=PR7+1AB&sort=nearest', server: 'real' },
    { name: 'real results, everything', path: '/search', server: 'real' },
    { name: 'real listing with a long text', path: '/services/bristol-city-council-services', server: 'real' },
    { name: 'real listing with an address', path: '/services/burnley-unity-college', server: 'real' },
    { name: 'real district', path: '/districts/burnley', server: 'real' },
    { name: 'real gaps', path: '/gaps', server: 'real' },
    { name: 'real gaps for pupils with SEN support', path: '/gaps?per=sen-support', server: 'real' },
    { name: 'real how far', path: '/gaps/how-far', server: 'real' },
    { name: 'real history', path: '/gaps/history', server: 'real' },
    { name: 'real waiting times', path: '/waiting-times', server: 'real' },
  );
}

/** Does what must be done first, without opening a page: saving services and choosing preferences. Gives back the address. */
export async function prepare(request: APIRequestContext, item: Item): Promise<string> {
  const server = item.server ?? 'sample';
  const asked = async (query: string) => {
    const answer = await request.get(at(server, `/search.json?${query}`));
    return (await answer.json()) as { pages: number; results: { id: string }[] };
  };
  for (const words of item.saved ?? []) {
    const first = (await asked(`q=${encodeURIComponent(words)}`)).results[0];
    expect(first, `something to save for "${words}"`).toBeTruthy();
    await request.post(at(server, '/list'), { form: { action: 'add', id: first!.id, back: '/list' } });
  }
  if (item.prefs) await request.post(at(server, '/preferences'), { form: item.prefs });
  if (!item.last) return at(server, item.path);
  const { pages } = await asked(new URL(at(server, item.path)).search.slice(1));
  expect(pages, 'more than one page of results').toBeGreaterThan(1);
  return at(server, `${item.path}&page=${pages}`);
}

/** Whether scripts add anything: all other pages are the same with and without. */
export function hasIslands(item: Item): boolean {
  // An empty list has nothing to take off it.
  const empty = item.path === '/list' && !item.saved;
  return (item.status ?? 200) === 200 && !empty && /^\/($|search|services\/[^/]+$|list$)/.test(item.path);
}

/** Opens a page in its state, and sees that it answers as it should. */
export async function open(page: Page, item: Item, scripts: 'on' | 'blocked'): Promise<Response> {
  const response = await page.goto(await prepare(page.request, item));
  expect(response?.status(), `status of ${item.path}`).toBe(item.status ?? 200);
  if (item.shows) await expect(page.locator(item.shows).first(), `${item.shows} on ${item.path}`).toBeVisible();
  // What scripts add is part of the page: wait until they have added it.
  if (scripts === 'on' && hasIslands(item)) await expect(page.locator('html')).toHaveAttribute('data-islands', 'awake');
  return response!;
}
