import type { DataSchema, DemandSchema, KeepRule } from '../../contract/dataSchema';
import { type Found, found, inEnglish } from '../../contract/findings';
import { categoryColumns } from './categories';
import { isNamed, mayBeMoney, type Role } from './columnNames';
import { GroupCells } from '../values/groupCells';
import { stepOf } from '../values/step';
import { daysOf, granularityOf, type Granularity } from './granularity';
import {
  fits,
  isAny,
  isCents,
  isDate,
  isDecimal,
  isNumber,
  isPlainDate,
  isPromotion,
  isWords,
  type Kind,
} from './kinds';
import { groupsIn } from './groups';
import { chargeRules, doubtsIn } from './doubts';
import { areRowTotals, areTimesPrices } from './money';
import { salesAmong, salesRules } from './noSales';
import { areRowNumbers } from './rowNumbers';
import { ROWS_IN_ORDER, type SampleSale, sampleSales } from './sampleSales';
import { totalRules } from './totalRows';
import { unreadDates, unreadNumbers } from './unread';

const SOUGHT: readonly { role: Role; means: string; kind: Kind; needed: boolean }[] = [
  { role: 'sku', means: 'product code', kind: isAny, needed: true },
  { role: 'date', means: 'date', kind: isDate, needed: true },
  { role: 'target', means: 'units sold', kind: isNumber, needed: true },
  { role: 'description', means: 'product text', kind: isWords, needed: true },
  { role: 'price', means: 'unit price', kind: isNumber, needed: false },
  { role: 'promo_text', means: 'promotion text', kind: isPromotion, needed: false },
];

/** What the columns of a file seem to be. */
export interface SchemaGuess {
  /** The column of each role where that is plain. */
  columns: Partial<Record<Role, string>>;
  /** Further columns that tell groups of products. */
  categories: string[];
  granularity: Granularity | null;
  /** What keeps the sales, where a column tells that other rows are none. */
  keep: KeepRule[];
  /** Columns that are filled in on the first row of a group alone, such as an order's. */
  groups: DemandSchema['groups'] | null;
  /** What is not plain, a sentence each with the choices. */
  unclear: string[];
  /** The columns that an open role could be. */
  choices: Partial<Record<Role, string[]>>;
  /** What no choice of columns can make up for. */
  lacks: Found | null;
}

/** Guesses what columns are from their names and values; a guess is never a coin toss. */
export function guessColumns(
  columns: readonly string[],
  sample: readonly (readonly string[])[],
): SchemaGuess {
  const inOrder = sample.slice(0, ROWS_IN_ORDER);
  const places = groupsIn(columns, inOrder);
  const cells = places && new GroupCells(places);
  const all = cells ? inOrder.map((row) => cells.filled(row)) : sample;
  const keep = salesRules(columns, all);
  const sales = salesAmong(columns, all, keep);
  let rows = sales.length > 0 ? sales : all;
  const guess: SchemaGuess = {
    ...{
      columns: {},
      categories: [],
      granularity: null,
      keep,
      groups: null,
      unclear: [],
      choices: {},
      lacks: null,
    },
  };
  if (rows.length === 0)
    return { ...guess, unclear: ['there are no rows to guess from'], lacks: found('no_rows') };
  const priceAt = columns.findIndex((name, at) => isNamed(name, 'price') && fits(rows, at, isNumber));
  const valuesAt = (at: number): string[] => rows.map((row) => row[at]);
  const isTimesPrice = (at: number): boolean =>
    priceAt >= 0 && areTimesPrices(valuesAt(at), valuesAt(priceAt));
  const named = (role: Role): string[] =>
    columns.filter(
      (column, at) =>
        isNamed(column, role) &&
        fits(rows, at, kindOf(role)) &&
        !(role === 'target' && mayBeMoney(column) && (fits(rows, at, isCents) || isTimesPrice(at))),
    );
  const dates = columns.filter((_, at) => fits(rows, at, isPlainDate));
  if (dates.length === 0 && named('date').length === 0) {
    const lacks = unreadDates(columns, rows) ?? found('no_dates');
    if (!['no_dates', 'dates_unread'].includes(lacks.code))
      return { ...guess, unclear: [inEnglish(lacks)], lacks };
    const numbers = columns.filter((_, at) => fits(rows, at, isNumber));
    const unclear = `${inEnglish(lacks)}, so this may be a table with one row per product, whose target could be ${listed(numbers)}`;
    return { ...guess, unclear: [unclear], choices: { target: numbers }, lacks };
  }
  const values = (column: string): string[] => rows.map((row) => row[columns.indexOf(column)]);
  const [text] = named('description');
  const numbersRows = (column: string): boolean =>
    text !== undefined &&
    text !== column &&
    areRowNumbers({
      codes: values(column),
      texts: values(text),
      dates: values(named('date')[0] ?? dates[0]),
    });
  // Dates show by themselves; a name decides only between several. A number of rows or receipts is no code of products.
  const shown = (role: Role): string[] => {
    if (role === 'date' && named(role).length === 0) return dates;
    return role === 'sku' ? named(role).filter((column) => !numbersRows(column)) : named(role);
  };
  // Codes have no decimals; where nothing else is left, products are told apart by their texts.
  const choicesOf = (role: Role, free: string[], fitting: string[]): string[] => {
    const isCode = (name: string) => !fits(rows, columns.indexOf(name), isDecimal) && !numbersRows(name);
    const codes = role === 'sku' ? free.filter(isCode) : free;
    const texts = role === 'sku' ? named('description') : [];
    return [codes, texts, free, fitting].find((choices) => choices.length > 0) ?? [];
  };
  const salesBy = ({ sku, date, target }: SchemaGuess['columns']): SampleSale[] =>
    sku && date && target ? sampleSales(columns, rows, { sku, date, target }) : [];
  for (const { role, means, kind, needed } of SOUGHT) {
    const fitting = role === 'date' ? dates : columns.filter((_, at) => fits(rows, at, kind));
    const called = shown(role).filter(
      (column) =>
        !Object.values(guess.columns).includes(column) &&
        !(role === 'price' && areRowTotals(salesBy(guess.columns), values(column))),
    );
    const unread = called.length === 0 ? unreadNumbers(role, columns, rows) : null;
    if (unread) {
      guess.unclear.push(inEnglish(unread));
      guess.lacks ??= unread;
    } else if (called.length === 1) guess.columns[role] = called[0];
    else if (called.length > 1) {
      guess.unclear.push(`the ${means} ("${role}") could be ${listed(called)}`);
      guess.choices[role] = called;
    } else if (needed) {
      const others = SOUGHT.filter((other) => other.role !== role).map((other) => shown(other.role));
      const free = fitting.filter(
        (column) =>
          !isNamed(column, 'category') && !others.some((names) => names.length === 1 && names[0] === column),
      );
      const choices = choicesOf(role, free, fitting);
      guess.unclear.push(
        `no column's name says that it is the ${means} ("${role}"); it could be ${listed(choices)}`,
      );
      guess.choices[role] = choices;
    }
  }
  const rules = totalRules(columns, salesBy(guess.columns));
  const { date, description } = guess.columns;
  if (description !== undefined) rules.push(...chargeRules(description, values(description)));
  guess.keep.push(...rules);
  rows = salesAmong(columns, rows, rules);
  if (places) {
    const read = [guess.columns.sku, description, ...dates, ...guess.keep.map(({ column }) => column)];
    const once = places.once.map((at) => columns[at]).filter((column) => read.includes(column));
    if (once.length > 0) guess.groups = { by: columns[places.by], once };
  }
  // A code that no name tells is asked for; the other columns are read by the only one that there is to choose.
  const sku = guess.columns.sku ?? (guess.choices.sku?.length === 1 ? guess.choices.sku[0] : undefined);
  if (sku !== undefined && date !== undefined)
    guess.granularity = granularityOf({ skus: values(sku), dates: values(date), name: date });
  if (sku !== undefined) {
    const taken = [...Object.values(guess.columns), ...Object.values(guess.choices).flat()];
    guess.categories = categoryColumns(columns, rows, sku).filter((column) => !taken.includes(column));
  }
  const periods = date === undefined || guess.granularity ? null : stepOf(daysOf(values(date)));
  for (const doubt of doubtsIn(columns, salesBy(guess.columns), guess.columns)) {
    guess.unclear.push(inEnglish(doubt));
    guess.lacks ??= doubt;
  }
  if (periods) {
    guess.unclear.push(periods.detail);
    guess.lacks ??= periods.options.reasons?.[0] ?? null;
  } else if (!guess.granularity) {
    guess.unclear.push(
      'the rows could be single sales ("granularity": "transaction") or one for each product and week ("week")',
    );
  }
  return guess;
}

/** A schema to edit: what is plain is filled in, what is not names its choices. */
export function schemaTemplate({
  columns,
  categories,
  granularity,
  keep,
  groups,
  choices,
}: SchemaGuess): Record<string, unknown> {
  const open = (role: Role): string | undefined =>
    columns[role] ?? (choices[role] ? `CHOOSE ${choices[role].join(' | ')}` : undefined);
  return {
    mode: 'demand',
    granularity: granularity ?? 'CHOOSE transaction | week',
    ...Object.fromEntries(
      SOUGHT.map(({ role }) => [role, open(role)]).filter(([, column]) => column !== undefined),
    ),
    numeric: [],
    ...furtherOf(categories),
    keep,
    ...(groups && { groups }),
  };
}

/** The schema that a guess without open questions is. */
export function guessedSchema({
  columns,
  categories,
  granularity,
  keep,
  groups,
}: SchemaGuess): Record<string, unknown> & Pick<DataSchema, 'mode'> {
  const further = { ...furtherOf(categories), keep, ...(groups && { groups }) };
  return { mode: 'demand', granularity, ...columns, ...further };
}

/** A product is of its category in weeks to come as well. */
function furtherOf(categories: readonly string[]) {
  return { categorical: categories, known_ahead: categories };
}

function kindOf(role: Role): Kind {
  return SOUGHT.find((one) => one.role === role)!.kind;
}

function listed(columns: readonly string[]): string {
  if (columns.length === 0) return 'none of the columns';
  const named = columns.map((column) => `'${column}'`);
  return named.length === 1 ? named[0] : `${named.slice(0, -1).join(', ')} or ${named.at(-1)}`;
}
