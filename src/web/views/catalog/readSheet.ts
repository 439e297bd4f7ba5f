import Papa from 'papaparse';

/** A parsed sheet: its header, its rows as text, and the lines that could not be read. */
export interface Sheet {
  name: string;
  columns: string[];
  rows: Record<string, string>[];
  /** Line in the file of each row. */
  lines: number[];
  problems: BadLine[];
}

export interface BadLine {
  line: number;
  reason: string;
}

const MOST_ROWS = 100_000;

/** Reads a CSV, TSV or pasted sheet. Rejects with a plain reason where there is no header or no row. */
export function readSheet(source: File | string, name: string): Promise<Sheet> {
  return new Promise((resolve, reject) => {
    Papa.parse<Record<string, string>>(source as File, {
      header: true,
      skipEmptyLines: 'greedy',
      complete: ({ data, errors, meta }) => {
        const columns = (meta.fields ?? []).filter((field) => field.trim() !== '');
        const broken = new Map(
          errors.filter((error) => error.row !== undefined).map((error) => [error.row!, error.message]),
        );
        if (columns.length < 1 || data.length === 0)
          return reject(new Error('The sheet needs a header line and one product a line.'));
        if (data.length > MOST_ROWS)
          return reject(new Error(`The sheet has ${data.length} lines; the page takes ${MOST_ROWS}.`));
        const sheet: Sheet = { name, columns, rows: [], lines: [], problems: [] };
        data.forEach((row, index) => {
          const line = index + 2;
          const reason = broken.get(index);
          if (reason) sheet.problems.push({ line, reason });
          else {
            sheet.rows.push(row);
            sheet.lines.push(line);
          }
        });
        return resolve(sheet);
      },
      error: (error: Error) => reject(new Error(`The file could not be read: ${error.message}`)),
    });
  });
}
