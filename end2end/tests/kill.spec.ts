// kill -9 at random moments while edits are being saved, on both databases: no save that was acknowledged is lost, and
// nothing is there by half. No browser is needed.
import { randomInt } from 'node:crypto';
import { setTimeout as moment } from 'node:timers/promises';
import { expect, test } from '@playwright/test';
import { changed, Cut, lacksPostgres, plain, postgres, random, Site, sqlite, whole, type Fields, type Row } from '../support/crash-site.ts';

const KILLS = Number(process.env.LOCAL_OFFER_KILLS ?? 20);
/** How long the site works before it is killed, in milliseconds. */
const LEAST = 50;
const MOST = 600;
/** How many saves must have been acknowledged, of each kind and in all, so that the test does not pass by doing nothing. */
const FEWEST = { each: 1, all: KILLS };

test.describe.configure({ timeout: KILLS * 15_000 });

let site: Site | undefined;
test.afterEach(async () => {
  await site?.remove();
  site = undefined;
});

/** What is known of the saves of one kind. Each is a number, which stands in all that it wrote. */
class Saves {
  /** Those that are kept, in order. */
  readonly kept: number[] = [];
  acknowledged = 0;
  /** The one whose answer is not there yet. */
  flying: number | undefined;

  constructor(readonly what: string) {}

  begin(n: number): void {
    expect(this.flying, 'one at a time').toBeUndefined();
    this.flying = n;
  }

  acknowledge(): void {
    this.kept.push(this.flying!);
    this.flying = undefined;
    this.acknowledged += 1;
  }

  /** After a kill: what is there is the last that was acknowledged, or the one that was on its way. Never a mix. */
  found(there: string, written: (n: number) => string): void {
    const may = [this.kept.at(-1)!, ...(this.flying === undefined ? [] : [this.flying])];
    const is = Array.from({ length: Math.max(...may) }, (_, n) => n + 1).find((n) => written(n) === there);
    const found = is === undefined ? `no save wrote ${there.slice(0, 2_000)}` : `save ${is} is there`;
    expect.soft(is !== undefined && may.includes(is), `${this.what}: ${found}, and it should be save ${may.join(' or ')}`).toBe(true);
    if (is !== undefined && is === this.flying) this.kept.push(is);
    this.flying = undefined;
  }
}

/** Somebody who saves over and over, and looks what is there after a kill. */
interface Writer {
  saves: Saves[];
  save: () => Promise<void>;
  look: () => Promise<void>;
}

/** A step without what is another at each opening. */
function typed(form: Fields): Fields {
  return form.filter(([name]) => name !== 'form-token' && !['began', 'page'].includes(name));
}

/** A step of a listing, and what each save writes in it. */
class Step {
  #first: Fields = [];
  constructor(readonly path: string, readonly as: string, readonly values: (n: number) => Record<string, string>) {}

  async open(): Promise<Fields> {
    const form = await site!.form(this.path, this.as);
    if (this.#first.length === 0) this.#first = typed(form);
    return form;
  }

  async send(form: Fields, n: number, more: Fields = []): Promise<Response> {
    return await site!.ask(this.path, { as: this.as, form: [...changed(form, this.values(n)), ...more] });
  }

  async look(saves: Saves): Promise<void> {
    saves.found(JSON.stringify(typed(await this.open())), (n) => JSON.stringify(changed(this.#first, this.values(n))));
  }
}

/** A provider who presses the button. */
function presser(as: string, listing: string): Writer {
  const saves = new Saves('a step saved with its button');
  const step = new Step(`${listing}/place`, as, (n) => ({ how: `Ring us: save ${n}.`, decides: `The manager: save ${n}.`, wait: `A week: save ${n}.` }));
  let n = 0;
  const save = async () => {
    const form = await step.open();
    saves.begin(++n);
    const answer = await step.send(form, n);
    if (answer.status === 303) saves.acknowledge();
    else await refused(answer, saves);
  };
  return { saves: [saves], save, look: () => step.look(saves) };
}

/** A provider's page that saves by itself while somebody types. */
function autosaver(as: string, listing: string): Writer {
  const saves = new Saves('a step saved by itself');
  const step = new Step(`${listing}/contact`, as, (n) => ({
    phone: `01632 ${100_000 + n}`,
    email: `save-${n}@example.org`,
    website: `https://bobbin-wharf.example.org/save/${n}`,
  }));
  let n = 0;
  let form: Fields | undefined;
  const save = async () => {
    form ??= await step.open();
    saves.begin(++n);
    const answer = await step.send(form, n, [['autosave', '1']]);
    if (answer.status !== 200) return await refused(answer, saves);
    saves.acknowledge();
    const { began } = (await whole(answer.json())) as { began: string };
    form = changed(form, { began });
  };
  const look = async () => {
    form = undefined;
    await step.look(saves);
  };
  return { saves: [saves], save, look };
}

const summary = (n: number) => `A club by the canal on Mondays: save ${n}.`;
const description = (n: number) => Array.from({ length: 20 }, () => `We meet at the old mill: save ${n}.`).join(' ');

/** An editor of the council, whose changes families see at once. */
function publisher(as: string, listing: string): Writer & { published: Saves; slug: () => string } {
  const saves = new Saves('an editor’s step');
  const published = new Saves('what families see');
  const step = new Step(`${listing}/what`, as, (n) => ({ summary: summary(n), description: description(n) }));
  let n = 0;
  let page = '';
  const save = async () => {
    const form = await step.open();
    saves.begin(++n);
    const answer = await step.send(form, n);
    if (answer.status !== 303) return await refused(answer, saves);
    saves.acknowledge();
    const path = `${listing}/send`;
    const send = changed(await site!.form(path, as), { note: `Save ${n}.` });
    published.begin(n);
    const done = await site!.ask(path, { as, form: send });
    const to = done.headers.get('location') ?? '';
    if (done.status !== 303 || !to.startsWith('/services/')) return await refused(done, published);
    published.acknowledge();
    page = to;
  };
  const look = async () => {
    await step.look(saves);
    const html = await site!.page(page);
    const there = [/<p class="lead">(.*?)<\/p>/s, /<h2 id="about">.*?<\/h2>(.*?)<h2/s].map((part) => plain(part.exec(html)?.[1] ?? ''));
    published.found(JSON.stringify(there), (n) => JSON.stringify([summary(n), description(n)]));
  };
  return { saves: [saves, published], save, look, published, slug: () => page };
}

async function refused(answer: Response, saves: Saves): Promise<never> {
  const text = await whole(answer.text());
  throw new Error(`${saves.what}: ${answer.status} ${answer.headers.get('location') ?? ''} ${plain(text).slice(0, 2_000)}`);
}

/** Saves until the site is killed. That it ends before, or refuses, is a fault. */
async function untilKilled(save: () => Promise<void>): Promise<void> {
  try {
    for (;;) await save();
  } catch (error) {
    if (!(error instanceof Cut && site!.killed)) throw error;
  }
}

const id = (listing: string) => listing.split('/').at(-1)!;

/** What is in the database, without the site between. `first` is the published listing as it came. */
async function inside(first: Row, [pressed, autosaved, edited]: [string, string, string], writers: [Writer, Writer, ReturnType<typeof publisher>]): Promise<void> {
  const rows = site!.database.rows!;
  const { kept } = writers[2].published;

  // Every revision is there, once, and each is the whole listing.
  const revisions = await rows(`SELECT number, kind, note, document FROM revision WHERE service_id = '${id(edited)}' ORDER BY number`);
  expect.soft(revisions.map((r) => r.number), 'the numbers of the revisions').toEqual(Array.from({ length: kept.length + 1 }, (_, n) => n + 1));
  expect.soft(revisions.map((r) => r.note), 'the notes of the revisions').toEqual(['', ...kept.map((n) => `Save ${n}.`)]);
  expect.soft(revisions[0]?.document === first.document, 'the first revision is the listing as it came').toBe(true);
  const { checked: _, modified: __, ...came } = JSON.parse(String(first.document)) as Row;
  for (const [n, revision] of [...revisions.slice(1).entries()]) {
    const { checked, modified, ...says } = JSON.parse(String(revision.document)) as Row;
    expect.soft(says, `revision ${revision.number}`).toEqual({ ...came, summary: summary(kept[n]!), description: description(kept[n]!) });
    expect.soft([typeof checked, typeof modified], `revision ${revision.number}`).toEqual(['object', 'string']);
  }

  // What belongs to a publication was kept with it, or not at all.
  const [now] = (await rows(
    `SELECT document, changed, (SELECT seq FROM change_counter) AS counter, (SELECT max(seq) FROM change_log) AS log, ` +
      `(SELECT count(*) FROM change_log WHERE service_id = service.id AND seq > ${first.changed}) AS changes, ` +
      `(SELECT count(*) FROM draft WHERE service_id = service.id AND state = 'published') AS drafts, ` +
      `(SELECT count(*) FROM draft_message WHERE kind = 'published') AS messages, ` +
      `(SELECT count(*) FROM audit WHERE what = 'published a change') AS audit FROM service WHERE id = '${id(edited)}'`,
  )) as [Row];
  expect.soft(now.document === revisions.at(-1)?.document, 'the listing is its last revision').toBe(true);
  expect.soft([now.changed, now.counter], 'the numbers of the last change').toEqual([now.log, now.log]);
  const n = kept.length;
  expect.soft([now.changes, now.drafts, now.messages, now.audit], 'changes, drafts, messages and lines of the audit log').toEqual([n, n, n, n]);

  // One open draft for what is not published, which counted each save once.
  const open = async (listing: string) => (await rows(`SELECT version, document FROM draft WHERE service_id = '${id(listing)}' AND state = 'writing'`));
  for (const [listing, writer] of [[pressed, writers[0]], [autosaved, writers[1]]] as const) {
    const drafts = await open(listing);
    expect.soft(drafts.map((d) => d.version), `the versions of the draft of ${writer.saves[0]!.what}`).toEqual([writer.saves[0]!.kept.length]);
    for (const draft of drafts) expect.soft((JSON.parse(String(draft.document)) as { service: Row }).service.id).toBe(id(listing));
  }
  const unpublished = writers[2].saves[0]!.kept.at(-1) === kept.at(-1) ? 0 : 1;
  expect.soft(await open(edited), 'open drafts of the editor').toHaveLength(unpublished);
}

/** All of it on one database. */
async function killed(): Promise<void> {
  const { rows, name, atWork } = site!.database;
  site!.run('seed');
  await site!.start();
  site!.run('user', 'add', 'kill-editor@example.org', '--role', 'editor');
  const provider = await site!.signIn('provider@example.org');
  const editor = await site!.signIn('kill-editor@example.org');
  const links = [...new Set((await site!.page('/provider', provider)).match(/\/provider\/listings\/[0-9a-f-]{36}/g))];
  expect(links.length, 'listings of the provider').toBeGreaterThanOrEqual(3);
  const listings = links.slice(0, 3) as [string, string, string];
  const first = (await rows?.(`SELECT document, changed FROM service WHERE id = '${id(listings[2])}'`))?.[0];
  const writers: [Writer, Writer, ReturnType<typeof publisher>] = [
    presser(provider, listings[0]),
    autosaver(provider, listings[1]),
    publisher(editor, listings[2]),
  ];
  // The month's picture takes a number that stands in no log: it is there before the first save.
  const month = new Date().toLocaleDateString('en-CA', { timeZone: 'Europe/London' }).slice(0, 7);
  const picture = async () => (await rows?.(`SELECT count(*) AS n FROM gap_snapshot WHERE month = '${month}'`))?.[0]?.n;
  if (rows) await expect.poll(picture, { message: `the picture of ${month}`, timeout: 20_000 }).toBeGreaterThan(0);
  // One each, so that there is a last one from now on.
  for (const writer of writers) await writer.save();

  const all = writers.flatMap((w) => w.saves);
  const seed = Number(process.env.LOCAL_OFFER_KILL_SEED ?? randomInt(2 ** 31));
  const next = random(seed);
  let hit = 0;
  for (let n = 1; n <= KILLS; n += 1) {
    const after = LEAST + next() * (MOST - LEAST);
    await test.step(`kill ${n} after ${after.toFixed(0)} ms, LOCAL_OFFER_KILL_SEED=${seed}`, async () => {
      const load = Promise.all(writers.map((writer) => untilKilled(writer.save)));
      // What goes wrong in it is told below.
      load.catch(() => undefined);
      await moment(after);
      await site!.kill();
      const settled = atWork();
      await load;
      if (all.some((saves) => saves.flying !== undefined)) hit += 1;
      await site!.start();
      await settled();
      for (const writer of writers) await writer.look();
      if (first) await inside(first, listings, writers);
      expect(test.info().errors.length, `faults after kill ${n}, which are told above; LOCAL_OFFER_KILL_SEED=${seed}`).toBe(0);
    });
  }

  const history = await site!.page(`${writers[2].slug()}/history`);
  const told = [...plain(history).matchAll(/Why: Save (\d+)\./g)].map((found) => Number(found[1]));
  expect(told, 'the publications that the history tells of').toEqual(writers[2].published.kept.toReversed());
  if (name === 'SQLite' && rows) {
    expect(await rows('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
    expect(await rows('PRAGMA foreign_key_check')).toEqual([]);
  }
  const acknowledged = all.map((saves) => saves.acknowledged);
  const sum = acknowledged.reduce((a, b) => a + b);
  expect(Math.min(...acknowledged), `the fewest saves of a kind, of ${acknowledged}`).toBeGreaterThanOrEqual(FEWEST.each);
  expect(sum, 'saves that were acknowledged').toBeGreaterThanOrEqual(FEWEST.all);
  expect(hit, 'kills while a save was on its way').toBeGreaterThanOrEqual(KILLS / 2);
  const unheard = all.reduce((n, saves) => n + saves.kept.length, 0) - sum;
  console.log(`${name}: ${KILLS} kills, ${hit} of them during a save; ${sum} saves acknowledged (${acknowledged.join(' + ')}) and none lost; ${unheard} kept whose answer was cut off`);
}

test('kill -9 loses no acknowledged save on SQLite', async () => {
  const lacks = lacksPostgres();
  if (lacks) console.log(`LACKING ${lacks}: kill -9 while edits are saved was tested on SQLite alone`);
  site = await Site.on(sqlite);
  if (!site.database.rows) console.log('LACKING the program sqlite3, or a Node with node:sqlite: after kill -9 the database was seen through pages alone');
  await killed();
});

if (!lacksPostgres()) {
  test('kill -9 loses no acknowledged save on PostgreSQL', async () => {
    site = await Site.on(postgres);
    await killed();
  });
}
