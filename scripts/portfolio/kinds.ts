import { keysOf } from '../../src/common/keysOf';

/** Where shops come from: the files below the data directory, with the schemas that read them. */
export const SOURCES = {
  retail: {
    file: 'online-retail/transactions.csv.gz',
    schema: 'scripts/models/online-retail.schema.json',
  },
  journey: {
    file: 'complete-journey/weekly.csv.gz',
    schema: 'scripts/promotions/complete-journey.schema.json',
  },
} as const;
export type Source = keyof typeof SOURCES;

/** A cell of the portfolio: shops of one source and size. Without a size it is the source itself. */
export interface Kind {
  name: string;
  source: Source;
  size: { products: number; weeks: number } | null;
}

const SIZES = [
  { products: 30, weeks: 40 },
  { products: 90, weeks: 53 },
  { products: 300, weeks: 53 },
  { products: 1000, weeks: 53 },
];

export const KINDS: readonly Kind[] = keysOf(SOURCES).flatMap((source) => [
  ...SIZES.map((size) => ({ name: `${source}-${size.products}x${size.weeks}`, source, size })),
  { name: `${source}-whole`, source, size: null },
]);

/** One shop to judge models on: a file of sales that `shelfcast evaluate` reads with the schema. */
export interface Shop {
  cell: string;
  /** Its draw's seed, which is the networks' seed as well. */
  seed: number;
  data: string;
  schema: string;
}
