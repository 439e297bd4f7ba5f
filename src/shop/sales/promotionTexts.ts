import { UNNAMED_PROMOTION } from '../../common/promotionText';

/** Most texts, as numbered by two bytes; further ones count as a promotion without text. */
const MOST = 0xffff;

/** Numbers the texts of promotions, with 0 for none. */
export class PromotionTexts {
  /** In the order of their numbers, from 1 on. */
  readonly all: string[] = [];
  private readonly numbers = new Map<string, number>();

  numberOf(text: string | null): number {
    if (!text) return 0;
    const known = this.numbers.get(text);
    if (known !== undefined) return known;
    if (this.all.length === 0 && text !== UNNAMED_PROMOTION) this.numberOf(UNNAMED_PROMOTION);
    if (this.all.length === MOST) return 1;
    const number = this.all.push(text);
    this.numbers.set(text, number);
    return number;
  }

  /** Null for 0. */
  textOf(number: number): string | null {
    return this.all[number - 1] ?? null;
  }
}
