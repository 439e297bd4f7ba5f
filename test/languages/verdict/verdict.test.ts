import type { Outcome } from '../../../src/contract/evaluation/comparison';
import { ENGLISH } from '../../../src/languages/english';
import type { Judged } from '../../../src/languages/verdict/judged';
import { verdictOf } from '../../../src/languages/verdict/verdict';
import { outcomeOf, seedSpread } from '../../../src/evaluation/uncertainty/outcome';

const interval = { skus: 100, difference: -0.09, low: -0.12, high: -0.06, share_better: 1 };

/** What is known of one task: figures of the models, and how text-aware fares against each. */
function judged(
  task: Judged['task'],
  on: string,
  figures: Record<string, number>,
  outcomes: Record<string, Outcome>,
): Judged {
  return {
    task,
    on,
    scores: Object.keys(figures).map((name) => ({ name })),
    figure: 'WAPE',
    figureOf: (name) => figures[name],
    comparisons: Object.entries(outcomes).map(([b, outcome]) => ({
      a: 'text-aware',
      b,
      weekly: interval,
      outcome,
    })),
  };
}

const helpsOnNew = judged(
  'NEW',
  'on new products',
  { 'text-aware': 0.742, 'TF-IDF analogs': 0.8, 'numeric-only': 0.831, 'shuffled descriptions': 0.83 },
  { 'numeric-only': 'better', 'TF-IDF analogs': 'better', 'shuffled descriptions': 'better' },
);

describe('the verdict', () => {
  it('says where text helps and where it makes no difference', () => {
    const known = judged(
      'KNOWN',
      'on known products',
      { 'text-aware': 0.667, 'numeric-only': 0.668 },
      { 'numeric-only': 'no_difference' },
    );
    const { helps, headline, sentences } = verdictOf(ENGLISH, [helpsOnNew, known]);
    expect(helps).toBe('yes');
    expect(headline).toBe('Text helps on new products; no difference on known products.');
    expect(sentences.map(({ text }) => text)).toEqual([
      'Text helps on new products: WAPE 0.74 instead of 0.83, sure (95% interval of the difference −0.120 to −0.060).',
      'The text-aware model beats the best simple method on new products, TF-IDF analogs: WAPE 0.74 instead of 0.80, sure.',
      'With descriptions shuffled between products the error on new products is 0.83: the gain comes from the words.',
      'No sure difference with and without text on known products: WAPE 0.667 instead of 0.668 (95% interval −0.120 to −0.060).',
    ]);
  });

  it('does not give words the credit for a gain that shuffled words bring as well', () => {
    const known = judged(
      'KNOWN',
      'on known products',
      { 'text-aware': 0.655, 'numeric-only': 0.659, 'shuffled descriptions': 0.655 },
      { 'numeric-only': 'better', 'shuffled descriptions': 'no_difference' },
    );
    const { helps, headline, sentences } = verdictOf(ENGLISH, [known]);
    expect(helps).toBe('no');
    expect(headline).toBe('Text does not help here: no difference on known products.');
    expect(sentences[0]).toMatchObject({ outcome: 'no_difference', text: expect.stringMatching(/shuffled/) });
  });

  it('gives the figure of a simple method that does better first', () => {
    const beaten = judged(
      'NEW',
      'on new products',
      { 'TF-IDF analogs': 0.7, 'text-aware': 0.74 },
      { 'TF-IDF analogs': 'worse' },
    );
    expect(verdictOf(ENGLISH, [beaten]).sentences[0].text).toBe(
      'A simple method, TF-IDF analogs, beats the text-aware model on new products: WAPE 0.70 instead of 0.74, sure.',
    );
    expect(verdictOf(ENGLISH, [beaten]).headline).toBe(
      'A simple method is surely better than the model: TF-IDF analogs on new products. ' +
        'Nothing here could compare forecasts with and without text.',
    );
  });

  it('names a simple method first that has the lesser error without being sure of it', () => {
    const figures = { 'TF-IDF analogs': 0.7, 'text-aware': 0.74, 'numeric-only': 0.8 };
    const both = { 'numeric-only': 'better', 'TF-IDF analogs': 'no_difference' } as const;
    const { headline, sentences } = verdictOf(ENGLISH, [judged('NEW', 'on new products', figures, both)]);
    expect(headline).toBe('Text helps on new products.');
    expect(sentences.map(({ about }) => about)).toEqual(['simple', 'words']);
    expect(sentences[0].text).toBe(
      'The text-aware model is not surely better on new products than a simple method, TF-IDF analogs: WAPE 0.74 instead of 0.70.',
    );
  });

  it('calls models equal that differ in the fourth digit', () => {
    const figures = { 'TF-IDF analogs': 0.7401, 'text-aware': 0.7404 };
    const same = judged('NEW', 'on new products', figures, { 'TF-IDF analogs': 'no_difference' });
    expect(verdictOf(ENGLISH, [same]).sentences[0].text).toMatch(/WAPE 0\.740 either way\.$/);
  });

  it('says that words have no part where all forecasts are the same without them', () => {
    const figures = { 'text-aware': 0.138, 'numeric-only': 0.138 };
    const same = judged('KNOWN', 'on known products', figures, { 'numeric-only': 'no_difference' });
    const said = (weekly: typeof interval) =>
      verdictOf(ENGLISH, [{ ...same, comparisons: same.comparisons.map((one) => ({ ...one, weekly })) }])
        .sentences[0].text;
    const nothing = { ...interval, difference: 0, low: 0, high: 0 };
    expect(said(nothing)).toBe(
      'Text has no part in the forecasts on known products, which are the same with it and without it: WAPE 0.138 either way.',
    );
    expect(said({ ...nothing, low: -0.001, high: 0.001 })).toMatch(/^No sure difference/);
  });

  it('says what it would take where there is too little to tell', () => {
    const few = judged(
      'NEW',
      'on new products',
      { 'text-aware': 0.7, 'numeric-only': 0.9, zeros: 1 },
      { 'numeric-only': 'unknown', zeros: 'unknown' },
    );
    const weekly = { ...interval, skus: 1, weeks: 16 };
    const { helps, headline, sentences } = verdictOf(ENGLISH, [
      { ...few, comparisons: few.comparisons.map((one) => ({ ...one, weekly })) },
    ]);
    expect([helps, headline]).toEqual(['unknown', 'Too few products or weeks to tell whether text helps.']);
    expect(sentences[0]).toEqual({
      task: 'NEW',
      about: 'words',
      outcome: 'unknown',
      text: 'Too little to tell what text is worth on new products: 1 product in 16 weeks, and a verdict takes 20 products and 8 weeks.',
    });
    expect(
      verdictOf(ENGLISH, [helpsOnNew, { ...few, on: 'on known products', task: 'KNOWN' }]).headline,
    ).toBe('Text helps on new products; too little to tell on known products.');
  });

  it('says that text does harm', () => {
    const worse = judged(
      'NEW',
      'on new products',
      { 'text-aware': 0.9, 'numeric-only': 0.8 },
      { 'numeric-only': 'worse' },
    );
    expect(verdictOf(ENGLISH, [worse])).toMatchObject({
      helps: 'no',
      headline: 'Text does not help here: it does harm on new products.',
    });
  });

  it('leaves young products, a diagnostic, out of the headline', () => {
    const young = { ...helpsOnNew, task: 'YOUNG' as const, on: 'on young products' };
    expect(verdictOf(ENGLISH, [helpsOnNew, young]).headline).toBe('Text helps on new products.');
  });

  it('says when there was nothing to compare', () => {
    expect(verdictOf(ENGLISH, [judged('NEW', 'on new products', { zeros: 1 }, {})]).helps).toBe('unknown');
  });
});

describe('a difference', () => {
  it.each<[string, number, number, number, number, Outcome]>([
    ['is better below zero', -0.09, -0.12, -0.06, 0.01, 'better'],
    ['is worse above zero', 0.09, 0.06, 0.12, 0.01, 'worse'],
    ['is none with an interval over zero', -0.02, -0.05, 0.01, 0, 'no_difference'],
    ['is none below twice the spread of the seeds', -0.02, -0.03, -0.01, 0.011, 'no_difference'],
    ['is none in the fourth digit', -0.0009, -0.0011, -0.0007, 0, 'no_difference'],
  ])('%s', (_, difference, low, high, spread, expected) => {
    expect(outcomeOf({ skus: 20, weeks: 8, difference, low, high, share_better: 0.5 }, spread)).toBe(
      expected,
    );
  });

  it.each([{ skus: 1, weeks: 52 }, { skus: 19, weeks: 52 }, { skus: 500, weeks: 4 }, { skus: 19 }])(
    'is unknown from %j',
    (rests) => {
      const clear = { difference: -0.5, low: -0.6, high: -0.4, share_better: 1 };
      expect(outcomeOf({ ...rests, ...clear }, 0)).toBe('unknown');
    },
  );

  it('of a table needs rows alone', () => {
    expect(outcomeOf({ skus: 20, difference: -0.5, low: -0.6, high: -0.4, share_better: 1 }, 0)).toBe(
      'better',
    );
  });
});

describe('the spread over seeds', () => {
  it('is the larger one of the two models', () => {
    const both = [
      { random: true, seeds: 3, deviation: 0.002 },
      { random: true, seeds: 3, deviation: 0.007 },
    ];
    expect(seedSpread(both)).toBe(0.007);
  });

  it('is not taken as nothing where a network was fitted with one seed alone', () => {
    const network = { random: true, seeds: 1, deviation: 0 };
    const rule = { random: false, seeds: 1, deviation: 0 };
    expect(seedSpread([network, rule])).toBe(0.005);
    expect(seedSpread([rule, rule])).toBe(0);
  });
});
