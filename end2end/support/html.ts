// The Nu HTML checker, which needs Java.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { expect } from '@playwright/test';

export const hasJava = spawnSync('java', ['-version']).status === 0;
const checker = join(dirname(createRequire(import.meta.url).resolve('vnu-jar/package.json')), 'build', 'dist', 'vnu.jar');

interface Message {
  type: string;
  url: string;
  lastLine?: number;
  message: string;
  extract?: string;
}

/** Pages by what they are. Gives back one line for each kind of error, with the pages that have it. */
export function invalid(pages: Map<string, Buffer>): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'local-offer-html-'));
  try {
    const names = new Map<string, string>();
    for (const [n, [name, html]] of [...pages].entries()) {
      const file = `${String(n).padStart(3, '0')}.html`;
      names.set(file, name);
      writeFileSync(join(folder, file), html);
    }
    const run = spawnSync('java', ['-Xss1m', '-jar', checker, '--errors-only', '--format', 'json', folder], { encoding: 'utf8', maxBuffer: 1 << 28 });
    expect(run.error, 'the checker ran').toBeUndefined();
    const { messages } = JSON.parse(run.stderr) as { messages: Message[] };
    const faults = new Map<string, { pages: Set<string>; extract: string }>();
    for (const { url, message, extract } of messages) {
      const fault = faults.get(message) ?? { pages: new Set(), extract: (extract ?? '').replace(/\s+/g, ' ') };
      fault.pages.add(names.get(basename(url)) ?? url);
      faults.set(message, fault);
    }
    return [...faults].map(([message, { pages, extract }]) => `${message} On ${pages.size} pages: ${[...pages].slice(0, 4).join('; ')}. Such as: ${extract}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
