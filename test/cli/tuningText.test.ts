import { tuningText } from '../../src/cli/tuningText';
import { TUNING_DEFAULTS } from '../../src/training/encoder/tuningOptions';

const REPORT = {
  items: 720,
  judged: 180,
  before: 0.6891,
  after: 0.6236,
  gain: { mean: 0.0655, low: 0.021, high: 0.11 },
  options: TUNING_DEFAULTS,
  cosine: { mean: 0.997, worst: 0.99 },
  seconds: 13,
};

test.each([
  [
    true,
    /Tuned the encoder on 720 texts in 13 s\. Of 180 .* leave 0\.624 .* 0\.689 before; gain 0\.066 .* goes with the model/,
  ],
  [false, /It stays as it was\.$/],
])('a tuning is told with what it brought: chosen %s', (chosen, told) => {
  expect(tuningText({ ...REPORT, chosen })).toMatch(told);
});
