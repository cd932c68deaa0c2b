import type { Journey } from '../journey.ts';

export const refine: Journey = {
  name: 'refine-and-hear-the-count',
  title: 'Narrow the answers and hear the new number',
  about: 'A parent ticks their district among the filters. The page stays where it is and says the new number by itself.',
  pages: ['/search'],
  firefox: true,
  go: async (reader) => {
    await reader.open('/search?q=club');
    reader.hears(/\d+ services/, 'the title says how many');
    await reader.until('c', /How far can you travel/, 'lists to choose from come first');
    await reader.press('Tab');
    reader.hears(/check box not checked/, 'the box says that it is not ticked');
    reader.hears(/Burnley \(\d+ services/, 'the box says how many there would be');
    reader.hears(/Which district do you live in\?/, 'the question is said before its answers');
    await reader.press('space');
    reader.hears(/checked/, 'the box says that it is ticked now');
    await reader.waits(/^\d+ services found for club, Burnley/, 'the live region says the new number');
    reader.hears(/^\d+ services found for club, Burnley[^|]*$/, 'the live region says the new number once, and nothing else');
    await reader.press('Tab');
    reader.hears(/Chorley.*check box not checked/, 'the focus has stayed where it was');
    await reader.press('ctrl+Home');
    await reader.until('h', /services found/, 'the heading has the new number');
    reader.hears(/16 services found for club, Burnley heading level 2/, 'the number is a heading of level 2');
    await reader.press('Tab');
    reader.hears(/Take away: Takes families in Burnley link/, 'what was chosen is named, and how to take it away');
  },
};
