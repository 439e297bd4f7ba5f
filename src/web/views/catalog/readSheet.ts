import { openSheet, openText, type OpenSheet } from '../../../ingest/items/openSheet';
import { ShelfcastError } from '../../../contract/errors';
import { found, inEnglish } from '../../../contract/findings';
import { foundText } from '../../components/foundText';
import { inARow, t } from '../../languages/speech';

/** An opened sheet of products and its name; its column names are unique. */
export interface Sheet extends OpenSheet {
  name: string;
}

/** A line without a forecast or an ignored cell, and why. */
export interface BadLine {
  line: number;
  reason: string;
}

const MOST_ROWS = 100_000;
const GZIP = [0x1f, 0x8b];

/**
 * Reads a CSV, TSV or .xlsx file, with or without gzip. Rejects with a plain reason if it is unreadable, or has no
 * header or no row.
 */
export async function readFile(file: File): Promise<Sheet> {
  const bytes = await bytesOf(file);
  return usable({ name: file.name, ...(await openSheet(bytes, { name: file.name })) });
}

/** Reads a sheet from text pasted from a spreadsheet. Throws like `readFile`. */
export function readSheet(text: string, name: string): Sheet {
  return usable({ name, ...openText(text) });
}

async function bytesOf(file: File): Promise<Uint8Array> {
  const bytes = new Uint8Array(
    await file.arrayBuffer().catch(() => {
      throw new Error(t('sheets.unreadable'));
    }),
  );
  if (GZIP.some((byte, at) => bytes[at] !== byte)) return bytes;
  const unpacked = file.stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(
    await new Response(unpacked).arrayBuffer().catch((cause: unknown) => {
      const reasons = [found('gzip_damaged')];
      throw new ShelfcastError('invalid', inEnglish(reasons[0]!), { reasons, cause });
    }),
  );
}

function usable(sheet: Sheet): Sheet {
  const rows = sheet.rows.length + sheet.ragged.length;
  if (sheet.rows.length === 0) {
    const [bad] = sheet.ragged;
    const why = bad ? [t('common.line', { line: String(bad.line), reason: foundText(bad.reason) })] : [];
    throw new Error(inARow([t('sheets.empty'), ...why]));
  }
  if (rows > MOST_ROWS) throw new Error(t('sheets.too_long', { rows, most: MOST_ROWS }));
  return { ...sheet, columns: distinct(sheet.columns) };
}

/** Unique column names: repeated ones get a number; a column without a name stays without. */
function distinct(columns: readonly string[]): string[] {
  const taken = new Set<string>();
  return columns.map((name) => {
    let own = name;
    for (let count = 2; own !== '' && taken.has(own); count++) own = `${name} (${count})`;
    taken.add(own);
    return own;
  });
}
