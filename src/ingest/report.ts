import type { Found } from '../contract/findings';

/** What a reading of data kept, dropped and changed, and why. */
export interface IngestReport {
  /** SHA-256 of the file as it lies on disk. */
  hash: string;
  /** Data rows of the file, the header not counted. */
  rows: number;
  /** Rows that became part of the result. */
  kept: number;
  dropped: Finding[];
  /** What was kept but not as it stood, and what a reader should know (a partial week, say). */
  notes: Finding[];
}

/** One reason, how many rows it met (0: it is about the data as a whole), and the first few of them. */
export interface Finding extends Found {
  /** In English. */
  reason: string;
  rows: number;
  examples: { line: number; value: string }[];
}
