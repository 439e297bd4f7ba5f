import { page as german } from '../../../../src/languages/de/page';
import { page as english } from '../../../../src/languages/en/page';
import { page as chinese } from '../../../../src/languages/zh/page';
import { speak } from '../../../../src/web/languages/speech';
import { understoodSentence } from '../../../../src/web/views/sales/understoodSentence';

const WEEKS = [
  { week: '2024-03-11', units: 400 },
  { week: '2025-11-17', units: 800 },
];

afterAll(() => speak('en', english, 'en-GB'));

test.each([
  [
    'en',
    english,
    'en-GB',
    '2,149 of 2,149 rows understood: 1,200 units, weeks of 11 Mar 2024 to 17 Nov 2025.',
  ],
  [
    'de',
    german,
    'de-DE',
    '2.149 von 2.149 Zeilen verstanden: 1.200 Stück, Wochen vom 11. März 2024 bis 17. Nov. 2025.',
  ],
  ['zh', chinese, 'zh-CN', '2,149 行中读懂了 2,149 行：共 1,200 件，2024年3月11日至2025年11月17日的各周。'],
] as const)('the weeks of a file are told with their years (%s)', (language, words, locale, sentence) => {
  speak(language, words, locale);
  expect(understoodSentence({ rows: 2149, kept: 2149 }, WEEKS)).toBe(sentence);
});
