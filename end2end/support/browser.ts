// Debian's own browser: nothing is downloaded. Another one can be named.
import { existsSync } from 'node:fs';
import { isWhole } from './depth.ts';

const named = process.env.LOCAL_OFFER_CHROMIUM;

/** With windows, which a screen reader needs. */
export const CHROMIUM = named ?? '/usr/bin/chromium';

/** The same browser built without windows: tests take half of the work. */
const SHELL = '/usr/bin/chromium-headless-shell';

/** What tests drive that nobody sees or hears. In full depth it is the very browser that people use. */
export const LAUNCH = {
  executablePath: named ?? (!isWhole && existsSync(SHELL) ? SHELL : CHROMIUM),
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
};
