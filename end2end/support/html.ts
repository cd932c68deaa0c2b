// The Nu HTML checker, which needs Java. Pages are kept as they are looked at, and read together at the end: starting it
// takes longer than reading a page.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { expect } from '@playwright/test';
import { end2end } from './paths.ts';

export const hasJava = spawnSync('java', ['-version']).status === 0;
const checker = join(dirname(createRequire(import.meta.url).resolve('vnu-jar/package.json')), 'build', 'dist', 'vnu.jar');

/** Playwright empties it before each run. */
const folder = join(end2end, 'test-results', 'html');

/** Keeps a page to be read at the end. */
export function keep(name: string, html: Buffer): void {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, createHash('sha256').update(name).digest('hex').slice(0, 16));
  writeFileSync(`${file}.html`, html);
  writeFileSync(`${file}.name`, name);
}

/** The names of the pages that were kept, by their files. */
export function kept(): Map<string, string> {
  if (!existsSync(folder)) return new Map();
  const files = readdirSync(folder).filter((file) => file.endsWith('.html'));
  return new Map(files.map((file) => [file, readFileSync(join(folder, file.replace('.html', '.name')), 'utf8')]));
}

interface Message {
  type: string;
  url: string;
  message: string;
  extract?: string;
}

/** One line for each kind of error of what was kept, with the pages that have it. */
export function invalid(): string[] {
  const names = kept();
  const run = spawnSync('java', ['-Xss1m', '-jar', checker, '--errors-only', '--format', 'json', ...[...names.keys()].map((file) => join(folder, file))], { encoding: 'utf8', maxBuffer: 1 << 28 });
  expect(run.error, 'the checker ran').toBeUndefined();
  const { messages } = JSON.parse(run.stderr) as { messages: Message[] };
  const faults = new Map<string, { pages: Set<string>; extract: string }>();
  for (const { url, message, extract } of messages) {
    const fault = faults.get(message) ?? { pages: new Set(), extract: (extract ?? '').replace(/\s+/g, ' ') };
    fault.pages.add(names.get(basename(url)) ?? url);
    faults.set(message, fault);
  }
  return [...faults].map(([message, { pages, extract }]) => `${message} On ${pages.size} pages: ${[...pages].slice(0, 4).join('; ')}. Such as: ${extract}`);
}
