import { certain } from '../../common/certain';
import type { HeadInputs, HeadKind, HeadOutputs } from '../../contract/head';
import type { Item } from '../../contract/item';
import { fittedWithDepth, withoutDepth } from '../../common/promotionDepth';
import type { DemandRecord, TableRecord } from '../../contract/record';
import { ShelfcastError, type FieldIssue } from '../../contract/errors';
import { invalidFields } from '../../contract/invalidFields';
import { bankRow, type ModelDirectory } from '../../engine/modelDirectory';
import { featureVector, readBy, tableVector } from '../../features/featureVector';
import type { Catalog } from '../../registry/catalog';
import type { Week } from '../../common/week';
import type { Embedded, TextRecords } from '../texts/embedder';
import { RecordMaker } from './records';
import { inStretches } from '../queue/stretches';
import { hasSoldAs, launchReader } from '../../shop/recordAnalogs';
import type { Shop } from '../../shop/shop';
import type { IsWord } from '../../shop/words/knownWords';
import { type Reading, writtenUpTo } from '../../shop/words/spelling';

/** Fields of an item that mean nothing to a model of a table. */
const FIELDS_OF_WEEKS = ['promo_text', 'price', 'date', 'history', 'lags', 'analogs'] as const;

/** An item as its forecast is made from: its record and features. */
export interface PreparedItem {
  /** How the item is found in what was asked. */
  path: string;
  sku: string | null;
  description: string;
  /** The description in the words of the shop, where neighbours are looked up in one. */
  reading: Reading;
  /** The same of a part of it. */
  read(text: string): string;
  promoText: string | null;
  /** Null in table mode. */
  record: DemandRecord | null;
  /** True where the item names another price than the product has. */
  pricePlanned: boolean;
  /** True for a product without sales of its own whose code the catalog does not have. */
  unknownSku: boolean;
  /** The last week of which sales are known; null where there is none, and in table mode. */
  knownUntil: Week | null;
  /** Of those before it the ones in which the shop was shut. */
  shutWeeks: ReadonlySet<Week>;
  /** Products that a person picked as like it, or struck out. */
  chosenAnalogs: Item['analogs'];
  /** Fields that the item has and the model does not read. */
  unread: readonly (typeof FIELDS_OF_WEEKS)[number][];
  /** [F]: as heads that know promotions read it, and with its history as it was sold, for the one that does not. */
  features: Float32Array;
  featuresAsSold: Float32Array;
  bankRow: number;
}

/** Vectors of an item's texts. */
export interface ItemVectors {
  description: Float32Array;
  /** Null where there is no promotion text. */
  promo: Float32Array | null;
}

/** [F]: what one kind of head is given of an item. */
export function featuresFor({ features, featuresAsSold }: PreparedItem, kind: HeadKind): Float32Array {
  return kind === 'numeric_only' ? featuresAsSold : features;
}

/** What is known of an item's texts. */
export interface ItemTexts {
  tokens: number;
  cached: boolean;
  /** Characters that fitted of description and promotion text; null where nothing was cut. */
  fitted: (number | null)[];
  vectors?: ItemVectors;
  /** One row, where the text-aware head ran with the encoder. */
  answer?: HeadOutputs | null;
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
/** Items whose products are read at once. */
const READ_AHEAD = 64;

/**
 * Records and features of all items; `follow` is told the promotions of their weeks before these are read. Throws ShelfcastError `invalid` naming every bad field of every item.
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
  await inStretches(items, ({ item, path }, at) => {
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
  await inStretches(prepared, (item) => readFeatures(item, model));
  return prepared;
}

/** A row of a table as its forecast is made from. */
export function preparedRow(model: ModelDirectory, record: TableRecord, path: string): PreparedItem {
  const features = tableVector(record, model.context);
  return {
    path,
    sku: record.id,
    description: record.text,
    ...unread(record.text),
    promoText: null,
    record: null,
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

/** The texts of the items in the order in which `vectorsOf` expects their embeddings. */
export function textsOf(items: readonly PreparedItem[]): { texts: string[]; paths: string[] } {
  const fields = items.flatMap(({ path, reading, promoText }) => [
    { text: reading.text, path: `${path}.description` },
    ...(promoText === null ? [] : [{ text: withoutDepth(promoText), path: `${path}.promo_text` }]),
  ]);
  return { texts: fields.map(({ text }) => text), paths: fields.map(({ path }) => path) };
}

/** The items' records with their texts by the order of `textsOf`. */
export function textRecordsOf(items: readonly PreparedItem[]): TextRecords['rows'] {
  let next = 0;
  return items.map(({ features, bankRow, promoText }) => ({
    features,
    bankRow,
    description: next++,
    promo: promoText === null ? null : next++,
  }));
}

/** What was embedded, dealt out to the items. */
export function dealEmbedded(
  items: readonly PreparedItem[],
  { embeddings, cached, answers }: Embedded,
): ItemTexts[] {
  let next = 0;
  return items.map(({ promoText, description, reading }, row) => {
    const at = next;
    next += promoText === null ? 1 : 2;
    const own = embeddings.slice(at, next);
    return {
      vectors: { description: own[0].vector, promo: own[1]?.vector ?? null },
      tokens: own.reduce((sum, { tokens }) => sum + tokens, 0),
      cached: cached.slice(at, next).every(Boolean),
      fitted: [
        own[0].fitted === null ? null : writtenUpTo(description, reading, own[0].fitted),
        promoFitted(promoText, own[1]?.fitted ?? null),
      ],
      answer: answers[row] ?? null,
    };
  });
}

function promoFitted(promoText: string | null, fitted: number | null): number | null {
  return promoText === null || fitted === null ? null : fittedWithDepth(promoText, fitted);
}

/** What a head is given of an item; `vectors` is left out for one that takes numbers only. */
export interface HeadRow {
  features: Float32Array;
  bankRow: number;
  vectors?: ItemVectors;
  /** [A]; left out for a head that looks nothing up. */
  analogs?: Float32Array;
}

/** Rows for a head. */
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

function demandItem(model: ModelDirectory, maker: RecordMaker, item: Item, path: string): PreparedItem {
  const { record, pricePlanned } = maker.demand(item, path);
  return {
    path,
    sku: item.sku ?? null,
    description: record.description,
    ...unread(record.description),
    promoText: model.readsPromotions ? record.promoText : null,
    record,
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
