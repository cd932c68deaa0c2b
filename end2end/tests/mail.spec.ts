// Mail through a real mail server that takes it, refuses it, drops the connection and hangs: asking for a link is
// answered at once each time. No browser is needed.
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { SMTPServer } from 'smtp-server';
import { linkOf, parse, type Mail } from '../support/mail.ts';
import { command, serve, type Running } from '../support/program.ts';

/** How soon somebody who asks for a link is answered, whatever the mail server does. */
const AT_ONCE = 5_000;

/** A site of its own whose mail goes to a port. */
async function site(name: string, port: number, use: (running: Running, email: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'local-offer-mail-'));
  const email = `provider-${randomUUID()}@example.org`;
  let running: Running | undefined;
  try {
    command('user', 'add', email, '--role', 'provider', '--data', folder);
    running = await serve(name, folder, '--smtp-url', `smtp://127.0.0.1:${port}`, '--mail-from', 'Local Offer <noreply@example.org>');
    await use(running, email);
  } finally {
    await running?.end();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Asks for a link: the same answer at once, whatever becomes of the mail; and the site goes on. */
async function ask(running: Running, email: string): Promise<void> {
  const began = Date.now();
  const answer = await fetch(`${running.address}/sign-in`, { method: 'POST', body: new URLSearchParams({ email }), redirect: 'manual' });
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/sign-in/code']);
  expect(Date.now() - began, 'milliseconds until the answer').toBeLessThan(AT_ONCE);
  for (const path of ['/sign-in/code', '/search?q=swim']) expect((await fetch(running.address + path)).status, path).toBe(200);
}

/** A mail server that refuses the recipients that `refuse` says something of. */
async function mailServer(refuse: (to: string) => string | undefined, use: (port: number, mails: Mail[]) => Promise<void>): Promise<void> {
  const mails: Mail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo({ address }, _session, done) {
      const why = refuse(address);
      done(why === undefined ? null : Object.assign(new Error(why), { responseCode: 550 }));
    },
    onData(stream, _session, done) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        mails.push(parse(Buffer.concat(parts).toString()));
        done();
      });
    },
  });
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  try {
    await use((listening.address() as AddressInfo).port, mails);
  } finally {
    await new Promise<void>((resolve) => server.close(resolve));
  }
}

/** Something that takes connections and does as it likes with them. Counts them. */
async function badServer(meet: (socket: Socket) => void, use: (port: number, met: () => number) => Promise<void>): Promise<void> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    meet(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    await use((server.address() as AddressInfo).port, () => sockets.length);
  } finally {
    for (const socket of sockets) socket.destroy();
    server.close();
  }
}

test('a mail arrives with its link, and the link is one of this site', async () => {
  await mailServer(() => undefined, async (port, mails) => {
    await site('mail-taken', port, async (running, email) => {
      await ask(running, email);
      await expect.poll(() => mails.length, { timeout: 10_000 }).toBe(1);
      const [mail] = mails as [Mail];
      expect(mail.headers.get('to')).toBe(email);
      expect(mail.headers.get('from')).toMatch(/^"?Local Offer"? <noreply@example\.org>$/);
      expect(mail.headers.get('message-id')).toMatch(/^<[0-9a-f-]{36}@[^\s@>]+>$/);
      expect(Date.parse(mail.headers.get('date')!)).toBeGreaterThan(Date.now() - 60_000);
      const link = linkOf(mail);
      expect(link.startsWith(`${running.address}/sign-in/link/`)).toBe(true);
      expect((await fetch(link)).status).toBe(200);
    });
  });
});

test('what the mail server refuses for good is given up, nobody is told, and the address is not in the log', async () => {
  await mailServer((to) => (to.startsWith('provider') ? `5.1.1 <${to}>: Recipient address rejected` : undefined), async (port, mails) => {
    await site('mail-refused', port, async (running, email) => {
      await ask(running, email);
      await expect.poll(() => readFileSync(running.log, 'utf8'), { timeout: 10_000 }).toContain('; given up');
      // One that is refused holds up no other.
      const other = `nobody-${randomUUID()}@example.org`;
      await ask(running, other);
      await expect.poll(() => mails.map((mail) => mail.headers.get('to')), { timeout: 10_000 }).toEqual([other]);
      const log = readFileSync(running.log, 'utf8');
      expect.soft(log.includes(email), 'the address is in the log').toBe(false);
    });
  });
});

test('a mail server that drops the connection holds up nobody', async () => {
  await badServer((socket) => socket.destroy(), async (port, met) => {
    await site('mail-dropped', port, async (running, email) => {
      await ask(running, email);
      await expect.poll(met, { timeout: 10_000 }).toBeGreaterThan(0);
      await expect.poll(() => readFileSync(running.log, 'utf8'), { timeout: 10_000 }).toContain('a mail was not sent (try 1)');
      expect(readFileSync(running.log, 'utf8'), 'it is tried again').not.toContain('given up');
      await ask(running, email);
    });
  });
});

test('a mail server that takes the connection and says nothing holds up nobody', async () => {
  await badServer(() => undefined, async (port, met) => {
    await site('mail-hung', port, async (running, email) => {
      await ask(running, email);
      await expect.poll(met, { timeout: 10_000 }).toBeGreaterThan(0);
      // While it hangs.
      await ask(running, email);
      await ask(running, `nobody-${randomUUID()}@example.org`);
    });
  });
});
