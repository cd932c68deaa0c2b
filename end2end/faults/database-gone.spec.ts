// PostgreSQL stopped and started again under readers and a provider who writes.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { setTimeout as moment } from 'node:timers/promises';
import { expect, test } from '@playwright/test';
import { changed, lacksPostgres, postgres, Site } from '../support/crash-site.ts';
import { familyPages, load, quantile, sample, summary, until } from './measure.ts';

/** A page that needs the database no more, and writing that works again. */
const ANSWERS_WITHIN = 250;
const BACK_WITHIN = 2_000;

/** The folder of the server for tests, which its address names. */
function serverFolder(): string {
  return new URL(process.env.LOCAL_OFFER_TEST_POSTGRES!).searchParams.get('host')!;
}

/** Stops or starts the server for tests, as whoever it belongs to. */
function control(...how: string[]): void {
  const data = `${serverFolder()}/data`;
  const owner = spawnSync('stat', ['-c', '%U', data], { encoding: 'utf8' }).stdout.trim();
  const bin = spawnSync('sh', ['-c', 'ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1'], { encoding: 'utf8' }).stdout.trim();
  const options = `-c listen_addresses='' -c unix_socket_directories='${serverFolder()}' -c fsync=off -c max_connections=300`;
  const start = how[0] === 'start' ? ['-o', options, '-l', `${serverFolder()}/log`] : [];
  const done = spawnSync('runuser', ['-u', owner, '--', `${bin}/pg_ctl`, '-D', data, '-w', ...start, ...how], { encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'] });
  expect(done.status, `pg_ctl ${how.join(' ')}: ${done.stderr}`).toBe(0);
}

const hasRunuser = existsSync('/usr/sbin/runuser') || existsSync('/sbin/runuser');
const lacks = lacksPostgres() ?? (hasRunuser ? undefined : 'the program runuser');
if (lacks) console.log(`LACKING ${lacks}: nobody took the database away under load`);

if (!lacks) test('readers do not notice that the database is away, and writers are told', async () => {
  const site = await Site.on(() => postgres());
  let away = false;
  try {
    site.run('seed');
    await site.start();
    const as = await site.signIn('provider@example.org');
    const listing = /\/provider\/listings\/[0-9a-f-]{36}/.exec(await site.page('/provider', as))![0];
    const path = `${listing}/place`;
    const pages = await familyPages(site.address);
    const form = await site.form(path, as);

    const readers = load(site.address, pages, 4);
    await moment(2_000);
    const before = readers.samples.length;
    control('stop', '-m', 'immediate');
    away = true;
    await moment(500);
    const from = readers.samples.length;
    const typed = { how: 'Ring us: typed while it was away.', decides: 'The manager.', wait: 'A week.' };
    const refused = await site.ask(path, { as, form: changed(form, typed) });
    const page = await refused.text();
    await moment(8_000);
    const whileAway = readers.samples.slice(from);
    control('start');
    away = false;
    const read = await until(async () => (await sample(site.address, '/health/ready')).status === 200, 10_000, 'it is ready');
    const back = await until(async () => (await site.ask(path, { as, form: changed(await site.form(path, as).catch(() => form), typed) })).status === 303, 10_000, 'a save is kept again');
    const samples = await readers.stop();
    console.log(`database away for 8 s: ${summary(whileAway)}; before ${summary(samples.slice(0, before))}; ready ${read.toFixed(0)} ms and saving ${back.toFixed(0)} ms after it was back`);
    expect(refused.status, 'a save while it is away').toBe(503);
    expect(page, 'what was typed').toContain(typed.how);
    expect(whileAway.filter((s) => s.status !== 200), 'readers while it is away').toEqual([]);
    expect(quantile(whileAway.map((s) => s.took), 0.99), 'milliseconds, p99 while it is away').toBeLessThan(ANSWERS_WITHIN);
    expect(read + back, 'milliseconds until writing works again').toBeLessThan(BACK_WITHIN);
  } finally {
    if (away) control('start');
    await site.remove();
  }
});
