import { guessPlanColumns } from '../../../src/ingest/schema/planColumns';

test('a column is what its name says where its cells can be that', () => {
  const columns = ['货号', '商品描述', '备货周期', '是否促销', '促销价', '上市日期'];
  const rows = [
    { cells: ['A1', '红色陶瓷杯', '2', '是', '7.9', '2026-07-06'] },
    { cells: ['A2', '橡木切菜板', '3', '否', '8.9', '6.7.26'] },
  ];
  expect(guessPlanColumns(columns, rows)).toMatchObject({
    ...{ sku: '货号', description: '商品描述', promo_text: '是否促销', date: '上市日期', price: '' },
  });
  const flags = [{ cells: ['A1', 'Mug', '1'] }, { cells: ['A2', 'Jug', '0'] }];
  expect(guessPlanColumns(['sku', 'title', 'On promo'], flags).promo_text).toBe('On promo');
});
