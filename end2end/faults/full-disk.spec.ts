// A disk that fills up while a provider writes, and is freed again. Needs root, to make a small disk.
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, unlinkSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { changed, Site, sqlite, type Fields } from '../support/crash-site.ts';
import { familyPages, sample, until } from './measure.ts';

/** Megabytes of the small disk: enough for the sample and its index. */
const DISK = 96;
/** The most saves until a full disk must have refused one: the write-ahead log has room of its own. */
const MOST_SAVES = 2_000;

/** Fills a disk to its last block. Gives back the file that fills it. */
function fill(folder: string): string {
  const file = join(folder, 'ballast');
  const open = openSync(file, 'w');
  for (const size of [1 << 20, 1 << 12]) {
    try {
      for (;;) writeSync(open, Buffer.alloc(size, 1));
    } catch (error) {
      expect((error as NodeJS.ErrnoException).code).toBe('ENOSPC');
    }
  }
  closeSync(open);
  return file;
}

const mayMount = process.getuid?.() === 0;
if (!mayMount) console.log('LACKING leave to mount a small disk (run `make faults` as root): nobody saw the site on a full one');

if (mayMount) test('a full disk loses nothing, and saving works again once there is room', async () => {
  const disk = mkdtempSync(join(tmpdir(), 'local-offer-full-disk-'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK}m`, 'tmpfs', disk], { encoding: 'utf8' });
  expect(mounted.status, `mount: ${mounted.stderr}`).toBe(0);
  const site = await Site.on(sqlite, disk);
  try {
    site.run('seed');
    await site.start();
    const as = await site.signIn('provider@example.org');
    const listing = /\/provider\/listings\/[0-9a-f-]{36}/.exec(await site.page('/provider', as))![0];
    const pages = await familyPages(site.address);
    const path = `${listing}/place`;
    const words = (n: number) => ({ how: `Ring us: save ${n}.`, decides: `The manager: save ${n}.`, wait: `A week: save ${n}.` });
    const send = async (n: number) => {
      const form: Fields = changed(await site.form(path, as), words(n));
      return await site.ask(path, { as, form });
    };
    let kept = 0;
    const refusedAt = await (async () => {
      const ballast = fill(disk);
      for (let n = 1; n <= MOST_SAVES; n += 1) {
        const answer = await send(n);
        if (answer.status === 303) {
          kept = n;
          continue;
        }
        const page = await answer.text();
        expect(answer.status, 'a save that cannot be kept').toBe(503);
        expect(answer.headers.get('retry-after'), 'when to try again').toMatch(/^\d+$/);
        for (const typed of Object.values(words(n))) expect(page, 'what was typed').toContain(typed);
        return { n, ballast };
      }
      throw new Error('the disk never refused a save');
    })();
    const ready = async () => (await sample(site.address, '/health/ready')).status;
    const red = await until(async () => (await ready()) === 503, 10_000, 'it says that writing does not work');
    const read = await Promise.all(pages.map((page) => sample(site.address, page)));
    expect(read.filter((r) => r.status !== 200), 'pages while the disk is full').toEqual([]);
    const there = async () => (await site.form(path, as)).find(([name]) => name === 'how')?.[1];
    const before = await there();
    if (kept > 0) expect(before, 'the last save that was acknowledged').toBe(words(kept).how);

    unlinkSync(refusedAt.ballast);
    const back = await until(async () => (await send(refusedAt.n)).status === 303, 10_000, 'a save is kept again');
    const green = await until(async () => (await ready()) === 200, 10_000, 'it says that it is ready');
    expect(await there(), 'what was pressed again').toBe(words(refusedAt.n).how);
    expect(await site.database.rows?.('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
    console.log(`full disk: ${kept} saves kept after it was full, then 503 with what was typed; ready was red after ${red.toFixed(0)} ms; saving worked ${back.toFixed(0)} ms after there was room, ready was green ${green.toFixed(0)} ms later`);
  } finally {
    await site.remove().catch(() => undefined);
    spawnSync('umount', ['-l', disk]);
    rmSync(disk, { recursive: true, force: true });
  }
});
