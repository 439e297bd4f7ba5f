import { endpoint, type Endpoint } from '../exchange/endpoint';
import type { Metrics } from '../watch/metrics';

export function metricsEndpoints(metrics: Metrics): Endpoint[] {
  const { registry } = metrics;
  return [
    endpoint({
      method: 'get',
      path: '/metrics',
      tag: 'State',
      scope: 'read',
      summary: 'Metrics for Prometheus',
      answer: { contentType: 'text/plain', description: 'Prometheus text format 0.0.4' },
      handle: async () => ({ text: await registry.metrics(), contentType: registry.contentType }),
    }),
  ];
}
