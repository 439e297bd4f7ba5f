import { ShelfcastError } from '../../../src/contract/errors';
import type { ItemForecast, Timings } from '../../../src/contract/forecastAnswers';
import type { AnalogEntry } from '../../../src/contract/head';
import type { Item } from '../../../src/contract/item';
import type { AssortmentRequest, Order, OrderItem, OrdersRequest } from '../../../src/contract/orders';
import type { Manifest } from '../../../src/contract/manifest';
import type { Call, ForecastService, ModelState } from '../../../src/contract/service';

const DIMENSION = 4;
const timings: Timings = { tokenization: 0.1, queue: 0.2, inference: 0.3, total: 0.6 };

/**
 * A service that answers from the texts' lengths, for what HTTP does around a service. `hold` makes its calls wait;
 * what it saw is in `calls`.
 */
export class FakeService implements ForecastService {
  readonly calls: Call[] = [];
  ready = true;
  probeSucceeds = true;
  closed = false;
  /** Awaited by each call before it answers. */
  hold: ((call: Call) => Promise<unknown>) | null = null;
  /** Thrown by the next calls, one each. */
  failures: unknown[] = [];
  itemsSeen = 0;
  readonly forgotten: string[] = [];

  async embedAndPredict(request: { items: Item[]; model?: string }, call: Call) {
    await this.enter(call);
    this.known(request.model);
    this.itemsSeen += request.items.length;
    for (const [i, item] of request.items.entries()) {
      if (item.description === 'refused by the service') {
        throw new ShelfcastError('invalid', 'no', {
          issues: [{ path: `items[${i}].description`, message: 'no' }],
        });
      }
    }
    return { model: 'demo-shop', items: request.items.map(forecastOf), timings };
  }

  async forecastToKeep(items: Item[], call: Call) {
    const { model, items: forecasts } = await this.embedAndPredict({ items }, call);
    return { model, manifest, items: forecasts };
  }

  predict = this.embedAndPredict.bind(this);
  compare = this.embedAndPredict.bind(this);

  async whatif(request: { item: Item; variants: unknown[] }, call: Call) {
    await this.enter(call);
    const base = forecastOf(request.item);
    return {
      model: 'demo-shop',
      base,
      variants: request.variants.map(() => ({ ...base, difference: 0 })),
      timings,
    };
  }

  async followed() {}

  async forget({ texts }: { texts: readonly string[] }) {
    this.forgotten.push(...texts);
    return ['demo-shop'];
  }

  async orders({ items }: OrdersRequest, call: Call) {
    await this.enter(call);
    return { model: 'demo-shop', items: items.map(orderOf), timings };
  }

  async assortment({ items = [] }: AssortmentRequest, call: Call) {
    await this.enter(call);
    const total = { p10: 1, p50: 2, p90: 3, mean: 2 };
    const sums = { products: items.length, total, revenue: null, priced: 0 };
    return { model: 'demo-shop', ...sums, span: 1, weeks: [], sentence: 'They sell.', timings };
  }

  async similar(_request: unknown, call: Call) {
    await this.enter(call);
    return { model: 'demo-shop', analogs: [], warnings: [], timings };
  }

  async embed({ texts }: { texts: string[] }, call: Call) {
    await this.enter(call);
    return {
      embeddings: texts.map((text) => Float32Array.of(text.length, 0.5, -0.25, 1)),
      tokens: texts.map((text) => text.split(' ').length),
      truncated: texts.map(() => false),
      cached: texts.map(() => false),
      timings,
    };
  }

  async infer(request: { description: string[]; features: Float32Array }, call: Call) {
    await this.enter(call);
    const rows = request.description.length;
    const width = request.features.length / rows;
    const sums = Array.from({ length: rows }, (_, row) =>
      request.features
        .subarray(row * width, (row + 1) * width)
        .reduce((sum, value) => sum + (Number.isNaN(value) ? 0 : value), 0),
    );
    return {
      model: 'demo-shop',
      quantiles: Float32Array.from(sums.flatMap((sum) => Array.from({ length: 15 }, () => sum))),
      readAs: request.description.flatMap((text, row) =>
        text === 'a lantren' ? [{ row, word: 'lantren', read: 'lantern' }] : [],
      ),
      mean: Float32Array.from(sums.flatMap((sum) => Array.from({ length: 5 }, () => sum))),
      timings,
    };
  }

  sharedProducts(): null {
    return null;
  }

  exampleProduct(): AnalogEntry | null {
    return null;
  }

  productsOf(): null {
    return null;
  }

  models(): ModelState[] {
    return [
      { name: 'demo-shop', active: true, state: 'serving', reason: null, manifest },
      { name: 'online-retail', active: false, state: 'refused', reason: 'a hash differs', manifest: null },
    ];
  }

  async activate(name: string) {
    this.next();
    return { ...this.models().find((model) => model.name === name)!, active: true };
  }

  async reload(name: string) {
    return this.activate(name);
  }

  unloadForgotten() {}

  engine() {
    const encoder = {
      name: 'tiny',
      hash: 'a'.repeat(64),
      dimension: DIMENSION,
      pooling: 'mean' as const,
      max_tokens: 128,
    };
    return {
      ready: this.ready,
      reason: this.ready ? null : 'The encoder is loading.',
      processes: { running: 2, wanted: 2, failing: 0, restarts: 0 },
      provider: 'cpu' as const,
      device: { asked: 'auto', reason: null },
      precision: 'int8',
      packing: { active: true, reason: null },
      one_graph: { active: false, reason: 'it is off here; --one-graph on switches it on' },
      encoder,
      encoders: [{ ...encoder, models: this.models().map(({ name }) => name) }],
      queue: { texts: 0, tokens: 0 },
      cache: { enabled: true, entries: 0, hits: 0, misses: 0 },
    };
  }

  checkServing(forecast: { model?: string } | null) {
    if (!this.ready) throw new ShelfcastError('not_ready', 'no process runs', { retryAfterSeconds: 5 });
    if (forecast) this.known(forecast.model);
  }

  async probe() {
    return this.probeSucceeds;
  }

  async close() {
    this.closed = true;
  }

  private async enter(call: Call): Promise<void> {
    this.calls.push(call);
    this.next();
    await this.hold?.(call);
  }

  private next(): void {
    const failure = this.failures.shift();
    if (failure !== undefined) throw failure;
  }

  private known(model: string | undefined): void {
    if (model !== undefined && model !== 'demo-shop')
      throw new ShelfcastError('unknown_model', `no ${model}`);
  }
}

function orderOf({ sku, lead_weeks, review_weeks }: OrderItem): Order {
  return {
    sku: sku ?? null,
    cold_start: true,
    warnings: [],
    weeks: { first: '2026-03-02', last: '2026-03-09', count: lead_weeks + review_weeks },
    demand: { p10: 1, p50: 2, p90: 3, mean: 2 },
    basis: 'default',
    service_asked: 0.95,
    quantity: 3,
    stock: 3,
    service: 0.96,
    expected: { sold: 2, short: 0, left: 1, revenue: null, margin: null },
    distribution: [{ units: 3, at_most: 0.96 }],
    sentence: 'Order 3.',
  };
}

function forecastOf(item: Item): ItemForecast {
  const units = item.description.length;
  const range = { p10: units / 2, p50: units, p90: units * 2, mean: units };
  return {
    sku: item.sku ?? null,
    cold_start: true,
    lag_depth: 0,
    tokens: item.description.split(' ').length,
    truncated: false,
    cached: false,
    warnings: [],
    forecast: [{ ...range, week: '2026-01-05' } as never],
    total: range,
  };
}

const manifest = {
  format: 1,
  name: 'demo-shop',
  title: 'Demo shop',
  created: '2026-01-01T00:00:00Z',
  horizon: 4,
  quantiles: [0.1, 0.5, 0.9],
  features: { names: ['price', 'lag_1', 'lag_2'], hash: 'b'.repeat(64), categories: {}, ranges: {} },
  golden: [{ record: 'not shown' }],
  files: {},
  data: { last_week: null },
} as unknown as Manifest;
