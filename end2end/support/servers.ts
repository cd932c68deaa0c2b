// Starts the servers before all tests, and ends them after: one with the sample, one with the sample to change, one with
// nothing, one with real data.
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { command, serve, type Running } from './program.ts';
import { binary, hasRealData, realData, remember, type Server } from './paths.ts';

export default async function setup(): Promise<() => Promise<void>> {
  const program = binary();
  if (!existsSync(program)) {
    throw new Error(`There is no server at ${program}. Build it with cargo, or name it in LOCAL_OFFER_BIN.`);
  }
  const folder = mkdtempSync(join(tmpdir(), 'local-offer-end2end-'));
  const running: Running[] = [];
  const stop = async () => {
    await Promise.all(running.map((server) => server.end()));
    rmSync(folder, { recursive: true, force: true });
  };
  const start = async (server: Server) => {
    const data = join(folder, server);
    const started = await serve(server, data);
    running.push(started);
    remember(server, started.address, data);
  };

  try {
    mkdirSync(join(folder, 'empty'));
    for (const name of ['sample', 'editing']) command('seed', '--data', join(folder, name));
    if (hasRealData) {
      command('import', realData.venues, '--data', join(folder, 'real'));
      command('import', realData.services, '--data', join(folder, 'real'));
      command('postcodes', 'load', realData.postcodes, '--data', join(folder, 'real'));
      await start('real');
    } else {
      console.log('LACKING shared data, real listings and postcodes (LOCAL_OFFER_TEST_DATA): did not run the pages of the real server, and "a postcode gives distances in order" used a first half on the sample instead');
    }
    for (const name of ['sample', 'editing', 'empty'] as const) await start(name);
  } catch (error) {
    await stop();
    throw error;
  }
  return stop;
}
