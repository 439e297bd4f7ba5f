import { certain } from '../../common/certain';
import type { Item } from '../../contract/item';
import type { DemandRecord, ExtraValues, TableRecord } from '../../contract/record';
import { ShelfcastError, type FieldIssue } from '../../contract/errors';
import { invalidFields } from '../../contract/invalidFields';
import { bankRow, type ModelDirectory } from '../../engine/modelDirectory';
import { featureVector, readBy, tableVector } from '../../features/featureVector';
import type { Catalog } from '../../registry/catalog';
import type { Week } from '../../common/week';
import { RecordMaker } from './records';
import { inTimeSlices } from '../queue/timeSlices';
import { hasSoldAs, launchReader } from '../../shop/recordAnalogs';
import type { Shop } from '../../shop/shop';
import type { IsWord } from '../../shop/words/knownWords';
import type { Reading } from '../../shop/words/spelling';

/** Fields of an item that have no meaning for a model of a table. */
const FIELDS_OF_WEEKS = ['promo_text', 'price', 'date', 'history', 'lags', 'analogs'] as const;

/** An item ready to be forecast: its record and features. */
export interface PreparedItem {
  /** The item's path in the request. */
  path: string;
  sku: string | null;
  description: string;
  /** The description in the words of the shop, if neighbours are looked up in one. */
  reading: Reading;
  /** The same for a part of it. */
  read(text: string): string;
  promoText: string | null;
  /** Null in table mode. */
  record: DemandRecord | null;
  extras: ExtraValues;
  /** Whether the item has another price than the product. */
  pricePlanned: boolean;
  /** True for a product without sales of its own whose code is not in the catalog. */
  unknownSku: boolean;
  /** The last week with known sales; null if there is none, and in table mode. */
  knownUntil: Week | null;
  /** Those weeks up to it in which the shop was shut. */
  shutWeeks: ReadonlySet<Week>;
  /** Products that a person included or excluded as similar. */
  chosenAnalogs: Item['analogs'];
  /** Fields of the item that the model does not use. */
  unread: readonly (typeof FIELDS_OF_WEEKS)[number][];
  /** [F]: for heads that know promotions, and from history as it was sold, for the one that does not. */
  features: Float32Array;
  featuresAsSold: Float32Array;
  bankRow: number;
}

/** An item as the shop would have written it. */
export function readIn(shop: Shop, item: PreparedItem, isWord: IsWord): PreparedItem {
  const { description } = item;
  const { sku } = certain(item.record, 'record of sales');
  if (hasSoldAs(shop, { sku, description })) return item;
  const read = launchReader(shop, sku, isWord);
  return { ...item, reading: read(description), read: (text) => read(text).text };
}

function unread(text: string): Pick<PreparedItem, 'reading' | 'read'> {
  return { reading: { text, respelt: [] }, read: (part) => part };
}

const NOT_READ = new Float32Array(0);
/** Items whose products are read together. */
const READ_AHEAD = 64;

/**
 * Records and features of all items; `follow` gets the promotions of their weeks before these are read. Throws
 * ShelfcastError `invalid` naming every bad field of every item.
 */
export async function prepareItems(
  model: ModelDirectory,
  catalog: Catalog,
  items: readonly { item: Item; path: string }[],
  follow: (promotions: readonly string[]) => Promise<void>,
): Promise<PreparedItem[]> {
  const maker = new RecordMaker(model, catalog);
  const prepared: PreparedItem[] = [];
  const issues: FieldIssue[] = [];
  const prepare = model.manifest.schema.mode === 'demand' ? demandItem : tableItem;
  await inTimeSlices(items, ({ item, path }, at) => {
    if (at % READ_AHEAD === 0) maker.readAhead(items.slice(at, at + READ_AHEAD).map((asked) => asked.item));
    try {
      prepared.push(prepare(model, maker, item, path));
    } catch (error) {
      if (!(error instanceof ShelfcastError && error.options.issues)) throw error;
      issues.push(...error.options.issues);
    }
  });
  if (issues.length > 0) throw invalidFields(issues);
  if (model.manifest.schema.mode !== 'demand') return prepared;
  await follow(prepared.flatMap(promotionsOf));
  await inTimeSlices(prepared, (item) => readFeatures(item, model));
  return prepared;
}

/** A row of a table, ready to be forecast. */
export function preparedRow(model: ModelDirectory, record: TableRecord, path: string): PreparedItem {
  const features = tableVector(record, model.context);
  return {
    path,
    sku: record.id,
    description: record.text,
    ...unread(record.text),
    promoText: null,
    record: null,
    extras: record.extras,
    pricePlanned: false,
    unknownSku: false,
    knownUntil: null,
    shutWeeks: new Set(),
    chosenAnalogs: undefined,
    unread: [],
    features,
    featuresAsSold: features,
    bankRow: bankRow(model, record.id),
  };
}

function demandItem(model: ModelDirectory, maker: RecordMaker, item: Item, path: string): PreparedItem {
  const { record, pricePlanned } = maker.demand(item, path);
  return {
    path,
    sku: item.sku ?? null,
    description: record.description,
    ...unread(record.description),
    promoText: model.readsPromotions ? record.promoText : null,
    record,
    extras: record.extras,
    pricePlanned,
    unknownSku: record.sku !== null && !item.lags && !item.history && !maker.knows(record.sku),
    knownUntil: maker.knownUntil,
    shutWeeks: maker.shutWeeks,
    chosenAnalogs: item.analogs,
    unread: record.promoText && item.promo_text && !model.readsPromotions ? ['promo_text'] : [],
    features: NOT_READ,
    featuresAsSold: NOT_READ,
    bankRow: bankRow(model, record.sku),
  };
}

function promotionsOf({ record }: PreparedItem): string[] {
  return certain(record, 'record of sales').history.flatMap(({ promotion }) => promotion ?? []);
}

function readFeatures(item: PreparedItem, { context }: ModelDirectory): void {
  const record = certain(item.record, 'record of sales');
  const isPlain = !context.lift || promotionsOf(item).length === 0;
  item.features = featureVector(record, context);
  item.featuresAsSold = isPlain ? item.features : featureVector(record, readBy('numeric_only', context));
}

function tableItem(model: ModelDirectory, maker: RecordMaker, item: Item, path: string): PreparedItem {
  const unread = FIELDS_OF_WEEKS.filter((field) => item[field]);
  return { ...preparedRow(model, maker.table(item, path), path), unread };
}
