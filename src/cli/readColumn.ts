import { certain } from '../common/certain';
import { ShelfcastError } from '../contract/errors';
import { inEnglish } from '../contract/findings';
import type { DataFile } from '../ingest/file/dataFile';
import { readSheet } from '../ingest/file/readSheet';
import { placesOf } from '../ingest/sheet/columns';

/** All texts of a column. An unreadable row is an error, since vectors must match the rows. */
export async function readColumn(file: DataFile, column: string): Promise<string[]> {
  let texts: string[] = [];
  let at = -1;
  await readSheet(
    file,
    {
      onStart: () => (texts = []),
      onHeader: (columns) => (at = certain(placesOf(columns, [column]).get(column), `column '${column}'`)),
      onRow: (values) => texts.push(values[at]),
      onBadRow: (line, what) => {
        throw new ShelfcastError(
          'invalid',
          `line ${line} of ${file.name}: ${inEnglish(what)}; mend it and try again`,
        );
      },
    },
    [column],
  );
  if (texts.length === 0) throw new ShelfcastError('invalid', `${file.name} has a header and no rows`);
  return texts;
}
