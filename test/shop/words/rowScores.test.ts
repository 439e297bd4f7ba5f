import { Random } from '../../../src/common/random';
import { RowScores } from '../../../src/shop/words/rowScores';

describe('sums by row', () => {
  it('are those of a plain table, however many rows come and wherever they lie', () => {
    const [scores, random] = [new RowScores(), new Random(1)];
    for (const most of [10, 5000, 300]) {
      const expected = new Map<number, number>();
      scores.clear(most);
      for (let at = 0; at < most; at++) {
        const row = random.below(2) ? random.below(most) : 1024 * random.below(most);
        const score = random.below(8);
        scores.add(row, score);
        expected.set(row, (expected.get(row) ?? 0) + score);
      }
      const found = new Map(Array.from(scores.rows, (row, at) => [row, scores.scores[at]]));
      expect(scores.rows).toHaveLength(expected.size);
      expect(found).toEqual(expected);
    }
  });

  it('are forgotten', () => {
    const scores = new RowScores();
    scores.clear(3);
    scores.add(5, 1);
    scores.clear(3);
    expect(scores.rows).toHaveLength(0);
    scores.add(5, 2);
    expect([...scores.scores]).toEqual([2]);
  });
});
