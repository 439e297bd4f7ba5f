import type { Warning } from '../../contract/forecastAnswers';
import { mondayOf } from '../../common/week';
import type { ModelDirectory } from '../../engine/modelDirectory';
import type { SharedProducts } from '../../shop/sameShop';
import { levelAmong } from '../../features/categoryLevels';
import { cellLevels } from '../../features/featureVector';
import { HISTORY_WEEKS } from '../../features/recordView';
import { nearestAndUsual } from './nearestAndUsual';
import {
  unfamiliarPromotion,
  unknownDepthEffect,
  unknownPriceEffect,
  unknownPromotionEffect,
} from './planWarnings';
import type { UnusedAnalog } from './neighbours';
import type { PreparedItem } from './preparedItems';
import type { Reading } from '../../shop/words/spelling';

/** Beyond this many weeks between the last known week and the first forecast one, a forecast is a guess. */
const FAR_AHEAD_WEEKS = 13;

export interface Findings {
  /** How many of the model's products the catalog has; null if that has no meaning. */
  shared: SharedProducts | null;
  /** The head that made the forecast. */
  head: 'text_aware' | 'numeric_only';
  /** Cosine to the nearest analog; null if the head has none or no text was used. */
  similarity: number | null;
  /** Chosen products without effect; null if no product can be chosen. */
  unusedAnalogs: readonly UnusedAnalog[] | null;
  /** Cosine to the nearest promotion in training; null if the head knows none. */
  promoSimilarity: number | null;
  /** Characters of description and promotion text that fitted; null if nothing was cut. */
  fitted: readonly (number | null)[];
  /** See `untoldSeason`. */
  season: number | null;
}

/** What a person should know before trusting a forecast. */
export function warningsOf(model: ModelDirectory, item: PreparedItem, found: Findings): Warning[] {
  return [
    ...otherShop(model, found.shared),
    ...cutTexts(item, found.fitted),
    ...respeltWords(item.reading, 'description'),
    ...unfamiliarText(model, found.similarity),
    ...unfamiliarPromotion(model, item, found.promoSimilarity),
    ...unknownPromotionEffect(model, item),
    ...unknownDepthEffect(model, item),
    ...strangePrice(model, item),
    ...unknownPriceEffect(model, item, found.head),
    ...strangeHistory(model, item),
    ...unknownWeeks(item),
    ...unseenCategories(model, item),
    ...unknownSku(item),
    ...seasonUnknown(found),
    ...farAhead(model, item, found.shared),
    ...pastDate(item),
    ...unusedAnalogs(item, found.unusedAnalogs),
    ...unreadFields(item),
  ];
}

function otherShop({ name }: ModelDirectory, shared: SharedProducts | null): Warning[] {
  if (!shared || shared.same) return [];
  const message =
    `The model '${name}' was trained on another shop: the catalog has ${Math.round(100 * shared.share)}% of its products. ` +
    'Train one on the catalog (POST /train), or name one that was';
  return [{ code: 'other_shop', field: 'model', message, values: { model: name, share: shared.share } }];
}

function cutTexts(item: PreparedItem, fitted: readonly (number | null)[]): Warning[] {
  return (['description', 'promo_text'] as const).flatMap((field, index) => {
    const characters = fitted[index];
    if (characters === null || characters === undefined) return [];
    const length = (field === 'description' ? item.description : item.promoText)?.length;
    const message = `Only the first ${characters} of ${length} characters were read; put what matters first`;
    return [{ code: 'text_truncated' as const, field, message, values: { characters, length: length ?? 0 } }];
  });
}

const MOST_RESPELT_TOLD = 5;

/** Words that were taken for misspellings of others. */
export function respeltWords({ respelt }: Reading, field: 'description' | 'text'): Warning[] {
  return respelt.slice(0, MOST_RESPELT_TOLD).map(({ word, read }) => ({
    code: 'read_as' as const,
    field,
    message: `No known product's text has '${word}': it was read as '${read}'`,
    values: { word, read },
  }));
}

function unfamiliarText({ manifest }: ModelDirectory, similarity: number | null): Warning[] {
  const familiar = manifest.familiar_similarity;
  if (familiar === null || similarity === null || similarity >= familiar) return [];
  const message = `No known product reads like this (${nearestAndUsual(similarity, familiar)})`;
  return [
    { code: 'unfamiliar_text', field: 'description', message, values: { similarity, usual: familiar } },
  ];
}

function strangePrice({ manifest }: ModelDirectory, { features, record }: PreparedItem): Warning[] {
  const range = manifest.features.ranges['price'];
  const column = manifest.features.names.indexOf('price');
  if (!range || column < 0 || !record || record.price === null) return [];
  const { low, high } = range;
  const value = features[column];
  if ((low === null || value >= low) && (high === null || value <= high)) return [];
  const side = low !== null && value < low ? 'below' : 'above';
  const message = `The price ${record.price} lies ${side} nearly all prices that the model has seen`;
  return [{ code: 'price_out_of_range', field: 'price', message, values: { price: record.price, side } }];
}

/**
 * Mean weekly units get a warning if they are visibly above the highest usual value. Every shop has products that
 * hardly sell, and in a small shop the highest value may be the product's own.
 */
function strangeHistory({ manifest }: ModelDirectory, { features }: PreparedItem): Warning[] {
  const high = manifest.features.ranges['mean_26']?.high;
  const column = manifest.features.names.indexOf('mean_26');
  if (high === null || high === undefined || column < 0 || !(features[column] > high)) return [];
  const [mean, usual] = [features[column], high].map((value) => Number(Math.expm1(value).toPrecision(2)));
  if (mean === usual) return [];
  const message = `It sold ${mean} units a week, above nearly all sales that the model has seen (up to ${usual})`;
  return [
    {
      code: 'history_out_of_range',
      field: 'history',
      message,
      values: { units: mean, usual },
    },
  ];
}

/** Weeks in which the shop was shut need no explanation. */
function unknownWeeks({ record, shutWeeks }: PreparedItem): Warning[] {
  const latest = record?.history.slice(-HISTORY_WEEKS) ?? [];
  const weeks = latest.filter(({ week, units }) => Number.isNaN(units) && !shutWeeks.has(week));
  const last = weeks.at(-1);
  if (!last) return [];
  const week = mondayOf(last.week);
  const which =
    weeks.length === 1
      ? `It is not known what was sold in the week of ${week}`
      : `It is not known what was sold in ${weeks.length} of the last ${latest.length} weeks, such as that of ${week}`;
  const values = { weeks: weeks.length, of: latest.length, week };
  return [
    { code: 'unknown_weeks', field: 'history', message: `${which}; a zero says that nothing was`, values },
  ];
}

function unknownSku({ unknownSku: unknown, sku }: PreparedItem): Warning[] {
  if (!unknown) return [];
  const message = `The catalog has no product '${sku}': it is forecast as a new one; give lags or history if it has sold before`;
  return [{ code: 'unknown_sku', field: 'sku', message, values: { sku: sku ?? '' } }];
}

const MOST_LEVELS_TOLD = 5;

function unseenCategories({ context }: ModelDirectory, item: PreparedItem): Warning[] {
  const some = (levels: readonly string[]) =>
    levels.slice(0, MOST_LEVELS_TOLD).join(', ') + (levels.length > MOST_LEVELS_TOLD ? ', …' : '');
  return Object.entries(context.categories).flatMap(([name, own]) => {
    const unknown = cellLevels(item, name, context).filter((level) => levelAmong(own, level) === null);
    if (unknown.length === 0) return [];
    const [unseen, levels] = [some(unknown), some(own)];
    const message = `${name}: '${unseen}' was not in the training, or too rare there to count by itself: it counts as unknown. Known are: ${levels || 'none'}`;
    const values = { column: name, unseen, levels };
    return [{ code: 'unseen_category' as const, field: `features.${name}`, message, values }];
  });
}

/** A season of another shop does not concern the model. */
function seasonUnknown({ season, shared }: Findings): Warning[] {
  if (season === null || (shared && !shared.same)) return [];
  const times = Number(season.toPrecision(2));
  const message =
    `A year ago the shop's products sold ${times} times as much in these weeks as in the eight before. ` +
    'The model was trained on less than a year and a half, and does not know of it';
  return [{ code: 'season_unknown', field: 'date', message, values: { times } }];
}

/** Weeks of another shop cannot tell how far ahead a week is. */
function farAhead(
  { context }: ModelDirectory,
  { record }: PreparedItem,
  shared: SharedProducts | null,
): Warning[] {
  if (shared && !shared.same) return [];
  const latest = record?.history.findLast(({ units }) => !Number.isNaN(units));
  const known = Math.max(context.shop.at(-1)?.week ?? -Infinity, latest?.week ?? -Infinity);
  const ahead = record ? record.origin - known - 1 : 0;
  if (!Number.isFinite(ahead) || ahead <= FAR_AHEAD_WEEKS) return [];
  const message = `The first week forecast lies ${ahead} weeks after the last one known`;
  return [{ code: 'far_ahead', field: 'date', message, values: { weeks: ahead } }];
}

function pastDate({ record, knownUntil }: PreparedItem): Warning[] {
  if (!record || knownUntil === null || record.origin > knownUntil) return [];
  const [first, last] = [record.origin, knownUntil].map(mondayOf);
  const message = `The first week forecast, ${first}, has passed: sales are known up to the week of ${last}`;
  return [{ code: 'past_date', field: 'date', message, values: { first, last } }];
}

const MOST_UNUSED_TOLD = 5;

function unusedAnalogs(
  { chosenAnalogs, record }: PreparedItem,
  unused: Findings['unusedAnalogs'],
): Warning[] {
  if (!chosenAnalogs || !record) return [];
  if (!unused) {
    const message = 'This forecast looks no similar products up; those chosen change nothing';
    return [{ code: 'not_read', field: 'analogs', message, values: { field: 'analogs', of: 'analogs' } }];
  }
  return unused.slice(0, MOST_UNUSED_TOLD).map(({ path, sku, why }) => {
    const message =
      why === 'unknown'
        ? `The shop of this model has no product '${sku}'; it changes nothing`
        : `'${sku}' sold nothing before the first week forecast, or is the product itself; it changes nothing`;
    return { code: 'analog_unused', field: path, message, values: { sku, why } };
  });
}

function unreadFields({ unread, record }: PreparedItem): Warning[] {
  return unread.map((field) => ({
    code: 'not_read' as const,
    field,
    message: record
      ? 'This model was trained without promotion texts; the one given changes nothing'
      : `This model forecasts rows of a table from text and features; ${field} changes nothing`,
    values: { field, of: record ? 'demand' : 'table' },
  }));
}
