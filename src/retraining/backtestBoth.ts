import { join } from 'node:path';
import { mondayOf } from '../common/week';
import { type Backtest, backtest } from '../evaluation/backtest/backtest';
import { fingerprint } from '../evaluation/backtest/fingerprint';
import { ForecastStore } from '../evaluation/backtest/forecastStore';
import { tfidfAnalogs } from '../evaluation/baselines/analogs';
import { simpleSmoothing } from '../evaluation/baselines/exponentialSmoothing';
import { teunterSyntetosBabai } from '../evaluation/baselines/intermittent';
import { launchLevel } from '../evaluation/baselines/launchLevel';
import { meanOfFourWeeks } from '../evaluation/baselines/naive';
import type { Forecaster } from '../evaluation/methods/forecaster';
import { headForecaster } from '../evaluation/methods/heads';
import type { Found } from '../contract/findings';
import { TEXT_AWARE } from '../contract/modelNames';
import { servedModel } from '../evaluation/methods/servedModel';
import { readEncoderDirectory } from '../engine/encoderDirectory';
import { demandDataset } from '../training/demand/demandDataset';
import { DEMAND_DEFAULTS } from '../training/demand/demandOptions';
import type { TextVectors } from '../training/encoder/textVectors';
import { type Champion, readChampion } from './champion';
import { comparedOrigins } from './origins';
import type { ReadResult, TrainingSession } from './session';

/** The active model among the methods of the backtest. */
export const CHAMPION = 'active model';

const SIMPLE = [launchLevel, meanOfFourWeeks, simpleSmoothing, teunterSyntetosBabai, tfidfAnalogs];
/** Quantiles that are compared. */
const QUANTILES = [0.1, 0.5, 0.9];

/** Forecasts of the last complete weeks. */
export interface BothTested {
  /** Null if there are too few weeks. */
  result: Backtest | null;
  /** Mondays of the weeks from which forecasts were made. */
  origins: string[];
  /** Why the active model is not compared; null if it is. */
  reason: string | null;
  /** The same as codes. */
  reasons: Found[];
  /** Weeks that the active model was trained on and the new one will not be. */
  unseen: number;
}

/** Vectors of all texts for the active model: for one of another shop, in the spelling of that shop. */
function textsFor({ encoder, isOfShop, model }: Champion, session: TrainingSession): Promise<TextVectors> {
  return session.texts(encoder, isOfShop ? null : model.snapshot);
}

/**
 * Forecasts the last complete weeks with a model trained just before them, with the active one, and with simple
 * methods. Finished forecasts are stored in the job's directory and read from there on another call.
 */
export async function backtestBoth(session: TrainingSession): Promise<BothTested> {
  const { horizon, compared, hash, schema, seed } = session.resultOf<ReadResult>('read');
  const panel = await session.panel();
  const champion = await readChampion(session);
  const unseenFrom = 'reason' in champion ? -Infinity : champion.unseenFrom;
  const { origins, reason, reasons } = comparedOrigins(
    { weeks: panel.weeks, unknown: panel.unknownWeeks() },
    { horizon, compared },
    unseenFrom,
  );
  const mondays = origins.map((origin) => mondayOf(panel.firstWeek + origin));
  const unseen = Number.isFinite(unseenFrom) ? Math.max(0, unseenFrom - panel.weeks) : 0;
  if (origins.length === 0) return { result: null, origins: mondays, reason, reasons, unseen };
  const settings = {
    ...{ ...DEMAND_DEFAULTS, horizon, seed, quantiles: QUANTILES },
    ...{ numeric: schema.numeric, categorical: schema.categorical },
  };
  const challenger: Forecaster = {
    ...headForecaster(TEXT_AWARE, 'text_aware', settings, async (known) => {
      const texts = await session.texts();
      return { texts, dataset: await demandDataset(known, texts, settings) };
    }),
    lagDepths: false,
  };
  const tested =
    'reason' in champion
      ? []
      : [servedModel({ ...champion, name: CHAMPION, texts: () => textsFor(champion, session) })];
  const { dtype } = session.settings;
  const key = fingerprint(
    [hash, schema, settings, compared, 'model' in champion ? champion.model.heads.key : null],
    await readEncoderDirectory(await session.encoder(), { dtype, provider: 'cpu' }),
  );
  const result = await backtest(panel, {
    origins,
    horizon: compared,
    seeds: [seed],
    forecasters: [...SIMPLE, ...tested, challenger],
    store: new ForecastStore(join(session.directory, 'fits'), key),
    onProgress: ({ done, of }) => session.onStage('testing both models', done, of),
  });
  const why = 'reason' in champion ? champion : { reason, reasons };
  return { result, origins: mondays, reason: why.reason, reasons: why.reasons, unseen };
}
