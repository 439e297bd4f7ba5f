import { z } from 'zod';
import { isoOf, sundayOfWeek } from '../../common/day';
import { mondayOf, weekOf } from '../../common/week';
import { isoDay } from '../../contract/item';
import { MAX_HISTORY_WEEKS, MAX_ITEMS, MAX_TEXT_CHARACTERS } from '../../contract/limits';
import { thinWeek } from '../../contract/saleAnswers';
import { monitoringState } from '../../contract/monitoring';
import type { ForecastService } from '../../contract/service';
import type { Monitor } from '../../monitoring/monitor';
import { nextStep as nextStepSchema } from '../../contract/nextStep';
import { nextStep, type NextStepParts } from './nextStep';
import { endpoint, type Endpoint } from '../exchange/endpoint';
import type { Readiness } from '../watch/readiness';
import type { RecentWork } from '../watch/recentWork';
import { readyEndpoint } from './ready';

const tag = 'State';
const status = z.object({ status: z.string() }).meta({ id: 'Status' });
const encoder = z.object({
  name: z.string(),
  hash: z.string(),
  dimension: z.number().int(),
  pooling: z.enum(['mean', 'cls']),
  max_tokens: z.number().int(),
});
const engine = z
  .object({
    ready: z.boolean(),
    reason: z.string().nullable(),
    encoder: encoder.meta({ description: "The server's own" }),
    encoders: z
      .array(encoder.extend({ models: z.array(z.string()) }))
      .meta({ description: 'Every encoder that runs, with the models that were trained with it' }),
    device: z
      .object({ asked: z.string(), reason: z.string().nullable() })
      .meta({ description: 'The device asked for, and why CUDA or one of its GPUs is not taken' }),
    provider: z.enum(['cpu', 'cuda']).meta({ description: 'Execution provider that really runs' }),
    precision: z.string(),
    packing: z.object({ active: z.boolean(), reason: z.string().nullable() }).meta({
      description: "Whether texts share the encoder's rows, or why they are padded to one length instead",
    }),
    one_graph: z.object({ active: z.boolean(), reason: z.string().nullable() }).meta({
      description:
        "Whether the active model's forecasts are made in the run that encodes their texts, or why not",
    }),
    processes: z.object({
      running: z.number().int(),
      wanted: z.number().int(),
      failing: z.number().int().meta({
        description:
          'Processes that did not start three times in a row and are tried again; the log says why',
      }),
      restarts: z.number().int(),
    }),
    queue: z.object({ texts: z.number().int(), tokens: z.number().int() }),
    cache: z.object({
      enabled: z.boolean(),
      entries: z.number().int(),
      hits: z.number().int(),
      misses: z.number().int(),
    }),
  })
  .meta({ id: 'Engine' });
const info = z
  .object({
    name: z.string(),
    version: z.string(),
    model: z.string().nullable().meta({ description: 'The active one' }),
    models: z.array(z.string()),
    engine,
    monitoring: monitoringState
      .pick({ state: true, sentence: true })
      .meta({ description: 'How good the forecasts were that the active model made; figures in /accuracy' }),
    shop: z
      .object({
        share_known: z
          .number()
          .meta({ description: "Share of the active model's products that the catalog has" }),
        same: z.boolean().meta({ description: 'They are products of one shop' }),
      })
      .nullable()
      .meta({ description: 'Null while the catalog is empty, and for a model of a table' }),
    currency: z.string().nullable().meta({
      description:
        'ISO 4217 code of the currency of the prices, as the latest file says that tells one; null while none does, and for a model of another shop',
    }),
    next: z
      .string()
      .nullable()
      .meta({ description: 'What to do where the active model is not of this shop' }),
    next_step: nextStepSchema.nullable().meta({ description: 'The same, with a code and its facts' }),
    complete_until: isoDay
      .nullable()
      .meta({ description: 'Day up to which the catalog has all sales; null where that is none' }),
    thin_week: thinWeek
      .nullable()
      .meta({ description: 'The last complete week, where sales of it may be missing' }),
    trained_until: isoDay
      .nullable()
      .meta({ description: 'Last day of the sales that the active model has seen' }),
    weeks_between: z.int().nullable().meta({
      description:
        'Complete weeks of the catalog after those; null for a model of another shop, or of later sales than the catalog has',
    }),
    last_minute: z
      .object({
        forecasts: z
          .number()
          .int()
          .meta({ description: 'Runs of a model over a product, those for reasons included' }),
        texts: z
          .number()
          .int()
          .meta({ description: 'Texts encoded; those found in the cache are not among them' }),
      })
      .meta({ description: 'Work done in the last 60 seconds' }),
    limits: z.object({
      items: z.number().int(),
      text_characters: z.number().int(),
      history_weeks: z.number().int(),
      body_bytes: z.number().int(),
      request_timeout_ms: z.number().int(),
      requests_per_minute: z.number().int().nullable(),
    }),
  })
  .meta({ id: 'Info' });

function shownShop(service: ForecastService): z.infer<typeof info>['shop'] {
  const shared = service.sharedProducts();
  return shared && { share_known: shared.share, same: shared.same };
}

/** Until when the sales are known to the catalog and to the active model. */
function knownWeeks({ catalog, service }: HealthParts) {
  const active = service.models().find((model) => model.active);
  const lastWeek = active?.manifest?.data.last_week ?? null;
  const trained = lastWeek === null ? null : weekOf(lastWeek);
  const between = trained === null || catalog.lastWeek === null ? null : catalog.lastWeek - trained;
  const isOther = service.sharedProducts()?.same === false;
  const { thinWeek: thin } = catalog;
  return {
    complete_until: catalog.completeUntil,
    thin_week: thin && { ...thin, week: mondayOf(thin.week) },
    trained_until: trained === null ? null : isoOf(sundayOfWeek(trained)),
    weeks_between: isOther || between === null || between < 0 ? null : between,
  };
}

interface Limits {
  bodyLimit: number;
  requestTimeout: number;
  rateLimit: number;
}

export interface HealthParts extends NextStepParts {
  monitor: Monitor;
  version: string;
  settings: Limits;
}

export function healthEndpoints(parts: HealthParts, readiness: Readiness, recent: RecentWork): Endpoint[] {
  const { service, catalog, monitor, version, settings: limits } = parts;
  return [
    endpoint({
      method: 'get',
      path: '/health/live',
      tag,
      scope: 'open',
      summary: 'The process answers',
      answer: { schema: status },
      handle: () => ({ json: { status: 'live' } }),
    }),
    readyEndpoint(readiness, {
      path: '/health/ready',
      tag,
      summary: 'Requests can be answered: models are loaded, not stopping, inference works',
      schema: status,
      json: { status: 'ready' },
    }),
    endpoint({
      method: 'get',
      path: '/info',
      tag,
      scope: 'read',
      summary: 'Version, models, encoder, execution provider and limits',
      answer: { schema: info },
      handle: () => {
        const models = service.models();
        const next = nextStep(parts);
        return {
          json: {
            name: 'shelfcast',
            version,
            model: models.find((model) => model.active)?.name ?? null,
            models: models.map((model) => model.name),
            engine: service.engine(),
            monitoring: monitor.state,
            shop: shownShop(service),
            currency: service.sharedProducts()?.same === false ? null : catalog.currency,
            next: next?.text ?? null,
            next_step: next,
            ...knownWeeks(parts),
            last_minute: recent.counts,
            limits: {
              items: MAX_ITEMS,
              text_characters: MAX_TEXT_CHARACTERS,
              history_weeks: MAX_HISTORY_WEEKS,
              body_bytes: limits.bodyLimit,
              request_timeout_ms: limits.requestTimeout,
              requests_per_minute: limits.rateLimit || null,
            },
          } satisfies z.infer<typeof info>,
        };
      },
    }),
  ];
}
