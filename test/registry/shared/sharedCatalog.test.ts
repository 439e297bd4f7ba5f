import { dayOf } from '../../../src/common/day';
import { openDatabase } from '../../../src/registry/database/database';
import { REGISTRY } from '../../../src/registry/database/migrations';
import { writeSaleFile } from '../../../src/registry/shared/saleFile';
import { refuseView } from '../../../src/registry/shared/viewPlace';
import { NO_TEXT, NO_TIME } from '../../../src/registry/entries/saleEntries';
import { Postgres, POSTGRES } from '../../support/postgres';
import { until } from '../../support/until';
import { sale, told } from '../live/support';
import { closeStores, joinedStore, newFile, type SharedStore } from './support';

const withPostgres = POSTGRES === null ? describe.skip : describe;

withPostgres(`servers that share a catalog${POSTGRES ? '' : ': PostgreSQL is not installed'}`, () => {
  let postgres: Postgres;
  let url: string;
  beforeAll(async () => (postgres = await Postgres.start()));
  beforeEach(async () => (url = await postgres.newDatabase()));
  afterEach(closeStores);
  afterAll(() => postgres.stop());

  const mug = (sku: string, price = 4) => ({ sku, description: 'Red mug', price });
  const send = ({ server }: SharedStore, ...sales: ReturnType<typeof sale>[]) =>
    server.catalog.write('addSales', { source: 'till', sales });
  const same = (...stores: SharedStore[]) =>
    Promise.all(stores.map(({ server }) => server.catalog.caughtUp()));

  it('see what one was told, and answer as one would alone', async () => {
    const [one, other] = [await joinedStore(url), await joinedStore(url)];
    expect(await one.server.catalog.write('putProducts', [mug('A')])).toEqual({ added: 1, changed: 0 });
    const first = sale('A', '2026-01-05', 2);
    expect(await send(one, first)).toMatchObject({ accepted: 1, repeated: 0 });
    expect(await send(other, first, sale('B', '2026-01-06', 1))).toMatchObject({ accepted: 1, repeated: 1 });
    expect(await other.server.catalog.write('completeSales', dayOf('2026-01-11'))).toMatchObject({
      completeUntil: '2026-01-11',
    });
    await same(one, other);
    expect(one.catalog.history('A', Infinity)).toMatchObject([{ units: 2 }]);
    expect(told(one.catalog)).toEqual(told(other.catalog));
    expect(() => refuseView(one.database)).toThrow('view of a catalog in PostgreSQL');
  });

  it('refuse alone what is wrong, with the same words on each', async () => {
    const [one, other] = [await joinedStore(url), await joinedStore(url)];
    const bad = one.server.catalog.write('completeSales', dayOf('2026-01-11'));
    const good = one.server.catalog.write('putProducts', [mug('A')]);
    await expect(bad).rejects.toMatchObject({
      code: 'invalid',
      detail: expect.stringContaining('none has been sent'),
    });
    expect(await good).toEqual({ added: 1, changed: 0 });
    await until(() => other.catalog.size === 1);
  });

  it('take what many tell at once once each, whoever they tell it', async () => {
    const stores = [await joinedStore(url), await joinedStore(url), await joinedStore(url)];
    const sales = Array.from({ length: 60 }, (_, n) => sale(`P${n % 7}`, '2026-01-05', 1 + n));
    const answers = await Promise.all([...sales, ...sales].map((one, n) => send(stores[n % 3], one)));
    const sum = (field: 'accepted' | 'repeated') => answers.reduce((total, one) => total + one[field], 0);
    expect([sum('accepted'), sum('repeated')]).toEqual([60, 60]);
    await send(stores[0], sale('P0', '2026-01-12', 1));
    await stores[1].server.catalog.write('completeSales', dayOf('2026-01-11'));
    await same(...stores);
    expect(told(stores[0].catalog).weeks).toMatchObject([{ units: (60 * 61) / 2 }]);
    for (const store of stores) expect(told(store.catalog)).toEqual(told(stores[0].catalog));
  });

  it('have a file of sales whole, once', async () => {
    const [one, other] = [await joinedStore(url), await joinedStore(url)];
    const day = dayOf('2026-01-05');
    const entries = (units: number) => [{ day, second: NO_TIME, units, price: NaN, text: NO_TEXT }];
    const file = newFile();
    writeSaleFile(file, [
      { sku: 'A', description: 'Red mug', entries: entries(3) },
      { sku: 'B', entries: entries(1.5) },
    ]);
    const source = {
      ...{ hash: 'h', name: 'sales.csv', synthetic: false, covers: 'all' as const },
      spans: [{ first: day, last: day + 6 }],
    };
    const columns = { numeric: ['visits'], categorical: [], known_ahead: [] };
    expect(await one.server.catalog.ingest({ file, source, columns })).toMatchObject({
      newProducts: 2,
      weeks: 2,
    });
    expect(await other.server.catalog.ingest({ file, source, columns })).toMatchObject({
      ...{ newProducts: 0, changedWeeks: 0 },
    });
    await same(one, other);
    expect(told(other.catalog)).toEqual(told(one.catalog));
    expect(other.catalog.history('B', Infinity)).toMatchObject([{ units: 1.5 }]);
  });

  it('come and go: one that was away has what was told meanwhile, a new one begins with all of it', async () => {
    const one = await joinedStore(url);
    const other = await joinedStore(url);
    await one.server.catalog.write('putProducts', [mug('A')]);
    await same(one, other);
    await other.close();
    await one.server.catalog.write('putProducts', [mug('B')]);
    const back = await joinedStore(url, { file: other.file });
    const fresh = await joinedStore(url);
    expect([back.catalog.size, fresh.catalog.size]).toEqual([2, 2]);
  });

  it('begin with the catalog of the first of them, and take no other for it', async () => {
    const file = newFile();
    const database = openDatabase(file, REGISTRY);
    database.exec("INSERT INTO products (sku, description) VALUES ('OLD', 'Old mug')");
    database.close();
    const founder = await joinedStore(url, { file });
    expect((await joinedStore(url)).catalog.product('OLD')).toMatchObject({ description: 'Old mug' });
    expect(founder.catalog.size).toBe(1);
    const another = newFile();
    const own = openDatabase(another, REGISTRY);
    own.exec("INSERT INTO products (sku, description) VALUES ('MINE', 'My mug')");
    own.close();
    await expect(joinedStore(url, { file: another })).rejects.toThrow('holds another catalog');
    await expect(joinedStore(url, { file })).rejects.toThrow('another server has');
  });

  it('erase a product from the log, the snapshot and every view', async () => {
    const [one, other] = [await joinedStore(url), await joinedStore(url)];
    await one.server.catalog.write('putProducts', [
      { sku: 'SECRET', description: 'Qwzx lantern' },
      mug('KEPT'),
    ]);
    await send(one, sale('SECRET', '2026-01-05', 2), sale('KEPT', '2026-01-05', 2));
    expect(await other.server.catalog.write('removeProduct', 'SECRET')).toBe(true);
    await until(() => one.forgotten.length > 0 && other.forgotten.length > 0);
    const erased = async () =>
      (await postgres.query(url, 'SELECT erase > 0 AND erased >= erase AS done FROM shelfcast_catalog'))[0]
        .done;
    await until(async () => (await erased()) === true);
    const entries = await postgres.query(url, "SELECT 1 FROM shelfcast_log WHERE payload LIKE '%SECRET%'");
    expect(entries).toEqual([]);
    const fresh = await joinedStore(url);
    expect([fresh.catalog.product('SECRET'), fresh.catalog.product('KEPT')]).toMatchObject([
      null,
      { sku: 'KEPT' },
    ]);
    expect(await send(fresh, sale('KEPT', '2026-01-06', 2))).toMatchObject({ accepted: 1 });
    await same(fresh, one);
  });

  it('that were away for longer than the log is kept begin anew with the snapshot', async () => {
    const [one, other] = [await joinedStore(url), await joinedStore(url)];
    await one.server.catalog.write('putProducts', [mug('A'), mug('GONE')]);
    await same(one, other);
    await other.close();
    await postgres.query(url, "UPDATE shelfcast_servers SET seen = now() - interval '1 hour'");
    await one.server.catalog.write('removeProduct', 'GONE');
    await one.server.catalog.write('putProducts', [mug('B')]);
    await until(
      async () => Number((await postgres.query(url, 'SELECT erased FROM shelfcast_catalog'))[0].erased) > 0,
    );
    const back = await joinedStore(url, { file: other.file });
    expect(told(back.catalog)).toEqual(told(one.catalog));
    await back.server.catalog.write('putProducts', [mug('C')]);
    await until(() => one.catalog.size === 3);
  });

  it('answer reads without PostgreSQL and refuse writes until it is back', async () => {
    const store = await joinedStore(url);
    await store.server.catalog.write('putProducts', [mug('A')]);
    await postgres.kill();
    await expect(store.server.catalog.write('putProducts', [mug('B')])).rejects.toMatchObject({
      code: 'not_ready',
      options: { retryAfterSeconds: 1 },
    });
    expect([store.catalog.size, store.server.catalog.lagReason]).toEqual([1, null]);
    await until(() => !store.server.catalog.progress.reached);
    await postgres.begin();
    expect(await store.server.catalog.write('putProducts', [mug('B')])).toEqual({ added: 1, changed: 0 });
    await until(() => store.server.catalog.progress.reached);
  });
});
