import type { Engine } from '../../engine/engine';
import { demandDataset } from '../../training/demand/demandDataset';
import type { DemandOptions } from '../../training/demand/demandOptions';
import { tuningItems } from '../../training/demand/tuningItems';
import { fineTune } from '../../training/encoder/fineTune';
import { embedTexts } from '../../training/encoder/textVectors';
import type { Forecaster } from './forecaster';
import { headForecaster, QUANTILES } from './heads';
import { FINE_TUNED } from '../../contract/modelNames';

/**
 * The text-aware head with an encoder that is tuned at every origin on earlier sales, and always kept, like
 * `--fine-tune on`. `wanted` are all texts used at any origin.
 */
export function fineTunedForecaster(
  engine: Engine,
  wanted: readonly string[],
  given: DemandOptions,
): Forecaster {
  const options = { ...given, quantiles: QUANTILES };
  const forecaster = headForecaster(FINE_TUNED, 'text_aware', options, async (panel, seed) => {
    const { items, held } = tuningItems(panel, options);
    const tuned = await fineTune(engine, items, { mode: 'on', held, seed });
    try {
      const { isWord } = engine.tokenizer;
      const texts = { ...(await embedTexts(tuned.engine, wanted)), isWord };
      return { texts, dataset: await demandDataset(panel, texts, options) };
    } finally {
      await tuned.close();
    }
  });
  return { ...forecaster, onRequest: true, lagDepths: false };
}
