// The HTML of every page, read by the Nu HTML checker: no errors.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { expect, test } from '../support/test.ts';
import { PAGES, prepare } from '../support/pages.ts';

const hasJava = spawnSync('java', ['-version']).status === 0;
const checker = join(dirname(createRequire(import.meta.url).resolve('vnu-jar/package.json')), 'build', 'dist', 'vnu.jar');

interface Message {
  type: string;
  url: string;
  lastLine?: number;
  message: string;
  extract?: string;
}

if (hasJava) {
  test('every page is valid HTML', async ({ browser }) => {
    test.setTimeout(180_000);
    const folder = mkdtempSync(join(tmpdir(), 'local-offer-html-'));
    try {
      const names = new Map<string, string>();
      for (const [n, item] of PAGES.entries()) {
        const context = await browser.newContext();
        const page = await context.newPage();
        const answer = await page.request.get(await prepare(page, item));
        expect(answer.status(), item.name).toBe(item.status ?? 200);
        const file = `${String(n).padStart(3, '0')}.html`;
        names.set(file, item.name);
        writeFileSync(join(folder, file), await answer.body());
        await context.close();
      }
      const run = spawnSync('java', ['-Xss1m', '-jar', checker, '--errors-only', '--format', 'json', folder], { encoding: 'utf8', maxBuffer: 1 << 28 });
      expect(run.error, 'the checker ran').toBeUndefined();
      const { messages } = JSON.parse(run.stderr) as { messages: Message[] };
      // One line for each kind of error, with the pages that have it.
      const faults = new Map<string, { pages: Set<string>; extract: string }>();
      for (const { url, message, extract } of messages) {
        const fault = faults.get(message) ?? { pages: new Set(), extract: (extract ?? '').replace(/\s+/g, ' ') };
        fault.pages.add(names.get(basename(url)) ?? url);
        faults.set(message, fault);
      }
      const said = [...faults].map(([message, { pages, extract }]) => `${message} On ${pages.size} pages: ${[...pages].slice(0, 4).join('; ')}. Such as: ${extract}`);
      expect(said).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
} else {
  console.log('LACKING java: did not run "every page is valid HTML"');
  if (process.env.CI) {
    test('java is there to check the HTML', () => {
      throw new Error('java is missing');
    });
  }
}
