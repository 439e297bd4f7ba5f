import { parseNumber, parsePrice, typedPrice } from './parsePrice';
import { t } from '../languages/speech';

/** The fields of a product as typed. */
export interface ProductSheet {
  /** Code of a product in the catalog; empty for a new one. */
  sku: string;
  description: string;
  promo_text: string;
  price: string;
  date: string;
  sales: string;
  /** Name of the model; empty for the active one. */
  model: string;
  /** Weeks to forecast; empty: the model's horizon. */
  horizon: string;
  /** Values of the model's further columns, by column. */
  features: Readonly<Record<string, string>>;
  /** Codes of known products marked as similar, and as not similar, one per line. */
  like: string;
  unlike: string;
}

/** Further columns of a model. */
export interface ModelColumns {
  numeric: readonly string[];
  categorical: readonly string[];
  /** The levels of each categorical column. */
  levels: Readonly<Record<string, readonly string[]>>;
}

/** Errors by field; for a further column, by `feature.` and its name. */
export type SheetErrors = Partial<Record<string, string>>;

export const EMPTY_SHEET: ProductSheet = {
  sku: '',
  description: '',
  promo_text: '',
  price: '',
  date: '',
  sales: '',
  model: '',
  horizon: '',
  features: {},
  like: '',
  unlike: '',
};
const EXAMPLE_PRICE = 8.95;
export type TextField = Exclude<keyof ProductSheet, 'features'>;
const FIELDS = Object.keys(EMPTY_SHEET).filter((field): field is TextField => field !== 'features');
/** Key of a further column in an address and among errors. */
export const featureField = (column: string) => `feature.${column}`;

/** A mug of the demo shop; its texts are English. */
export function exampleSheet(): ProductSheet {
  return {
    ...EMPTY_SHEET,
    description: 'Hand-painted ceramic mug, midnight blue, 350 ml',
    promo_text: 'Front page of the flyer: 2 for 1',
    price: typedPrice(EXAMPLE_PRICE),
  };
}

/** The fields in an address; by default the example, empty until it is known. */
export function sheetFrom(params: URLSearchParams, example: ProductSheet | null): ProductSheet {
  if (!holdsSheet(params)) return example ?? EMPTY_SHEET;
  const sheet = { ...EMPTY_SHEET };
  for (const field of FIELDS) sheet[field] = params.get(field) ?? '';
  const features = [...params].filter(([name, value]) => name.startsWith(featureField('')) && value !== '');
  return {
    ...sheet,
    features: Object.fromEntries(
      features.map(([name, value]) => [name.slice(featureField('').length), value]),
    ),
  };
}

export function holdsSheet(params: URLSearchParams): boolean {
  return params.has('description');
}

export function sheetParams(sheet: ProductSheet): URLSearchParams {
  const filled = FIELDS.filter((field) => field === 'description' || sheet[field] !== '');
  const features = Object.entries(sheet.features).filter(([, value]) => value !== '');
  const params = new URLSearchParams();
  for (const field of filled) params.append(field, sheet[field]);
  for (const [column, value] of features) params.append(featureField(column), value);
  return params;
}

/**
 * The item for the API, or errors by field. There is no item while the model's further columns are unknown (`columns`
 * null) and the sheet has some; values of other columns are left out.
 */
export function toItem(
  sheet: ProductSheet,
  columns: ModelColumns | null,
): { item: Record<string, unknown> | null; errors: SheetErrors } {
  const errors: SheetErrors = {};
  const description = sheet.description.trim();
  const item: Record<string, unknown> = { description };
  if (sheet.sku) item.sku = sheet.sku;
  if (sheet.promo_text.trim()) item.promo_text = sheet.promo_text.trim();
  if (sheet.price.trim()) {
    const price = parsePrice(sheet.price);
    if (price !== null) item.price = price;
    else errors.price = t('common.notPrice');
  }
  if (sheet.date) item.date = sheet.date;
  if (sheet.sales.trim()) {
    const weeks = sheet.sales
      .trim()
      .split(/[\s,;]+/)
      .map(Number);
    if (weeks.every((units) => Number.isFinite(units) && units >= 0)) item.lags = weeks.reverse();
    else errors.sales = t('forecast.form.salesWrong');
  }
  const told = Object.entries(sheet.features).filter(([, value]) => value.trim() !== '');
  const features: Record<string, string | number> = {};
  for (const [column, value] of told) {
    if (columns?.categorical.includes(column)) features[column] = value.trim();
    if (!columns?.numeric.includes(column)) continue;
    const number = parseNumber(value);
    if (number === null) errors[featureField(column)] = t('forecast.form.notNumber');
    else features[column] = number;
  }
  if (Object.keys(features).length > 0) item.features = features;
  const include = codesOf(sheet.like);
  const exclude = codesOf(sheet.unlike);
  if (include.length + exclude.length > 0) item.analogs = { include, exclude };
  const isOpen = told.length > 0 && columns === null;
  const usable = description !== '' && Object.keys(errors).length === 0 && !isOpen;
  return { item: usable ? item : null, errors };
}

/** The options for all items of a request; a horizon beyond the model's is left out. */
export function optionsOf(
  { model, horizon }: ProductSheet,
  most: number | null,
): { model?: string; horizon?: number } {
  const weeks = Number(horizon);
  const usable = Number.isInteger(weeks) && weeks >= 1 && (most === null || weeks <= most);
  return { ...(model && { model }), ...(usable && { horizon: weeks }) };
}

/** Splits a list of codes, one per line. */
export function codesOf(list: string): string[] {
  return list.split('\n').filter(Boolean);
}

/** The sheet with a product marked as similar, as not similar, or as neither. */
export function withAnalog(sheet: ProductSheet, sku: string, as: 'like' | 'unlike' | null): ProductSheet {
  const others = (list: string) => codesOf(list).filter((code) => code !== sku);
  const put = (field: 'like' | 'unlike') =>
    [...others(sheet[field]), ...(as === field ? [sku] : [])].join('\n');
  return { ...sheet, like: put('like'), unlike: put('unlike') };
}
