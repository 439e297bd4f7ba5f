import type * as Options from '../../../src/training/table/tableOptions';

/** Stands for src/training/table/tableOptions where any model will do: a command then trains a small one for a moment. */
export function briefOptions(): typeof Options {
  const actual = jest.requireActual<typeof Options>('../../../src/training/table/tableOptions');
  const { TABLE_DEFAULTS } = actual;
  const brief = {
    members: 4,
    stop: { every: 20, patience: 5 },
    train: { ...TABLE_DEFAULTS.train, steps: 400 },
  };
  return { ...actual, TABLE_DEFAULTS: { ...TABLE_DEFAULTS, ...brief } };
}
