/**
 * Receives the records of a sheet: their cells as text, and the line (in a spreadsheet the row) on which they end, from
 * 1.
 */
export interface RecordReader {
  onRecord(cells: string[], line: number): void;
  /** Called from time to time; reading waits for the promise. */
  onPause?(): Promise<void>;
}
