import type { Found } from '../../contract/findings';
import { foundIn } from '../../languages/found';
import { pageSpeaker } from '../languages/speech';

/** A finding in the page's language. */
export function foundText(what: Found): string {
  return foundIn(pageSpeaker(), what);
}
