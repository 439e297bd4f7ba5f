import { worthText } from '../../src/cli/worthText';

const same = { served: 0.6, simple: 0.65, best: 'croston' };

describe('what a model is worth', () => {
  it('stands beside the best simple method, by the name that evaluate gives it', () => {
    const total = { served: 0.4, simple: 0.4, best: 'mean_4' };
    expect(worthText([{ task: 'KNOWN', products: 1200, alone: null, weekly: same, total }])).toBe(
      'Error beside the best simple method, WAPE on weeks held out:\n' +
        '  known products (1,200 products held out): by week 0.600, Croston (SBA) 0.650; totals 0.400, mean of 4 weeks 0.400',
    );
  });

  it.each([
    ['words_level', 'level of products of like words'],
    ['characters_level', 'level of products of like letters'],
  ])('calls %s by words', (best, name) => {
    const weekly = { ...same, best };
    expect(worthText([{ task: 'NEW', products: 9, alone: null, weekly, total: same }])).toContain(
      `${name} 0.650`,
    );
  });

  it('warns plainly where a simple method did better, and not of the fourth digit', () => {
    const worse = { served: 0.7, simple: 0.69, best: 'analogs_mean' };
    const alike = { served: 0.6904, simple: 0.69, best: 'analogs_mean' };
    const lines = (total: typeof same) =>
      worthText([
        { task: 'NEW', products: 30, alone: null, weekly: same, total },
        { task: 'KNOWN', products: 30, alone: null, weekly: same, total: same },
      ]).split('\n');
    expect(lines(worse).at(-1)).toBe(
      'A simple method did better on new products (totals): run evaluate before you rely on this model.',
    );
    expect(lines(alike).at(-1)).toMatch(/^ {2}known products/);
  });

  it('does not warn of a few products, nor where a simple method answers already', () => {
    const worse = { served: 0.7, simple: 0.6, best: 'croston' };
    const warned = (products: number, alone: string | null) =>
      worthText([{ task: 'KNOWN', products, alone, weekly: worse, total: worse }]).includes('did better');
    expect([warned(19, null), warned(20, null), warned(60, 'tsb')]).toEqual([false, true, false]);
  });

  it('warns where no sales at all are a better forecast than the method that answers alone', () => {
    const ended = { served: 7.7, simple: 1, best: 'nothing' };
    const text = worthText([{ task: 'KNOWN', products: 60, alone: 'tsb', weekly: ended, total: same }]);
    expect(text).toMatch(/A simple method did better on known products \(by week\): run evaluate/);
  });

  it('says which simple method answers alone', () => {
    const text = worthText([{ task: 'KNOWN', products: 60, alone: 'tsb', weekly: same, total: same }]);
    expect(text).toMatch(
      /\nAnswers for known products are those of TSB alone, which is surely better there\.$/,
    );
  });

  it('says so where nothing could be held out', () => {
    expect(worthText([])).toBe(
      'Too little could be held out to say what the model is worth; evaluate tells more.',
    );
  });
});
