// How much of the product of pages, scripts and colours a run looks at.
import type { SiteOptions } from './test.ts';

export type Scheme = 'light' | 'dark';

/** `LOCAL_OFFER_DEPTH=all` looks at everything in both colours, with scripts and without. */
export const isWhole = process.env.LOCAL_OFFER_DEPTH === 'all';

/** The colours that a project looks at: together the two projects see both. */
export function schemes(scripts: SiteOptions['scripts']): Scheme[] {
  if (isWhole) return ['light', 'dark'];
  return scripts === 'on' ? ['light'] : ['dark'];
}
