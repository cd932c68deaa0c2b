import type { Journey } from '../journey.ts';

export const gapTable: Journey = {
  name: 'gap-table',
  title: 'The table of what is missing, cell by cell',
  about: 'A commissioner goes through the table of kinds of help and districts, and hears with each number where it belongs.',
  pages: ['/gaps'],
  firefox: true,
  go: async (reader) => {
    await reader.open('/gaps');
    await reader.press('h');
    reader.hears(/What’s missing here heading level 1/, 'the first heading is the page’s');
    await reader.press('Down');
    reader.hears(/A family in South Ribble can use/, 'the point comes before the table');
    await reader.press('t');
    reader.hears(/What families in each district can use/, 'the table has its caption');
    reader.hears(/table with \d+ rows 13 columns/, 'how large it is is said');
    reader.part('Along a row');
    await reader.press('alt+shift+Down');
    reader.hears(/Short breaks/, 'the first row is a kind of help');
    // Orca says no header of a column to whoever comes from the header of the row.
    await reader.press('alt+shift+Right');
    reader.hears(/5 link/, 'the number is said');
    reader.hears(/2 based there, 0\.2 per 1,000/, 'what stands under the number is said after it');
    await reader.press('alt+shift+Right');
    reader.hears(/Chorley/, 'the next number is heard with its district');
    reader.hears(/3 link/, 'the next number is said');
    reader.part('Down a column');
    await reader.press('alt+shift+Down');
    reader.hears(/Things to do/, 'the number below is heard with its kind of help');
    await reader.press('alt+shift+Down');
    reader.hears(/School and SEN support/, 'and so is the next');
  },
};
