import fc from 'fast-check';
import { additiveEffects } from '../../../src/serving/forecast/additive';
import { without, wordSpans } from '../../../src/serving/texts/words';

const number = fc.double({ min: -1e3, max: 1e3, noNaN: true });

test('effects add up to the difference between the whole and nothing', () => {
  fc.assert(
    fc.property(
      number,
      number,
      fc.array(fc.tuple(number, number), { minLength: 1, maxLength: 20 }),
      (whole, nothing, parts) => {
        const effects = additiveEffects(
          whole,
          nothing,
          parts.map(([without]) => without),
          parts.map(([, alone]) => alone),
        );
        const sum = effects.reduce((total, effect) => total + effect, 0);
        expect(Math.abs(sum - (whole - nothing))).toBeLessThan(1e-6);
      },
    ),
    { seed: 3 },
  );
});

test('effects of independent parts are theirs', () => {
  // 10 = 4 + 1 + 5 with nothing = 0.
  const effects = additiveEffects(10, 0, [6, 9, 5], [4, 1, 5]);
  [4, 1, 5].forEach((wanted, part) => expect(effects[part]).toBeCloseTo(wanted, 9));
});

test('words are found with their places, and a text is left without them', () => {
  const text = 'Red mug, 12cm - "Alice\'s" café';
  const spans = wordSpans('description', text);
  expect(spans.map(({ word }) => word)).toEqual(['Red', 'mug', '12cm', "Alice's", 'café']);
  for (const { word, start, end } of spans) expect(text.slice(start, end)).toBe(word);
  expect(without('red mug heart', wordSpans('description', 'red mug heart')[1])).toBe('red heart');
});

test('a long text is cut into a bounded number of groups that lose no word', () => {
  const text = Array.from({ length: 200 }, (_, at) => `w${at}`).join(' ');
  const spans = wordSpans('description', text);
  expect(spans.length).toBeLessThanOrEqual(32);
  expect(spans.map(({ word }) => word).join(' ')).toBe(text);
});
