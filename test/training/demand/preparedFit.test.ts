import { certain } from '../../../src/common/certain';
import { DemandPanel } from '../../../src/ingest/panel';
import { demandDataset } from '../../../src/training/demand/demandDataset';
import { DEMAND_DEFAULTS } from '../../../src/training/demand/demandOptions';
import { ROW_KIND } from '../../../src/training/demand/demandRows';
import { EARLIER_WEEKS, heldOutWeeks } from '../../../src/training/demand/heldOut';
import { preparedFit } from '../../../src/training/demand/preparedFit';
import { shopParts, wordVectors } from '../../evaluation/support/shop';

const WEEKS = 60;

test('the fit for the earliest held-out weeks of a small shop sees as many weeks of histories as the one that sees all', async () => {
  const panel = new DemandPanel(shopParts({ skus: 12, weeks: WEEKS }));
  const dataset = await demandDataset(panel, wordVectors(), DEMAND_DEFAULTS);
  const seenBefore = async (week: number) => {
    const fit = certain(await preparedFit(dataset, 'text_aware', DEMAND_DEFAULTS, week), 'fit');
    const { kind, anchor, count } = dataset.rows;
    const series = fit.table.weights.length / count;
    const seen = [...anchor].filter(
      (_, row) => kind[row] === ROW_KIND.history && fit.table.weights[row * series] > 0,
    );
    return week - Math.min(...seen);
  };
  const earliest = WEEKS - heldOutWeeks(WEEKS, DEMAND_DEFAULTS) - EARLIER_WEEKS;
  expect([await seenBefore(earliest), await seenBefore(WEEKS)]).toEqual([20, 20]);
});
