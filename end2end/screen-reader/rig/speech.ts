// What Orca says, phrase by phrase, as it comes.
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as after } from 'node:timers/promises';

/** Something is over when nothing was said for so long, in milliseconds. */
const QUIET = 600;
/** How long it may take until the first word, when there is one at all. */
const FIRST_WORD = 2_500;
/** Nobody listens longer. */
const LONGEST = 15_000;
const LOOKS_EVERY = 20;

export class Speech {
  #read = 0;

  constructor(readonly file: string) {}

  /** All that was said since the last time. */
  take(): string[] {
    const lines = this.#lines();
    const fresh = lines.slice(this.#read);
    this.#read = lines.length;
    return fresh.map((line) => (JSON.parse(line) as string).trim()).filter(Boolean);
  }

  /** Waits until Orca has said what it has to say. */
  async settle(): Promise<void> {
    const began = Date.now();
    let [known, since] = [this.#lines().length, began];
    while (Date.now() - began < LONGEST) {
      const now = this.#lines().length;
      if (now !== known) [known, since] = [now, Date.now()];
      const patience = known > this.#read ? QUIET : FIRST_WORD;
      if (Date.now() - since >= patience) return;
      await after(LOOKS_EVERY);
    }
  }

  /** Waits until a phrase is said. Gives back whether it was, within so many milliseconds. */
  async says(wanted: RegExp, within: number): Promise<boolean> {
    for (const end = Date.now() + within; Date.now() < end; await after(LOOKS_EVERY)) {
      if (this.#lines().slice(this.#read).some((line) => wanted.test(JSON.parse(line) as string))) return true;
    }
    return false;
  }

  #lines(): string[] {
    if (!existsSync(this.file)) return [];
    // A line that is being written is not taken yet.
    return readFileSync(this.file, 'utf8').split('\n').slice(0, -1);
  }
}
