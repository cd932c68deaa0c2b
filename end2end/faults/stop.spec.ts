// SIGTERM while somebody has sent half a request: whoever is served is served to the end, and nobody else holds the process.
import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test } from '@playwright/test';
import { Site, sqlite } from '../support/crash-site.ts';
import { load, summary } from './measure.ts';

/** The deadline of a stop, and what a slow machine needs besides. */
const DEADLINE = 10_000 + 2_000;

test('a half-sent request does not keep the process, and requests under way are answered', async () => {
  const site = await Site.on(sqlite);
  try {
    site.run('seed');
    await site.start();
    const { hostname, port } = new URL(site.address);
    const half = await Promise.all(
      Array.from({ length: 50 }, async (_, n) => {
        const socket = connect(Number(port), hostname);
        socket.on('error', () => undefined);
        await once(socket, 'connect');
        socket.write(n % 2 ? 'GET / HTTP/1.1\r\nHost: localhost\r\nX-' : 'POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\nemail=');
        return socket;
      }),
    );
    const busy = load(site.address, ['/search?q=club', '/gaps', '/'], 8);
    await expect.poll(() => busy.samples.length).toBeGreaterThan(100);
    const { took, ended } = await site.stop();
    const samples = await busy.stop();
    half.forEach((socket) => socket.destroy());
    expect([200, 0], 'answers while it stopped').toEqual(expect.arrayContaining([...new Set(samples.map((s) => s.status))]));
    expect(took, 'milliseconds until it ended').toBeLessThan(DEADLINE);
    expect(ended, 'how it ended').toBe(0);
    console.log(`SIGTERM with 50 half-sent requests and 8 readers: ended after ${took.toFixed(0)} ms with ${ended}; ${summary(samples.filter((s) => s.status))}`);
  } finally {
    await site.remove();
  }
});
