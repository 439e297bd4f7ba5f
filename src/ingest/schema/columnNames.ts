/** The roles of columns of a sales file; each has one column. */
export type Role = 'sku' | 'date' | 'target' | 'description' | 'price' | 'promo_text';
/** What a column's name can mean. */
export type Named = Role | 'category';

/**
 * Complete names by role, normalised: English, German, French, Spanish, Portuguese, Italian, Dutch, Polish, Turkish,
 * Russian, Chinese, Japanese.
 */
const WHOLE: Partial<Record<Named, readonly string[]>> = {
  sku: [
    'sku, upc, ean, gtin, asin, barcode, sku code, sku id, code, id, stock code, stock id, stock no, stock number',
    'item code, item id, item no, item nr, item number, product code, product id, product no, product nr, product number',
    'article code, article id, article no, article nr, article number, material code, material id, material no',
    'material nr, material number, part number, part no, style code, style number, itemcode, stockcode, productcode',
    'productid, itemid, articleid, item sku, product sku, variant sku, product key, item key',
    'isbn, isbn13, isbn 13, isbn10, isbn 10, isbn no, isbn number, isbn nr, issn',
    'lineitem sku, line item sku, custom label, custom label sku, merchant sku, seller sku',
    'bar code, barcode no, barcode number, ean code, ean13, ean 13, upc code, gtin code, plu, plu code, plu no, plu number',
    'artikelnummer, artikelnr, artikel nr, artikel nummer, art nr, artnr, artikelcode, artikel id, artikelid, produktnummer',
    'produktnr, produktcode, produkt id, materialnummer, materialnr, bestellnummer, warennummer, best nr',
    'strichcode, ean nummer, ean nr, plu nr, plu nummer',
    'code article, code produit, ref, reference, reference produit, reference article, ref produit, ref article',
    'numero article, id produit, id article, n article, code barre, code barres, code a barres, code ean',
    'codigo, codigo producto, codigo de producto, codigo del producto, codigo articulo, codigo de articulo, cod articulo',
    'cod producto, referencia, id producto, clave, clave producto, id articulo',
    'codigo de barras, codigo barras, cod barras, cod de barras, codigo ean',
    'codigo do produto, codigo produto, cod produto, codigo do artigo, codigo artigo, id produto, codigo do item',
    'codice, codice articolo, codice prodotto, cod articolo, cod prodotto, id prodotto, riferimento, id articolo',
    'codice a barre, codice ean',
    'productnummer, productnr, product nummer, artikelcode, artikel code, streepjescode',
    'indeks, kod, kod produktu, kod towaru, symbol, numer artykulu, nr artykulu, id produktu, indeks towaru, kod kreskowy, kod ean',
    'urun kodu, urunkodu, stok kodu, stokkodu, urun no, malzeme kodu, barkod, barkod no, urun id, kod',
    'артикул, код, код товара, код продукта, код номенклатуры, ид товара, артикул товара, штрихкод, штрих код, код ean',
    '商品编码, 商品编号, 产品编码, 产品编号, 货号, 商品代码, 产品代码, 物料编码, 物料号, sku编码, 商品id, 编码, 编号',
    '条码, 条形码, 商品条码, 商品条形码, 产品条码, 国际条码',
    '商品編號, 商品編碼, 產品編號, 產品編碼, 貨號, 料號, 商品代碼, 編號, 編碼, 條碼, 商品條碼, 國際條碼',
    '商品コード, 商品番号, 品番, 品目コード, 製品コード, 製品番号, jan, janコード, バーコード, 型番, 商品id, コード, 品目番号',
  ],
  target: [
    'unit, units, quantity, qty, sales, demand, volume, units sold, unit sold, quantity sold, qty sold, sold units, sold qty',
    'lineitem quantity, line item quantity, quantity purchased, quantity ordered, qty ordered, ordered quantity',
    'sales units, sales quantity, sales qty, unit sales, sold quantity, unitssold, qtysold, items sold, pieces, pcs',
    'menge, stuck, stueck, anzahl, stuckzahl, stueckzahl, absatz, absatzmenge, verkaufsmenge, verkaufte menge',
    'verkaufte stuck, verkaufte stuckzahl, verkaufte einheiten, einheiten, verkaufe, stk, absatz stuck',
    'quantite, quantites, qte, qte vendue, quantite vendue, quantites vendues, unites, unites vendues, ventes, nombre',
    'cantidad, cant, cantidad vendida, unidades, unidades vendidas, ventas, uds, piezas',
    'quantidade, qtd, qtde, qtd vendida, quantidade vendida, vendas, pecas',
    'quantita, qta, quantita venduta, pezzi, pezzi venduti, unita, unita vendute, venduto, vendite',
    'aantal, hoeveelheid, stuks, verkocht, aantal verkocht, verkochte aantallen, verkochte stuks, afzet, verkopen',
    'ilosc, ilosc sprzedana, sprzedana ilosc, sztuk, sztuki, szt, sprzedaz, liczba, liczba sztuk, sprzedane sztuki',
    'adet, miktar, satis, satis adedi, satis miktari, satilan adet, satis adet',
    'количество, кол во, колво, колич, продажи, продано, штук, шт, количество продаж, продано шт, объем продаж',
    '数量, 销量, 销售数量, 销售量, 件数, 售出数量, 數量, 銷量, 銷售數量, 銷售量, 件數',
    '販売数, 販売数量, 売上数, 売上数量, 個数, 出荷数, 売上個数, 販売個数, 点数',
  ],
  description: [
    'description, desc, title, name, text, product description, product desc, product title, product name, product text',
    'item description, item desc, item title, item name, item text, article description, article name, product, item',
    'lineitem name, line item name, book title, listing title',
    'productname, itemname, productdescription, itemdescription, article',
    'bezeichnung, artikelbezeichnung, artikel bezeichnung, beschreibung, artikelbeschreibung, produktname, artikelname',
    'artikeltext, produktbezeichnung, produktbeschreibung, titel, artikel, produkt, warenbezeichnung',
    'designation, libelle, libelle article, libelle produit, nom, nom du produit, nom produit, produit, intitule, titre',
    'designation article, description produit',
    'descripcion, nombre, nombre del producto, nombre producto, producto, articulo, titulo, denominacion',
    'descripcion del producto, descripcion articulo, nombre articulo',
    'descricao, descricao do produto, nome, nome do produto, nome produto, produto, artigo',
    'descrizione, descrizione articolo, descrizione prodotto, nome prodotto, prodotto, articolo, denominazione, titolo',
    'omschrijving, artikelomschrijving, productomschrijving, beschrijving, naam, productnaam, artikelnaam',
    'nazwa, opis, nazwa produktu, nazwa towaru, produkt, towar, nazwa artykulu, opis produktu',
    'urun adi, urunadi, urun, aciklama, urun aciklamasi, ad, adi, stok adi, malzeme adi, tanim, urun ismi',
    'наименование, название, описание, товар, номенклатура, наименование товара, название товара, продукт',
    '商品名称, 产品名称, 品名, 名称, 描述, 商品描述, 产品描述, 商品, 货品名称, 商品名稱, 產品名稱, 名稱, 商品說明',
    '商品名, 製品名, 商品説明, 説明, 品目名, 商品説明文',
  ],
  category: [
    'category, categories, product category, item category, category name, main category, sub category, subcategory, group',
    'product group, item group, article group, department, dept, department name, family, product family, sub family',
    'class, product class, product type, item type, section, segment, commodity, assortment, product line',
    'kategorie, produktkategorie, artikelkategorie, hauptkategorie, unterkategorie, warengruppe, warengruppen, wgr',
    'hauptwarengruppe, unterwarengruppe, produktgruppe, artikelgruppe, gruppe, obergruppe, untergruppe, abteilung',
    'sortiment, sparte, produktart, artikelart, warenart, warenbereich',
    'categorie, categorie produit, categorie article, sous categorie, rayon, famille, sous famille, famille produit',
    'groupe, departement, gamme, type produit',
    'categoria, categoria de producto, categoria producto, subcategoria, departamento, familia, grupo, seccion, rubro',
    'categoria do produto, secao, setor, linha',
    'categoria prodotto, categoria merceologica, sottocategoria, reparto, famiglia, gruppo, settore, merceologia',
    'productcategorie, productgroep, artikelgroep, groep, afdeling',
    'kategoria, kategoria produktu, podkategoria, grupa, grupa towarowa, grupa produktow, dzial, rodzaj',
    'kategori, alt kategori, urun grubu, mal grubu, grup, reyon, departman, bolum',
    'категория, категория товара, подкатегория, группа, группа товаров, товарная группа, раздел, отдел',
    '类别, 品类, 分类, 类目, 商品类别, 商品分类, 产品类别, 产品分类, 品类名称, 类别名称, 大类, 中类, 小类, 部门',
    '類別, 品類, 分類, 類目, 商品類別, 商品分類, 產品類別, 大類, 中類, 小類, 部門',
    'カテゴリ, カテゴリー, 商品カテゴリ, 商品カテゴリー, 部門名, 大分類, 中分類, 小分類, ジャンル',
  ],
};

/** Parts of names by role. */
const PART: Partial<Record<Named, RegExp>> = {
  date: /date|\bday\b|week|time|datum|\btag\b|woche|fecha|\bdia\b|semana|\bjour\b|semaine|\bdata\b|giorno|settimana|dzien|tydzien|tarih|\bgun\b|hafta|дата|день|недел|日期|时间|時間|日付|年月日|日時|週|周|売上日|注文日|販売日/,
  price:
    /price|preis|\bprix\b|precio|preco|prezzo|prijs|\bcena\b|fiyat|цена|价格|单价|售价|價格|單價|售價|価格|単価|売価/,
  promo_text:
    /promo|\baktion|werbung|angebot|campan|campagne|kampan|акци|промо|促销|促銷|活动|活動|プロモーション|販促|キャンペーン/,
};

const NAMES = new Map(
  Object.entries(WHOLE).map(([role, lines]) => [
    role as Named,
    new Set(lines.flatMap((line) => line.split(', '))),
  ]),
);

/** Units of measure in brackets after a name. */
const MEASURE =
  /[([（]\s*(?:kg|g|gr|l|lt|ltr|lit(?:er|re)s?|pcs|pieces|units?|st|stk|stück|pi[eè]ces|uds?|unidades|pz|pezzi|un|stuks|szt|adet|шт|кг|л|件|个|個|千克|公斤)\.?\s*[)\]）]\s*$/iu;

/** Prices that are not unit prices: of a whole line, or the shop's own cost. */
const OTHER_PRICE =
  /total|gesamt|summe|\bsum\b|\bcost|purchase|wholesale|einkauf|\bek\b|achat|compra|acquisto|inkoop|zakup|\balis\b|закуп|себестоим|стоимость|сумм|总|總|合计|合計|小计|小計|进货|進貨|仕入|原価/;

/** Names of units that may also mean the amount paid. */
const UNITS_OR_MONEY =
  /^(sales|volume|verkaufe|ventes|ventas|vendas|vendite|venduto|verkopen|sprzedaz|satis|продажи)$/;

/** Whether a column's name may also mean money. */
export function mayBeMoney(column: string): boolean {
  return UNITS_OR_MONEY.test(folded(column));
}

/** Whether a column's name has this meaning. */
export function isNamed(column: string, role: Named): boolean {
  const name = folded(role === 'target' ? column.replace(MEASURE, '') : column);
  if (name === '') return false;
  if (role === 'price' && OTHER_PRICE.test(name)) return false;
  return (NAMES.get(role)?.has(name) || PART[role]?.test(name)) ?? false;
}

/**
 * A normalised name: lower case, without accents and punctuation, split into words: `InvoiceDate` becomes `invoice
 * date`.
 */
function folded(name: string): string {
  return name
    .normalize('NFKC')
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .replace(/ı/g, 'i')
    .replace(/ł/g, 'l')
    .replace(/ß/g, 'ss')
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}\u3099\u309a]+/gu, ' ')
    .trim();
}
