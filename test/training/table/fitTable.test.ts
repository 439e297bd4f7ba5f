import { HEAD_KINDS } from '../../../src/contract/head';
import { Random } from '../../../src/common/random';
import type { TableRecord } from '../../../src/contract/record';
import {
  type FittedTable,
  fitTable,
  type FitTable,
  TablePredictor,
} from '../../../src/training/table/fitTable';
import { TABLE_DEFAULTS } from '../../../src/training/table/tableOptions';
import { wordVectors } from '../../evaluation/support/shop';
import { changed, products } from './products';

const texts = wordVectors();
/** Small and quick: what is tested here does not take much learning. */
const QUICK: FitTable = {
  numeric: ['size'],
  categorical: ['range'],
  members: 2,
  hidden: 32,
  train: { ...TABLE_DEFAULTS.train, steps: 300 },
};
/** Enough where it does not matter what is learnt. */
const BRIEF: FitTable = { ...QUICK, train: { ...TABLE_DEFAULTS.train, steps: 40 } };

async function answers(
  model: FittedTable,
  kind: (typeof HEAD_KINDS)[number],
  records: readonly TableRecord[],
) {
  const { quantiles, mean } = await (await TablePredictor.open(model, kind)).predict(records, texts);
  return records.map((_, row) => {
    const [p10, p50, p90] = quantiles.subarray(row * 3, row * 3 + 3);
    return { p10, p50, p90, mean: mean[row] };
  });
}

function meanError(
  forecasts: readonly { p50: number }[],
  rows: readonly { target: number | null }[],
): number {
  return forecasts.reduce((sum, { p50 }, row) => sum + Math.abs(p50 - rows[row].target!), 0) / rows.length;
}

function expectSound(forecasts: Awaited<ReturnType<typeof answers>>): void {
  for (const { p10, p50, p90, mean } of forecasts) {
    expect([p10, p50, p90, mean].every(Number.isFinite)).toBe(true);
    expect(p10).toBeLessThanOrEqual(p50);
    expect(p50).toBeLessThanOrEqual(p90);
  }
}

test('few rows whose target adds up from their columns are not left to a network alone', async () => {
  const random = new Random(4);
  const rows = Array.from({ length: 220 }, (_, row) => {
    const extras = { size: random.uniform(), range: random.pick(['plain', 'fine', 'best']) };
    const target = 10 * extras.size + { plain: 0, fine: 3, best: 6 }[extras.range]! + random.uniform();
    return { number: row + 1, record: { id: null, text: 'a mug', extras }, target };
  });
  const [known, others] = [rows.slice(0, 100), rows.slice(100)];
  const records = others.map(({ record }) => record);
  const errorBelow = async (fewRows: number) => {
    const model = await fitTable(known, texts, { ...BRIEF, kinds: ['numeric_only'], fewRows });
    const forecasts = await answers(model, 'numeric_only', records);
    expectSound(forecasts);
    return meanError(forecasts, others);
  };
  expect(await errorBelow(101)).toBeLessThan(0.7 * (await errorBelow(100)));
});

describe('a table whose text tells something', () => {
  const all = products({ rows: 400 });
  const [known, others] = [all.slice(0, 300), all.slice(300)];
  const records = others.map(({ record }) => record);
  let model: FittedTable;

  beforeAll(async () => {
    model = await fitTable(known, texts, QUICK);
  });

  it('is forecast better with text than without, and better with numbers than without', async () => {
    const errors = Object.fromEntries(
      await Promise.all(
        HEAD_KINDS.map(async (kind) => [kind, meanError(await answers(model, kind, records), others)]),
      ),
    ) as Record<(typeof HEAD_KINDS)[number], number>;
    expect(model.fits.text_aware!.readsText).toBe(true);
    expect(errors.text_aware).toBeLessThan(0.5 * errors.numeric_only);
    expect(errors.text_aware).toBeLessThan(0.8 * errors.text_only);
  });

  it('has ranges that hold on rows it has not seen', async () => {
    const forecasts = await answers(model, 'text_aware', records);
    const inside = forecasts.filter(
      ({ p10, p90 }, row) => others[row].target! >= p10 && others[row].target! <= p90,
    );
    expect(inside.length / others.length).toBeGreaterThan(0.65);
    expect(inside.length / others.length).toBeLessThan(0.95);
  });

  it('gives the same bytes for the same seed and others for another', async () => {
    const fit = (seed: number) => fitTable(known, texts, { ...BRIEF, kinds: ['text_aware'], seed });
    const [first, again, other] = [await fit(0), await fit(0), await fit(1)];
    expect(Buffer.compare(again.heads.text_aware!, first.heads.text_aware!)).toBe(0);
    expect(Buffer.compare(other.heads.text_aware!, first.heads.text_aware!)).not.toBe(0);
  });

  it('answers whatever is missing, unseen or far out', async () => {
    const [{ record }] = others;
    const strange: TableRecord[] = [
      { ...record, extras: { size: null, range: null } },
      { ...record, extras: {} },
      { ...record, text: '', extras: { size: 0.5, range: 'basic' } },
      { ...record, text: 'zzz never heard of', extras: { size: null, range: 'luxury' } },
      { ...record, extras: { size: 1e15, range: 'luxury' } },
      { ...record, extras: { size: -1e15, range: '' } },
    ];
    for (const kind of HEAD_KINDS) expectSound(await answers(model, kind, strange));
  });

  it('takes an unseen level for one between those it has seen', async () => {
    const of = async (range: string) => {
      const asked = records.map((record) => ({ ...record, extras: { ...record.extras, range } }));
      const forecasts = await answers(model, 'numeric_only', asked);
      return forecasts.reduce((sum, { p50 }) => sum + p50, 0) / forecasts.length;
    };
    const [low, unseen, high] = [await of('basic'), await of('luxury'), await of('premium')];
    expect(unseen).toBeGreaterThan(low - 0.25);
    expect(unseen).toBeLessThan(high + 0.25);
  });
});

describe('a table with gaps', () => {
  it('may miss values anywhere, and have columns that say nothing', async () => {
    const whole = products({ rows: 120, seed: 3 });
    const gaps = changed(whole, (row) => ({
      ...(row % 3 === 0 && { size: null }),
      ...(row % 4 === 0 && { range: null }),
      constant: 7,
      nothing: null,
      sometimes: row % 2 === 0 ? 1 : null,
      one_level: 'only',
    })).map((row, at) => (at % 5 === 0 ? { ...row, record: { ...row.record, id: null, text: '' } } : row));
    const model = await fitTable(gaps, texts, {
      ...BRIEF,
      numeric: ['size', 'constant', 'nothing', 'sometimes'],
      categorical: ['range', 'one_level'],
    });
    const asked = [
      ...gaps.slice(0, 20).map(({ record }) => record),
      {
        id: null,
        text: 'red mug',
        extras: { constant: 8, nothing: 1e6, sometimes: -5, one_level: 'another' },
      },
    ];
    for (const kind of HEAD_KINDS) {
      const forecasts = await answers(model, kind, asked);
      expectSound(forecasts);
      for (const { p50 } of forecasts) {
        expect(p50).toBeGreaterThan(2);
        expect(p50).toBeLessThan(10);
      }
    }
  });

  it('may have no columns but texts: the head without text then answers the same for all', async () => {
    const rows = products({ rows: 80 });
    const model = await fitTable(rows, texts, { ...BRIEF, numeric: [], categorical: [] });
    const forecasts = await answers(
      model,
      'numeric_only',
      rows.slice(0, 5).map(({ record }) => record),
    );
    expectSound(forecasts);
    expect(new Set(forecasts.map(({ p50 }) => p50)).size).toBe(1);
    expectSound(
      await answers(
        model,
        'text_aware',
        rows.slice(0, 5).map(({ record }) => record),
      ),
    );
  });
});

describe('targets', () => {
  it('may be negative where no logarithm is wanted', async () => {
    const rows = products({ rows: 200, shift: -20 });
    const model = await fitTable(rows, texts, { ...QUICK, kinds: ['text_aware'] });
    const forecasts = await answers(
      model,
      'text_aware',
      rows.map(({ record }) => record),
    );
    expectSound(forecasts);
    expect(meanError(forecasts, rows)).toBeLessThan(0.5);
    expect(forecasts.every(({ p90, mean }) => p90 < 0 && mean < 0)).toBe(true);
  });

  it('come back from logarithms in their own unit, zeros among them, and never below 0', async () => {
    const rows = changed(
      products({ rows: 200 }),
      () => ({}),
      ({ target }) => (target! < 4.8 ? 0 : Math.round(Math.exp(3 * target!))),
    );
    const model = await fitTable(rows, texts, { ...QUICK, kinds: ['text_aware'], logTarget: true });
    const forecasts = await answers(
      model,
      'text_aware',
      rows.map(({ record }) => record),
    );
    expectSound(forecasts);
    expect(forecasts.every(({ p10, mean }) => p10 >= 0 && mean >= 0)).toBe(true);
    const errors = forecasts.map(({ p50 }, row) => Math.abs(Math.log1p(p50) - Math.log1p(rows[row].target!)));
    expect(errors.sort((a, b) => a - b)[100]).toBeLessThan(0.8);
  });

  it('that are negative are refused by name where a logarithm is wanted', async () => {
    const rows = changed(
      products({ rows: 60 }),
      () => ({}),
      ({ target, record }) => (record.id === 'P7' || record.id === 'P9' ? -1 : target),
    );
    await expect(fitTable(rows, texts, { ...QUICK, logTarget: true })).rejects.toThrow(
      '2 of 60 rows (P7, P9) have a negative target',
    );
  });

  it('that are unknown, too few or all the same are refused', async () => {
    const rows = products({ rows: 60 });
    const unknown = changed(
      rows,
      () => ({}),
      ({ target, record }) => (record.id === 'P3' ? null : target),
    );
    await expect(fitTable(unknown, texts, QUICK)).rejects.toThrow('1 of 60 rows (P3) have no target');
    await expect(fitTable(rows.slice(0, 49), texts, QUICK)).rejects.toThrow(
      'the table has 49 rows with a target; a model takes 50 or more',
    );
    const same = changed(
      rows,
      () => ({}),
      () => 3,
    );
    await expect(fitTable(same, texts, QUICK)).rejects.toThrow('the target is 3 in every row');
  });
});

it('has learnt in a few steps what a column says by its middle, as trees tell it', async () => {
  const random = new Random(5);
  const widths = Array.from({ length: 400 }, () => random.uniform() - 0.5);
  const rows = changed(
    products({ rows: widths.length, text: 0 }),
    (row) => ({ width: widths[row] }),
    ({ number }) => 5 + (Math.abs(widths[number - 1]) < 0.25 ? 1 : -1),
  );
  const model = await fitTable(rows.slice(0, 300), texts, {
    ...BRIEF,
    train: { ...TABLE_DEFAULTS.train, steps: 100 },
    kinds: ['numeric_only'],
    numeric: ['width'],
    categorical: [],
  });
  const others = rows.slice(300);
  const forecasts = await answers(
    model,
    'numeric_only',
    others.map(({ record }) => record),
  );
  expect(meanError(forecasts, others)).toBeLessThan(0.2);
});
