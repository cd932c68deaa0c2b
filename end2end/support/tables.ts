// What the site gives away for programs: tables as JSON and as CSV, and where in a page their rows stand.
import type { Locator, Page } from '@playwright/test';
import { expect } from './test.ts';
import { at } from './paths.ts';

/** "sample-waits, line 35", as the tables name the line that a figure stands in. */
export type Line = string;

/** A row of /waiting-times.json. */
export interface Wait {
  pathway: string;
  area: string;
  districts: string;
  status: string;
  status_since: string | null;
  status_note: string | null;
  measure: string;
  median_weeks: number | null;
  as_of: string | null;
  old: boolean;
  published: string;
  asked_of: string | null;
  asked_on: string | null;
  row: Line | null;
}

/** A row of /gaps/how-far.json. */
export interface Way {
  district: string;
  kind: string;
  mean_miles: number | null;
  furthest_miles: number | null;
  can_use: number;
  without_place: number;
}

/** A row of /gaps/rules.json. */
export interface Rule {
  topic: string;
  question: string;
  area: string;
  districts: string;
  value: number | null;
  unit: string;
  row: Line;
}

/** A row of /gaps/history.json. */
export interface Month {
  month: string;
  district: string;
  kind: string;
  label: string;
  can_use: number;
}

/** The rows of a table of the sample, as JSON. */
export async function rows<Row>(page: Page, path: string): Promise<Row[]> {
  return ((await given(page, path)) as { rows: Row[] }).rows;
}

/** What the sample answers to a program. */
export async function given(page: Page, path: string): Promise<unknown> {
  const answer = await page.request.get(at('sample', path));
  expect(answer.status(), path).toBe(200);
  return await answer.json();
}

/** The lines of a table of the sample as CSV, without its notes at the end: each by the names of its columns. */
export async function csv(page: Page, path: string): Promise<Record<string, string>[]> {
  const answer = await page.request.get(at('sample', path));
  expect(answer.status(), path).toBe(200);
  const lines = fields(await answer.text());
  const names = lines.shift()!;
  return lines.filter((line) => line.length === names.length).map((line) => Object.fromEntries(names.map((name, n) => [name, line[n]!])));
}

/** CSV as the standard has it, every field in quotes. */
function fields(text: string): string[][] {
  const lines: string[][] = [[]];
  for (const [, field, end] of text.matchAll(/"((?:[^"]|"")*)"(,|\r\n)/g)) {
    lines.at(-1)!.push(field!.replaceAll('""', '"'));
    if (end !== ',') lines.push([]);
  }
  lines.pop();
  return lines;
}

/** Where a line of a file of figures is shown: "/about/data/sample-waits#line-35". */
export function lineAddress(line: Line): string {
  const [file, number] = line.split(', line ');
  return `/about/data/${file}#line-${number}`;
}

/** Follows the link of a figure to its source, and sees that exactly that line is shown. Gives back its row. */
export async function follow(page: Page, within: Locator, line: Line): Promise<Locator> {
  const address = lineAddress(line);
  await within.locator(`a[href="${address}"]`).click();
  await expect(page).toHaveURL(at('sample', address));
  const [path, id] = address.split('#') as [string, string];
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Figures: ${path.split('/').at(-1)}`);
  const mark = page.locator(`[id="${id}"]:target`);
  await expect(mark).toHaveText(id.replace('line-', ''));
  await expect(mark).toBeInViewport();
  return page.getByRole('row').filter({ has: page.locator(`[id="${id}"]`) });
}

/** "9 February 2026" from "2026-02-09". */
export function day(date: string): string {
  return new Date(`${date}T12:00:00Z`).toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });
}

/** "February 2026" from "2026-02". */
export function month(text: string): string {
  return day(`${text}-01`).replace('1 ', '');
}

/** What is typed into an address and not understood is named beside its field, and the summary leads there. */
export async function expectMistake(page: Page, path: string, field: string, message: string): Promise<void> {
  await page.goto(path);
  await expect(page).toHaveTitle(new RegExp(`^Error: ${message}`));
  const select = page.locator(`select#${field}`);
  await expect(select).toHaveAttribute('aria-invalid', 'true');
  await expect(select).toHaveAccessibleDescription(`Error: ${message}`);
  await expect(page.locator(`#${field}-error`)).toBeVisible();
  await page.locator('#errors').getByRole('link', { name: message }).click();
  await expect(select).toBeFocused();
}
