const Sequencer = require('@jest/test-sequencer').default;

/** Test files that take longest, in the order in which they begin. */
const LONG = [
  'web/page',
  'retraining/doJobs',
  'web/products',
  'http/liveSales',
  'http/endToEnd',
  'evaluation/promotions/promotions',
  'registry/shared/sharedCatalog',
  'training/table/trainTable',
  'training/table/hostileTables',
  'training/demand/trainDemand',
  'http/stream/stream',
  'ingest/corpus/corpus',
  'serving/faults',
  'http/routes/sales',
  'retraining/killed',
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
