import { readFile } from 'node:fs/promises';
import { TASKS } from '../../contract/evaluation/task';
import { certain } from '../../common/certain';
import { type PromotionLift, withFamiliarity } from '../../common/promotionLift';
import type { DemandRecord } from '../../contract/record';
import type { ModelDirectory } from '../../engine/modelDirectory';
import type { DemandPanel } from '../../ingest/panel';
import type { TextVectors } from '../../training/encoder/textVectors';
import { panelShop } from '../../training/demand/demandShop';
import { DemandPredictor } from '../../training/demand/fitDemand';
import type { Forecaster } from './forecaster';
import { caseForecasts, recordsOf } from './heads';
import { toldSeason } from '../../shop/neighbours/season';

/** A trained model as a forecaster in a backtest, without fitting. */
export interface ServedModel {
  name: string;
  model: ModelDirectory;
  /** Vectors of every text of the panel. */
  texts: () => Promise<TextVectors>;
  /** Whether it looks up neighbours in the shop as it was at each origin, or in the one it was trained on. */
  isOfShop: boolean;
}

/** The text-aware head of a trained model as it is, with what was known at each origin. It must use neighbours. */
export function servedModel({ name, model, texts: embedded, isOfShop }: ServedModel): Forecaster {
  const { manifest, context, heads } = model;
  const { file } = certain(heads.heads.text_aware, 'text-aware head of a model');
  const snapshot = certain(model.snapshot, 'shop that a model was trained on');
  return {
    name,
    tasks: TASKS,
    seeds: 'none',
    unavailable: () => null,
    fit: async (panel) => {
      const texts = await embedded();
      const shop = isOfShop ? shopAt(panel, texts) : snapshot;
      const head = await readFile(file);
      const open = (lift: PromotionLift | null) =>
        DemandPredictor.open(
          {
            heads: { text_aware: head },
            dataset: { context: { ...context, lift }, shop, season: toldSeason(manifest) },
          },
          'text_aware',
        );
      let predictor = await open(context.lift ?? null);
      const familiar = manifest.plans?.familiar_promotion ?? null;
      if (context.lift && familiar !== null) {
        const past = promotionsIn(panel);
        const { promoSimilarity } = await predictor.predict(past.map(ofNobody), texts);
        predictor = await open(withFamiliarity(context.lift, past, promoSimilarity, familiar));
      }
      return {
        predict: async (cases) => {
          const { records, places } = recordsOf(cases);
          const outputs = await predictor.predict(records, texts);
          return caseForecasts(places, outputs, manifest.horizon, manifest.quantiles);
        },
      };
    },
  };
}

function promotionsIn(panel: DemandPanel): string[] {
  const texts = panel.skus.flatMap((_, sku) =>
    Array.from({ length: panel.weeks }, (_, t) => panel.promoText(sku, t)),
  );
  return [...new Set(texts)].filter((text) => text !== null);
}

function ofNobody(promoText: string): DemandRecord {
  return { sku: null, description: '', promoText, price: null, origin: 0, history: [], extras: {} };
}

function shopAt(panel: DemandPanel, texts: TextVectors) {
  const { dimension } = texts;
  const descriptions = new Float32Array(panel.skus.length * dimension);
  panel.skus.forEach((_, sku) =>
    descriptions.set(texts.vectorOf(panel.descriptionAt(sku, panel.weeks)), sku * dimension),
  );
  return panelShop(panel, descriptions, dimension);
}
