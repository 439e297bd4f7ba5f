import { mean } from '../../common/statistics';
import type { SparseVector } from '../../shop/words/tfidf';
import { type Design, fitDesign } from './designRows';
import { predictRidge, ridge, type RidgeModel } from './ridge';

const NUMBER_PENALTY = 10;
const WORD_PENALTIES = [0.3, 1, 3, 10, 100, 1000];
/** Every fifth row of a fit chooses the penalty of words. */
const VALIDATION = 5;

/** A row of a table for a linear model: its columns as numbers, NaN for missing, and its text. */
export interface LinearRow {
  /** [F] */
  columns: Float32Array;
  text: string;
}

export interface TableRidge {
  design: Design;
  model: RidgeModel;
  answer(row: LinearRow): number;
}

/** Columns with the signed logarithm of each of the first `numbers` appended. */
export function withLogs(columns: Float32Array, numbers: number): Float32Array {
  const logs = columns.subarray(0, numbers).map((value) => Math.sign(value) * Math.log1p(Math.abs(value)));
  return Float32Array.of(...columns, ...logs);
}

/** Ridge regression on columns and, with a penalty of words, on TF-IDF terms of the texts. */
export function fitTableRidge(
  rows: readonly LinearRow[],
  targets: readonly number[],
  wordPenalty: number | null,
): TableRidge {
  const design = designOf(rows, wordPenalty !== null);
  const model = ridge(rows.map(rowIn(design)), targets, penaltiesOf(design, wordPenalty ?? 0));
  return { design, model, answer: (row) => predictRidge(model, rowIn(design)(row)) };
}

/** The penalty of words that is best on held-out rows. */
export function bestWordPenalty(rows: readonly LinearRow[], targets: readonly number[]): number {
  const design = designOf(rows, true);
  const all = rows.map(rowIn(design));
  const places = [...rows.keys()];
  const earlier = places.filter((i) => i % VALIDATION !== 0);
  const held = places.filter((i) => i % VALIDATION === 0);
  const tried = WORD_PENALTIES.map((words) => {
    const model = ridge(
      earlier.map((i) => all[i]),
      earlier.map((i) => targets[i]),
      penaltiesOf(design, words),
    );
    return { words, error: mean(held.map((i) => Math.abs(targets[i] - predictRidge(model, all[i])))) };
  });
  return tried.reduce((least, one) => (one.error < least.error ? one : least)).words;
}

function designOf(rows: readonly LinearRow[], withText: boolean): Design {
  return fitDesign(
    rows.map(({ columns }) => columns),
    rows.map(({ text }) => text),
    withText,
  );
}

function rowIn(design: Design): (row: LinearRow) => SparseVector {
  return ({ columns, text }) => design.row(columns, text);
}

function penaltiesOf({ numbers, words }: Design, wordPenalty: number): Float64Array {
  return new Float64Array(numbers + words).fill(NUMBER_PENALTY, 0, numbers).fill(wordPenalty, numbers);
}
