import { openSheet, openText, type OpenSheet } from '../../../ingest/items/openSheet';

/** A sheet of products as it was opened, and the name it goes by. */
export interface Sheet extends OpenSheet {
  name: string;
}

/** A line that has no forecast, or a cell that was left out, and why. */
export interface BadLine {
  line: number;
  reason: string;
}

const MOST_ROWS = 100_000;

/** Reads a CSV, TSV or .xlsx file. Rejects with a plain reason where it cannot be read or has no header or no row. */
export async function readFile(file: File): Promise<Sheet> {
  const bytes = await file.arrayBuffer().catch((error: Error) => {
    throw new Error(`The file could not be read: ${error.message}`);
  });
  return usable({ name: file.name, ...(await openSheet(new Uint8Array(bytes), { name: file.name })) });
}

/** Reads a sheet from text pasted from a spreadsheet. Throws as `readFile`. */
export function readSheet(text: string, name: string): Sheet {
  return usable({ name, ...openText(text) });
}

function usable(sheet: Sheet): Sheet {
  const rows = sheet.rows.length + sheet.ragged.length;
  if (sheet.rows.length === 0) {
    const [bad] = sheet.ragged;
    const found = bad ? ` Line ${bad.line}: ${bad.reason}.` : '';
    throw new Error(`The sheet needs a header line and one product a line.${found}`);
  }
  if (rows > MOST_ROWS)
    throw new Error(`The sheet has ${rows} lines; the page takes ${MOST_ROWS}. Split it.`);
  return sheet;
}
