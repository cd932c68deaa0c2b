import type { Journey } from '../journey.ts';

export const misspelt: Journey = {
  name: 'a-slip-put-right',
  title: 'A slip of the finger is put right',
  about: 'A parent types “dyslexsia”, hears that dyslexia was looked for, and can insist on what they typed.',
  pages: ['/search'],
  go: async (reader) => {
    await reader.open('/search');
    await reader.until('Tab', /What would help\?/, 'the box can be reached');
    await reader.type('dyslexsia');
    await reader.follow('Return');
    await reader.press('h');
    await reader.press('h');
    reader.hears(/\d+ services found for dyslexia heading level 2/, 'the heading has the word put right');
    await reader.press('Down');
    reader.hears(/Showing results for dyslexia, not spelt as you typed it/, 'what was done is said: the two words sound alike');
    await reader.press('Down');
    reader.hears(/Search for dyslexsia, as you typed it link/, 'one can insist');
    await reader.press('h');
    reader.hears(/link heading level 3/, 'the first answer follows');
  },
};
