/** The little shop that every good file of the corpus tells of: units of two products in three weeks. */
export const WEEKS = ['2025-01-06', '2025-01-13', '2025-01-20'];
export const UNITS: Readonly<Record<string, readonly number[]>> = {
  '0071': [1200, 980, 1045],
  B2: [5, 12, 7],
};
const PRICE = 1249.5;
export const NAMES: Readonly<Record<string, readonly [string, string]>> = {
  plain: ['Blue mug, large', 'Red "night" lamp'],
  western: ['Café-Becher größer, weiß', 'Lámpara de señal – 30°'],
  simplified: ['陶瓷牙刷架，橄榄色的商品', '红色床头台灯，现代风格'],
  traditional: ['陶瓷牙刷架，橄欖色的商品', '紅色床頭檯燈，現代風格'],
  japanese: ['歯ブラシ立て（オリーブ）', '赤いナイトランプ'],
};

export interface ShopRow {
  sku: string;
  day: string;
  units: number;
  price: number;
  name: string;
}

/** The shop's rows, one for each product and week. */
export function shopRows(names: readonly [string, string] = NAMES.plain): ShopRow[] {
  return Object.entries(UNITS).flatMap(([sku, units], product) =>
    WEEKS.map((day, week) => ({ sku, day, units: units[week], price: PRICE, name: names[product] })),
  );
}
