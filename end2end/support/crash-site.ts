// A site of its own that can be killed at any moment, what a browser without scripts does with its forms, and what is in
// its database.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect } from '@playwright/test';
import { command } from './program.ts';
import { totp } from './totp.ts';
import { binary, end2end } from './paths.ts';

const STARTS_WITHIN = 60_000;

/** A row of a database, by the names of its columns. */
export type Row = Record<string, string | number>;
/** The fields of a form, in order. */
export type Fields = [name: string, value: string][];

/** The connection ended before the answer did. */
export class Cut extends Error {}

/** Numbers from 0 to 1, the same ones for the same seed (mulberry32). */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A database of a site's own. */
export interface Database {
  name: string;
  /** What the program is told to use it. */
  options: string[];
  /** Asks it directly, without the site. None where nothing on this machine can. */
  rows?: (sql: string) => Promise<Row[]>;
  /** Remembers who is at work in it. Gives back what waits until all of those have ended. */
  atWork: () => () => Promise<void>;
  remove: () => void;
}

/** The site's embedded database, in its folder. */
export async function sqlite(folder: string): Promise<Database> {
  const rows = await sqliteRows(join(folder, 'local-offer.sqlite'));
  // The process that was killed was all there was.
  return { name: 'SQLite', options: [], ...(rows && { rows }), atWork: () => async () => undefined, remove: () => undefined };
}

async function sqliteRows(file: string): Promise<Database['rows'] | undefined> {
  // Only newer versions of Node have it, and the types of this one do not know it.
  const builtIn = 'node:sqlite';
  try {
    const { DatabaseSync } = await import(builtIn);
    return async (sql) => {
      const database = new DatabaseSync(file, { readOnly: true });
      try {
        return database.prepare(sql).all() as Row[];
      } finally {
        database.close();
      }
    };
  } catch {
    if (!has('sqlite3')) return undefined;
    return async (sql) => JSON.parse(told('sqlite3', ['-readonly', '-json', '-cmd', '.timeout 5000', file, sql]) || '[]') as Row[];
  }
}

/** What is missing to test on PostgreSQL. */
export function lacksPostgres(): string | undefined {
  if (!process.env.LOCAL_OFFER_TEST_POSTGRES) return 'PostgreSQL (LOCAL_OFFER_TEST_POSTGRES)';
  return has('psql') ? undefined : 'the program psql';
}

/** A fresh database on the server for tests. */
export function postgres(): Database {
  const server = process.env.LOCAL_OFFER_TEST_POSTGRES!;
  const name = `kill_${randomUUID().replaceAll('-', '')}`;
  const address = new URL(server);
  address.pathname = `/${name}`;
  const psql = (at: string, sql: string) => told('psql', ['-X', '-At', '-v', 'ON_ERROR_STOP=1', '-d', at, '-c', sql]);
  psql(server, `CREATE DATABASE ${name}`);
  return {
    name: 'PostgreSQL',
    options: ['--database-url', address.href],
    rows: async (sql) => JSON.parse(psql(address.href, `SELECT coalesce(json_agg(t), '[]') FROM (${sql}) AS t`)) as Row[],
    // What a client asked for last is done to its end, also when the client is no more.
    atWork: () => {
      const pids = psql(server, `SELECT coalesce(string_agg(pid::text, ','), '0') FROM pg_stat_activity WHERE datname = '${name}'`);
      const left = () => psql(server, `SELECT count(*) FROM pg_stat_activity WHERE pid IN (${pids})`);
      return async () => await expect.poll(left, { message: 'connections of the killed site', timeout: 20_000, intervals: [20] }).toBe('0');
    },
    remove: () => void psql(server, `DROP DATABASE ${name} WITH (FORCE)`),
  };
}

function has(program: string): boolean {
  return spawnSync(program, ['--version']).status === 0;
}

function told(program: string, args: string[]): string {
  const done = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (done.status !== 0) throw new Error(`${program} failed: ${done.stderr || done.error?.message}`);
  return done.stdout.trim();
}

/** A site that is killed and started again. */
export class Site {
  /** Another one after each start. */
  address = '';
  /** Whether it was killed, and not started again since. */
  killed = false;
  readonly #file: string;
  readonly #log: number;
  #child: ChildProcess | undefined;

  private constructor(readonly folder: string, readonly database: Database) {
    const logs = join(end2end, 'test-results', 'servers');
    mkdirSync(logs, { recursive: true });
    this.#file = join(logs, `${basename(folder)}-${database.name}.log`);
    this.#log = openSync(this.#file, 'w');
  }

  /** One that has nothing yet, and is not started; in a new folder, unless one is named. */
  static async on(database: (folder: string) => Promise<Database> | Database, folder?: string): Promise<Site> {
    const data = folder ?? mkdtempSync(join(tmpdir(), 'local-offer-kill-'));
    return new Site(data, await database(data));
  }

  /** Runs a command on its data. */
  run(...args: string[]): string {
    return command(...args, '--data', this.folder, ...this.database.options);
  }

  /** Starts it, and waits until it is ready. */
  async start(): Promise<void> {
    const args = ['serve', '--addr', '127.0.0.1:0', '--data', this.folder, ...this.database.options];
    const child = spawn(binary(), args, { stdio: ['ignore', 'pipe', this.#log] });
    this.#child = child;
    const [line] = (await Promise.race([
      once(createInterface({ input: child.stdout! }), 'line', { signal: AbortSignal.timeout(STARTS_WITHIN) }),
      once(child, 'exit').then(([code, signal]) => Promise.reject(new Error(`the server ended with ${code ?? signal}: see test-results/servers`))),
    ])) as [string];
    this.address = /http:\/\/[^\s/]+/.exec(line)?.[0] ?? '';
    expect(this.address, `the address in “${line}”`).not.toBe('');
    this.killed = false;
    await expect
      .poll(async () => (this.#ended() ? 'ended' : await this.#ready()), { timeout: STARTS_WITHIN, intervals: [20], message: `the site at ${this.address}` })
      .toMatch(/^(ready|ended)$/);
    expect(this.#ended(), `how the site ended by itself; the end of what it said:\n${this.#lastWords()}`).toBeNull();
  }

  /** The code or the signal with which it ended, if it has. */
  #ended(): number | string | null {
    return this.#child!.exitCode ?? this.#child!.signalCode;
  }

  /** "ready", or what is in the way. */
  async #ready(): Promise<string> {
    try {
      const answer = await this.ask('/health/ready');
      return answer.status === 200 ? 'ready' : await answer.text();
    } catch (error) {
      return String(error instanceof Error ? (error.cause ?? error) : error);
    }
  }

  #lastWords(): string {
    return readFileSync(this.#file, 'utf8').slice(-2_000);
  }

  /** Asks it to stop. Gives back after how many milliseconds it ended, and with which code or signal. */
  async stop(): Promise<{ took: number; ended: number | string | null }> {
    const began = performance.now();
    const gone = once(this.#child!, 'exit');
    this.#child!.kill('SIGTERM');
    await gone;
    return { took: performance.now() - began, ended: this.#ended() };
  }

  /** The number of its process. */
  get pid(): number {
    return this.#child!.pid!;
  }

  /** Ends it without a word, at once. */
  async kill(): Promise<void> {
    expect(this.#ended(), `how the site ended by itself; the end of what it said:\n${this.#lastWords()}`).toBeNull();
    await this.#end();
  }

  async #end(): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    this.killed = true;
    child.kill('SIGKILL');
    await gone;
  }

  /** Takes away all that is left of it. */
  async remove(): Promise<void> {
    await this.#end();
    closeSync(this.#log);
    rmSync(this.folder, { recursive: true, force: true });
    this.database.remove();
  }

  /** Opens a page or sends a form, as somebody. Answers as soon as it is known how it went. */
  async ask(path: string, { as = '', form }: { as?: string; form?: Fields } = {}): Promise<Response> {
    const headers = { cookie: as, origin: this.address };
    const sent = form === undefined ? { headers } : { method: 'POST', headers, body: new URLSearchParams(form) };
    return await whole(fetch(this.address + path, { ...sent, redirect: 'manual' }));
  }

  /** The text of a page. */
  async page(path: string, as = ''): Promise<string> {
    const answer = await this.ask(path, { as });
    const text = await whole(answer.text());
    expect(answer.status, `GET ${path}: ${plain(text).slice(0, 2_000)}`).toBe(200);
    return text;
  }

  /** What a form holds when its page is opened. */
  async form(path: string, as: string): Promise<Fields> {
    return fields(await this.page(path, as), path);
  }

  /** Signs in. Gives back the cookie, which is good for every start of the site. */
  async signIn(email: string): Promise<string> {
    const link = new URL(this.run('user', 'link', email, '--at', this.address));
    const as = session(await this.ask(link.pathname, { form: [] }));
    // Council staff set up their second check the first time.
    const setUp = '/sign-in/set-up';
    const answer = await this.ask(setUp, { as });
    if (answer.status !== 200) return as;
    const page = await answer.text();
    const secret = /<b dir="ltr">([A-Z2-7 ]+)<\/b>/.exec(page)?.[1] ?? '';
    return session(await this.ask(setUp, { as, form: changed(fields(page, setUp), { code: totp(secret) }) }));
  }
}

function session(answer: Response): string {
  const cookie = answer.headers.getSetCookie().map((line) => /^session=[0-9a-f]+/.exec(line)?.[0]).find(Boolean);
  expect(cookie, `the session that an answer of ${answer.status} gives`).toBeTruthy();
  return cookie!;
}

/** An answer, or a part of it, that must come to its end. */
export async function whole<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (cause) {
    throw new Cut('the connection ended', { cause });
  }
}

/** The fields of the form on a page that is sent to an address. No form that is used here has a list to choose from. */
function fields(page: string, action: string): Fields {
  const form = new RegExp(`<form [^>]*action="${action}"[^>]*>(.*?)</form>`, 's').exec(page)?.[1];
  expect(form, `the form of ${action}`).toBeDefined();
  const found: Fields = [];
  for (const [, attributes, text] of form!.matchAll(/<(?:input|textarea)((?:"[^"]*"|[^">])*)>(?:([^<]*)<\/textarea>)?/g)) {
    const told = (name: string) => new RegExp(` ${name}="([^"]*)"`).exec(attributes!)?.[1];
    const box = ['checkbox', 'radio'].includes(told('type') ?? '');
    const ticked = / checked\b/.test(attributes!.replace(/"[^"]*"/g, ''));
    if (!box || ticked) found.push([plain(told('name')!), plain(text ?? told('value') ?? '')]);
  }
  return found;
}

/** A form with other values in some of its fields. */
export function changed(form: Fields, values: Record<string, string>): Fields {
  for (const name of Object.keys(values)) expect(form.map(([n]) => n), 'the names of the fields').toContain(name);
  return form.map(([name, value]) => [name, values[name] ?? value]);
}

/** The text of a piece of HTML. */
export function plain(html: string): string {
  const named: Record<string, string> = { lt: '<', gt: '>', quot: '"', apos: "'", '#x27': "'", '#39': "'", amp: '&' };
  return html.replace(/<[^>]*>/g, '').replace(/&([#\w]+);/g, (as, name: string) => named[name] ?? as);
}
