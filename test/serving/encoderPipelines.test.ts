import { SILENT } from '../../src/contract/observer';
import { Engine } from '../../src/engine/engine';
import { Catalog } from '../../src/registry/catalog';
import { writeCatalog } from '../../src/registry/catalogWriter';
import { openDatabase } from '../../src/registry/database/database';
import { REGISTRY } from '../../src/registry/database/migrations';
import { EncoderPipelines } from '../../src/serving/encoderPipelines';
import { writeTinyEncoder } from '../support/tinyEncoder';

it('encodes the products for a further encoder before it answers, while another one does', async () => {
  const database = openDatabase(':memory:', REGISTRY);
  const source = { hash: 'a', name: 'sales', synthetic: false, firstWeek: 2930, lastWeek: 2931 };
  const sales = [2930, 2931].map((week) => ({ week, units: 5, price: 4, promoText: null, extras: null }));
  writeCatalog(database, source, [{ sku: 'KIT-1', description: 'Red ceramic mug', sales }]);
  const warnings: [object, string][] = [];
  const read: object[] = [];
  const log = {
    info: (details: object, message: string) => message === 'the shop is read' && read.push(details),
    warn: (details: object, message: string) => warnings.push([details, message]),
    error: () => undefined,
  };
  const pipelines = new EncoderPipelines({
    catalog: new Catalog(database),
    observer: SILENT,
    log,
    store: null,
  });
  const one = await Engine.start({
    ...{ encoder: writeTinyEncoder(), device: 'cpu', processes: 1, threads: 1 },
  });
  try {
    await pipelines.openShop(one, [], null);
    pipelines.of(one);
    const other = await one.beside(writeTinyEncoder(undefined, { seed: 7 }));
    await pipelines.openShop(other, [], null);
    await pipelines.of(other).shops.followed();
    expect(warnings).toEqual([]);
    expect(read).toHaveLength(2);
  } finally {
    await one.close();
    database.close();
  }
});
