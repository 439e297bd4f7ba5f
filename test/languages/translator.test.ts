import { translatorOf } from '../../src/languages/translator';
import { languageOf } from '../../src/languages/language';

const ENGLISH = {
  shelf: { lines_one: '{{count}} line', lines_other: '{{count}} lines', of: '{{part}} of {{whole}}' },
} as const;
const CHINESE = { shelf: { lines_other: '{{count}} 行', of: '{{whole}} 中的 {{part}}' } };

function translator() {
  return translatorOf('en', ENGLISH, (value) => value.toLocaleString('en'));
}

describe('a translator', () => {
  it('chooses the form of a plural and writes numbers as the language counts', () => {
    const { t } = translator();
    expect([0, 1, 2000].map((count) => t('shelf.lines', { count }))).toEqual([
      '0 lines',
      '1 line',
      '2,000 lines',
    ]);
  });

  it('speaks another language from then on, words where that has them', () => {
    const { t, speak } = translator();
    speak('zh', CHINESE);
    expect([t('shelf.lines', { count: 1 }), t('shelf.of', { part: 3, whole: '<b>' })]).toEqual([
      '1 行',
      '<b> 中的 3',
    ]);
  });

  it('throws where a place has no value', () => {
    const { t } = translator();
    expect(() => t('shelf.of', { part: 3 } as never)).toThrow('{{whole}}');
  });
});

it('knows a language by the tag of any region of it', () => {
  expect(['zh-Hant-TW', 'DE', 'en-GB', 'fr', ''].map(languageOf)).toEqual([
    'zh',
    'de',
    'en',
    undefined,
    undefined,
  ]);
});
