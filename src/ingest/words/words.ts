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
 * A language's words for kinds of rows, in lower case and without accents, separated by commas. Each matches the
 * beginning of a word: `refund` also matches refunded and refunds.
 */
export interface Words {
  /** Returned or cancelled sales, and those that are not final. */
  undone: string;
  /** Sales, in a column with kinds of rows. */
  sales: string;
  /** The shop's purchases. */
  bought: string;
  /** Other kinds of rows that are not called sales: stock movements, plans, money. */
  others: string;
  /** Pairs of words for out and in. */
  movements: string;
  /** Receipt lines that are not products: complete texts. */
  charges: string;
}

export const LANGUAGES: readonly Words[] = [de, en, es, fr, it, ja, ko, nl, pl, pt, ru, tr, zh];
