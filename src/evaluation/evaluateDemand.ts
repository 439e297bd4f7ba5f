import { join } from 'node:path';
import { messageOf } from '../common/thrown';
import { withoutDepth } from '../common/promotionDepth';
import type { DemandSchema } from '../contract/dataSchema';
import { ShelfcastError } from '../contract/errors';
import type { DemandEvaluation } from '../contract/evaluation/demandEvaluation';
import { mondayOf, weekOf } from '../common/week';
import type { Engine } from '../engine/engine';
import { DEMAND_DEFAULTS, type DemandOptions } from '../training/demand/demandOptions';
import { launchTexts } from '../training/demand/launchTexts';
import { embedTexts } from '../training/encoder/textVectors';
import type { DemandPanel } from '../ingest/panel';
import { type Backtest, backtest, type BacktestProgress, plannedFits } from './backtest/backtest';
import { fingerprint } from './backtest/fingerprint';
import { BASELINES } from './baselines/all';
import { type EmbedTexts, embeddingAnalogs } from './baselines/analogs';
import { pricedAnalogs } from './baselines/pricedAnalogs';
import type { Forecaster } from './methods/forecaster';
import { isSameFit, type PreparedEvaluation } from './backtest/fits';
import { ForecastStore } from './backtest/forecastStore';
import { fineTunedForecaster } from './methods/fineTuned';
import { headForecasters } from './methods/heads';
import { promotionForecasters } from './promotions/forecasters';
import { writeProtocolFiles } from './backtest/protocolFiles';
import { assembleEvaluation } from './assembleDemand';
import { lstm } from './sequence/lstm';
import { sequenceForecaster } from './sequence/sequenceForecaster';
import { transformer } from './sequence/transformer';
import { automaticOrigins } from './tasks/origins';

export interface DemandEvaluationOptions {
  schema: DemandSchema;
  /** Directory of finished forecasts and of forecasts in the protocol's format. */
  out: string;
  /** Null: only the methods that need no encoder. */
  engine: Engine | null;
  horizon: number;
  /** ISO days, the number of latest origins, or null: chosen by the length of the data. */
  origins: readonly string[] | number | null;
  seeds: readonly number[];
  /** Names of the only methods to run; null: all. */
  methods: readonly string[] | null;
  onEmbedding(done: number, total: number): void;
  onProgress(progress: BacktestProgress): void;
}

/**
 * The backtest of a panel: every method at every origin, the comparison, the verdict. Run again with the same data and
 * settings, it resumes from the forecasts already in `out`.
 */
export async function demandEvaluation(
  panel: DemandPanel,
  data: DemandEvaluation['data'],
  options: DemandEvaluationOptions,
): Promise<PreparedEvaluation<DemandEvaluation>> {
  const all = await demandMethods(panel, options);
  const settings = backtestOptions(panel, data.hash, chosen(all, options.methods), options);
  const { origins, store } = settings;
  return {
    fingerprint: store.fingerprint,
    store,
    planned: plannedFits(panel, settings),
    make: async (wanted, store) => {
      await backtest(panel, { ...settings, store, only: (fit) => isSameFit(fit, wanted) });
    },
    evaluate: async () => {
      const result = await backtest(panel, settings);
      if (result.runs.length === 0) {
        const reasons = result.unavailable.map(({ name, reason }) => `${name} ${reason}`);
        throw new ShelfcastError('invalid', `no method can forecast here: ${reasons.join('; ')}`);
      }
      await writeProtocolFiles(options.out, result);
      return assembleEvaluation(result, {
        data,
        panel,
        horizon: options.horizon,
        origins,
        seeds: options.seeds,
        encoder: options.engine?.encoder.name ?? null,
      });
    },
  };
}

/** All methods: the simple ones, and with an encoder the model's heads and their comparisons. */
export async function demandMethods(
  panel: DemandPanel,
  options: Pick<DemandEvaluationOptions, 'engine' | 'origins' | 'horizon' | 'schema' | 'onEmbedding'>,
): Promise<Forecaster[]> {
  const { engine, onEmbedding } = options;
  if (!engine) return [...BASELINES];
  const origins = originsOf(panel, options);
  return [...BASELINES, ...(await textForecasters(panel, engine, origins, settingsOf(options), onEmbedding))];
}

/** The forecasts of some methods at every origin, with what was sold. `hash` is that of the data. */
export async function backtestDemand(
  panel: DemandPanel,
  hash: string,
  forecasters: readonly Forecaster[],
  options: Omit<DemandEvaluationOptions, 'methods' | 'onEmbedding'>,
): Promise<{ result: Backtest; origins: readonly number[] }> {
  const settings = backtestOptions(panel, hash, forecasters, options);
  return { result: await backtest(panel, settings), origins: settings.origins };
}

function backtestOptions(
  panel: DemandPanel,
  hash: string,
  forecasters: readonly Forecaster[],
  options: Omit<DemandEvaluationOptions, 'methods' | 'onEmbedding'>,
) {
  const { engine, horizon, seeds, schema, onProgress } = options;
  const origins = originsOf(panel, options);
  const dependsOn = [hash, schema, panel.weeks, origins, settingsOf(options)];
  const store = new ForecastStore(join(options.out, 'fits'), fingerprint(dependsOn, engine?.encoder ?? null));
  return { origins, horizon, forecasters, seeds, store, onProgress };
}

function settingsOf({ horizon, schema }: Pick<DemandEvaluationOptions, 'horizon' | 'schema'>): DemandOptions {
  return { ...DEMAND_DEFAULTS, horizon, numeric: schema.numeric, categorical: schema.categorical };
}

async function textForecasters(
  panel: DemandPanel,
  engine: Engine,
  origins: readonly number[],
  settings: DemandOptions,
  onEmbedding: (done: number, total: number) => void,
): Promise<Forecaster[]> {
  const descriptions = new Set<string>();
  const promotions = new Set<string>();
  for (const origin of [...origins, panel.weeks]) {
    panel.skus.forEach((_, sku) => descriptions.add(panel.descriptionAt(sku, origin)));
  }
  const { isWord } = engine.tokenizer;
  const read = origins.flatMap((origin) => launchTexts(panel, origin, isWord));
  panel.skus.forEach((_, sku) => {
    for (let t = 0; t < panel.weeks; t++) {
      const text = panel.promoText(sku, t);
      if (text !== null) promotions.add(withoutDepth(text));
    }
  });
  const texts = ['', ...promotions, ...descriptions, ...read];
  const vectors = { ...(await embedTexts(engine, texts, onEmbedding)), isWord };
  const embed: EmbedTexts = (wanted) => Promise.resolve(wanted.map((text) => vectors.vectorOf(text)));
  return [
    embeddingAnalogs(embed),
    pricedAnalogs(embed),
    ...[lstm, transformer].map((network) => sequenceForecaster(network, vectors)),
    ...headForecasters(vectors, [...descriptions], settings),
    fineTunedForecaster(engine, texts, settings),
    ...(promotions.size > 0 ? promotionForecasters(vectors, promotions, settings) : []),
  ];
}

function chosen(
  forecasters: readonly Forecaster[],
  methods: readonly string[] | null,
): readonly Forecaster[] {
  if (!methods) return forecasters.filter(({ onRequest }) => !onRequest);
  const names = forecasters.map(({ name }) => name);
  const unknown = methods.find((name) => !names.includes(name));
  if (unknown === undefined) return forecasters.filter(({ name }) => methods.includes(name));
  throw new ShelfcastError('invalid', `there is no method '${unknown}'; there are: ${names.join(', ')}`);
}

function originsOf(
  panel: DemandPanel,
  { origins, horizon }: Pick<DemandEvaluationOptions, 'origins' | 'horizon'>,
): number[] {
  if (origins === null || typeof origins === 'number') {
    try {
      return automaticOrigins(panel.weeks, horizon, origins ?? undefined, panel.unknownWeeks());
    } catch (error) {
      throw new ShelfcastError('invalid', messageOf(error), { cause: error });
    }
  }
  return origins
    .map((day) => {
      const origin = weekOf(day) - panel.firstWeek;
      if (origin >= 2 * horizon && origin + horizon <= panel.weeks) return origin;
      throw new ShelfcastError(
        'invalid',
        `no forecast can be tested on ${day}: the data runs from ${mondayOf(panel.firstWeek)} to ` +
          `${mondayOf(panel.firstWeek + panel.weeks - 1)}, of which ${2 * horizon} weeks must lie before it and ` +
          `${horizon} from it on`,
      );
    })
    .sort((a, b) => a - b);
}
