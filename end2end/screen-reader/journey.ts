// What a journey is.
import type { Page } from '@playwright/test';
import type { Reader } from './reader.ts';

export interface Journey {
  /** The name of its transcript's file. */
  name: string;
  title: string;
  /** In a sentence: who does what. */
  about: string;
  /** Routes that it goes over. */
  pages: readonly string[];
  /** It changes what the server keeps, so it gets one of its own. */
  changes?: boolean;
  /** It is listened to in Firefox as well, by `make test-all`. */
  firefox?: boolean;
  go: (reader: Reader, helper: Helper) => Promise<void>;
}

/** What somebody else does, so that there is something to hear. */
export interface Helper {
  /** A page in a browser that nobody listens to. */
  page: () => Promise<Page>;
  /** Gives whoever listens the sign-in of that page. */
  hand: (page: Page) => Promise<void>;
}
