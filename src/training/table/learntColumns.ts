import { mean } from '../../common/statistics';
import type { LevelMeans } from '../../features/featureVector';
import type { WordRegression } from '../../shop/words/wordRegression';
import type { LinearRow } from '../linear/tableRidge';
import { levelMeans } from './levelMeans';
import { outOfFold, seenRows } from './outOfFold';
import { wordsOf } from './wordsOf';

/** The columns that use targets, fitted, and their predictions. */
export interface LearntColumns {
  /** Fitted on all seen rows. */
  levels: Record<string, LevelMeans>;
  words: WordRegression;
  /**
   * [R] each, one column for each category, then one for the words; NaN is unknown. No row's prediction uses its own
   * target.
   */
  answers: Float32Array[];
}

/** Inputs of these columns. */
export interface LearningRows {
  linear: readonly LinearRow[];
  /** By category, [R]: the levels of each row, none if unknown. */
  categories: Readonly<Record<string, readonly (readonly string[])[]>>;
  /** Targets on the network's scale, [R]. */
  latents: Float32Array;
}

/** Fits them on the `seen` rows only. */
export function fitLearntColumns(
  { linear, categories, latents }: LearningRows,
  seen: Uint8Array,
): LearntColumns {
  const all = seenRows(seen);
  const levels: Record<string, LevelMeans> = {};
  const answers: Float32Array[] = [];
  for (const [name, values] of Object.entries(categories)) {
    const answerer = (means: LevelMeans) => (row: number) =>
      mean(values[row].flatMap((level) => means.get(level) ?? []));
    levels[name] = levelMeans(values, latents, all);
    answers.push(
      outOfFold(seen, (rows) => answerer(levelMeans(values, latents, rows)), answerer(levels[name])),
    );
  }
  const wordsFrom = (rows: readonly number[]) =>
    wordsOf(
      rows.map((row) => linear[row]),
      rows.map((row) => latents[row]),
    );
  const answerer = (words: WordRegression) => (row: number) => words.answer(linear[row].text);
  const words = wordsFrom(all);
  answers.push(outOfFold(seen, (rows) => answerer(wordsFrom(rows)), answerer(words)));
  return { levels, words, answers };
}
