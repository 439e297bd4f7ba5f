const Sequencer = require('@jest/test-sequencer').default;

/** Test files that take longest, in the order in which they begin. */
const LONG = [
  'web/page',
  'web/products',
  'http/endToEnd',
  'http/liveSales',
  'retraining/doJobs',
  'scripts/cuda/bundle',
  'registry/shared/sharedCatalog',
  'evaluation/promotions/promotions',
  'evaluation/leakage',
  'training/table/trainTable',
  'training/demand/fitDemand',
  'scripts/live/drift',
  'training/demand/trainDemand',
  'training/demand/plans',
  'serving/faults',
  'training/table/hostileTables',
  'scripts/tables/noise',
  'engine/company',
  'retraining/killed',
  'serving/severalEncoders',
  'http/stream/stream',
  'http/routes/sales',
  'engine/pool',
];

/** Without a cache of earlier runs jest begins with the largest files, and waits at the end for a small one that takes long. */
module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    const place = ({ path }) => {
      const at = LONG.findIndex((name) => path.endsWith(`/test/${name}.test.ts`));
      return at < 0 ? LONG.length : at;
    };
    return super.sort(tests).sort((one, other) => place(one) - place(other));
  }
};
