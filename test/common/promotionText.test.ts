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
