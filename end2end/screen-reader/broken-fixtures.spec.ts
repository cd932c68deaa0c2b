// Broken twins: the site with one fault put in on the way to the browser. The journey must fail at it, and say what it is.
import { expect, test } from '@playwright/test';
import { listen } from './spoken.ts';
import type { Journey } from './journey.ts';
import { editWithErrors } from './journeys/edit-with-errors.ts';
import { findAClub } from './journeys/find-a-club.ts';
import { gapTable } from './journeys/gap-table.ts';
import { refine } from './journeys/refine.ts';
import { Misheard } from './reader.ts';
import { twinOf } from './broken-fixture.ts';

interface Broken {
  fault: string;
  journey: Journey;
  alter: (html: string) => string;
  /** What the failure says. */
  named: string;
}

const TWINS: Broken[] = [
  {
    fault: 'a label removed',
    journey: findAClub,
    alter: (html) => html.replace(/<label for="?q"?[^>]*>.*?<\/label>/s, ''),
    named: 'the box for words says its label',
  },
  {
    fault: 'an h2 turned to h4',
    journey: refine,
    alter: (html) => html.replace(/<h2 id="?results"?([^>]*)>(.*?)<\/h2>/s, '<h4 id="results"$1>$2</h4>'),
    named: 'the number is a heading of level 2',
  },
  {
    fault: 'scopes removed',
    journey: gapTable,
    alter: (html) => html.replace(/<th scope="?(col|row)"?[^>]*>(.*?)<\/th>/gs, '<td>$2</td>'),
    named: 'the next number is heard with its district',
  },
  {
    fault: 'a tabindex added',
    journey: findAClub,
    alter: (html) => html.replace(/<input id="?where"?/, '<input tabindex="1" id="where"'),
    named: 'the first stop leads past the menu',
  },
  {
    fault: 'the live region emptied',
    journey: refine,
    // What is put into it is taken out again before anybody can hear it.
    alter: (html) => html.replace('</body>', '<script>new MutationObserver(()=>{const r=document.getElementById("live");if(r.textContent)r.textContent=""}).observe(document.getElementById("live"),{childList:true,characterData:true,subtree:true})</script></body>'),
    named: 'the live region says the new number',
  },
  {
    fault: 'the link of an error cut',
    journey: editWithErrors,
    alter: (html) => html.replace(/<a href="?#name"?>(.*?)<\/a>/s, '$1'),
    named: 'the first mistake is a link',
  },
];

for (const { fault, journey, alter, named } of TWINS) {
  test(`${fault} is heard (${journey.title})`, async ({ browser }) => {
    let altered = 0;
    const ends: (() => void)[] = [];
    const heard = listen({ ...journey, name: `twin-${fault.replaceAll(' ', '-')}` }, 'Chromium', browser, async (address) => {
      const twin = await twinOf(address, (html) => {
        const other = alter(html);
        if (other !== html) altered++;
        return other;
      });
      ends.push(twin.end);
      return twin.address;
    });
    const misheard = await heard.then(() => undefined, (error: unknown) => error);
    ends.forEach((end) => end());
    expect(altered, 'a page was altered').toBeGreaterThan(0);
    expect(misheard, 'the journey finds the fault').toBeInstanceOf(Misheard);
    expect((misheard as Misheard).message).toContain(named);
  });
}
