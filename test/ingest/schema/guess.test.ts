import { guessColumns } from '../../../src/ingest/schema/guess';
import { schemaTemplate } from '../../../src/ingest/schema/guessedSchema';

const DAYS = ['2025-01-06', '2025-01-07', '2025-01-08'];

test.each([
  ['English', ['Item No.', 'Order Date', 'Units Sold', 'Unit Price', 'Product Name', 'Promotion']],
  ['German', ['Artikel-Nr.', 'Datum', 'Stückzahl', 'Einzelpreis', 'Bezeichnung', 'Aktionstext']],
  ['French', ['Référence', 'Date de vente', 'Qté', 'Prix unitaire', 'Désignation', 'Promo']],
  ['Spanish', ['Código de producto', 'Fecha', 'Unidades', 'Precio', 'Descripción', 'Promoción']],
  ['Portuguese', ['Cód. Produto', 'Data', 'Qtde', 'Preço', 'Descrição', 'Promoção']],
  ['Italian', ['Codice articolo', 'Data', 'Quantità', 'Prezzo', 'Descrizione', 'Promozione']],
  ['Dutch', ['Artikelnummer', 'Datum', 'Aantal', 'Stukprijs', 'Omschrijving', 'Aanbieding/promo']],
  ['Polish', ['Indeks towaru', 'Dzień', 'Ilość', 'Cena', 'Nazwa towaru', 'Promocja']],
  ['Turkish', ['Stok Kodu', 'Tarih', 'Satış Adedi', 'Birim Fiyat', 'Ürün Adı', 'Kampanya']],
  ['Russian', ['Артикул', 'Дата', 'Количество', 'Цена', 'Наименование', 'Акция']],
  ['Chinese', ['商品编码', '日期', '销售数量', '单价', '商品名称', '促销']],
  ['Chinese, traditional', ['商品編號', '日期', '銷售數量', '單價', '商品名稱', '促銷活動']],
  ['Japanese', ['商品コード', '販売日', '販売数量', '単価', '商品名', 'キャンペーン']],
])('%s names are known', (_, [sku, date, target, price, description, promo_text]) => {
  const rows = DAYS.map((day) => ['A1', day, '3', '4,50', 'Blue mug', 'Two for one']);
  const guess = guessColumns([sku, date, target, price, description, promo_text], rows);
  expect(guess).toMatchObject({
    columns: { sku, date, target, price, description, promo_text },
    granularity: 'transaction',
    unclear: [],
  });
});

test.each([
  ...[
    'PLU',
    'EAN-13',
    'Bar code',
    'Strichcode',
    'PLU-Nr.',
    'Code-barres',
    'Código de barras',
    'Codice a barre',
  ],
  ...['Streepjescode', 'Kod EAN', 'Barkod No', 'Штрих-код', '商品条码', '条形码', '國際條碼', 'バーコード'],
])('what a till scans, %s, is a product code', (sku) => {
  const rows = DAYS.map((day, at) => [`17-${at}`, day, '3', '4006381333931', 'Blue mug']);
  const guess = guessColumns(['Receipt', 'Date', 'Quantity', sku, 'Name'], rows);
  expect(guess).toMatchObject({ columns: { sku }, unclear: [] });
});

test('a column of day numbers is a date by its name alone', () => {
  const columns = ['Article no', 'Date', 'Qty', 'Name'];
  const rows = ['45663', '45664', '45665'].map((day) => ['47566', day, '3', 'Mug']);
  expect(guessColumns(columns, rows).columns).toMatchObject({ sku: 'Article no', date: 'Date' });
});

test('a template fills in what is plain and names the choices of what is not', () => {
  const rows = DAYS.map((day) => ['A', 'B', day, '1', 'Mug']);
  const guess = guessColumns(['sku', 'item_id', 'sold', 'units', 'title'], rows);
  expect(schemaTemplate(guess)).toMatchObject({
    mode: 'demand',
    granularity: 'CHOOSE transaction | week',
    sku: 'CHOOSE sku | item_id',
    date: 'sold',
    target: 'units',
    description: 'title',
  });
  // What the template leaves open is told, each part.
  expect(guess.unclear).toHaveLength(2);
});
