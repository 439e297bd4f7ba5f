import { type Options, parse } from 'csv-parse/sync';

/** Options with which every reader parses delimited text. */
export const RECORD_OPTIONS = {
  record_delimiter: ['\r\n', '\n', '\r'],
  skip_empty_lines: true,
  relax_quotes: true,
  relax_column_count: true,
} satisfies Options;

/** The first records of a text; what follows an unclosed quote is left out. */
export function splitStart(text: string, delimiter: string, most = 60): string[][] {
  const records: string[][] = [];
  try {
    parse(text, {
      ...RECORD_OPTIONS,
      delimiter,
      to: most,
      on_record: (record: string[]) => {
        records.push(record);
        return null;
      },
    });
  } catch {
    // The records before the error are enough to see the layout.
  }
  return records;
}
