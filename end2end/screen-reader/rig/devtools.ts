// The two things a journey asks of Chromium itself: to go to an address, and to hold a cookie. Nothing is attached to a
// page while it is listened to.
import type { ChildProcess } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';

interface Answer {
  id?: number;
  result?: Record<string, unknown>;
  error?: { message: string };
}

export interface Cookie {
  name: string;
  value: string;
  url: string;
}

/** Speaks to Chromium through its pipe: one message of JSON, and a zero byte. */
export class DevTools {
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  readonly #out: Writable;
  #last = 0;

  constructor(browser: ChildProcess) {
    this.#out = browser.stdio[3] as Writable;
    this.#out.on('error', () => undefined);
    let kept = '';
    (browser.stdio[4] as Readable).setEncoding('utf8').on('data', (text: string) => {
      const messages = (kept + text).split('\0');
      kept = messages.pop()!;
      for (const message of messages) {
        const answer = JSON.parse(message) as Answer;
        if (answer.id !== undefined) this.#waiting.get(answer.id)?.(answer);
      }
    });
  }

  async go(url: string): Promise<void> {
    const { targetInfos } = (await this.#ask('Target.getTargets')) as { targetInfos: { targetId: string; type: string }[] };
    const page = targetInfos.find((target) => target.type === 'page');
    const { sessionId } = (await this.#ask('Target.attachToTarget', { targetId: page!.targetId, flatten: true })) as { sessionId: string };
    await this.#ask('Page.navigate', { url }, sessionId);
    await this.#ask('Target.detachFromTarget', { sessionId });
  }

  async keep(cookies: Cookie[]): Promise<void> {
    await this.#ask('Storage.setCookies', { cookies });
  }

  async #ask(method: string, params: object = {}, sessionId?: string): Promise<unknown> {
    const id = ++this.#last;
    const answered = new Promise<Answer>((resolve) => this.#waiting.set(id, resolve));
    this.#out.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    const { result, error } = await answered;
    this.#waiting.delete(id);
    if (error) throw new Error(`${method}: ${error.message}`);
    return result;
  }
}
