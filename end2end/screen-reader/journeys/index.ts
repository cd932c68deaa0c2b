// All journeys, in the order in which people meet them.
import type { Journey } from '../journey.ts';
import { approve } from './approve.ts';
import { editWithErrors } from './edit-with-errors.ts';
import { findAClub } from './find-a-club.ts';
import { gapTable } from './gap-table.ts';
import { listingFacts } from './listing-facts.ts';
import { misspelt } from './misspelt.ts';
import { noResults } from './no-results.ts';
import { refine } from './refine.ts';
import { saveToList } from './save-to-list.ts';
import { signIn } from './sign-in.ts';
import { suggestions } from './suggestions.ts';
import { twoDistricts } from './two-districts.ts';
import { waitingTimes } from './waiting-times.ts';

export const JOURNEYS: readonly Journey[] = [
  findAClub,
  suggestions,
  refine,
  misspelt,
  noResults,
  listingFacts,
  saveToList,
  gapTable,
  twoDistricts,
  waitingTimes,
  signIn,
  editWithErrors,
  approve,
];
