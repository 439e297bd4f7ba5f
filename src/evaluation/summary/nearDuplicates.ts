import type { DemandPanel } from '../../ingest/panel';
import type { Backtest } from '../backtest/backtest';
import { wordTerms } from '../../shop/words/terms';
import { TextIndex } from '../../shop/words/textIndex';
import { bySeed, scoreOf } from './modelScores';

const BORDERS = [0, 0.3, 0.5, 0.7, 0.95, 1];

/**
 * New products by TF-IDF cosine of their text to the nearest text sold before the origin, with the WAPE of each model
 * and the coverage of its range. A gain only from nearly identical texts would be a look-up, not understanding; a range
 * with less coverage far from any known text is too narrow there.
 */
export function nearDuplicates(panel: DemandPanel, backtest: Backtest, models: readonly string[]) {
  const similarity = nearestSimilarities(panel, backtest);
  const runs = [...bySeed(backtest.runs)].filter(([model]) => models.includes(model));
  return BORDERS.slice(0, -1).flatMap((low, i) => {
    const high = BORDERS[i + 1];
    const last = i === BORDERS.length - 2;
    const rows = similarity.flatMap((value, row) =>
      value !== null && value >= low && (value < high || last) ? [row] : [],
    );
    if (rows.length === 0) return [];
    return {
      low,
      high,
      skus: rows.length,
      models: runs.map(([model, ofModel]) => {
        const { weekly } = scoreOf(backtest, ofModel, rows);
        return { model, wape: weekly.p50.wape, coverage: weekly.quantiles?.coverage_rounded ?? null };
      }),
    };
  });
}

/** Null for all but new products. */
function nearestSimilarities(panel: DemandPanel, { cases }: Backtest): (number | null)[] {
  const banks = new Map<number, TextIndex>();
  return cases.map((one) => {
    if (one.task !== 'NEW') return null;
    let known = banks.get(one.origin);
    if (!known) {
      const before = panel.before(one.origin - panel.firstWeek);
      const texts = before.skus.map((_, sku) => before.descriptionAt(sku, before.weeks));
      known = TextIndex.of(texts.entries(), wordTerms);
      banks.set(one.origin, known);
    }
    return known.nearest(one.record.description, 1).similarities[0] ?? 0;
  });
}
