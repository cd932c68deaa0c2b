// Starts the servers before all tests, and ends them after: one with the sample, one with nothing, one with real data.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect } from '@playwright/test';
import { binary, end2end, hasRealData, realData, remember, type Server } from './where.ts';

const STARTS_WITHIN = 60_000;
const STOPS_WITHIN = 10_000;

export default async function setup(): Promise<() => Promise<void>> {
  const program = binary();
  if (!existsSync(program)) {
    throw new Error(`There is no server at ${program}. Build it with cargo, or name it in LOCAL_OFFER_BIN.`);
  }
  const folder = mkdtempSync(join(tmpdir(), 'local-offer-end2end-'));
  const logs = join(end2end, 'test-results', 'servers');
  mkdirSync(logs, { recursive: true });
  const running: ChildProcess[] = [];
  const stop = async () => {
    await Promise.all(running.map(end));
    rmSync(folder, { recursive: true, force: true });
  };

  const command = (...args: string[]) => {
    const done = spawnSync(program, args, { encoding: 'utf8' });
    if (done.status !== 0) throw new Error(`local-offer ${args[0]} failed: ${done.stderr || done.error?.message}`);
  };
  const start = async (server: Server) => {
    const log = openSync(join(logs, `${server}.log`), 'w');
    const child = spawn(program, ['serve', '--data', join(folder, server), '--addr', '127.0.0.1:0'], { stdio: ['ignore', 'pipe', log] });
    running.push(child);
    const address = await said(child, log);
    remember(server, address);
    await expect(async () => {
      const answer = await fetch(`${address}/health/ready`);
      expect(answer.status, `GET /health/ready of the ${server} server`).toBe(200);
    }).toPass({ timeout: STARTS_WITHIN });
  };

  try {
    mkdirSync(join(folder, 'empty'));
    command('seed', '--data', join(folder, 'sample'));
    if (hasRealData) {
      command('import', realData.venues, '--data', join(folder, 'real'));
      command('import', realData.services, '--data', join(folder, 'real'));
      command('postcodes', 'load', realData.postcodes, '--data', join(folder, 'real'));
      await start('real');
    } else {
      console.log('LACKING shared data, real listings and postcodes (LOCAL_OFFER_TEST_DATA): did not run the pages of the real server, and "a postcode gives distances in order" used a first half on the sample instead');
    }
    await start('sample');
    await start('empty');
  } catch (error) {
    await stop();
    throw error;
  }
  return stop;
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
