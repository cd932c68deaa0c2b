// The program itself: its commands, and a server of it.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect } from '@playwright/test';
import { binary, end2end } from './paths.ts';

const STARTS_WITHIN = 60_000;
const STOPS_WITHIN = 10_000;

/** A server that was started. */
export interface Running {
  address: string;
  /** The file with all it says. */
  log: string;
  end: () => Promise<void>;
}

/** Runs a command that does one thing. Gives back what it says. */
export function command(...args: string[]): string {
  const done = spawnSync(binary(), args, { encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`local-offer ${args[0]} failed: ${done.stderr || done.error?.message}`);
  return done.stdout.trim();
}

/** Starts a server, and waits until it is ready. */
export async function serve(name: string, folder: string, ...args: string[]): Promise<Running> {
  const logs = join(end2end, 'test-results', 'servers');
  mkdirSync(logs, { recursive: true });
  const file = join(logs, `${name}.log`);
  const log = openSync(file, 'w');
  const child = spawn(binary(), ['serve', '--data', folder, '--addr', '127.0.0.1:0', ...args], { stdio: ['ignore', 'pipe', log] });
  try {
    const address = await said(child, log);
    await expect(async () => {
      const answer = await fetch(`${address}/health/ready`);
      expect(answer.status, `GET /health/ready of the ${name} server`).toBe(200);
    }).toPass({ timeout: STARTS_WITHIN });
    return { address, log: file, end: async () => await end(child) };
  } catch (error) {
    await end(child);
    throw error;
  }
}

/** Reads "Local Offer is at http://…" from what the server says; all it says goes to the log as well. */
async function said(child: ChildProcess, log: number): Promise<string> {
  const lines = createInterface({ input: child.stdout! });
  return await new Promise<string>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('the server did not say where it is')), STARTS_WITHIN);
    const settle = (then: () => void) => {
      clearTimeout(late);
      then();
    };
    lines.on('line', (line) => {
      writeSync(log, `${line}\n`);
      const found = /^Local Offer is at (http:\/\/\S+)/.exec(line);
      if (found) settle(() => resolve(found[1]!.replace(/\/$/, '')));
    });
    child.once('error', (error) => settle(() => reject(error)));
    child.once('close', (code) => {
      closeSync(log);
      settle(() => reject(new Error(`the server ended with ${code}: see test-results/servers`)));
    });
  });
}

/** Asks a server to stop, and insists when it does not. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'close');
  const insist = setTimeout(() => child.kill('SIGKILL'), STOPS_WITHIN);
  child.kill('SIGTERM');
  await gone;
  clearTimeout(insist);
}
