import type { Found } from '../../contract/findings';
import { cleanName, isHeaderAgain } from '../sheet/layout';
import { raggedReason, rowShape } from '../sheet/rowShape';
import { refuseOtherForms } from '../sheet/otherForms';
import { decodeText, type SheetRecords, textRecords } from '../sheet/textSheet';
import { unwrap } from '../sheet/unwrapped';
import { checkUnpacked, readWorkbook, refuseOldWorkbook, workbookFormOf } from '../sheet/workbook';

/** A sheet in memory: rows below its header, and records whose values cannot be matched to columns. */
export interface OpenSheet {
  columns: string[];
  rows: { cells: string[]; line: number }[];
  ragged: { cells: string[]; line: number; reason: Found }[];
  understood: Found[];
  /** Of a workbook whose day numbers count from 1904 on. */
  from1904?: boolean;
}

/**
 * Reads a sheet from a file's bytes, by the same rules as all readers. Throws ShelfcastError if they are not a sheet.
 */
export async function openSheet(
  bytes: Uint8Array,
  about: { name: string; sheet?: string; mostBytes?: number },
  wanted: readonly string[] = [],
): Promise<OpenSheet> {
  refuseOldWorkbook(bytes, about.name);
  refuseOtherForms(bytes, about.name);
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) {
    checkUnpacked(about, bytes);
    const form = await workbookFormOf(about, bytes, wanted);
    const records: SheetRecords['records'] = [];
    await readWorkbook(about, bytes, form, { onRecord: (cells, line) => void records.push({ cells, line }) });
    const width = records[0]?.cells.length ?? 0;
    for (const { cells } of records) while (cells.length < width) cells.push('');
    return { ...sheetOf({ records, understood: [] }), from1904: form.from1904 };
  }
  const { text, understood } = decodeText(bytes);
  const sheet = openText(text, wanted);
  return { ...sheet, understood: [...understood, ...sheet.understood] };
}

/** The same for delimited text, such as cells pasted from a spreadsheet. */
export function openText(text: string, wanted: readonly string[] = []): OpenSheet {
  return sheetOf(textRecords(text, wanted));
}

function sheetOf({ records, understood }: SheetRecords): OpenSheet {
  for (const { cells } of records) unwrap(cells);
  const [header, ...others] = records;
  const sheet: OpenSheet = { columns: header?.cells.map(cleanName) ?? [], rows: [], ragged: [], understood };
  const shape = rowShape(sheet.columns);
  for (const { cells, line } of others) {
    const fitted = shape(cells);
    if (fitted === 'ragged') {
      sheet.ragged.push({ cells, line, reason: raggedReason(cells.length, sheet.columns.length) });
    } else if (fitted !== 'empty' && !isHeaderAgain(fitted.cells, sheet.columns))
      sheet.rows.push({ cells: fitted.cells, line });
  }
  return sheet;
}
