import type { z } from 'zod';
import { ShelfcastError } from '../../contract/errors';
import {
  accuracyAnswer,
  accuracyQuery,
  driftAnswer,
  launchesRequest,
  launchesResponse,
  plannedResponse,
  productAccuracy,
} from '../../contract/monitoring';
import { MAX_LAUNCHES } from '../../contract/limits';
import { skuKey } from '../../common/sku';
import type { Monitor } from '../../monitoring/monitor';
import type { LaunchStore } from '../../registry/launches';
import type { CatalogWriter } from '../../registry/writer/storeWriter';
import { endpoint, type Endpoint } from '../exchange/endpoint';

const tag = 'Monitoring';

export interface MonitoringParts {
  monitor: Monitor;
  launches: LaunchStore;
  writer: CatalogWriter;
}

export function monitoringEndpoints({ monitor, launches, writer }: MonitoringParts): Endpoint[] {
  const shown = () => ({ launches: launches.all() });
  return [
    endpoint({
      method: 'get',
      path: '/launches',
      scope: 'read',
      tag,
      summary: 'Launches that are planned',
      answer: { schema: launchesResponse },
      handle: () => ({ json: shown() }),
    }),
    endpoint({
      method: 'put',
      path: '/launches',
      scope: 'write',
      tag,
      summary: 'Plan launches, in place of all that were planned',
      description:
        'Each closing of a week records forecasts of the launches that lie within the horizon, until the product sells. ' +
        'Launches of weeks that have closed, or of products that sell already, are named in `ignored` and left out.',
      body: launchesRequest,
      countLimits: [{ field: 'launches', most: MAX_LAUNCHES }],
      answer: { schema: plannedResponse },
      handle: async ({ body }) => {
        const ignored = await plan(body.launches, monitor, writer);
        return { json: { ...shown(), ignored } };
      },
    }),
    endpoint({
      method: 'get',
      path: '/accuracy',
      scope: 'read',
      tag,
      summary:
        'How good the forecasts of the last closed weeks were, beside a simple method and the backtest',
      query: accuracyQuery,
      answer: { schema: accuracyAnswer },
      handle: async ({ query }) => ({ json: await monitor.accuracy(query.weeks) }),
    }),
    endpoint({
      method: 'get',
      path: '/accuracy/{sku}',
      scope: 'read',
      tag,
      summary: 'What was forecast for one product, and what it sold',
      answer: { schema: productAccuracy },
      errors: ['not_found'],
      handle: ({ params }) => {
        const found = monitor.productAccuracy(skuKey(params.sku));
        if (found) return { json: found };
        throw new ShelfcastError(
          'not_found',
          'The catalog has no product of this code, and nothing was forecast of it.',
        );
      },
    }),
    endpoint({
      method: 'get',
      path: '/drift',
      scope: 'read',
      tag,
      summary: 'How unlike those of training the items of the last weeks were',
      query: accuracyQuery,
      answer: { schema: driftAnswer },
      handle: async ({ query }) => ({ json: await monitor.drift(query.weeks) }),
    }),
  ];
}

/** Stores the launches that can be planned; returns why the others are ignored. */
async function plan(
  launches: z.infer<typeof launchesRequest>['launches'],
  monitor: Monitor,
  writer: CatalogWriter,
): Promise<z.infer<typeof plannedResponse>['ignored']> {
  const why = launches.map((launch) => monitor.whyIgnored(launch));
  await writer.write(
    'putLaunches',
    launches.filter((_, at) => why[at] === null),
  );
  return why.flatMap((found, at) =>
    found ? [{ path: `launches[${at}].${found.path}`, message: found.message }] : [],
  );
}
