import { promotionText } from '../../src/common/promotionText';

test.each(['', '  ', '\t\n', '-', '--', '…', 'None', 'n/a', 'No promotion', 'NO PROMOTION.', '(no promo)'])(
  '%j is no promotion',
  (text) => expect(promotionText(text)).toBeNull(),
);
test.each(['Keine Aktion', 'sans promotion', 'Sin promoción', '0% off', '0 %', 'regular price', '无'])(
  '%j is no promotion',
  (text) => expect(promotionText(text)).toBeNull(),
);
test.each([null, undefined])('%p is no promotion', (text) => expect(promotionText(text)).toBeNull());

test.each(['10% off', 'No. 1 on the front page', 'Nonstop sale', '2 for 1', 'No minimum order'])(
  '%j is one',
  (text) => expect(promotionText(` ${text} `)).toBe(text),
);

test('yes and no of every language, ticks and 0 and 1 say whether there is one', () => {
  const yes = 'yes Y TRUE 1 1.0 x ja J oui sí Sim sì tak evet Да 是 有 はい あり ✓ ○'.split(' ');
  const no = 'no N FALSE 0 0.0 nein Non não nee nie Hayır нет 否 无 無 いいえ なし × ✗'.split(' ');
  expect(new Set(yes.map(promotionText))).toEqual(new Set(['promotion']));
  expect(new Set(no.map(promotionText))).toEqual(new Set([null]));
});
