/** Takes the records of a sheet: their cells as text, and the line they end on (in a spreadsheet their row), from 1. */
export interface RecordReader {
  onRecord(cells: string[], line: number): void;
  /** Called now and then; the reading goes on when it resolves. */
  onPause?(): Promise<void>;
}
