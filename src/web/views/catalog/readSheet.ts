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
const REPLACEMENT = '\ufffd';

/** Reads a CSV or TSV file. Rejects with a plain reason where it cannot be read or has no header or no row. */
export async function readFile(file: File): Promise<Sheet> {
  const bytes = await file.arrayBuffer().catch((error: Error) => {
    throw new Error(`The file could not be read: ${error.message}`);
  });
  return readSheet(decode(bytes), file.name);
}

/** Reads a sheet from its text, tabs between the cells where it was pasted from a spreadsheet. Throws as `readFile`. */
export function readSheet(text: string, name: string): Sheet {
  if (text.includes('\0')) throw new Error('This is not text; save the sheet as CSV and drop that.');
  const { data, errors, meta } = Papa.parse<Record<string, string>>(text.replace(/[\r\n]+$/, ''), {
    header: true,
  });
  const columns = (meta.fields ?? []).filter((field) => field.trim() !== '');
  const broken = new Map(errors.map((error) => [error.row, error.message]));
  const sheet: Sheet = { name, columns, rows: [], lines: [], problems: [] };
  let next = 2 + breaks(columns);
  data.forEach((row, index) => {
    const line = next;
    const cells = Object.values(row).flat();
    next += 1 + breaks(cells);
    if (cells.every((cell) => cell.trim() === '')) return;
    const reason = broken.get(index);
    if (reason) sheet.problems.push({ line, reason });
    else {
      sheet.rows.push(row);
      sheet.lines.push(line);
    }
  });
  if (sheet.rows.length === 0) {
    const [bad] = sheet.problems;
    const found = bad ? ` Line ${bad.line}: ${bad.reason}.` : '';
    throw new Error(`The sheet needs a header line and one product a line.${found}`);
  }
  if (data.length > MOST_ROWS)
    throw new Error(`The sheet has ${data.length} lines; the page takes ${MOST_ROWS}. Split it.`);
  return sheet;
}

/** Line breaks within cells, by which the lines of the file run ahead of its rows. */
function breaks(cells: string[]): number {
  return cells.reduce((sum, cell) => sum + cell.split('\n').length - 1, 0);
}

/** UTF-8, or the Windows encoding of western Europe where it is not: spreadsheets there still write it. */
function decode(bytes: ArrayBuffer): string {
  const text = new TextDecoder().decode(bytes);
  return text.includes(REPLACEMENT) ? new TextDecoder('windows-1252').decode(bytes) : text;
}
