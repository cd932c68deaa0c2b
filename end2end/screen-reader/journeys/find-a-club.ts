import type { Journey } from '../journey.ts';

export const findAClub: Journey = {
  name: 'find-a-club',
  title: 'Find a club near home',
  about: 'A parent asks for a club near Burnley, opens the nearest one, learns what it costs and how to get a place, and goes back.',
  pages: ['/', '/search', '/services/{slug}'],
  firefox: true,
  go: async (reader) => {
    reader.part('The question');
    await reader.open('/');
    reader.hears(/Help for your child, close to home - Sample data - Lancashire Local Offer/, 'the title says where one is');
    await reader.press('Tab');
    reader.hears(/Skip to main content link/, 'the first stop leads past the menu');
    await reader.press('Return');
    reader.hears(/Help for your child, close to home/, 'the link leads to the page itself');
    await reader.press('Tab');
    reader.hears(/What would help\? editable combo box/, 'the box for words says its label');
    reader.hears(/Use your own words/, 'the box says that any words will do');
    await reader.type('club');
    await reader.press('Tab');
    reader.hears(/Where do you live\? entry/, 'the box for the place says its label');
    reader.hears(/Postcode or town/, 'the box for the place says what fits');
    await reader.type('BB11');
    await reader.follow('Return');
    reader.hears(/\d+ services found for club.*Local Offer/, 'the new page says how many were found as soon as it is there');

    reader.part('The answers');
    await reader.press('h');
    reader.hears(/Find help heading level 1/, 'the first heading is the page’s');
    await reader.press('h');
    reader.hears(/\d+ services found for club, looking from BB11 heading level 2/, 'the next heading says how many');
    reader.part('The nearest first');
    await reader.until('c', /What should come first\?/, 'the order can be chosen');
    // Orca’s own key for a list leaves the arrows to the page’s text; by Tab they go to the list.
    await reader.press('Tab');
    await reader.press('shift+Tab');
    await reader.until('Down', /Nearest/, 'nearest is one of the orders');
    await reader.waits(/^64 services found.*nearest first/, 'the live region says that the answers have changed');
    await reader.press('Tab');
    await reader.press('ctrl+Home');
    await reader.until('h', /services found.*nearest first/, 'the heading says in which order they stand');
    await reader.press('h');
    reader.hears(/Towpath Saturdays link heading level 3/, 'the first answer is a heading and a link');
    await reader.until('Down', /from BB11/, 'an answer says how far away it is');
    reader.hears(/^less than a mile from BB11/, 'the nearest one is less than a mile away');
    await reader.until('Down', /Cost/, 'an answer says what it costs');
    await reader.press('Down');
    reader.hears(/£5 a day/, 'the price is said in pounds');
    await reader.until('Down', /included/, 'what the price has in it is said');
    await reader.press('h');
    reader.hears(/link heading level 3/, 'the next answer is one key away');
    await reader.press('shift+h');
    reader.hears(/Towpath Saturdays/, 'and so is the one before');
    await reader.follow('Return');

    reader.part('The listing');
    reader.hears(/Towpath Saturdays.*Local Offer/, 'the title of the listing is its name');
    await reader.press('h');
    reader.hears(/Towpath Saturdays heading level 1/, 'the first heading is its name');
    await reader.until('h', /How to get a place/, 'a heading says how to get a place');
    await reader.until('Down', /What to do first:/, 'the first thing to do comes first');
    await reader.until('Down', /two-page/, 'what to do first is said');
    await reader.until('Down', /Who decides\?/, 'who decides is said');
    await reader.until('Down', /trial Saturday/, 'and after what');

    reader.part('Back');
    await reader.press('ctrl+Home');
    await reader.until('k', /Back to (the )?results|Find help/, 'a link leads back');
    await reader.until('k', /Back to|results/i, 'the way back names the answers');
    await reader.follow('Return');
    reader.hears(/64 services found for club, looking from BB11, nearest first/, 'the answers are there again, in the same order');
  },
};
