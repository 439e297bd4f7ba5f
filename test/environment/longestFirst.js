const Sequencer = require('@jest/test-sequencer').default;

/** Test files that take longest, in the order in which they begin. */
const LONG = [
  'web/page',
  'web/products',
  'retraining/doJobs',
  'http/liveSales',
  'evaluation/promotions/promotions',
  'http/endToEnd',
  'registry/shared/sharedCatalog',
  'training/demand/fitDemand',
  'scripts/live/drift',
  'evaluation/leakage',
  'serving/faults',
  'scripts/cuda/bundle',
  'training/table/trainTable',
  'training/demand/trainDemand',
  'training/table/hostileTables',
  'training/demand/plans',
  'evaluation/table/noise',
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
