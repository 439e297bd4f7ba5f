import type { DemandSchema, KeepRule } from '../../contract/dataSchema';
import { type Found, found, inEnglish } from '../../contract/findings';
import { GroupCells, type GroupPlaces } from '../values/groupCells';
import { shownCurrency } from '../values/currency';
import { stepOf } from '../values/step';
import { categoryColumns } from './categories';
import type { Role } from './columnNames';
import { chargeRules, doubtsIn } from './doubts';
import { daysOf, granularityOf, type Granularity } from './granularity';
import { groupsIn } from './groups';
import { fits, isNumber } from './kinds';
import { areRowTotals } from './money';
import { salesAmong, salesRules } from './noSales';
import { RoleCandidates, SOUGHT, type SoughtRole } from './roles';
import { Sample } from './sample';
import { ROWS_IN_ORDER } from './sampleSales';
import { codeSumRules, totalRules } from './totalRows';
import { unreadDates, unreadNumbers } from './unread';

/** Characters shown of a name that holds a whole line. */
const LONGEST_NAME = 60;

/** The guessed columns of a file. */
export interface SchemaGuess {
  /** The column of each role, if it is clear. */
  columns: Partial<Record<Role, string>>;
  /** Further columns with groups of products. */
  categories: string[];
  granularity: Granularity | null;
  /** Rules that keep only sales, if a column marks other rows. */
  keep: KeepRule[];
  /** Columns filled in only on the first row of a group, such as an order. */
  groups: DemandSchema['groups'] | null;
  /** ISO 4217 code of the currency of the prices, if the file has it. */
  currency: string | undefined;
  /** Open questions, one sentence each with the choices. */
  unclear: string[];
  /** Candidate columns for open roles. */
  choices: Partial<Record<Role, string[]>>;
  /** Problems that no choice of columns can solve. */
  lacks: Found | null;
}

/** Guesses the columns from their names and values, but never at random. */
export function guessColumns(columns: readonly string[], rows: readonly (readonly string[])[]): SchemaGuess {
  const inOrder = rows.slice(0, ROWS_IN_ORDER);
  const places = groupsIn(columns, inOrder);
  const cells = places && new GroupCells(places);
  const all = cells ? inOrder.map((row) => cells.filled(row)) : rows;
  const keep = salesRules(columns, all);
  const sales = salesAmong(columns, all, keep);
  const sample = new Sample(columns, sales.length > 0 ? sales : all);
  const guess: SchemaGuess = {
    columns: {},
    categories: [],
    granularity: null,
    keep,
    groups: null,
    currency: undefined,
    unclear: [],
    choices: {},
    lacks: null,
  };
  if (sample.rows.length === 0)
    return { ...guess, unclear: ['there are no rows to guess from'], lacks: found('no_rows') };
  const candidates = new RoleCandidates(sample);
  if (candidates.dates.length === 0 && candidates.named('date').length === 0)
    return { ...guess, ...undated(sample) };
  for (const sought of SOUGHT) guessRole(guess, sought, candidates, sample);
  const { price } = guess.columns;
  if (price !== undefined) guess.currency = shownCurrency(price, sample.values(price));
  const rules = rowRules(guess.columns, sample);
  guess.keep.push(...rules);
  const sold = new Sample(columns, salesAmong(columns, sample.rows, rules));
  guess.groups = places && groupColumns(guess, places, candidates.dates, columns);
  guessProducts(guess, sold);
  tellDoubts(guess, sold);
  return guess;
}

/** The problem of a file without a date column. */
function undated({ columns, rows }: Sample): Pick<SchemaGuess, 'unclear' | 'choices' | 'lacks'> {
  const named = columns.filter((name) => name !== '');
  const lacks =
    named.length === 1
      ? found('one_column', { column: named[0].slice(0, LONGEST_NAME) })
      : (unreadDates(columns, rows) ?? found('no_dates'));
  if (!['no_dates', 'dates_unread'].includes(lacks.code))
    return { unclear: [inEnglish(lacks)], choices: {}, lacks };
  const numbers = columns.filter((_, at) => fits(rows, at, isNumber));
  const unclear = `${inEnglish(lacks)}, so this may be a table with one row per product, whose target could be ${listed(numbers)}`;
  return { unclear: [unclear], choices: { target: numbers }, lacks };
}

/** The column of a role, or its candidates. */
function guessRole(guess: SchemaGuess, sought: SoughtRole, candidates: RoleCandidates, sample: Sample): void {
  const { role, means, needed } = sought;
  const called = candidates
    .shown(role)
    .filter(
      (column) =>
        !Object.values(guess.columns).includes(column) &&
        !(role === 'price' && areRowTotals(sample.sales(guess.columns), sample.values(column))),
    );
  const unread = called.length === 0 ? unreadNumbers(role, sample.columns, sample.rows) : null;
  if (unread) doubt(guess, unread);
  else if (called.length === 1) guess.columns[role] = called[0];
  else if (called.length > 1) {
    guess.unclear.push(`the ${means} ("${role}") could be ${listed(called)}`);
    guess.choices[role] = called;
  } else if (needed) {
    const choices = [...candidates.unnamed(sought)];
    guess.unclear.push(
      `no column's name says that it is the ${means} ("${role}"); it could be ${listed(choices)}`,
    );
    guess.choices[role] = choices;
  }
}

/** Rules that leave out totals and charges. */
function rowRules(columns: SchemaGuess['columns'], sample: Sample): KeepRule[] {
  const sales = sample.sales(columns);
  const { sku, description } = columns;
  return [
    ...totalRules(sample.columns, sales),
    ...(sku === undefined ? [] : codeSumRules(sku, sample.columns.indexOf(sku), sales)),
    ...(description === undefined ? [] : chargeRules(description, sample.values(description))),
  ];
}

/** The columns of a group that are used, if any. */
function groupColumns(
  { columns: { sku, description }, keep }: SchemaGuess,
  places: GroupPlaces,
  dates: readonly string[],
  columns: readonly string[],
): SchemaGuess['groups'] {
  const read = [sku, description, ...dates, ...keep.map(({ column }) => column)];
  const once = places.once.map((at) => columns[at]).filter((column) => read.includes(column));
  return once.length > 0 ? { by: columns[places.by], once } : null;
}

/**
 * Granularity and categories. A code column that is not recognised by name is asked for; if there is only one
 * candidate, it is used here.
 */
function guessProducts(guess: SchemaGuess, sold: Sample): void {
  const { date, sku = onlyOne(guess.choices.sku) } = guess.columns;
  if (sku === undefined) return;
  if (date !== undefined)
    guess.granularity = granularityOf({ skus: sold.values(sku), dates: sold.values(date), name: date });
  const taken = [...Object.values(guess.columns), ...Object.values(guess.choices).flat()];
  guess.categories = categoryColumns(sold.columns, sold.rows, sku).filter(
    (column) => !taken.includes(column),
  );
}

/** Doubts about the guess, and an undecided granularity. */
function tellDoubts(guess: SchemaGuess, sold: Sample): void {
  const { date } = guess.columns;
  const periods = date === undefined || guess.granularity ? null : stepOf(daysOf(sold.values(date)));
  for (const one of doubtsIn(sold.columns, sold.sales(guess.columns), guess.columns)) doubt(guess, one);
  if (periods) {
    guess.unclear.push(periods.detail);
    guess.lacks ??= periods.options.reasons?.[0] ?? null;
  } else if (!guess.granularity) {
    guess.unclear.push(
      'the rows could be single sales ("granularity": "transaction") or one for each product and week ("week")',
    );
  }
}

function doubt(guess: SchemaGuess, about: Found): void {
  guess.unclear.push(inEnglish(about));
  guess.lacks ??= about;
}

function onlyOne(choices: readonly string[] = []): string | undefined {
  return choices.length === 1 ? choices[0] : undefined;
}

function listed(columns: readonly string[]): string {
  if (columns.length === 0) return 'none of the columns';
  const named = columns.map((column) => `'${column}'`);
  return named.length === 1 ? named[0] : `${named.slice(0, -1).join(', ')} or ${named.at(-1)}`;
}
