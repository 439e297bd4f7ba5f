/** What a merchandiser fills in for a product; all as typed. */
export interface ProductSheet {
  description: string;
  promo_text: string;
  price: string;
  date: string;
  sales: string;
}

export type SheetErrors = Partial<Record<keyof ProductSheet, string>>;

export const EMPTY_SHEET: ProductSheet = { description: '', promo_text: '', price: '', date: '', sales: '' };
const FIELDS = Object.keys(EMPTY_SHEET) as (keyof ProductSheet)[];

export function sheetFrom(params: URLSearchParams): ProductSheet {
  const sheet = { ...EMPTY_SHEET };
  for (const field of FIELDS) sheet[field] = params.get(field) ?? '';
  return sheet;
}

export function sheetParams(sheet: ProductSheet): URLSearchParams {
  return new URLSearchParams(
    FIELDS.filter((field) => sheet[field] !== '').map((field) => [field, sheet[field]]),
  );
}

/** The sheet as an item of the API, or what is wrong with it by field. */
export function toItem(sheet: ProductSheet): { item: Record<string, unknown> | null; errors: SheetErrors } {
  const errors: SheetErrors = {};
  const description = sheet.description.trim();
  const item: Record<string, unknown> = { description };
  if (sheet.promo_text.trim()) item.promo_text = sheet.promo_text.trim();
  if (sheet.price.trim()) {
    const price = Number(sheet.price.replace(',', '.'));
    if (price > 0 && Number.isFinite(price)) item.price = price;
    else errors.price = 'A price is a number above 0, such as 4.95.';
  }
  if (sheet.date) item.date = sheet.date;
  if (sheet.sales.trim()) {
    const weeks = sheet.sales
      .trim()
      .split(/[\s,;]+/)
      .map(Number);
    if (weeks.every((units) => Number.isFinite(units) && units >= 0)) item.lags = weeks.reverse();
    else errors.sales = 'Weekly sales are numbers separated by spaces, oldest first, such as 12 30 24.';
  }
  const usable = description !== '' && Object.keys(errors).length === 0;
  return { item: usable ? item : null, errors };
}
