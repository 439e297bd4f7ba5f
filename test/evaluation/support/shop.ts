import { weekOf } from '../../../src/common/week';
import { Random } from '../../../src/common/random';
import type { TextVectors } from '../../../src/training/encoder/textVectors';
import { DemandPanel, type PanelParts } from '../../../src/ingest/panel';
import { Tally } from '../../../src/common/tally';

const THINGS = ['mug', 'lamp', 'card', 'candle', 'clock', 'bag'];
const KINDS = ['red', 'blue', 'heart', 'vintage', 'garden'];
/** Weekly units of each thing: words that sell. */
const LEVELS = [40, 4, 15, 25, 2, 9];

export interface ShopOptions {
  skus: number;
  weeks: number;
  seed?: number;
}

/** A small shop: half of the products from the first week on, the others launched one after another. */
export function shopParts({ skus, weeks, seed = 1 }: ShopOptions): PanelParts {
  const random = new Random(seed);
  const units = new Float64Array(skus * weeks);
  const price = new Float64Array(skus * weeks).fill(NaN);
  const descriptions = Array.from({ length: skus }, (_, sku) => {
    const thing = sku % THINGS.length;
    const first = sku < skus / 2 ? 0 : 1 + Math.floor(((sku - skus / 2) * 2 * (weeks - 2)) / skus);
    const texts = [];
    for (let t = first; t < weeks; t++) {
      const sold = t === first || random.uniform() < 0.7;
      if (!sold) continue;
      units[sku * weeks + t] = 1 + Math.floor(LEVELS[thing] * (0.5 + random.uniform()));
      price[sku * weeks + t] = 1 + thing + (t % 5 === 0 ? 0.5 : 0);
      const tally = new Tally<string>();
      tally.add(`${KINDS[sku % KINDS.length]} ${THINGS[thing]} ${sku}`);
      texts.push({ t, texts: tally });
    }
    return texts;
  });
  return {
    skus: Array.from({ length: skus }, (_, sku) => `S${String(sku).padStart(3, '0')}`),
    firstWeek: weekOf('2024-01-01'),
    weeks,
    units,
    price,
    descriptions,
    promotions: new Map(),
    extras: {},
  };
}

/**
 * The same shop with garbage in every week from the origin on, in its observed columns too, but for what a planner knows of a launch: its week, its
 * price and its text.
 */
export function withGarbageFrom(parts: PanelParts, origin: number): PanelParts {
  const units = parts.units.slice();
  const price = parts.price.slice();
  const { firstSale } = new DemandPanel(parts);
  const descriptions = parts.descriptions.map((known, sku) =>
    known.map(({ t, texts }) => {
      const launch = t === firstSale[sku];
      if (t < origin || launch) return { t, texts };
      const garbage = new Tally<string>();
      garbage.add(`garbage ${sku} ${t}`, 99);
      return { t, texts: garbage };
    }),
  );
  parts.skus.forEach((_, sku) => {
    for (let t = Math.max(origin, firstSale[sku]); t < parts.weeks; t++) {
      const at = sku * parts.weeks + t;
      units[at] = 100_000 + at;
      if (t !== firstSale[sku]) price[at] = 77_777;
    }
  });
  const extras = Object.fromEntries(
    Object.entries(parts.extras).map(([name, values]) => [
      name,
      values.map((value, at) => {
        if (at % parts.weeks < origin || value === null) return value;
        return typeof value === 'number' ? 55_555 + at : `garbage ${at}`;
      }),
    ]),
  );
  return { ...parts, units, price, descriptions, extras };
}

/** Unit vectors made from a text's words: equal words, near vectors. */
export function wordVectors(dimension = 16): TextVectors {
  return {
    dimension,
    vectorOf: (text) => {
      const vector = new Float32Array(dimension);
      for (const word of text.split(' ')) {
        const random = new Random([...word].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7));
        for (let d = 0; d < dimension; d++) vector[d] += random.uniform() - 0.5;
      }
      const length = Math.hypot(...vector) || 1;
      return vector.map((value) => value / length);
    },
  };
}

/** The same shop with observed columns that tell what is sold in their own week. */
export function withObserved(parts: PanelParts): PanelParts {
  const visits = Array.from(parts.units, (units) => 3 * units + 1);
  return { ...parts, extras: { visits, weather: visits.map((value) => (value > 40 ? 'fine' : 'foul')) } };
}
