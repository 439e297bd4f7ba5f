import type { Item } from '../../contract/item';
import { ColumnSurvey, type GivenReadings } from '../values/columnReadings';
import { type FindingSink, type ItemColumns, itemNumbers, ItemRowReader } from './itemRow';
import type { OpenSheet } from './openSheet';

/**
 * The items of a sheet in memory, in the order of its lines. Throws ShelfcastError if its numbers or dates are
 * ambiguous and `given` does not decide.
 */
export function sheetItems(
  { columns: header, rows, ragged, from1904 }: OpenSheet,
  columns: ItemColumns,
  given: GivenReadings,
  findings: { dropped: FindingSink; notes: FindingSink },
): { line: number; item: Item }[] {
  const numbers = itemNumbers(header, columns);
  const date = columns.date && header.includes(columns.date) ? columns.date : undefined;
  const survey = new ColumnSurvey(numbers, date);
  for (const { cells, line } of rows) survey.add((column) => cells[header.indexOf(column)], line);
  const reader = new ItemRowReader(header, columns, survey.decide(given), findings);
  const items = rows.flatMap(({ cells, line }) => {
    const item = reader.row(cells, line);
    return item ? [{ line, item }] : [];
  });
  for (const { cells, line, reason } of ragged) reader.ragged(cells, line, reason);
  reader.tellColumns(from1904);
  return items;
}
