import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { once } from 'node:events';
import { dayOf, isoOf } from '../../src/common/day';
import { Catalog } from '../../src/registry/catalog';
import { openDatabase } from '../../src/registry/database/database';
import { REGISTRY } from '../../src/registry/database/migrations';
import { NO_TEXT, NO_TIME } from '../../src/registry/entries/saleEntries';
import { writeSales } from '../../src/registry/salesWriter';
import { told } from '../registry/live/support';
import { startBuiltServer, type BuiltServer } from '../support/builtServer';
import { type CatalogPlace, STORES, Stores } from '../support/stores';
import { tinyModels } from '../support/tinyModels';
import { until } from '../support/until';

/** SERVER_KILLS=20 for the long run. */
const KILLS = Number(process.env.SERVER_KILLS ?? 2);
const CLIENTS = 4;
const FIRST = dayOf('2026-01-05');

let models: string;
let encoder: string;
beforeAll(async () => {
  ({ encoder, models } = await tinyModels('tiny'));
});

const servers: BuiltServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
});

async function serve(place: CatalogPlace, number = 0): Promise<BuiltServer> {
  const server = await startBuiltServer({
    SHELFCAST_ENCODER: encoder,
    SHELFCAST_MODELS: models,
    ...place.environment(number),
    SHELFCAST_DEVICE: 'cpu',
  });
  servers.push(server);
  return server;
}

async function send(server: BuiltServer, method: string, path: string, body?: unknown) {
  const response = await fetch(server.url + path, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const answer = (await response.json()) as Record<string, never>;
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${JSON.stringify(answer)}`);
  return answer;
}

const forecast = async (server: BuiltServer, item: object) =>
  (await send(server, 'POST', '/embed-and-predict', { items: [item] })).items[0] as {
    lag_depth: number;
    cold_start: boolean;
    total: { mean: number };
  };

describe.each(STORES)('on %s an accepted sale', (name) => {
  const stores = new Stores(name);
  beforeAll(() => stores.start());
  afterAll(() => stores.stop());

  it('changes the next forecast, here and on another server of the same catalog', async () => {
    const place = await stores.place();
    const [one, other] = [await serve(place, 0), await serve(place, 1)];
    const mug = { sku: 'MUG', description: 'red mug' };
    await send(one, 'PUT', '/products', { products: [{ ...mug, price: 4 }] });
    const sale = (id: string, date: string, units: number) => ({ id, sku: 'mug', date, units });
    await send(one, 'POST', '/sales', { sales: [sale('1', '2026-01-05', 3), sale('2', '2026-01-13', 5)] });
    expect(await forecast(one, { ...mug, date: '2026-01-19' })).toMatchObject({ lag_depth: 0 });
    await send(one, 'POST', '/sales/complete', { until: '2026-01-18' });
    const before = await forecast(one, mug);
    expect(before).toMatchObject({ lag_depth: 2, cold_start: false });
    // What one server acknowledged, another that shares its catalog has a moment later.
    await until(async () => (await forecast(other, mug)).lag_depth === 2);
    // One server alone records forecasts of a closed week, and has the text in memory since.
    expect(await forecast(other, mug)).toEqual({ ...before, cached: expect.any(Boolean) });
    await send(other, 'POST', '/sales', { sales: [sale('3', '2026-01-14', 40)] });
    const after = await forecast(other, mug);
    expect(after.total.mean).not.toBe(before.total.mean);
    await until(async () => (await forecast(one, mug)).total.mean === after.total.mean);
    expect(await forecast(one, mug)).toEqual(after);
  });
});

describe('a deleted product', () => {
  it('leaves none of its texts and sales in any file', async () => {
    const place = await new Stores('SQLite').place();
    const server = await serve(place);
    const secret = (n: number) => `Qwzx${n} lantern with vbnm${n} pattern`;
    const products = Array.from({ length: 60 }, (_, n) => ({ sku: `JKHG${n}X`, description: secret(n) }));
    await send(server, 'PUT', '/products', { products });
    const units = (n: number) => 70_000.125 + n;
    for (let week = 0; week < 6; week++) {
      const day = isoOf(FIRST + 7 * week);
      await send(server, 'PUT', '/sales/weeks', {
        weeks: products.slice(30).map(({ sku }, n) => ({
          ...{ sku, week: day, units: units(30 + n), promo_text: `Plmo${30 + n} offer` },
        })),
      });
      await send(server, 'POST', '/sales', {
        sales: products
          .slice(0, 30)
          .map(({ sku }, n) => ({ id: `${sku} ${day}`, sku, date: day, units: units(n) })),
      });
      // Texts grow, so that pages are parted and copied.
      const longer = products.map(({ sku, description }) => ({
        sku,
        description: description + '.'.repeat(40 * week),
      }));
      await send(server, 'PUT', '/products', { products: longer });
    }
    await send(server, 'PUT', '/launches', {
      launches: [{ sku: 'JKHG7X', description: secret(7), date: '2026-03-02' }],
    });
    await send(server, 'POST', '/sales/complete', { until: isoOf(FIRST + 7 * 5) });
    for (const { sku, description } of products)
      await forecast(server, { sku, description, promo_text: 'Plmo31 offer' });
    const bytesOf = (value: number) => {
      const bytes = [Buffer.alloc(8), Buffer.alloc(8), Buffer.alloc(4)];
      bytes[0].writeDoubleLE(value);
      bytes[1].writeDoubleBE(value);
      bytes[2].writeFloatLE(value);
      return bytes;
    };
    const traces = (n: number) =>
      [
        `Qwzx${n} `,
        `qwzx${n} `,
        `vbnm${n} `,
        `JKHG${n}X`,
        `jkhg${n}x`,
        `Plmo${n} `,
        ...bytesOf(units(n)),
      ].filter((trace) => filesOf(place.directory).some((file) => contentOf(file).includes(trace)));
    expect(traces(7)).toEqual(expect.arrayContaining(['Qwzx7 ', 'JKHG7X']));
    expect(traces(31)).toEqual(expect.arrayContaining(['Plmo31 ', bytesOf(units(31))[0]]));
    for (const n of [7, 31]) await send(server, 'DELETE', `/products/JKHG${n}X`);
    await until(() => traces(7).length + traces(31).length === 0);
    expect([traces(8).length > 0, traces(32).length > 0]).toEqual([true, true]);
    expect(await forecast(server, { sku: 'JKHG7X', description: 'red mug' })).toMatchObject({ lag_depth: 0 });
  });
});

/** Nothing, where the file has gone since it was listed. */
function contentOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  }
}

function filesOf(directory: string): string[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .map((name) => join(directory, name))
    .filter((file) => existsSync(file) && statSync(file).isFile());
}

describe.each(STORES)('on %s a server that is killed', (name) => {
  const stores = new Stores(name);
  beforeAll(() => stores.start());
  afterAll(() => stores.stop());

  it(`${KILLS} times under load loses no sale and counts none twice, while clients send again what was not answered`, async () => {
    const place = await stores.place();
    const sent: Sale[] = [];
    const unanswered: Sale[][] = [];
    for (let round = 0; round < KILLS; round++) {
      const server = await serve(place, round % 2);
      let answered = 0;
      const load = Array.from({ length: CLIENTS }, async (_, client) => {
        for (let batch = 0; ; batch++) {
          const sales = unanswered.pop() ?? newSales(sent, `${round} ${client} ${batch}`);
          try {
            const { accepted, repeated } = await put(server, sales, client);
            expect(accepted + repeated).toBe(sales.length);
            answered++;
          } catch (error) {
            if (server.child.exitCode === null && server.child.signalCode === null && !server.child.killed)
              throw error;
            unanswered.push(sales);
            return;
          }
        }
      });
      await until(() => answered > 5 * CLIENTS);
      server.child.kill('SIGKILL');
      await Promise.all([once(server.child, 'close'), ...load]);
      servers.pop();
    }
    const server = await serve(place, 0);
    for (const sales of unanswered) await put(server, sales, 0);
    const last = Math.max(...sent.map(({ date }) => dayOf(date)));
    await send(server, 'POST', '/sales/complete', { until: isoOf(last) });
    const catalog = new Catalog(openDatabase(place.file(0), REGISTRY));
    expect(told(catalog)).toEqual(told(filed(sent, last)));
  });
});

interface Sale {
  id: string;
  sku: string;
  date: string;
  units: number;
}

function newSales(sent: Sale[], name: string): Sale[] {
  const sales = Array.from({ length: 25 }, (_, n) => ({
    ...{ id: `${name} ${n}`, sku: `P${(7 * n + sent.length) % 40}` },
    ...{ date: isoOf(FIRST + ((sent.length + 3 * n) % 60)), units: (n % 7) - 1 },
  }));
  sent.push(...sales);
  return sales;
}

/** As JSON or as NDJSON, again while the server says to. Rejects where not all of it was answered. */
async function put(server: BuiltServer, sales: Sale[], client: number) {
  const asLines = client % 2 === 1;
  for (;;) {
    const response = await fetch(`${server.url}/sales`, {
      method: 'POST',
      headers: { 'content-type': asLines ? 'application/x-ndjson' : 'application/json' },
      body: asLines ? sales.map((sale) => JSON.stringify(sale)).join('\n') : JSON.stringify({ sales }),
    });
    const answers = (await response.text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { accepted: number; repeated: number; status?: number });
    // PostgreSQL on a busy machine may not answer in time.
    if (answers.some(({ status }) => status === 503)) continue;
    const sum = (field: 'accepted' | 'repeated') =>
      answers.reduce((total, answer) => total + answer[field], 0);
    if (sum('accepted') + sum('repeated') !== sales.length) throw new Error(JSON.stringify(answers));
    return { accepted: sum('accepted'), repeated: sum('repeated') };
  }
}

/** The sales as a file of them gives them. */
function filed(sales: readonly Sale[], last: number): Catalog {
  const database = openDatabase(':memory:', REGISTRY);
  const skus = [...new Set(sales.map(({ sku }) => sku))];
  const spans = [{ first: Math.min(...sales.map(({ date }) => dayOf(date))), last }];
  writeSales(
    database,
    { hash: 'file', name: 'file', synthetic: false, spans, covers: 'all' },
    skus.map((sku) => ({
      sku,
      entries: sales
        .filter((sale) => sale.sku === sku)
        .map(({ date, units }) => ({ day: dayOf(date), second: NO_TIME, units, price: NaN, text: NO_TEXT })),
    })),
  );
  return new Catalog(database);
}
