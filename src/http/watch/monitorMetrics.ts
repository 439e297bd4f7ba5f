import { Gauge, type Registry } from 'prom-client';
import { STATES, type AccuracyAnswer } from '../../contract/monitoring';
import type { Monitor } from '../../monitoring/monitor';

const PREFIX = 'shelfcast_';
const DRIFTS = [
  'unfamiliar_text',
  'price_out_of_range',
  'history_out_of_range',
  'cold_start',
  'new_products',
] as const;

type Point = [labels: Record<string, string>, value: number | null];

/** Gauges of forecast accuracy and of drift, read on each scrape. */
export function watchMonitor(registry: Registry, monitor: Monitor): void {
  const gauge = (
    name: string,
    help: string,
    labelNames: string[],
    read: () => Point[] | Promise<Point[]>,
  ) => {
    const made: Gauge = new Gauge({
      name: PREFIX + name,
      help,
      labelNames,
      registers: [registry],
      async collect() {
        const points = await read();
        made.reset();
        for (const [labels, value] of points) if (value !== null) made.set(labels, value);
      },
    });
  };
  const figures = (figure: 'wape' | 'bias' | 'coverage') => () =>
    periodsOf(monitor.current).flatMap(({ period, group: { task, model, simple } }): Point[] => [
      [{ period, task, method: 'model' }, model[figure]],
      [{ period, task, method: 'simple' }, simple[figure]],
    ]);
  const labels = ['period', 'task', 'method'];
  gauge('accuracy_wape', 'Absolute error of forecasts over units sold', labels, figures('wape'));
  gauge('accuracy_bias', 'Error of forecasts with its sign over units sold', labels, figures('bias'));
  gauge('accuracy_coverage', 'Share of weeks sold within p10 to p90', labels, figures('coverage'));
  gauge(
    'accuracy_expected_wape',
    'The same error in weeks that the model had not seen',
    ['task', 'bound'],
    () =>
      (monitor.current?.expected ?? []).flatMap(({ task, wape, low, high }): Point[] => [
        [{ task, bound: 'mean' }, wape],
        [{ task, bound: 'low' }, low],
        [{ task, bound: 'high' }, high],
      ]),
  );
  gauge('monitoring_state', '1 for the state of the forecasts, 0 for others', ['state'], () =>
    STATES.map((state): Point => [{ state }, state === monitor.state.state ? 1 : 0]),
  );
  gauge(
    'drift_share',
    'Share of items unlike those of training, in the latest week of their source',
    ['source', 'kind'],
    async () => {
      const { training, weeks } = await monitor.drift(1);
      const sources = [...weeks, ...(training ? [{ ...training, source: 'training' }] : [])];
      return sources.flatMap(({ source, ...shares }) =>
        DRIFTS.map((kind): Point => [{ source, kind }, shares[kind]]),
      );
    },
  );
}

function periodsOf(answer: AccuracyAnswer | null) {
  const weeks = answer?.weeks.filter(({ week }) => week === answer.last_week) ?? [];
  return [
    ...(answer?.groups ?? []).map((group) => ({ period: 'quarter', group })),
    ...weeks.map((group) => ({ period: 'week', group })),
  ];
}
