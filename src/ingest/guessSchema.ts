import { type DataSchema, demandSchema } from '../contract/dataSchema';
import { ShelfcastError } from '../contract/errors';
import { skuKey } from '../common/sku';
import { weekOf } from '../common/week';
import { sampleSheet } from './file/readSheet';
import { isoDayOf } from './values/day';
import { readNumber } from './values/number';

const SAMPLE_ROWS = 5000;
/** Share of the values that must fit a column's kind. */
const FITTING = 0.98;

type Kind = (value: string) => boolean;
const isDate: Kind = (value) =>
  isoDayOf(value, 'day/month/year') !== null || isoDayOf(value, 'month/day/year') !== null;
const isNumber: Kind = (value) =>
  !Number.isNaN(readNumber(value)?.point ?? NaN) || !Number.isNaN(readNumber(value)?.comma ?? NaN);
const isWords: Kind = (value) => /\p{L}{2}/u.test(value);
const isAny: Kind = () => true;

interface Role {
  field: 'sku' | 'date' | 'target' | 'price' | 'description' | 'promo_text';
  means: string;
  names: RegExp;
  kind: Kind;
  needed: boolean;
}

const ROLES: readonly Role[] = [
  {
    field: 'sku',
    means: 'product code',
    names:
      /^(sku|upc|ean|gtin|(stock|item|product|article|material)_?(code|id|no|nr|number)|sku_?(code|id))$/i,
    kind: isAny,
    needed: true,
  },
  { field: 'date', means: 'date', names: /(date|day|week|time)/i, kind: isDate, needed: true },
  {
    field: 'target',
    means: 'units sold',
    names:
      /^(units?|quantity|qty|sales|demand|volume|(units?|quantity|qty)_?sold|sales_?(units|quantity|qty))$/i,
    kind: isNumber,
    needed: true,
  },
  {
    field: 'description',
    means: 'product text',
    names: /^((product|item|article)_?)?(description|desc|title|name|text)$/i,
    kind: isWords,
    needed: true,
  },
  { field: 'price', means: 'unit price', names: /price/i, kind: isNumber, needed: false },
  { field: 'promo_text', means: 'promotion text', names: /promo/i, kind: isWords, needed: false },
];

/**
 * Guesses the schema of a sales file from the names and first values of its columns. Throws ShelfcastError that names
 * the choices wherever more than one reading is possible: a guess is never a coin toss.
 */
export async function guessSchema(file: string): Promise<DataSchema> {
  const { columns, rows } = await sampleSheet(file, SAMPLE_ROWS);
  const unclear = (reason: string): ShelfcastError =>
    new ShelfcastError('invalid', `${reason}; say in a schema file how ${file} is to be read (--schema)`);
  if (rows.length === 0) throw unclear('there are no rows to guess from');

  const dated = columns.some((_, at) => fits(rows, at, isDate));
  if (!dated) {
    const numbers = columns.filter((_, at) => fits(rows, at, isNumber));
    throw unclear(
      `no column holds dates, so this may be a table with one row per product, whose target could be ${choices(numbers)}`,
    );
  }
  const guess: Partial<Record<Role['field'], string>> = {};
  for (const { field, means, names, kind, needed } of ROLES) {
    const fitting = columns.filter((_, at) => fits(rows, at, kind));
    const named = fitting.filter((column) => names.test(column));
    /** Dates show by themselves; a name decides only between several. */
    const found = field === 'date' && named.length === 0 ? fitting : named;
    if (found.length > 1) throw unclear(`the ${means} ("${field}") could be ${choices(found)}`);
    if (found.length === 0 && needed) {
      throw unclear(
        `no column's name says that it is the ${means} ("${field}"); it could be ${choices(fitting)}`,
      );
    }
    if (found[0]) guess[field] = found[0];
  }
  const granularity = granularityOf(
    rows.map((values) => values[columns.indexOf(guess.sku!)]),
    rows.map((values) => values[columns.indexOf(guess.date!)]),
  );
  if (!granularity) {
    throw unclear(
      'the rows could be single sales ("granularity": "transaction") or one for each product and week ("week")',
    );
  }
  return demandSchema.parse({ mode: 'demand', granularity, ...guess });
}

/** Sales where a product comes twice in a week, weeks where all dates lie on one weekday; else null: either may be. */
function granularityOf(skus: string[], dates: string[]): 'transaction' | 'week' | null {
  const seen = new Set<string>();
  const weekdays = new Set<number>();
  for (const [row, date] of dates.entries()) {
    const day = isoDayOf(date.trim(), undefined);
    if (day === null || day === 'unordered') continue;
    const key = `${weekOf(day)} ${skuKey(skus[row])}`;
    if (seen.has(key)) return 'transaction';
    seen.add(key);
    weekdays.add(new Date(`${day}T00:00:00Z`).getUTCDay());
  }
  return weekdays.size === 1 && seen.size > new Set(skus.map(skuKey)).size ? 'week' : null;
}

function fits(rows: string[][], at: number, kind: Kind): boolean {
  const given = rows.map((values) => values[at].trim()).filter(Boolean);
  return given.length > 0 && given.filter(kind).length >= FITTING * given.length;
}

function choices(columns: string[]): string {
  if (columns.length === 0) return 'none of the columns';
  const named = columns.map((column) => `'${column}'`);
  return named.length === 1 ? named[0] : `${named.slice(0, -1).join(', ')} or ${named.at(-1)}`;
}
