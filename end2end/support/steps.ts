// The nine steps of a listing, each first with mistakes and then right.
import type { Page } from '@playwright/test';
import { choose, field, group, noteOn, press, type Wrong } from './editing.ts';
import { expect } from './test.ts';

/** What the listing of the steps is made of. */
export const NEW = {
  summary: 'A cookery club for disabled children, with one helper for every two.',
  description: 'We cook a meal and eat it together.\n\nParents can stay for a cup of tea.',
  how: 'Phone Mo on Mondays, after 4pm.',
  decides: 'Mo decides in the same call.',
  note: 'A tent in the corner, with cushions.',
};

export interface Step {
  word: string;
  title: string;
  /** Types something with a mistake. */
  slip: (page: Page) => Promise<void>;
  /** What the page says then. */
  wrong: (page: Page) => Wrong[];
  /** What was typed and must still be there. */
  kept: (page: Page) => Promise<void>;
  /** Puts it right. */
  right: (page: Page) => Promise<void>;
}

/** The nine steps, each first with mistakes. */
export const STEPS: Step[] = [
  {
    word: 'what',
    title: 'What it is',
    slip: async (page) => await field(page, 'Tell us more').fill(NEW.description),
    wrong: (page) => [
      [field(page, 'What is it called?'), 'Write what it is called'],
      [field(page, 'What do families get, in one sentence?'), 'Write one sentence that says what families get'],
      [group(page, 'Which kinds of help is it?'), 'Tick at least one kind of help, or families cannot find it'],
    ],
    kept: async (page) => await expect(field(page, 'Tell us more')).toHaveValue(NEW.description),
    right: async (page) => {
      await field(page, 'What do families get, in one sentence?').fill(NEW.summary);
      await choose(page, 'Which kinds of help is it?', 'Things to do', 'Clubs and youth groups');
    },
  },
  {
    word: 'who',
    title: 'Who it is for',
    slip: async (page) => {
      await field(page, 'Youngest').fill('12');
      await field(page, 'Oldest').fill('5');
      await choose(page, 'Which needs is it for?', 'These needs');
    },
    wrong: (page) => [
      [field(page, 'Oldest'), 'Write the oldest age here, not below the youngest'],
      [group(page, 'If it is for some needs, which?'), 'Tick the needs it is for, or choose another answer'],
    ],
    kept: async (page) => {
      await expect(field(page, 'Youngest')).toHaveValue('12');
      await expect(field(page, 'Oldest')).toHaveValue('5');
      await expect(group(page, 'Which needs is it for?').getByLabel('These needs')).toBeChecked();
    },
    right: async (page) => {
      await field(page, 'Youngest').fill('5');
      await field(page, 'Oldest').fill('12');
      await choose(page, 'If it is for some needs, which?', 'Autism', 'Down syndrome');
      await field(page, 'Who is it open to?').selectOption('For everyone');
    },
  },
  {
    word: 'place',
    title: 'How to get a place',
    slip: async (page) => {
      await choose(page, 'Who can ask for a place?', 'You ask for yourself');
      await field(page, 'How does a family ask?').fill('x'.repeat(1_001));
      await field(page, 'Who decides if a child gets a place?').fill(NEW.decides);
    },
    wrong: (page) => [[field(page, 'How does a family ask?'), 'Write at most 1,000 letters here. You wrote 1,001']],
    kept: async (page) => {
      await expect(group(page, 'Who can ask for a place?').getByLabel('You ask for yourself')).toBeChecked();
      await expect(field(page, 'How does a family ask?')).toHaveValue('x'.repeat(1_001));
      await expect(field(page, 'Who decides if a child gets a place?')).toHaveValue(NEW.decides);
    },
    right: async (page) => {
      await field(page, 'How does a family ask?').fill('Phone Mo.');
      await field(page, 'How long is the wait?').fill('About two weeks in autumn 2026.');
      await choose(page, 'Must a child have an education, health and care (EHC) plan?', 'No');
      await choose(page, 'Must a child have a diagnosis?', 'No');
    },
  },
  {
    word: 'where',
    title: 'Where, and for which districts',
    slip: async (page) => {
      await choose(page, 'How does it happen?', 'At a place you go to');
      await field(group(page, 'Place 1'), 'Name of the place').fill('St John’s church hall');
      await field(group(page, 'Place 1'), 'Postcode').fill('Burnley');
      await choose(page, 'Which families can use it?', 'Families in every district');
      await choose(page, 'If only some districts, which?', 'Pendle');
    },
    wrong: (page) => [
      [field(group(page, 'Place 1'), 'Postcode'), 'Write the postcode like PR1 2AB. “Burnley” is none'],
      [group(page, 'Which families can use it?'), 'You ticked some districts. Choose “these districts only”, or take the ticks away'],
    ],
    kept: async (page) => {
      await expect(field(group(page, 'Place 1'), 'Name of the place')).toHaveValue('St John’s church hall');
      await expect(field(group(page, 'Place 1'), 'Postcode')).toHaveValue('Burnley');
      await expect(group(page, 'If only some districts, which?').getByLabel('Pendle')).toBeChecked();
    },
    right: async (page) => {
      await field(group(page, 'Place 1'), 'Town').fill('Burnley');
      await field(group(page, 'Place 1'), 'Postcode').fill('bb11 9zz');
      await choose(page, 'Which families can use it?', 'Families in these districts only');
      await choose(page, 'If only some districts, which?', 'Burnley');
    },
  },
  {
    word: 'when',
    title: 'Days and times',
    slip: async (page) => {
      await choose(group(page, 'Session 1'), 'Days', 'Saturday');
      await field(group(page, 'Session 1'), 'Starts').fill('after lunch');
    },
    wrong: (page) => [[field(group(page, 'Session 1'), 'Starts'), 'Write the time like 9:30am or 17:00. “after lunch” is none']],
    kept: async (page) => {
      await expect(group(page, 'Session 1').getByLabel('Saturday')).toBeChecked();
      await expect(field(group(page, 'Session 1'), 'Starts')).toHaveValue('after lunch');
    },
    right: async (page) => {
      await field(group(page, 'Session 1'), 'Starts').fill('1.30pm');
      await field(group(page, 'Session 1'), 'Ends').fill('15:00');
      await addOne(page, 'Add another session', 'Session 2');
      await choose(group(page, 'Session 2'), 'Days', 'Monday');
      await addOne(page, 'Add another session', 'Session 3');
      await choose(group(page, 'Session 3'), 'Days', 'Wednesday');
      await field(group(page, 'Session 3'), 'Starts').fill('5pm');
      await field(group(page, 'Session 3'), 'Ends').fill('6.30pm');
      await field(group(page, 'Session 3'), 'Note').fill('Term time only');
      // The one after it moves up, with all that was typed.
      await takeAway(page, 'Take away session 2', 'Session 3');
      await expect(group(page, 'Session 1').getByLabel('Saturday')).toBeChecked();
      await expect(group(page, 'Session 2').getByLabel('Monday')).not.toBeChecked();
      await expect(group(page, 'Session 2').getByLabel('Wednesday')).toBeChecked();
      await expect(field(group(page, 'Session 2'), 'Note')).toHaveValue('Term time only');
      await choose(page, 'If the times change, roughly when is it?', 'Weekends', 'Evenings');
    },
  },
  {
    word: 'cost',
    title: 'What it costs',
    slip: async (page) => {
      await choose(page, 'What does it cost?', 'It is free');
      await field(group(page, 'Price 1'), 'Price in pounds').fill('four');
      await field(group(page, 'Price 1'), 'What for?').fill('a session');
      await field(page, 'Anything else about the cost?').fill('First visit free.');
    },
    wrong: (page) => [[field(group(page, 'Price 1'), 'Price in pounds'), 'Write the price as numbers, like 4.50. “four” is none']],
    kept: async (page) => {
      await expect(group(page, 'What does it cost?').getByLabel('It is free')).toBeChecked();
      await expect(field(group(page, 'Price 1'), 'Price in pounds')).toHaveValue('four');
      await expect(field(group(page, 'Price 1'), 'What for?')).toHaveValue('a session');
      await expect(field(page, 'Anything else about the cost?')).toHaveValue('First visit free.');
    },
    right: async (page) => {
      await field(group(page, 'Price 1'), 'Price in pounds').fill('£4.50');
      await choose(page, 'What does it cost?', 'Families pay');
      await addOne(page, 'Add another price', 'Price 2');
      await field(group(page, 'Price 2'), 'Price in pounds').fill('2');
      await field(group(page, 'Price 2'), 'What for?').fill('a brother or sister');
      await addOne(page, 'Add another price', 'Price 3');
      await takeAway(page, 'Take away price 3', 'Price 3');
      await expect(field(group(page, 'Price 2'), 'What for?')).toHaveValue('a brother or sister');
    },
  },
  {
    word: 'access',
    title: 'Getting in and joining in',
    slip: async (page) => {
      await choose(page, 'Quiet space', 'Partly');
      await noteOn(page, 'Hoist').fill('One in the bathroom.');
    },
    wrong: (page) => [
      [group(page, 'Hoist'), 'Hoist: choose yes, partly or no to go with what you wrote'],
      [noteOn(page, 'Quiet space'), 'Quiet space: say what is there and what is not'],
    ],
    kept: async (page) => {
      await expect(group(page, 'Quiet space').getByLabel('Partly')).toBeChecked();
      await expect(noteOn(page, 'Hoist')).toHaveValue('One in the bathroom.');
    },
    right: async (page) => {
      await noteOn(page, 'Quiet space').fill(NEW.note);
      await choose(page, 'Hoist', 'Yes');
    },
  },
  {
    word: 'contact',
    title: 'How to reach you',
    slip: async (page) => {
      await field(page, 'Phone number').fill('42');
      await field(page, 'Email address').fill('mo at example');
      await field(page, 'Website').fill('our page');
    },
    wrong: (page) => [
      [field(page, 'Phone number'), 'Write the number with its area code, like 01772 000000'],
      [field(page, 'Email address'), 'Write the email address like name@example.org'],
      [field(page, 'Website'), 'Write the address of the website like www.example.org'],
    ],
    kept: async (page) => {
      await expect(field(page, 'Phone number')).toHaveValue('42');
      await expect(field(page, 'Email address')).toHaveValue('mo at example');
      await expect(field(page, 'Website')).toHaveValue('our page');
    },
    right: async (page) => {
      await field(page, 'Phone number').fill('01632 960155');
      await field(page, 'Email address').fill('club@friends.example.org');
      await field(page, 'Website').fill('friends.example.org');
    },
  },
  {
    word: 'running',
    title: 'Is it running?',
    slip: async (page) => {
      await choose(page, 'Is it running?', 'It is about to end');
      await field(page, 'What can families use instead?').fill('the other club');
    },
    // One after the other: a sentence is asked for once the rest is understood.
    wrong: (page) => [
      [field(page, 'Last day'), 'Write the last day it runs, like 31 March 2027'],
      [field(page, 'What can families use instead?'), 'Copy the address of its page here, like /services/name-of-it'],
    ],
    kept: async (page) => {
      await expect(group(page, 'Is it running?').getByLabel('It is about to end')).toBeChecked();
      await expect(field(page, 'What can families use instead?')).toHaveValue('the other club');
    },
    right: async (page) => {
      await choose(page, 'Is it running?', 'Yes, it is running');
      await field(page, 'What can families use instead?').fill('');
    },
  },
];

/** One more of several alike: the page comes back with it, and its legend has the focus. */
async function addOne(page: Page, button: string, added: string): Promise<void> {
  expect(await press(page, button)).toBe(200);
  await expect(group(page, added).locator('> legend')).toBeFocused();
  await expect(page.getByRole('group', { name: /put right/ }), 'what is blank yet is no mistake').toHaveCount(0);
}

async function takeAway(page: Page, button: string, gone: string): Promise<void> {
  expect(await press(page, button)).toBe(200);
  await expect(group(page, gone)).toHaveCount(0);
}
