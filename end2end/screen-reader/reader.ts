// Somebody who listens: presses keys, hears what Orca says, and says what should have been heard.
import type { Desk } from './rig/desktop-session.ts';
import type { Step } from './transcript.ts';

/** How long a new page may take until its summary is said, in milliseconds. */
const PAGE_WITHIN = 20_000;
/** How long something may take that the page says by itself. */
const LATER_WITHIN = 8_000;
/** Nobody presses a key more often to reach one thing. */
const MOST_PRESSES = 60;

/** What was heard is not what should have been. The message names the step, what is wrong, and both. */
export class Misheard extends Error {}

export class Reader {
  readonly steps: Step[] = [];

  constructor(
    private readonly desk: Desk,
    /** Where paths lead. */
    private readonly address: string,
  ) {}

  /** The phrases of the last step. */
  get heard(): string {
    return this.#last().heard.join(' | ');
  }

  /** Begins a part of the journey. */
  part(name: string): void {
    this.steps.push({ done: `## ${name}`, heard: [] });
  }

  /** Opens an address of the site, and listens until the page has been summed up. */
  async open(path: string, told: string = path): Promise<void> {
    await this.desk.go(this.address + path);
    await this.#newPage(`opens ${told}`);
  }

  /** Presses a key, by its name in X: "Tab", "ctrl+Home", "h". */
  async press(key: string): Promise<void> {
    this.desk.press(key);
    await this.#listen(key);
  }

  /** Presses a key that is answered by nothing but what the page says by itself, a moment later. */
  async pressUntilSaid(key: string, wanted: RegExp, because: string): Promise<void> {
    this.desk.press(key);
    await this.#waitFor(wanted, because, key);
  }

  /** Presses a key that leads to another page. */
  async follow(key: string): Promise<void> {
    this.desk.press(key);
    await this.#newPage(key);
  }

  /** Types. What differs each time is told in words. */
  async type(text: string, told: string = `“${text}”`): Promise<void> {
    this.desk.type(text);
    await this.#listen(`types ${told}`);
  }

  /** Presses a key until something is heard, as people do who look for it. */
  async until(key: string, wanted: RegExp, because: string): Promise<void> {
    for (let n = 0; n < MOST_PRESSES; n++) {
      await this.press(key);
      if (wanted.test(this.heard)) return;
    }
    throw new Misheard(`${because}: ${key} was pressed ${MOST_PRESSES} times, and ${wanted} was never heard.\nLast: ${this.heard || '(silence)'}`);
  }

  /** The last step was to be heard so. */
  hears(wanted: RegExp, because: string): void {
    if (!wanted.test(this.heard)) throw new Misheard(this.#fault(because, `wanted ${wanted}`));
  }

  hearsNot(unwanted: RegExp, because: string): void {
    if (unwanted.test(this.heard)) throw new Misheard(this.#fault(because, `wanted nothing like ${unwanted}`));
  }

  /** Waits for something that the page says by itself. */
  async waits(wanted: RegExp, because: string): Promise<void> {
    await this.#waitFor(wanted, because, 'waits');
  }

  async #waitFor(wanted: RegExp, because: string, done: string): Promise<void> {
    const came = await this.desk.speech.says(wanted, LATER_WITHIN);
    await this.#listen(done);
    if (!came) throw new Misheard(this.#fault(because, `wanted ${wanted} within ${LATER_WITHIN / 1000} seconds`));
  }

  async #newPage(done: string): Promise<void> {
    const came = await this.desk.speech.says(/^Page has /, PAGE_WITHIN);
    await this.#listen(done, arrived);
    if (!came) throw new Misheard(this.#fault('a new page opens', `wanted "Page has …" within ${PAGE_WITHIN / 1000} seconds`));
  }

  async #listen(done: string, put: (heard: string[]) => string[] = (heard) => heard): Promise<void> {
    await this.desk.speech.settle();
    this.steps.push({ done, heard: put(this.desk.speech.take().map(steady).filter(Boolean)) });
  }

  #fault(because: string, wanted: string): string {
    return `${because}.\nStep ${this.steps.length}, ${this.#last().done}: ${wanted}\nheard: ${this.heard || '(silence)'}`;
  }

  #last(): Step {
    const last = this.steps.findLast((step) => !step.done.startsWith('## '));
    if (!last) throw new Error('nothing was done yet');
    return last;
  }
}

/** What is heard where an address is typed, and of the page before: the line at the top, which Firefox says now and then. */
const OF_THE_ADDRESS_BAR = /^Navigation tool bar$|^Search or enter address |127\.0\.0\.1|^expanded$|^collapsed$|^Text unselected\.$|^List with \d+ items?$|^Sample data: /;

/** What is said at the top of a page, before a message that the page says by itself or after it. */
const SKIP_LINK = 'Skip to main content link.';

/**
 * A new page: its title, its summary, and what has the focus. Orca hears of them at once, and says them in the order in
 * which the browser was ready: which comes first, whether a title is said for the window as well, and how many links it
 * counts while scripts still add some depend on the machine. Here they stand in one order, each once, without links.
 */
function arrived(heard: string[]): string[] {
  const title = heard.map((phrase) => /^(?:Finished loading )?(.*?)(?: document web)?\.$/.exec(phrase)).find((found, n) => found && /^Finished loading | document web\.$/.test(heard[n]!));
  const summary = heard.find((phrase) => phrase.startsWith('Page has '));
  const rest = heard.filter((phrase) => !/^Finished loading | document web\.$| frame\.$|^Page has |^main content$/.test(phrase) && !OF_THE_ADDRESS_BAR.test(phrase));
  const plain = (phrase: string) => phrase.replace(/( panel)?\.?$/, '');
  const once = rest.filter((phrase, n) => rest.findIndex((other) => plain(other) === plain(phrase)) === n);
  const [top, said] = [once.filter((phrase) => phrase === SKIP_LINK), once.filter((phrase) => phrase !== SKIP_LINK)];
  return [...(title ? [`${title[1]!}.`] : []), ...(summary ? [summary.replace(/,? \d+ ((un)?visited )?links?/g, '')] : []), ...said, ...top];
}

/**
 * Nothing of a phrase that is Orca's or the browser's own and not the page's: that it waits depends on how long that was,
 * its modes, and that a list has closed, are said now before and now after what they are about, and that one has opened now
 * with its name and now without. That a link was visited is what the browser remembers, and it remembers a little later.
 */
function steady(phrase: string): string {
  const plain = phrase.replace(/\s+/g, ' ').trim().replace(/\bvisited link\b/g, 'link').replace(/^.* combo box (expanded|collapsed)$/, '$1');
  return /^(Loading\. Please wait\.|Chromium frame\.|Browse mode|Focus mode|collapsed|Finished loading New Tab\.)$/.test(plain) ? '' : plain;
}
