// The one list of every page and every state: what an address opens, and what one must do things to see.
import { PAGES } from './pages.ts';
import { patternOf } from './router.ts';
import { COUNCIL } from './walks/council.ts';
import { FAMILIES } from './walks/families.ts';
import { PROVIDER } from './walks/provider.ts';
import type { Walk } from './walks/walk.ts';
import { WAY_IN } from './walks/sign-in.walk.ts';

export const WALKS: Walk[] = [...FAMILIES, ...WAY_IN, ...PROVIDER, ...COUNCIL];

/** Everything that a run looks at, as walks say it: "nobody sees /search". */
export function sights(): Set<string> {
  const opened = PAGES.filter((item) => (item.status ?? 200) === 200).map((item) => `nobody sees ${patternOf(item.path.split('?')[0]!)}`);
  return new Set([...opened, ...WALKS.flatMap((walk) => walk.sights)]);
}
