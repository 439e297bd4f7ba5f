import type { PairedComparison } from '../../contract/evaluation';
import { FEWEST_PRODUCTS, FEWEST_WEEKS } from '../uncertainty/outcome';

/** The bounds of a difference with their signs, as a sentence has them: "−0.118 to −0.056". */
export function intervalText({ low, high }: Pick<PairedComparison, 'low' | 'high'>): string {
  if (low === null || high === null) return 'not known';
  return `${signed(low)} to ${signed(high)}`;
}

/** Three decimals, with a plus or a minus. */
export function signed(value: number): string {
  return value < 0 ? `\u2212${Math.abs(value).toFixed(3)}` : `+${value.toFixed(3)}`;
}

/** What a comparison rests on and what it would take: "3 products in 16 weeks, and a verdict takes 20 products and 8 weeks". */
export function tooLittle({ skus, weeks }: PairedComparison): string {
  const products = `${skus} ${skus === 1 ? 'product' : 'products'}`;
  return weeks === undefined
    ? `${skus} rows, and a verdict takes ${FEWEST_PRODUCTS}`
    : `${products} in ${weeks} weeks, and a verdict takes ${FEWEST_PRODUCTS} products and ${FEWEST_WEEKS} weeks`;
}
