import type { Journey } from '../journey.ts';

export const noResults: Journey = {
  name: 'nothing-found',
  title: 'Nothing found, and the way on',
  about: 'A parent asks for too much at once, hears that nothing fits, learns what to let go, and follows it.',
  pages: ['/search'],
  go: async (reader) => {
    await reader.open('/search?q=swim&district=burnley&cost=means-tested');
    reader.hears(/(0|no) services/i, 'the title says that nothing was found');
    await reader.press('h');
    await reader.press('h');
    reader.hears(/0 services found for swim, Burnley, Depends on your income/, 'the heading says so too');
    await reader.until('Down', /Press one to take it away/, 'what was chosen can be taken away');
    await reader.press('Down');
    reader.hears(/^Take away: Takes families in Burnley link\. \| Take away: Depends on your income link\.$/, 'each is a link, heard whole');
    await reader.until('Down', /Nothing here fits everything you asked for/, 'it is said in a sentence');
    await reader.until('Down', /At another cost/, 'one thing to change is a link');
    reader.hears(/2 services/, 'how many there would be is said');
    await reader.until('Down', /phone 03069 990 123/, 'a person can be phoned');
    await reader.until('Down', /Tell the council that this is missing/, 'the council can be told');
    await reader.until('shift+k', /At another cost/, 'the way on is still there');
    await reader.follow('Return');
    reader.hears(/2 services/, 'the way on keeps its promise');
  },
};
