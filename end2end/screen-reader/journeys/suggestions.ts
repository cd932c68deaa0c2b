import type { Journey } from '../journey.ts';

export const suggestions: Journey = {
  name: 'suggestions',
  title: 'Suggestions while typing',
  about: 'A parent types three letters, hears how many suggestions there are, goes through two of them, and closes them.',
  pages: ['/'],
  go: async (reader) => {
    await reader.open('/');
    await reader.until('Tab', /What would help\?/, 'the box can be reached');
    await reader.type('bur');
    await reader.waits(/\d+ suggestions/, 'the live region says how many suggestions there are');
    reader.hears(/arrow/i, 'and how to go through them');
    await reader.press('Down');
    reader.hears(/Burnley, a place/, 'the first suggestion is said, and what it is');
    await reader.press('Down');
    reader.hears(/, a (place|need|service|kind of help)/, 'the second suggestion is said');
    await reader.press('Escape');
    await reader.press('Left');
    reader.hears(/^(r|bur.*)?$/, 'the letters are still there');
  },
};
