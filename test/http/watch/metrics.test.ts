import parsePrometheus from 'parse-prometheus-text-format';
import type { ServingObserver } from '../../../src/contract/observer';
import { startTinyService, type TinyService } from '../../support/serving';
import { Metrics } from '../../../src/http/watch/metrics';
import { startApp, stopApps, type RunningApp } from '../support/startApp';

interface Family {
  name: string;
  help: string;
  type: string;
  metrics: {
    value?: string;
    labels?: Record<string, string>;
    buckets?: Record<string, string>;
    count?: string;
  }[];
}

let tiny: TinyService;
let app: RunningApp;
beforeAll(async () => {
  const metrics = new Metrics();
  tiny = await startTinyService({ observer: asPlainObject(metrics) });
  app = await startApp({}, { service: tiny.service, metrics });
  for (let n = 0; n < 3; n++) await app.post('/embed', { texts: ['red mug', 'blue mug'] });
  await app.post('/embed-and-predict', { items: [{ description: 'red mug' }] });
  await app.post('/embed', {});
  await fetch(`${app.url}/not/there`);
});
afterAll(async () => {
  await stopApps();
  await tiny.service.close();
});

async function scrape(): Promise<{ text: string; families: Map<string, Family> }> {
  const response = await fetch(`${app.url}/metrics`);
  expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  const text = await response.text();
  const families = parsePrometheus(text) as Family[];
  return { text, families: new Map(families.map((family) => [family.name, family])) };
}

describe('/metrics', () => {
  it('parses, each family once, with help and type before its samples', async () => {
    const { text, families } = await scrape();
    expect(families.size).toBeGreaterThan(20);
    for (const { name, help, type } of families.values()) {
      expect(name).toMatch(/^shelfcast_[a-z0-9_]+$/);
      expect(help).not.toBe('');
      expect(['COUNTER', 'GAUGE', 'HISTOGRAM']).toContain(type);
      if (type === 'COUNTER') expect(name).toMatch(/_total$/);
      expect(text.match(new RegExp(`^# TYPE ${name} `, 'gm'))).toHaveLength(1);
    }
    const sample = /^[a-z_][a-z0-9_]*(\{([a-z_]+="([^"\\\n]|\\.)*",?)*\})? (-?[\d.e+-]+|NaN|\+Inf|-Inf)$/;
    const lines = text.split('\n').filter((line) => line && !line.startsWith('# '));
    expect(lines.filter((line) => !sample.test(line))).toEqual([]);
    expect(new Set(lines.map((line) => line.slice(0, line.lastIndexOf(' ')))).size).toBe(lines.length);
    expect(text.endsWith('\n')).toBe(true);
  });

  it('has the same buckets for every stage, cumulative up to the count', async () => {
    const { text, families } = await scrape();
    const ends = [...text.matchAll(/^(\w+)_bucket\{le="\+Inf",?(.*)\} (\d+)$/gm)];
    expect(ends.length).toBeGreaterThan(5);
    for (const [, name, labels, count] of ends) {
      expect(text).toContain(`\n${name}_count${labels && `{${labels}}`} ${count}\n`);
    }
    const stages = ['request', 'tokenization', 'queue', 'inference', 'head'].map((stage) =>
      families.get(`shelfcast_${stage}_duration_seconds`)!,
    );
    const limit = (bound: string) => (bound === '+Inf' ? Infinity : Number(bound));
    const byBound = (buckets: Record<string, string>) =>
      Object.entries(buckets).sort(([a], [b]) => limit(a) - limit(b));
    const bounds = byBound(stages[0].metrics[0].buckets!).map(([bound]) => bound);
    for (const { metrics } of stages) {
      for (const { buckets } of metrics) {
        expect(byBound(buckets!).map(([bound]) => bound)).toEqual(bounds);
        const counts = byBound(buckets!).map(([, inBucket]) => Number(inBucket));
        expect(counts).toEqual(counts.toSorted((a, b) => a - b));
      }
    }
  });

  it('counts what happened', async () => {
    const { families } = await scrape();
    const value = (name: string, labels: Record<string, string> = {}) =>
      Number(
        families
          .get(`shelfcast_${name}`)!
          .metrics.find((metric) =>
            Object.entries(labels).every(([label, is]) => metric.labels?.[label] === is),
          )!.value,
      );
    expect(value('requests_total', { route: '/embed', status: '200' })).toBe(3);
    expect(value('requests_total', { route: '/embed', status: '422' })).toBe(1);
    expect(value('requests_total', { route: 'unmatched', status: '404' })).toBe(1);
    expect(value('forecast_rows_total')).toBe(1);
    expect(value('tokens_total')).toBeGreaterThan(0);
    expect(value('padded_tokens_total')).toBeGreaterThanOrEqual(value('tokens_total'));
    expect(value('queue_texts')).toBe(0);
    expect(value('inference_processes')).toBe(1);
    expect(value('model_info', { model: 'tiny', state: 'serving' })).toBe(1);
    expect(value('engine_info', { provider: 'cpu' })).toBe(1);
    expect(Number(families.get('shelfcast_batch_texts')!.metrics[0].count)).toBeGreaterThan(0);
    expect(families.has('shelfcast_nodejs_eventloop_lag_p99_seconds')).toBe(true);
  });
});

test('/info tells the work of the last minute', async () => {
  const info = (await (await fetch(`${app.url}/info`)).json()) as { last_minute: { texts: number } };
  const { last_minute: work } = info;
  expect(work).toEqual({ forecasts: 1, texts: expect.any(Number) });
  expect(work.texts).toBeGreaterThanOrEqual(2);
});

/** The tests' service copies its observer's own fields. */
function asPlainObject(metrics: Metrics): ServingObserver {
  return {
    tokenized: (...report) => metrics.tokenized(report[0]),
    queued: (...report) => metrics.queued(...report),
    encoded: (...report) => metrics.encoded(...report),
    predicted: (...report) => metrics.predicted(...report),
    forecasted: (...report) => metrics.forecasted(...report),
    cacheLookedUp: (...report) => metrics.cacheLookedUp(...report),
    processRestarted: () => metrics.processRestarted(),
  };
}
