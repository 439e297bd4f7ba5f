import { createHash } from 'node:crypto';
import { recentMeanName } from '../common/observed';
import type { DemandRecord, ShopWeek, TableRecord } from '../contract/record';
import { FEATURES } from './definitions';
import { viewRecord } from './recordView';

/** The further columns that a model was trained with: numbers, and the levels of each category seen in training. */
export interface Extras {
  numeric: readonly string[];
  /** Those that are known for the past alone: the mean of their last weeks stands beside their last value. */
  observed?: readonly string[];
  categories: Readonly<Record<string, readonly string[]>>;
}

/** What a model knows beside a record: the shop's weeks up to the end of its training, and its further columns. */
export interface FeatureContext extends Extras {
  /** Ascending and without gaps; nothing is known of the week after the last one. */
  shop: readonly ShopWeek[];
}

/** Names of a demand record's columns, in order. */
export function featureNames(extras: Extras): string[] {
  return [...FEATURES.map(({ name }) => name), ...extraNames(extras)];
}

/**
 * Names of the further columns: each number, the recent mean of those that are observed, then each category's levels and
 * whether its level is unseen.
 */
export function extraNames({ numeric, observed = [], categories }: Extras): string[] {
  const levels = Object.entries(categories).flatMap(([name, seen]) => [
    ...seen.map((level) => `${name}=${level}`),
    `${name} unseen`,
  ]);
  return [...numeric, ...recentMeans(numeric, observed), ...levels];
}

/** Inputs of a model that are no columns. */
const INPUTS = ['description', 'promo_text', 'features'];

/** A further column that has the name of a built-in feature or of another input, which nobody could tell apart; or null. */
export function takenName({ numeric, categories }: Extras): string | null {
  const taken = new Set([...FEATURES.map(({ name }) => name), ...INPUTS]);
  return [...numeric, ...Object.keys(categories)].find((name) => taken.has(name)) ?? null;
}

/** What each column tells of, by its name: a subject, or the further column that it comes from. */
export function featureSubjects({ numeric, observed = [], categories }: Extras): Map<string, string> {
  return new Map([
    ...FEATURES.map(({ name, about }) => [name, about] as const),
    ...numeric.map((name) => [name, name] as const),
    ...numeric.filter((name) => observed.includes(name)).map((name) => [recentMeanName(name), name] as const),
    ...Object.keys(categories).flatMap((name) =>
      extraNames({ numeric: [], categories: { [name]: categories[name] } }).map(
        (column) => [column, name] as const,
      ),
    ),
  ]);
}

/** A demand record's features, [F] in the order of `featureNames`; NaN is missing. */
export function featureVector(record: DemandRecord, context: FeatureContext): Float32Array {
  const end = context.shop.at(-1);
  const view = viewRecord(record, end ? end.week + 1 : record.origin);
  const extras = extraValues(record, context);
  const features = new Float32Array(FEATURES.length + extras.length);
  for (let column = 0; column < FEATURES.length; column++) features[column] = FEATURES[column].compute(view);
  features.set(extras, FEATURES.length);
  return features;
}

/** A table record's features, in the order of `extraNames`; NaN is missing. */
export function tableVector(record: TableRecord, extras: Extras): Float32Array {
  return Float32Array.from(extraValues(record, extras));
}

/** SHA-256 of names, units and meanings of missing, in order: it changes when a column changes its meaning. */
export function featureHash(extras: Extras): string {
  const columns = FEATURES.map(({ name, unit, missing }) => [name, unit, missing]);
  return createHash('sha256')
    .update(JSON.stringify([columns, extraNames(extras)]))
    .digest('hex');
}

function recentMeans(numeric: readonly string[], observed: readonly string[]): string[] {
  return numeric.filter((name) => observed.includes(name)).map(recentMeanName);
}

function extraValues(
  { extras: values }: Pick<DemandRecord, 'extras'>,
  { numeric, observed = [], categories }: Extras,
): number[] {
  const given = (name: string) => (Object.hasOwn(values, name) ? values[name] : null);
  const numbers = [...numeric, ...recentMeans(numeric, observed)].map((name) => {
    const value = given(name);
    return typeof value === 'number' ? value : NaN;
  });
  const flags = Object.entries(categories).flatMap(([name, seen]) => {
    const value = given(name);
    if (value === null || value === undefined) return [...seen.map(() => NaN), NaN];
    const level = String(value);
    return [...seen.map((other) => (other === level ? 1 : 0)), seen.includes(level) ? 0 : 1];
  });
  return [...numbers, ...flags];
}
