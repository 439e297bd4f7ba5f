import fc from 'fast-check';
import { join } from 'node:path';
import { Catalog } from '../../src/registry/catalog';
import { openDatabase } from '../../src/registry/database/database';
import { REGISTRY } from '../../src/registry/database/migrations';
import { PanelBuilder, type Sale } from '../../src/ingest/panelBuilder';
import { panelToCatalog } from '../../src/ingest/toCatalog';
import { temporary } from './files';

const files = temporary();
afterAll(files.remove);

const FIRST = 2800;
const WEEKS = 6;
const anySale: fc.Arbitrary<Sale> = fc.record({
  sku: fc.constantFrom('A', 'B', 'C'),
  week: fc.integer({ min: FIRST, max: FIRST + WEEKS - 1 }),
  units: fc.constantFrom(0, 1, 2.5, 7),
  price: fc.option(fc.constantFrom(0.1, 2.55, 4)),
  description: fc.constantFrom('', 'Mug', 'Jug'),
  promoText: fc.constantFrom('', '2 for 1'),
  extras: fc.tuple(fc.option(fc.constantFrom('home', 'garden'))),
});

test('the catalog gives back what the panel holds, number by number', () => {
  let databases = 0;
  fc.assert(
    fc.property(fc.array(anySale, { maxLength: 20 }), (sales) => {
      const builder = new PanelBuilder(['range']);
      const sold = {
        sku: 'A',
        week: FIRST,
        units: 1,
        price: null,
        description: '',
        promoText: '',
        extras: [null],
      };
      for (const sale of [sold, ...sales]) builder.add(sale);
      const { panel } = builder.build(FIRST + WEEKS - 1);
      const database = openDatabase(join(files.directory, `${databases++}.db`), REGISTRY);
      panelToCatalog(database, panel, { hash: 'h', name: 'n', synthetic: false });
      const catalog = new Catalog(database);
      expect([catalog.size, catalog.lastWeek]).toEqual([panel.skus.length, FIRST + WEEKS - 1]);
      expect(catalog.shopWeeks()).toEqual(panel.shopWeeks());
      panel.skus.forEach((sku, at) => {
        expect(catalog.product(sku)!.description).toBe(panel.descriptionAt(at, WEEKS));
        for (let t = 0; t <= WEEKS; t++) {
          expect(catalog.history(sku, FIRST + t)).toEqual(panel.history(at, t));
          if (t < WEEKS) expect(catalog.promoText(sku, FIRST + t)).toBe(panel.promoText(at, t));
        }
      });
      database.close();
    }),
    { numRuns: 30 },
  );
});
