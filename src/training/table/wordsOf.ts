import { certain } from '../../common/certain';
import { WordRegression } from '../../shop/words/wordRegression';
import { bestWordPenalty, fitTableRidge, type LinearRow } from '../linear/tableRidge';

/**
 * The effect of words on the target beyond that of the columns: the words' part of a ridge regression on both.
 * `targets` are those of `rows`.
 */
export function wordsOf(rows: readonly LinearRow[], targets: readonly number[]): WordRegression {
  const { design, model } = fitTableRidge(rows, targets, bestWordPenalty(rows, targets));
  const tfidf = certain(design.tfidf, 'terms of a design with words');
  return WordRegression.of(
    tfidf.terms(),
    (at) => tfidf.idf(at),
    (at) => model.weights[design.numbers + at],
  );
}
