import type { DemandPanel } from '../../ingest/panel';
import { type Task, TASKS } from '../../contract/evaluation/task';
import type { Case, CaseForecast, Forecaster } from '../methods/forecaster';
import { mean, present } from '../../common/statistics';
import { wordTerms } from '../../shop/words/terms';
import { TextIndex } from '../../shop/words/textIndex';
import { DenseBank } from './neighbours';
import { repeat } from './perSeries';

/** Number of analogs for each forecast, and of weeks of their sales that give the level. */
const ANALOGS = 10;
const LEVEL_WEEKS = 8;

/** Unit vectors of texts, one a text, in order. */
export type EmbedTexts = (texts: readonly string[]) => Promise<Float32Array[]>;

/** For each query text the rows of its nearest texts in the bank, without the row given for it (-1: none). */
type Search = (
  bank: readonly string[],
  queries: readonly string[],
  except: readonly number[],
) => Promise<number[][]>;

/** Sales of the 10 known products with the most similar words (TF-IDF), even for a product with history. */
export const tfidfAnalogs = analogs('TF-IDF analogs', TASKS, (bank, queries, except) => {
  const search = TextIndex.of(bank.entries(), wordTerms);
  const others = (text: string, except: number) =>
    [...search.nearest(text, ANALOGS + 1).rows].filter((row) => row !== except).slice(0, ANALOGS);
  return Promise.resolve(queries.map((text, i) => others(text, except[i])));
});

/** The same by cosine of the encoder's vectors, for products with little or no history of their own. */
export function embeddingAnalogs(embed: EmbedTexts): Forecaster {
  return analogs('embedding analogs', ['NEW', 'YOUNG'], async (bank, queries, except) => {
    const search = new DenseBank(await embed(bank));
    return (await embed(queries)).map((vector, i) =>
      search.nearest(vector, ANALOGS, except[i]).map(({ row }) => row),
    );
  });
}

/**
 * The level of the analogs' last 8 weeks, for every week of the horizon: its geometric mean (of 1 + units) as the median,
 * its arithmetic mean as the mean. Without any analog, that of all products.
 */
function analogs(name: string, tasks: readonly Task[], search: Search): Forecaster {
  return {
    name,
    tasks,
    seeds: 'none',
    unavailable: () => null,
    fit: (panel) => {
      const bank = panel.skus.map((_, sku) => panel.descriptionAt(sku, panel.weeks));
      const levels = panel.skus.map((_, sku) => recentLevel(panel, sku));
      const rowOf = new Map(panel.skus.map((sku, row) => [sku, row]));
      return Promise.resolve({
        predict: async (cases: readonly Case[]) => {
          const found = await search(
            bank,
            cases.map((one) => one.record.description),
            cases.map((one) => rowOf.get(one.sku) ?? -1),
          );
          return cases.map((one, i) => {
            const near = found[i].map((row) => levels[row]);
            return forecast(near.length > 0 ? near : levels, one.plan.length);
          });
        },
      });
    },
  };
}

function forecast(levels: readonly number[], horizon: number): CaseForecast {
  const p50 = Math.expm1(mean(levels.map(Math.log1p)));
  const average = mean(levels);
  return { weeks: repeat(0, horizon).map(() => ({ p50, mean: average })) };
}

/** Mean units of the last 8 weeks that are known. */
export function recentLevel(panel: DemandPanel, sku: number): number {
  const units = panel.units.subarray(panel.at(sku, panel.firstSale[sku]), panel.at(sku, panel.weeks));
  return mean(present(units).slice(-LEVEL_WEEKS));
}
