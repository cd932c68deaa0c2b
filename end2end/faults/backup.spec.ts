// A backup while providers write, the site destroyed, and everything back; then from SQLite to PostgreSQL and back again.
import { execFile } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import { changed, lacksPostgres, postgres, Site, sqlite } from '../support/crash-site.ts';
import { binary } from '../support/paths.ts';
import { load, sample, summary } from './measure.ts';

test('what was saved before a backup began is there after a restore, on either database', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'local-offer-backup-'));
  const sites: Site[] = [];
  const site = async (database: Parameters<typeof Site.on>[0]) => {
    const made = await Site.on(database);
    sites.push(made);
    return made;
  };
  // The command runs beside the server; whoever reads and writes goes on meanwhile.
  const backUp = async (from: Site, name: string) => {
    const began = performance.now();
    await promisify(execFile)(binary(), ['backup', join(folder, name), '--data', from.folder, ...from.database.options]);
    return { took: performance.now() - began, bytes: statSync(join(folder, name)).size };
  };
  const restore = (into: Site, name: string, key: string) => {
    const began = performance.now();
    into.run('restore', join(folder, name), '--key-file', key);
    return performance.now() - began;
  };
  try {
    const first = await site(sqlite);
    first.run('seed');
    await first.start();
    const as = await first.signIn('provider@example.org');
    const listing = /\/provider\/listings\/[0-9a-f-]{36}/.exec(await first.page('/provider', as))![0];
    const path = `${listing}/place`;
    const words = (n: number) => ({ how: `Ring us: save ${n}.`, decides: 'The manager.', wait: 'A week.' });
    let acknowledged = 0;
    let on = true;
    const writer = (async () => {
      for (let n = 1; on; n += 1) {
        const answer = await first.ask(path, { as, form: changed(await first.form(path, as), words(n)) });
        if (answer.status === 303) acknowledged = n;
      }
    })();
    const readers = load(first.address, ['/', '/search?q=club', '/gaps'], 2);
    await expect.poll(() => acknowledged).toBeGreaterThan(10);
    const before = acknowledged;
    const made = await backUp(first, 'a.backup');
    await expect.poll(() => acknowledged).toBeGreaterThan(before);
    on = false;
    await writer;
    const read = await readers.stop();
    await first.kill();
    const key = join(folder, 'secret.key');
    copyFileSync(join(first.folder, 'secret.key'), key);
    rmSync(first.folder, { recursive: true, force: true });

    const again = await site(sqlite);
    const took = restore(again, 'a.backup', key);
    await again.start();
    const there = (await again.form(path, await again.signIn('provider@example.org'))).find(([name]) => name === 'how')?.[1] ?? '';
    const saved = Number(/save (\d+)/.exec(there)?.[1]);
    expect(saved, 'the save that is there').toBeGreaterThanOrEqual(before);
    const answer = async (of: Site) => await (await fetch(`${of.address}/search.json?q=club`)).text();
    const found = await answer(again);
    console.log(`backup while saving: ${made.took.toFixed(0)} ms, ${Math.round(made.bytes / 1024)} KiB; restored in ${took.toFixed(0)} ms; ${before} saves were acknowledged before, save ${saved} is there; readers meanwhile ${summary(read)}`);

    const lacks = lacksPostgres();
    if (lacks) {
      console.log(`LACKING ${lacks}: nothing was moved to PostgreSQL and back`);
      return;
    }
    await backUp(again, 'b.backup');
    const moved = await site(() => postgres());
    const there2 = restore(moved, 'b.backup', key);
    await moved.start();
    expect(await answer(moved), 'what a search finds on PostgreSQL').toBe(found);
    await backUp(moved, 'c.backup');
    const back = await site(sqlite);
    const here = restore(back, 'c.backup', key);
    await back.start();
    expect(await answer(back), 'what a search finds on SQLite again').toBe(found);
    // What a site writes by itself while it runs is not counted: the audit log, mail, and the month's picture.
    const counts = async (of: Site) => {
      const tables = ['service', 'organization', 'revision', 'draft', 'draft_message', 'account', 'figure_file'];
      return await Promise.all(tables.map(async (table) => await of.database.rows!(`SELECT '${table}' AS name, count(*) AS n FROM ${table}`)));
    };
    if (again.database.rows) expect(await counts(back), 'rows of each table').toEqual(await counts(again));
    console.log(`SQLite to PostgreSQL in ${there2.toFixed(0)} ms and back in ${here.toFixed(0)} ms, the same found`);
    expect((await sample(back.address, '/health/ready')).status).toBe(200);
  } finally {
    for (const one of sites) await one.remove();
    rmSync(folder, { recursive: true, force: true });
  }
});
