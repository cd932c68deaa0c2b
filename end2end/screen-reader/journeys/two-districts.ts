import type { Journey } from '../journey.ts';

export const twoDistricts: Journey = {
  name: 'two-districts',
  title: 'Two districts side by side',
  about: 'A parent who may move chooses two districts and hears what would be different.',
  pages: ['/gaps/compare'],
  firefox: true,
  go: async (reader) => {
    await reader.open('/gaps/compare');
    await reader.until('c', /Where you live now/, 'the first list says what it is for');
    reader.hears(/combo box/, 'it is a list to choose from');
    await reader.press('Tab');
    reader.hears(/Where you might live/, 'the second list says what it is for');
    await reader.open('/gaps/compare?a=rossendale&b=chorley');
    reader.hears(/Chorley instead of Rossendale|Rossendale/, 'the title names both');
    await reader.press('h');
    reader.hears(/If you lived in Chorley instead of Rossendale heading level 1/, 'the heading is the question');
    await reader.until('Down', /A family in Chorley can use more of/, 'the answer in a sentence comes before the table');
    await reader.press('t');
    reader.hears(/What families can use in Rossendale and in Chorley/, 'the table has its caption');
    await reader.press('alt+shift+Down');
    await reader.press('alt+shift+Down');
    await reader.press('alt+shift+Down');
    reader.hears(/School and SEN support/, 'a row is a kind of help');
    await reader.press('alt+shift+Right');
    reader.hears(/6 link/, 'the first number is said');
    await reader.press('alt+shift+Right');
    reader.hears(/Chorley/, 'the other number is heard with its district');
    reader.hears(/4 link/, 'the other number is said');
    await reader.press('alt+shift+Right');
    reader.hears(/In Chorley/, 'the difference is heard with whose it is');
    reader.hears(/2 fewer/, 'the difference is said in words');
  },
};
