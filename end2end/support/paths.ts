// Where things are: the project, and data that is not part of it.
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const end2end = resolve(dirname(fileURLToPath(import.meta.url)), '..');
export const project = resolve(end2end, '..');

/** The server. A relative target folder is relative to the project, as it is for cargo. */
export function binary(): string {
  const named = process.env.LOCAL_OFFER_BIN;
  if (named) return resolve(named);
  const target = process.env.CARGO_TARGET_DIR;
  return join(target ? resolve(project, target) : join(project, 'target'), 'debug', 'local-offer');
}

/** Real listings and postcodes, where somebody has them. */
const data = resolve(project, process.env.LOCAL_OFFER_TEST_DATA ?? '../shared/data');
export const realData = {
  venues: join(data, 'real', 'lancashire-venues.hsds-uk-3.0.ndjson'),
  services: join(data, 'real', 'uk-services.hsds-uk-3.0.ndjson'),
  postcodes: join(data, 'geo', 'lancashire_postcodes_2014.csv'),
};

/** Whether tests on real data can run. They are not registered otherwise, and the setup says so. */
export const hasRealData = Object.values(realData).every((file) => existsSync(file));

/** The servers of a run. `editing` has the sample too: its listings change, so that no other test sees them change. */
export type Server = 'sample' | 'editing' | 'empty' | 'real';

const VARIABLE: Record<Server, string> = {
  sample: 'LOCAL_OFFER_AT_SAMPLE',
  editing: 'LOCAL_OFFER_AT_EDITING',
  empty: 'LOCAL_OFFER_AT_EMPTY',
  real: 'LOCAL_OFFER_AT_REAL',
};

/** Remembers a server's address and its data for the workers, which inherit the environment. */
export function remember(server: Server, address: string, folder: string): void {
  process.env[VARIABLE[server]] = address;
  process.env[`${VARIABLE[server]}_DATA`] = folder;
}

/** The full address of a path on a server. */
export function at(server: Server, path: string): string {
  return told(VARIABLE[server], server) + path;
}

/** The folder that holds all a server writes. */
export function dataOf(server: Server): string {
  return told(`${VARIABLE[server]}_DATA`, server);
}

function told(variable: string, server: Server): string {
  const value = process.env[variable];
  if (!value) throw new Error(`the ${server} server was not started`);
  return value;
}
