import type { HeadInputs, HeadKind } from '../../contract/head';
import type { ItemVectors } from './itemTexts';
import type { PreparedItem } from './preparedItems';

/** [F]: an item's features for one kind of head. */
export function featuresFor({ features, featuresAsSold }: PreparedItem, kind: HeadKind): Float32Array {
  return kind === 'numeric_only' ? featuresAsSold : features;
}

/** A head's inputs for an item; `vectors` is left out for the numeric-only head. */
export interface HeadRow {
  features: Float32Array;
  bankRow: number;
  vectors?: ItemVectors;
  /** [A]; left out for a head that looks nothing up. */
  analogs?: Float32Array;
}

export function headInputs(rows: readonly HeadRow[], dimension: number): HeadInputs {
  const width = rows[0].features.length;
  const analogWidth = rows[0].analogs?.length ?? 0;
  const withText = rows[0].vectors !== undefined;
  const inputs: HeadInputs = {
    rows: rows.length,
    features: new Float32Array(rows.length * width),
    description: new Float32Array(withText ? rows.length * dimension : 0),
    promo: new Float32Array(rows.some(({ vectors }) => vectors?.promo) ? rows.length * dimension : 0),
    analogs: new Float32Array(rows.length * analogWidth),
    bankIndex: Int32Array.from(rows, ({ bankRow }) => bankRow),
  };
  rows.forEach(({ features, vectors, analogs }, row) => {
    inputs.features.set(features, row * width);
    if (analogs) inputs.analogs.set(analogs, row * analogWidth);
    if (!vectors) return;
    inputs.description.set(vectors.description, row * dimension);
    if (vectors.promo) inputs.promo.set(vectors.promo, row * dimension);
  });
  return inputs;
}
