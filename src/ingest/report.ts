import type { Found } from '../contract/findings';

/** What was kept, dropped and changed when data were read, and why. */
export interface IngestReport {
  /** SHA-256 of the file as it lies on disk. */
  hash: string;
  /** Data rows of the file, without the header. */
  rows: number;
  /** Rows that became part of the result. */
  kept: number;
  dropped: Finding[];
  /** Rows kept with changes, and what a reader should know, such as a partial week. */
  notes: Finding[];
}

/** A reason, the number of rows it applies to (0: the data as a whole), and the first few of them. */
export interface Finding extends Found {
  /** In English. */
  reason: string;
  rows: number;
  examples: { line: number; value: string }[];
}
