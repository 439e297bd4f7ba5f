import type { DemandRecord, ExtraValues, TableRecord } from '../../contract/record';
import type { FeatureContext } from '../../features/featureVector';
import type { Random } from '../../common/random';

/** Number of records with which a loaded model is checked. */
const COUNT = 20;
const LONGEST_HISTORY = 12;
const PRICES = [0.5, 1.25, 2.95, 4.95, 9.99];

/** Source of words for synthetic records. */
export interface Vocabulary {
  descriptions: readonly string[];
  promotions: readonly string[];
  context: FeatureContext;
}

/**
 * Synthetic demand records: descriptions composed of words of other products, invented sales and prices; a third are
 * launches, a third have a promotion if the data have any.
 */
export function demandGolden(
  { descriptions, promotions, context }: Vocabulary,
  random: Random,
): DemandRecord[] {
  const end = context.shop.at(-1)!.week + 1;
  return Array.from({ length: COUNT }, (_, index) => {
    const weeks = index % 3 === 0 ? 0 : 1 + random.below(LONGEST_HISTORY);
    const price = random.pick(PRICES);
    const origin = weeks === 0 ? end + (index % 4) : end;
    return {
      sku: null,
      description: composed(descriptions, random),
      promoText: index % 3 === 1 && promotions.length > 0 ? composed(promotions, random) : null,
      price,
      origin,
      history: Array.from({ length: weeks }, (_, week) => {
        const units = random.uniform() < 0.3 ? 0 : random.below(40);
        return { week: origin - weeks + week, units, price: units > 0 ? price : null };
      }),
      extras: inventedExtras(context, random),
    };
  });
}

export function tableGolden({ descriptions, context }: Vocabulary, random: Random): TableRecord[] {
  return Array.from({ length: COUNT }, () => ({
    id: null,
    text: composed(descriptions, random),
    extras: inventedExtras(context, random),
  }));
}

/** The first words of one text and the last of another, a combination that no text has. */
function composed(texts: readonly string[], random: Random): string {
  const words = (text: string) => text.split(/\s+/).filter(Boolean);
  const [first, second] = [words(random.pick(texts)), words(random.pick(texts))];
  const joined = [
    ...first.slice(0, Math.ceil(first.length / 2)),
    ...second.slice(Math.floor(second.length / 2)),
  ].join(' ');
  return texts.includes(joined) || joined === '' ? `${joined} new`.trim() : joined;
}

function inventedExtras(
  { numeric, categories, separators = {} }: FeatureContext,
  random: Random,
): ExtraValues {
  const cell = (levels: readonly string[], separator?: string) =>
    separator === undefined
      ? random.pick(levels)
      : [random.pick(levels), random.pick(levels)].join(separator);
  return Object.fromEntries([
    ...numeric.map((name): [string, number | null] => [
      name,
      random.uniform() < 0.2 ? null : random.below(100),
    ]),
    ...Object.entries(categories).map(([name, levels]): [string, string | null] => [
      name,
      levels.length > 0 && random.uniform() < 0.8
        ? cell(levels, new Map(Object.entries(separators)).get(name))
        : null,
    ]),
  ]);
}
