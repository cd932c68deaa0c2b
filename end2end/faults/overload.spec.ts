// Ten times what the machine can do, from a generator that does not wait for answers (h2load, of Debian's nghttp2-client).
// Where there are two processors, the server and the generator have one each: a visitor's machine is not ours.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { Site, sqlite } from '../support/crash-site.ts';
import { quantile, sample, until } from './measure.ts';

const SECONDS = 20;
/** So many that the generator hardly ever waits for an answer before it asks again. */
const CLIENTS = 1_000;
const GENERATORS = 20;
/** What must hold under ten times the load. */
const SERVED = 0.8;
const P99 = 500;
const REFUSED_WITHIN = 5;
const NORMAL_WITHIN = 5_000;

/** The processors of the server, and those of the generator. */
const SERVER = '0';
const GENERATOR = availableParallelism() > 1 ? '1' : '0';

/** What h2load saw: a status and milliseconds for each answer. */
interface Seen {
  status: number;
  took: number;
}

async function generate(folder: string, address: string, options: string[], name = 'all'): Promise<Seen[]> {
  const log = join(folder, `${name}.txt`);
  rmSync(log, { force: true });
  const child = spawn('taskset', ['-c', GENERATOR, 'h2load', '--h1', '--log-file', log, ...options, `${address}/search?q=club`], { stdio: 'ignore' });
  await once(child, 'exit');
  // Each line: when it began, the status, how long it took in microseconds.
  const lines = readFileSync(log, 'utf8').trim().split('\n');
  return lines.map((line) => line.split('\t').map(Number)).map(([, status, micros]) => ({ status: status!, took: micros! / 1000 }));
}

/** A crowd: the clients of one generator all ask at the same moment again and again, those of many do not. */
async function crowd(folder: string, address: string, perClient: number): Promise<Seen[]> {
  const options = ['-c', `${CLIENTS / GENERATORS}`, '-t', '1', '--rps', `${perClient}`, '-D', `${SECONDS}`];
  const starts = Array.from({ length: GENERATORS }, async (_, n) => {
    await new Promise((done) => setTimeout(done, (n * 1_000) / perClient / GENERATORS));
    return generate(folder, address, options, `${n}`);
  });
  return (await Promise.all(starts)).flat();
}

const lacksGenerator = spawnSync('h2load', ['--version']).status !== 0;
if (lacksGenerator) console.log('LACKING the program h2load (nghttp2-client): nobody saw the server under ten times its load');

if (!lacksGenerator) test('ten times what the machine can do: most of the peak is served, and the rest is told to come back', async () => {
  const site = await Site.on(sqlite);
  const folder = mkdtempSync(join(tmpdir(), 'local-offer-overload-'));
  try {
    site.run('seed');
    await site.start();
    spawnSync('taskset', ['-acp', SERVER, `${site.pid}`]);
    await generate(folder, site.address, ['-c', '16', '-t', '1', '-D', '3']);
    const peak = (await generate(folder, site.address, ['-c', '16', '-t', '1', '-D', '10'])).filter((s) => s.status === 200).length / 10;
    const perClient = Math.ceil((peak * 10) / CLIENTS);
    const health: number[] = [];
    const staff: number[] = [];
    let on = true;
    const watch = (async () => {
      while (on) {
        health.push((await sample(site.address, '/health/live')).status);
        staff.push((await sample(site.address, '/sign-in')).status);
        await new Promise((done) => setTimeout(done, 200));
      }
    })();
    const seen = await crowd(folder, site.address, perClient);
    on = false;
    await watch;
    const normal = await until(async () => {
      const one = await sample(site.address, '/search?q=club');
      return one.status === 200 && one.took < 100;
    }, NORMAL_WITHIN, 'all is normal again');
    const served = seen.filter((s) => s.status === 200);
    const shed = seen.filter((s) => s.status === 503);
    const p99 = quantile(served.map((s) => s.took), 0.99);
    const refused = quantile(shed.map((s) => s.took), 0.5);
    const rate = served.length / SECONDS;
    const memory = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${site.pid}/status`, 'utf8'))?.[1];
    console.log(
      `peak ${peak.toFixed(0)}/s; asked for ${perClient * CLIENTS}/s, ${(seen.length / SECONDS).toFixed(0)}/s came: served ${rate.toFixed(0)}/s (${((100 * rate) / peak).toFixed(0)}% of the peak), p99 ${p99.toFixed(0)} ms; ` +
        `${shed.length} told 503, p50 ${refused.toFixed(1)} ms, p99 ${quantile(shed.map((s) => s.took), 0.99).toFixed(1)} ms; others ${seen.length - served.length - shed.length}; normal after ${normal.toFixed(0)} ms; ${Math.round(Number(memory) / 1024)} MB`,
    );
    expect(rate / peak, 'share of the peak that is served').toBeGreaterThanOrEqual(SERVED);
    expect(p99, 'milliseconds, p99 of what is served').toBeLessThan(P99);
    expect(refused, 'milliseconds, median of what is refused').toBeLessThan(REFUSED_WITHIN);
    expect(shed.length, 'those that were told to come back').toBeGreaterThan(0);
    expect(new Set(health), 'health meanwhile').toEqual(new Set([200]));
    expect(new Set(staff), 'signing in meanwhile').toEqual(new Set([200]));
  } finally {
    await site.remove();
    rmSync(folder, { recursive: true, force: true });
  }
});
