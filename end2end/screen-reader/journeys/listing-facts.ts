import type { Journey } from '../journey.ts';

export const listingFacts: Journey = {
  name: 'listing-facts',
  title: 'The facts of a listing',
  about: 'A parent reads a listing fact by fact: who it is for, when, where, what it costs, whether they can get in, and what nobody has told us.',
  pages: ['/services/{slug}'],
  go: async (reader) => {
    await reader.open('/services/towpath-saturdays-burnley');
    await reader.press('h');
    reader.hears(/Towpath Saturdays heading level 1/, 'the name is the first heading');
    await reader.until('Down', /Checked on/, 'when it was checked comes before the facts');
    reader.hears(/Checked on 22 September 2026 by the people who run it/, 'who checked it is said');
    await reader.press('h');
    reader.hears(/In short heading level 2/, 'the facts in short come next');
    await reader.press('Down');
    reader.hears(/Description list with 11 terms/, 'how many facts there are is said');
    reader.hears(/Who it is for/, 'each fact has its name first');
    await reader.press('Down');
    reader.hears(/8 to 15 years/, 'the ages are said');
    await reader.until('Down', /When description term/, 'when it is has its name');
    await reader.press('Down');
    reader.hears(/Saturdays, 10am to 3:30pm/, 'times are said as people say them');
    await reader.until('Down', /BB11 9ZZ/, 'the address is said');
    await reader.until('Down', /Cost description term/, 'the cost has its name');
    await reader.press('Down');
    reader.hears(/£5 a day, lunch included/, 'the cost is said');
    await reader.until('Down', /EHC\) plan description term/, 'the plan is said in full and in short');
    await reader.press('Down');
    reader.hears(/You do not need one/, 'whether a plan is needed is said');
    await reader.until('Down', /01632 960101/, 'the phone number is said');
    await reader.until('h', /Can we get in and join in\?/, 'a heading leads to getting in');
    await reader.until('Down', /Step-free way in/, 'a way in is named');
    reader.hears(/Partly/, 'whether there is a step-free way in is said in words');
    await reader.until('Down', /Not told to us/, 'what nobody told us is said');
    await reader.until('Down', /BSL|Makaton/, 'the list goes on');
    reader.hears(/BSL|Makaton/, 'short names keep their capitals, so that they are spelled out');
    await reader.press('ctrl+Home');
    await reader.press('b');
    reader.hears(/Save Towpath Saturdays to my list/, 'the button says what it saves');
  },
};
