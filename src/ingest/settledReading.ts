import { certain } from '../common/certain';
import { placesOf } from './sheet/columns';
import type { DataSource } from './file/dataFile';
import { readSheet } from './file/readSheet';
import {
  type ColumnReadings,
  ColumnSurvey,
  type GivenReadings,
  givenReadings,
} from './values/columnReadings';
import { OpenReading } from './values/evidence';

/** The columns of a file whose values can be ambiguous. */
export interface OpenColumns {
  numbers: readonly string[];
  date?: string;
  given: GivenReadings;
  /** Extracts a number's text from a cell; default: the whole cell. */
  numberIn?: (cell: string) => string;
  /** Makes a filter for rows from the header. */
  countsFrom?: (header: readonly string[]) => (values: readonly string[]) => boolean;
}

/**
 * Reads a file once if its first values show how all are read. Otherwise it is read three times: to find that they do
 * not, to see all values, and to read them. Throws what `read` throws.
 */
export async function settledReading<T>(
  source: DataSource,
  columns: OpenColumns,
  wanted: readonly string[],
  read: (readings: ColumnReadings) => Promise<T>,
): Promise<T> {
  try {
    return await read(givenReadings(columns.numbers, columns.given));
  } catch (error) {
    if (!(error instanceof OpenReading)) throw error;
    return read(await surveyed(source, columns, wanted));
  }
}

/** How to read the columns, decided from all values. Missing columns are left out. */
export async function surveyed(
  source: DataSource,
  { numbers, date, given, countsFrom, numberIn }: OpenColumns,
  wanted: readonly string[],
): Promise<ColumnReadings> {
  let survey = new ColumnSurvey([], undefined);
  let places = new Map<string, number>();
  let counts: (values: readonly string[]) => boolean = () => true;
  await readSheet(
    source,
    {
      onHeader: (header) => {
        const named = [...numbers, ...(date === undefined ? [] : [date])];
        const there = named.filter((name) => header.includes(name));
        places = placesOf(header, there);
        counts = countsFrom?.(header) ?? counts;
        survey = new ColumnSurvey(
          numbers.filter((name) => places.has(name)),
          date !== undefined && places.has(date) ? date : undefined,
        );
      },
      onRow: (values, line) => {
        if (!counts(values)) return;
        survey.add((column) => {
          const cell = values[certain(places.get(column), 'place of the column')];
          return numberIn && column !== date ? numberIn(cell) : cell;
        }, line);
      },
      onBadRow: () => undefined,
    },
    wanted,
  );
  return survey.decide(given);
}
