import { noSales, tellsOfReturns } from '../../../src/ingest/values/rowKinds';

test.each([
  ['Stornierung', true],
  ['Remboursé', true],
  ['已退款', true],
  ['반품완료', true],
  ['Gutschrift', true],
  ['交易关闭', true],
  ['Приход', true],
  ['isCancelled', true],
  ['not returned', false],
  ['non-returnable', false],
  ['未退货', false],
  ['Reserved', false],
  ['Resin', false],
])('%s tells of returns: %s', (text, told) => expect(tellsOfReturns(text)).toBe(told));

test.each([
  [
    ['completed', 'cancelled', 'Refunded'],
    ['cancelled', 'Refunded'],
  ],
  [['paid', 'partially_refunded'], []],
  [['Sale', 'Purchase', 'Staff'], ['Purchase']],
  [['Purchase', 'Refund'], ['Refund']],
  [['Purchase invoice', 'Sales invoice', 'Sales Receipt'], ['Purchase invoice']],
  [['Facture', 'Facture fournisseur'], ['Facture fournisseur']],
  [['Online', 'Stock transfer'], ['Stock transfer']],
  [['OUT', 'IN'], ['IN']],
  [['IN', 'DE', 'US'], []],
  [['Issue', 'Receipt'], ['Receipt']],
  [['Receipt', 'Online'], []],
  [['Ist', 'Budget'], ['Budget']],
  [
    ['Actual', 'Forecast', 'Last year'],
    ['Forecast', 'Last year'],
  ],
  [
    ['销售出库', '采购入库', '调拨'],
    ['采购入库', '调拨'],
  ],
  [['已出库', '已付款'], []],
  [['구매확정', '취소완료'], ['취소완료']],
  [['Rechnung gestellt', 'Zahlung erhalten'], []],
  [['Sprzedaż detaliczna', 'Sprzedaż z dostawą'], []],
  [['Расход', 'Перемещение'], ['Перемещение']],
])('of %j these are no sales: %j', (values, none) => expect(noSales(values)).toEqual(none));
