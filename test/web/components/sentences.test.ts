import type { Forecast, Warning } from '../../../src/contract/forecastAnswers';
import type { Comparison } from '../../../src/contract/jobs';
import type { Order } from '../../../src/contract/orders';
import { page as german } from '../../../src/languages/de/page';
import { page as english } from '../../../src/languages/en/page';
import { page as chinese } from '../../../src/languages/zh/page';
import { comparisonSentence } from '../../../src/web/components/comparisonSentence';
import { forecastSentence } from '../../../src/web/components/forecastSentence';
import { orderSentence } from '../../../src/web/components/orderSentence';
import { warningText } from '../../../src/web/components/warningText';
import { speak } from '../../../src/web/languages/speech';

const ORDER = {
  weeks: { first: '2026-03-02', last: '2026-03-16', count: 3 },
  basis: 'service_level',
  service_asked: 0.95,
  quantity: 1200,
  service: 0.96,
  expected: { short: 0.4, left: 31, sold: 900, revenue: null, margin: null },
} as unknown as Order;
const FORECAST = {
  forecast: Array.from({ length: 4 }, () => ({ week: '2026-03-02', p10: 1, p50: 2, p90: 3, mean: 2 })),
  total: { p10: 60, p50: 100, p90: 2300, mean: 1200 },
} as unknown as Forecast;
const WARNING: Warning = {
  code: 'past_date',
  field: 'date',
  message: '',
  values: { first: '2026-03-02', last: '2026-06-29' },
};
const COMPARISON = {
  champion: 'demo-shop',
  reason: null,
  pooled: { difference: -0.021, low: -0.03, high: -0.01, skus: 1200, weeks: 12, share_better: 1 },
} as unknown as Comparison;

afterAll(() => speak('en', english, 'en-GB'));

test.each([
  [
    'en',
    english,
    'en-GB',
    'About 1,200 in the first 4 weeks; 8 times in 10 between 60 and 2,300; without the words, by price and season alone, it would be 1,165.',
    'Order 1,200 (100 packs of 12): with 5 in stock and 3 on the way that meets all demand of the 3 weeks from 2 Mar in 96% of cases; on average 0.4 short and 31 left over.',
    'The first week forecast, 2 Mar, has passed: sales are known up to the week of 29 Jun.',
    'The new model’s weekly error is 0.021 lower than that of demo-shop (95% interval −0.030 to −0.010), on 1,200 products and 12 weeks that neither was trained on.',
  ],
  [
    'de',
    german,
    'de-DE',
    'Etwa 1.200 in den ersten 4 Wochen; in 8 von 10 Fällen zwischen 60 und 2.300; ohne den Text, allein nach Preis und Saison, wären es 1.165.',
    '1.200 bestellen (100 Gebinde zu 12): Mit 5 auf Lager und 3 unterwegs deckt das in 96 % der Fälle die ganze Nachfrage der 3 Wochen ab 2. März; im Durchschnitt fehlen 0,4 und bleiben 31 übrig.',
    'Die erste Woche der Prognose, 2. März, ist schon vorbei: Verkäufe sind bis zur Woche vom 29. Juni bekannt.',
    'Der Wochenfehler des neuen Modells ist um 0,021 kleiner als der von demo-shop (95-%-Intervall −0,030 bis −0,010), bei 1.200 Produkten und 12 Wochen, mit denen keines trainiert wurde.',
  ],
  [
    'zh',
    chinese,
    'zh-CN',
    '前 4 周约 1,200 件；八成情况下在 60 到 2,300 之间；若不看文字、只看价格和季节，则为 1,165。',
    '订 1,200 件（100 箱，每箱 12 件）：连同库存 5 件和在途 3 件，从 3月2日起的 3 周，有 96% 的可能满足全部需求；平均缺 0.4 件、剩 31 件。',
    '预测的第一周 3月2日已经过去：销量已知到 6月29日起的一周。',
    '新模型的周误差比 demo-shop 低 0.021（95% 区间 −0.030 至 −0.010），基于两者训练时都没有见过的 1,200 个商品和 12 周。',
  ],
] as const)('answers are said in %s', (language, words, locale, forecast, order, warning, comparison) => {
  speak(language, words, locale);
  const plain = (text: string) => text.replaceAll('\u00a0', ' ');
  expect(plain(forecastSentence(FORECAST, { withoutWords: 1165 }))).toBe(forecast);
  expect(plain(orderSentence(ORDER, { on_hand: 5, on_order: 3, pack: 12 }))).toBe(order);
  expect(plain(warningText(WARNING))).toBe(warning);
  expect(plain(comparisonSentence(COMPARISON))).toBe(comparison);
});

test('an order of kilos keeps their decimals', () => {
  speak('de', german, 'de');
  const said = orderSentence({ ...ORDER, quantity: 297.5 }, { on_hand: 10.5, pack: 2.5 });
  expect(said).toMatch(/297,5 .*119 .*2,5.*10,5/);
});

test.each([
  ['en', english],
  ['de', german],
] as const)('a price that one product alone tells of is no plural (%s)', (language, words) => {
  speak(language, words, language);
  const told = (why: string) => ({
    code: 'price_effect_unknown' as const,
    field: 'price',
    message: '',
    values: { why, products: 1, changes: 1 },
  });
  expect(warningText(told('few_products'))).toMatch(/(products|Produkte): 1/);
  expect(warningText(told('few_changes'))).toMatch(/(changes|Änderungen): 1; (products|Produkte): 1/);
});
