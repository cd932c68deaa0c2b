// Two thousand who send a byte now and then: each is shown out in time, and everybody else is served meanwhile.
import { connect, type Socket } from 'node:net';
import { setTimeout as moment } from 'node:timers/promises';
import { expect, test } from '@playwright/test';
import { Site, sqlite } from '../support/crash-site.ts';
import { sample, summary, type Sample } from './measure.ts';

const CLIENTS = 2_000;
/** Seconds that a slow one is suffered, and what a slow machine needs besides. */
const LIMITS = { headers: 15, body: 30 };
const SLACK = 5;

type Kind = keyof typeof LIMITS;
const BEGINS: Record<Kind, string> = {
  headers: 'GET / HTTP/1.1\r\nHost: localhost\r\n',
  body: 'POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 60000\r\n\r\n',
};
const DRIPS: Record<Kind, string> = { headers: 'X-A: b\r\n', body: 'a' };

async function slow(site: Site, kind: Kind): Promise<void> {
  const { hostname, port } = new URL(site.address);
  const lasted: number[] = [];
  const open = new Set<Socket>();
  for (let n = 0; n < CLIENTS; n += 1) {
    const socket = connect(Number(port), hostname);
    open.add(socket);
    const began = performance.now();
    socket.on('connect', () => socket.write(BEGINS[kind]));
    socket.on('error', () => undefined);
    socket.on('data', () => undefined);
    socket.on('close', () => {
      if (open.delete(socket)) lasted.push((performance.now() - began) / 1000);
    });
    if (n % 200 === 199) await moment(100);
  }
  const probes: Sample[] = [];
  const until = performance.now() + (LIMITS[kind] + SLACK) * 1000;
  for (let turn = 0; performance.now() < until && open.size > 0; turn += 1) {
    if (turn % 3 === 0) open.forEach((socket) => socket.write(DRIPS[kind]));
    probes.push(await sample(site.address, '/search?q=club'));
    await moment(1_000);
  }
  const left = open.size;
  open.forEach((socket) => socket.destroy());
  console.log(`${CLIENTS} clients with slow ${kind}: ${lasted.length} closed by the server, the last after ${Math.max(0, ...lasted).toFixed(1)} s, ${left} still open; meanwhile ${summary(probes)}`);
  expect(left, `slow ${kind} that were still open`).toBe(0);
  expect(probes.filter((p) => p.status !== 200), 'ordinary requests meanwhile').toEqual([]);
}

test('2,000 slow clients are shown out while others are served', async () => {
  const site = await Site.on(sqlite);
  try {
    site.run('seed');
    await site.start();
    await slow(site, 'headers');
    await slow(site, 'body');
  } finally {
    await site.remove();
  }
});
