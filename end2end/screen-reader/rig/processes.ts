// Programs that are started for one journey and end with it, with all that they started themselves.
import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';

/** How often something is looked at that says nothing by itself, in milliseconds. */
const LOOKS_EVERY = 25;

export class Processes {
  readonly #running: ChildProcess[] = [];

  constructor(
    /** A folder of its own, for what they keep and say. */
    readonly folder: string,
    readonly env: NodeJS.ProcessEnv,
  ) {}

  /** Starts a program. What it says goes into a file of its name; `pipes` are more ways to talk with it, from 3 on. */
  start(name: string, program: string, args: string[], pipes: number = 0): ChildProcess {
    const log = openSync(join(this.folder, `${name}.log`), 'a');
    const stdio: StdioOptions = ['ignore', log, log, ...new Array<'pipe'>(pipes).fill('pipe')];
    const child = spawn(program, args, { stdio, env: this.env, detached: true });
    closeSync(log);
    child.once('error', () => undefined);
    this.#running.push(child);
    return child;
  }

  /** Ends them all, the last first. */
  async end(): Promise<void> {
    for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
      const left = this.#running.filter((child) => child.pid !== undefined && groupRuns(child.pid));
      for (const child of left.reverse()) {
        try {
          process.kill(-child.pid!, signal);
        } catch {
          // It has ended meanwhile.
        }
      }
      if (signal === 'SIGTERM') await until(() => !left.some((child) => groupRuns(child.pid!)), 2_000);
    }
  }
}

function groupRuns(pid: number): boolean {
  try {
    process.kill(-pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Waits until something is so. Gives back whether it came to be, within so many milliseconds. */
export async function until(isSo: () => boolean, within: number): Promise<boolean> {
  for (const end = Date.now() + within; Date.now() < end; await after(LOOKS_EVERY)) if (isSo()) return true;
  return isSo();
}
