import { UNNAMED_PROMOTION } from '../common/promotionText';

/** A promotion's text; of one that only a tick told of, the language's `word` for it. */
export function promotionName(text: string, word: string): string {
  return text === UNNAMED_PROMOTION ? word : text;
}
