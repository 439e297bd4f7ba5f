import type * as Demand from '../../src/training/demand/demandOptions';
import type * as Table from '../../src/training/table/tableOptions';

/** Stands for src/training/demand/demandOptions where any model will do: a command then trains a small one for a moment. */
export function briefDemand(): typeof Demand {
  const actual = jest.requireActual<typeof Demand>('../../src/training/demand/demandOptions');
  const { train, ...others } = actual.DEMAND_DEFAULTS;
  const brief = { members: 2, stop: { every: 10, patience: 3 }, train: { ...train, steps: 60 } };
  return { ...actual, DEMAND_DEFAULTS: { ...others, ...brief } };
}

/** The same for src/training/table/tableOptions. */
export function briefTable(): typeof Table {
  const actual = jest.requireActual<typeof Table>('../../src/training/table/tableOptions');
  const { train, ...others } = actual.TABLE_DEFAULTS;
  const brief = { members: 4, stop: { every: 20, patience: 5 }, train: { ...train, steps: 400 } };
  return { ...actual, TABLE_DEFAULTS: { ...others, ...brief } };
}
