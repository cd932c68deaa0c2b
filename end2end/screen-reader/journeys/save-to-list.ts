import type { Journey } from '../journey.ts';

export const saveToList: Journey = {
  name: 'save-to-the-list',
  title: 'Save two and find them again',
  about: 'A parent saves two places without leaving the answers, and finds them in their list, with their telephone numbers.',
  pages: ['/search', '/list'],
  go: async (reader) => {
    await reader.open('/search?q=club&where=BB11&sort=nearest');
    await reader.until('b', /Save Towpath Saturdays to my list/, 'the button names what it saves');
    await reader.pressUntilSaid('space', /^Saved Towpath Saturdays\. 1 in your list/, 'the live region says that it was saved');
    await reader.press('b');
    reader.hears(/Save Sibs on the Cut to my list/, 'the next button names the next place');
    await reader.pressUntilSaid('space', /^Saved Sibs on the Cut\. 2 in your list/, 'the live region says how many there are');
    await reader.press('shift+b');
    reader.hears(/Saved Towpath Saturdays\. Take off my list/, 'a button that was pressed says what it did, and what it does now');
    await reader.press('ctrl+Home');
    await reader.until('k', /My list \(2\) link/, 'the link to the list has the number');
    await reader.follow('Return');
    await reader.press('h');
    reader.hears(/heading level 1/, 'the list has its heading');
    await reader.press('h');
    reader.hears(/2 services saved heading level 2/, 'how many there are is said');
    await reader.press('h');
    reader.hears(/Towpath Saturdays link heading level 3/, 'the first saved is the first found');
    await reader.until('h', /Phone numbers/, 'their telephone numbers stand together');
    await reader.press('Down');
    reader.hears(/Towpath Saturdays/, 'each number is said with its name');
    reader.hears(/01632 960101/, 'the number is said');
  },
};
