import { resultRows } from './resultRows';
import type { SheetRun } from './sheetRun';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Saves the results of all lines as CSV; a cell that a spreadsheet would run as a formula is written as text. */
export async function downloadCsv(run: SheetRun): Promise<void> {
  const { default: Papa } = await import('papaparse');
  const { header, rows } = resultRows(run);
  const csv = Papa.unparse({ fields: header, data: rows }, { escapeFormulae: true });
  // Without a byte order mark, spreadsheets do not recognise UTF-8.
  save(new Blob(['\ufeff', csv], { type: 'text/csv' }), run.name, 'csv');
}

/** The same as a workbook, with typed cells. */
export async function downloadXlsx(run: SheetRun): Promise<void> {
  const { writeXlsx } = await import('hucre/xlsx');
  const { header, rows } = resultRows(run);
  const bytes = await writeXlsx({
    sheets: [{ name: 'forecast', rows: [header, ...rows], freezePane: { rows: 1 } }],
  });
  save(new Blob([bytes as Uint8Array<ArrayBuffer>], { type: XLSX }), run.name, 'xlsx');
}

function save(content: Blob, name: string, ending: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = `forecast-${name.replace(/\.[a-z]+$/i, '').replace(/[^\p{L}\p{N}_-]+/gu, '-')}.${ending}`;
  link.click();
  URL.revokeObjectURL(link.href);
}
