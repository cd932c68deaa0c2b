import type { Journey } from '../journey.ts';

export const waitingTimes: Journey = {
  name: 'waiting-times',
  title: 'How long families wait',
  about: 'A parent looks for the wait for an autism assessment, hears first what is paused, and then each number with where and what it is.',
  pages: ['/waiting-times'],
  go: async (reader) => {
    await reader.open('/waiting-times');
    await reader.press('h');
    reader.hears(/Waiting times heading level 1/, 'the first heading is the page’s');
    await reader.press('h');
    reader.hears(/Paused or changing heading level 2/, 'what is paused comes before any number');
    await reader.until('Down', /has taken nobody new/, 'what is paused is said in a sentence');
    await reader.until('Down', /What you can do now/, 'what to do instead follows it');
    await reader.until('h', /Autism assessment, 5 to 15/, 'each wait has a heading');
    await reader.press('t');
    reader.hears(/Autism assessment, 5 to 15, from referral/, 'the table says what is counted');
    await reader.press('alt+shift+Down');
    reader.hears(/Fylde Coast \(Fylde and Wyre\)/, 'a row is an area');
    await reader.press('alt+shift+Right');
    await reader.press('alt+shift+Right');
    reader.hears(/Half wait longer than/, 'the number is heard with what it means');
    reader.hears(/\d+ weeks/, 'and with its unit');
  },
};
