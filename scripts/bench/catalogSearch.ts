/** How long a search of the catalog holds the event loop, at 100,000 products: npx tsx scripts/bench/catalogSearch.ts */
import { median } from '../../src/common/statistics';
import { Catalog } from '../../src/registry/catalog';
import { openDatabase } from '../../src/registry/database';
import { REGISTRY } from '../../src/registry/migrations';
import { packSales } from '../../src/registry/storedSales';

const PRODUCTS = 100_000;
const ROUNDS = 5;
const WORDS =
  'red blue green mug ceramic lantern paper heart light holder card small large vintage glass set wooden clock bag box'.split(
    ' ',
  );
const SEARCHES = ['', 'mug', 'paper mug', 're', 'r', 'sku123', 'no such word'];

const database = openDatabase(':memory:', REGISTRY);
const product = database.prepare('INSERT INTO products (id, sku, description) VALUES (?, ?, ?)');
const sales = database.prepare('INSERT INTO sales (product, first_week, weeks) VALUES (?, ?, ?)');
database.transaction(() => {
  for (let at = 0; at < PRODUCTS; at++) {
    const words = Array.from(
      { length: 5 },
      (_, place) => WORDS[(at * (place + 3) + place * place) % WORDS.length],
    );
    product.run(at + 1, `SKU${(at * 7919) % PRODUCTS}`, words.join(' '));
    const weeks = Array.from({ length: 26 }, (_, week) => ({ week: 2800 + week, units: week, price: 2 }));
    sales.run(at + 1, 2800, packSales(weeks));
  }
})();

const catalog = new Catalog(database);
console.log('search, products found, milliseconds (median of 5)');
for (const search of SEARCHES) {
  const taken: number[] = [];
  let total = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const since = performance.now();
    ({ total } = catalog.list(search, 0, 50));
    taken.push(performance.now() - since);
  }
  console.log(`${JSON.stringify(search)}, ${total}, ${median(taken).toFixed(1)}`);
}
