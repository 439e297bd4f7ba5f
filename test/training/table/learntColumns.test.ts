import { withLogs } from '../../../src/training/linear/tableRidge';
import { fitLearntColumns, type LearningRows } from '../../../src/training/table/learntColumns';
import { products } from './products';

const ROWS = products({ rows: 200 });
const LEVELS = ROWS.map(({ record }) => [String(record.extras.range)]);
const LATENTS = Float32Array.from(ROWS, ({ target }) => target! - 6);
const ALL = new Uint8Array(ROWS.length).fill(1);

function learning(latents: Float32Array): LearningRows {
  const linear = ROWS.map(({ record: { text, extras } }) => ({
    columns: withLogs(Float32Array.of(Number(extras.size)), 1),
    text,
  }));
  return { linear, categories: { range: LEVELS }, latents };
}

const learnt = fitLearntColumns(learning(LATENTS), ALL);

it('says of levels and words what their rows came to', () => {
  const { levels, words } = learnt;
  expect([...levels.range].sort(([, a], [, b]) => a - b).map(([level]) => level)).toEqual([
    'basic',
    'classic',
    'premium',
  ]);
  expect(words.answer('red bowl')).toBeGreaterThan(words.answer('red mug') + 1);
});

it('has no row looked at its own target', () => {
  for (const row of [0, 77, 199]) {
    const garbage = LATENTS.slice();
    garbage[row] = 1e3;
    const { answers } = fitLearntColumns(learning(garbage), ALL);
    answers.forEach((column, at) => expect(column[row]).toBe(learnt.answers[at][row]));
    expect(answers[1]).not.toEqual(learnt.answers[1]);
  }
});

it('has nothing looked at targets of rows that are held out', () => {
  const seen = ALL.map((_, row) => (row % 5 === 0 ? 0 : 1));
  const garbage = LATENTS.map((latent, row) => (seen[row] ? latent : 1e3));
  const [real, other] = [LATENTS, garbage].map((latents) => fitLearntColumns(learning(latents), seen));
  expect(other.answers).toEqual(real.answers);
  expect(other.levels).toEqual(real.levels);
  expect(real.answers[1].every(Number.isFinite)).toBe(true);
});

it('takes words and levels that no other row has for unknown, not for zero', () => {
  const rows = learning(LATENTS);
  const alone = {
    ...rows,
    linear: rows.linear.map((row, at) => (at === 3 ? { ...row, text: 'unheard things' } : row)),
    categories: { range: LEVELS.map((level, at) => (at === 3 ? ['luxury'] : at === 4 ? [] : level)) },
  };
  const { answers } = fitLearntColumns(alone, ALL);
  expect([answers[0][3], answers[0][4], answers[1][3]]).toEqual([NaN, NaN, NaN]);
  expect(answers[0][5]).not.toBeNaN();
});
