// Mail as it goes over the wire, and the folder it is written to when there is no mail server.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { dataOf, type Server } from './paths.ts';

export interface Mail {
  /** By their names in small letters. */
  headers: Map<string, string>;
  body: string;
}

/** Reads a mail of one part. */
export function parse(raw: string): Mail {
  const end = raw.indexOf('\r\n\r\n');
  const lines = raw.slice(0, end).replace(/\r\n[ \t]+/g, ' ').split('\r\n');
  const headers = new Map(lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]));
  return { headers, body: decoded(raw.slice(end + 4), headers.get('content-transfer-encoding') ?? '7bit').replaceAll('\r\n', '\n') };
}

function decoded(body: string, encoding: string): string {
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString();
  if (encoding !== 'quoted-printable') return body;
  const bytes = body.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString();
}

/** Every mail to an address that has gone out by now, the oldest first. */
export function mailsTo(address: string, server: Server = 'sample'): Mail[] {
  const folder = join(dataOf(server), 'outbox');
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => /^\d.*\.eml$/.test(name)).sort() : [];
  return names.map((name) => parse(readFileSync(join(folder, name), 'utf8'))).filter((mail) => mail.headers.get('to') === address);
}

/** The newest mail to an address, as soon as one is there. */
export async function mailTo(address: string, server: Server = 'sample'): Promise<Mail> {
  let mails: Mail[] = [];
  await expect(() => {
    mails = mailsTo(address, server);
    expect(mails.length, `mails to ${address}`).toBeGreaterThan(0);
  }).toPass({ timeout: 10_000 });
  return mails.at(-1)!;
}

/** The link of a mail. */
export function linkOf(mail: Mail): string {
  const link = /^http\S+\/sign-in\/link\/[0-9a-f]{64}$/m.exec(mail.body)?.[0];
  expect(link, 'the link of the mail').toBeTruthy();
  return link!;
}

/** The code of a mail: "AB23 CD45". */
export function codeOf(mail: Mail): string {
  const code = /^[2-9A-Z]{4} [2-9A-Z]{4}$/m.exec(mail.body)?.[0];
  expect(code, 'the code of the mail').toBeTruthy();
  return code!;
}
