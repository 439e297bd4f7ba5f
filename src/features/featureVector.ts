import { createHash } from 'node:crypto';
import { certain } from '../common/certain';
import { recentMeanName } from '../common/observed';
import { mean } from '../common/statistics';
import type { PromotionLift } from '../common/promotionLift';
import type { HeadKind } from '../contract/head';
import type { DemandRecord, ShopWeek, TableRecord } from '../contract/record';
import { levelAmong, levelsOf } from './categoryLevels';
import { FEATURES } from './definitions';
import { viewRecord } from './recordView';

/** The further columns that a model was trained with: numbers, and the levels of each category seen in training. */
export interface Extras {
  numeric: readonly string[];
  /** Those that are only known for the past: the mean of their last weeks is a feature besides their last value. */
  observed?: readonly string[];
  categories: Readonly<Record<string, readonly string[]>>;
  /** What stands between the values of a cell, by the category that has several in one. */
  separators?: Readonly<Record<string, string>>;
}

/** The mean target of each level of a category, on the scale of the model. */
export type LevelMeans = ReadonlyMap<string, number>;

/** The effect of words on the target, on the same scale; NaN for a text without a known word. */
export interface WordAnswers {
  answer(text: string): number;
}

/** What a model of a table knows besides a record: its columns, and what was learnt about the target. */
export interface TableContext extends Extras {
  /** By category. */
  levelMeans?: Readonly<Record<string, LevelMeans>>;
  words?: WordAnswers;
}

/** What a model knows besides a record: the shop's weeks up to the end of its training, and its further columns. */
export interface FeatureContext extends TableContext {
  /** Ascending and without gaps; nothing is known after the last week. */
  shop: readonly ShopWeek[];
  /** The effect of promotions to remove from the weeks of a history; without it they stay as they were sold. */
  lift?: PromotionLift | null;
}

/** Names of a demand record's columns, in order. */
export function featureNames(extras: Extras): string[] {
  return [...FEATURES.map(({ name }) => name), ...extraNames(extras)];
}

/**
 * Names of the further columns: each number, the recent mean of observed ones, then each category's levels and whether
 * its level is unseen.
 */
function extraNames({ numeric, observed = [], categories }: Extras): string[] {
  const levels = Object.entries(categories).flatMap(([name, seen]) => [
    ...seen.map((level) => `${name}=${level}`),
    `${name} unseen`,
  ]);
  return [...numeric, ...recentMeans(numeric, observed), ...levels];
}

/** The column of a table record with the effect of its words, always the last. */
const WORDS_COLUMN = 'words on target';

/** Names of a table record's columns, in order: the further ones, level means, the effect of words. */
export function tableNames({ levelMeans = {}, words, ...extras }: TableContext): string[] {
  return [
    ...extraNames(extras),
    ...Object.keys(levelMeans).map(levelMeanName),
    ...(words ? [WORDS_COLUMN] : []),
  ];
}

function levelMeanName(category: string): string {
  return `${category} on target`;
}

/** Inputs of a model that are not columns. */
const INPUTS = ['description', 'promo_text', 'features'];

/** A further column with the name of a built-in feature or another input, which would be ambiguous; or null. */
export function takenName({ numeric, categories }: Extras): string | null {
  const taken = new Set([...FEATURES.map(({ name }) => name), ...INPUTS]);
  return [...numeric, ...Object.keys(categories)].find((name) => taken.has(name)) ?? null;
}

/**
 * What each column is about, by its name: a subject, or the further column that it comes from; nothing for the words'
 * column.
 */
export function featureSubjects({
  numeric,
  observed = [],
  categories,
  levelMeans = {},
}: TableContext): Map<string, string> {
  return new Map([
    ...FEATURES.map(({ name, about }) => [name, about] as const),
    ...numeric.map((name) => [name, name] as const),
    ...numeric.filter((name) => observed.includes(name)).map((name) => [recentMeanName(name), name] as const),
    ...Object.keys(categories).flatMap((name) =>
      extraNames({ numeric: [], categories: { [name]: categories[name] } }).map(
        (column) => [column, name] as const,
      ),
    ),
    ...Object.keys(levelMeans).map((name) => [levelMeanName(name), name] as const),
  ]);
}

/**
 * The context in which one kind of head sees records: the numeric-only head knows no promotions, and does not remove
 * their effects.
 */
export function readBy(kind: HeadKind, context: FeatureContext): FeatureContext {
  return kind === 'numeric_only' ? { ...context, lift: null } : context;
}

/** A demand record's features, [F] in the order of `featureNames`; NaN is missing. */
export function featureVector(record: DemandRecord, context: FeatureContext): Float32Array {
  const end = context.shop.at(-1);
  const view = viewRecord(record, end ? end.week + 1 : record.origin, context.lift);
  const extras = extraValues(record, context);
  const features = new Float32Array(FEATURES.length + extras.length);
  for (let column = 0; column < FEATURES.length; column++) features[column] = FEATURES[column].compute(view);
  features.set(extras, FEATURES.length);
  return features;
}

/** A table record's features, in the order of `tableNames`; NaN is missing. */
export function tableVector(record: TableRecord, context: TableContext): Float32Array {
  const { levelMeans = {}, words } = context;
  const levels = Object.entries(levelMeans).map(([name, means]) => {
    const known = cellLevels(record, name, context).flatMap((level) => levelAmong(means, level) ?? []);
    return mean(known.map((level) => certain(means.get(level), 'mean of a category')));
  });
  const asked = words ? [words.answer(record.text)] : [];
  return Float32Array.from([...extraValues(record, context), ...levels, ...asked]);
}

/** A record's features with another text in place of its own; a demand record's do not depend on it. */
export function describedAs(features: Float32Array, text: string, { words }: TableContext): Float32Array {
  const changed = features.slice();
  if (words) changed[features.length - 1] = words.answer(text);
  return changed;
}

/** SHA-256 of names, units and definitions of missing, in order: it changes when a column changes its meaning. */
export function featureHash(context: TableContext): string {
  const { separators } = context;
  const columns = FEATURES.map(({ name, unit, missing }) => [name, unit, missing]);
  return createHash('sha256')
    .update(JSON.stringify([columns, tableNames(context), ...(separators ? [separators] : [])]))
    .digest('hex');
}

/** The level of a record's category; null if unknown. */
export function levelOf({ extras }: Pick<TableRecord, 'extras'>, category: string): string | null {
  const level = Object.hasOwn(extras, category) ? extras[category] : null;
  return level === null || level === undefined ? null : String(level);
}

/** The levels of a record's category, several where its cells have several; none if unknown. */
export function cellLevels(
  { extras }: Pick<TableRecord, 'extras'>,
  category: string,
  { separators = {} }: Pick<Extras, 'separators'>,
): string[] {
  const separator = Object.hasOwn(separators, category) ? separators[category] : undefined;
  return levelsOf(Object.hasOwn(extras, category) ? extras[category] : null, separator);
}

function recentMeans(numeric: readonly string[], observed: readonly string[]): string[] {
  return numeric.filter((name) => observed.includes(name)).map(recentMeanName);
}

function extraValues(
  record: Pick<DemandRecord, 'extras'>,
  { numeric, observed = [], categories, separators }: Extras,
): number[] {
  const { extras: values } = record;
  const given = (name: string) => (Object.hasOwn(values, name) ? values[name] : null);
  const numbers = [...numeric, ...recentMeans(numeric, observed)].map((name) => {
    const value = given(name);
    return typeof value === 'number' ? value : NaN;
  });
  const flags = Object.entries(categories).flatMap(([name, seen]) => {
    const cell = cellLevels(record, name, { separators });
    if (cell.length === 0) return [...seen.map(() => NaN), NaN];
    const levels = cell.map((level) => levelAmong(seen, level));
    return [...seen.map((other) => (levels.includes(other) ? 1 : 0)), levels.includes(null) ? 1 : 0];
  });
  return [...numbers, ...flags];
}
