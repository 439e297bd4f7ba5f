import { de } from './de';
import { en } from './en';
import { es } from './es';
import { fr } from './fr';
import { it } from './it';
import { ja } from './ja';
import { ko } from './ko';
import { nl } from './nl';
import { pl } from './pl';
import { pt } from './pt';
import { ru } from './ru';
import { tr } from './tr';
import { zh } from './zh';

/**
 * What a language calls rows of a file, in lower case and without accents, set apart by commas. Each is a pattern of how a
 * word begins: `refund` is refunded and refunds too.
 */
export interface Words {
  /** Sales that were taken back or called off, or are none yet. */
  undone: string;
  /** Sales, where a column tells kinds of rows apart. */
  sales: string;
  /** What the shop bought, beside sales. */
  bought: string;
  /** What else rows are beside sales, where they are not called sales as well: stock that moved, plans, money. */
  others: string;
  /** What goes out and what comes in, a pair each. */
  movements: string;
  /** What stands on a receipt beside products: whole texts. */
  charges: string;
}

export const LANGUAGES: readonly Words[] = [de, en, es, fr, it, ja, ko, nl, pl, pt, ru, tr, zh];
