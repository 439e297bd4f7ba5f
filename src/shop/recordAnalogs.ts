import { ownPriceIn } from '../common/ownPrice';
import type { PromotionLift } from '../common/promotionLift';
import type { Week } from '../common/week';
import type { HeadKind } from '../contract/head';
import type { DemandRecord } from '../contract/record';
import { type Likeness, UNLIKE_ALL } from './neighbours/likeness';
import type { ToldSeason } from './neighbours/season';
import type { Shop } from './shop';
import type { IsWord } from './words/knownWords';
import type { Reading } from './words/spelling';
import { NEVER } from './sales/weeklySales';

/** What determines which products are similar to a record, and when. */
export interface Compared {
  sku: string | null;
  description: string;
  /** Its own unit price, not the planned one; null if unknown. */
  price: number | null;
  /** First week to forecast, and how its head gets a season; see Subject. */
  origin: Week;
  season: ToldSeason | undefined;
  /** The effect of promotions to remove from others' sales. */
  lift: PromotionLift | null;
}

/** Which statistics of similar products a model's heads get. */
export type Telling = Pick<Compared, 'season' | 'lift'>;

export function comparedRecord(record: DemandRecord, telling: Telling): Compared {
  const { sku, description, origin } = record;
  return { sku, description, price: ownPriceIn(record.history), origin, ...telling };
}

/**
 * A record's description in the spelling of its shop; that of a product that has sold stays as it is. One to be
 * launched is read as if the shop did not have its text yet.
 */
export function readDescription(
  shop: Shop,
  { sku, description }: Pick<Compared, 'sku' | 'description'>,
  isWord: IsWord,
): Reading {
  if (hasSoldAs(shop, { sku, description })) return { text: description, respelt: [] };
  return launchReader(shop, sku, isWord)(description);
}

/** Reads texts of a product to be launched, and parts of them. */
export function launchReader(shop: Shop, sku: string | null, isWord: IsWord): (text: string) => Reading {
  const own = ownRow(shop, sku);
  return shop.spelling.reader(isWord, own < 0 ? null : shop.product(own).description);
}

/** Whether a product of the shop has sold under this description. */
export function hasSoldAs(shop: Shop, { sku, description }: Pick<Compared, 'sku' | 'description'>): boolean {
  const own = ownRow(shop, sku);
  if (own < 0 || shop.product(own).description !== description) return false;
  return own < shop.sales.rows && shop.sales.firstSale[own] !== NEVER;
}

function ownRow(shop: Shop, sku: string | null): number {
  return sku === null ? -1 : shop.row(sku);
}

/**
 * Products similar to a record's description, whose unit vector is [D]; `exact` compares a new text with all products,
 * as for one of the shop's own.
 */
export function recordLikeness(
  shop: Shop,
  { sku, description }: Compared,
  vector: Float32Array,
  exact = false,
): Likeness {
  const own = sku === null ? -1 : shop.row(sku);
  const isOwnText = own >= 0 && shop.product(own).description === description;
  if (isOwnText) return shop.likeProduct(own, vector);
  const query = { vector, text: description };
  return exact ? shop.exactlyLike(query) : shop.like(query);
}

/**
 * The `analogs` input of a head for a record, [A]: what similar products sold before its first week to forecast. A
 * text-only head gets nothing that depends on the price, a numeric-only one nothing by words.
 */
export function recordAnalogs(
  shop: Shop,
  record: Compared,
  likeness: Likeness,
  kind: HeadKind,
): Float32Array {
  const own = record.sku === null ? -1 : shop.row(record.sku);
  const price = kind === 'text_only' ? null : record.price;
  const subject = { price, own, season: record.season, lift: record.lift };
  return shop.statistics(kind === 'numeric_only' ? UNLIKE_ALL : likeness, subject, record.origin);
}
