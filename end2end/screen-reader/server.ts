// Starts the server that journeys listen to, with the sample, and ends it after them.
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { command, serve } from '../support/program.ts';
import { remember } from '../support/paths.ts';

export default async function setup(): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'local-offer-heard-'));
  const data = join(folder, 'sample');
  command('seed', '--data', data);
  // One that no server has open, for journeys that need their own.
  cpSync(data, join(folder, 'unserved'), { recursive: true });
  const server = await serve('heard', data);
  remember('sample', server.address, data);
  return async () => {
    await server.end();
    rmSync(folder, { recursive: true, force: true });
  };
}
