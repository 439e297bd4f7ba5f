import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { noiseTable } from '../../../scripts/tables/noise';
import { evaluation } from '../../../src/contract/evaluation/evaluation';
import type { TableEvaluation } from '../../../src/contract/evaluation/tableEvaluation';
import { tableSchema } from '../../../src/contract/dataSchema';
import { Engine } from '../../../src/engine/engine';
import { tableEvaluation } from '../../../src/evaluation/table/evaluateTable';
import { TABLE_DEFAULTS } from '../../../src/training/table/tableOptions';
import { writeTinyEncoder } from '../../support/tinyEncoder';

const schema = tableSchema.parse({
  mode: 'table',
  id: 'id',
  target: 'units',
  text: ['title'],
  numeric: ['price', 'size'],
  categorical: ['range'],
  log_target: true,
});
const noise = noiseTable(240).map(({ id, title, price, size, range, units }, place) => ({
  number: place + 1,
  record: { id, text: title, extras: { price, size, range } },
  target: units,
}));
/** The same table, but that every other title is a mug's and every mug sells thrice as often. */
const told = noise.map((row, place) => ({
  ...row,
  record: { ...row.record, text: place % 2 ? `red mug ${place}` : `blue lantern ${place}` },
  target: place % 2 ? 3 * row.target : row.target,
}));
const data = { source: 'noise', hash: '0', rows: 240, skus: 240, first_week: null, last_week: null };

describe('a table whose text is noise', () => {
  const out = mkdtempSync(join(tmpdir(), 'shelfcast-noise-'));
  const encoder = writeTinyEncoder();
  let engine: Engine;
  let report: TableEvaluation;

  beforeAll(async () => {
    engine = await Engine.start({ encoder, processes: 1, threads: 1, device: 'cpu' });
    report = await run(noise, 'noise');
  });
  afterAll(async () => {
    await engine.close();
    rmSync(out, { recursive: true });
    rmSync(encoder, { recursive: true });
  });

  async function run(rows: typeof noise, name: string): Promise<TableEvaluation> {
    const { evaluate } = await tableEvaluation(rows, data, {
      schema,
      out: join(out, name),
      engine,
      folds: 2,
      settings: {
        ...TABLE_DEFAULTS,
        members: 2,
        hidden: 16,
        stop: { every: 50, patience: 4 },
        train: { ...TABLE_DEFAULTS.train, steps: 400, batch: 64, warmUp: 5, rate: 0.01 },
      },
      seeds: [0],
      onEmbedding: () => {},
      onProgress: () => {},
    });
    return evaluate();
  }
  const errorOf = (name: string) => report.models.find((model) => model.name === name)!.error;

  it('gets the verdict that text does not help', () => {
    expect(report.verdict.helps).toBe('no');
    expect(report.verdict.headline).toMatch(/Text does not help here/);
  });

  it('is forecast with text at most 2% worse than without', () => {
    expect(errorOf('text-aware')).toBeLessThanOrEqual(1.02 * errorOf('numeric-only'));
  });

  it('gets another verdict once the text says something', async () => {
    const other = await run(told, 'told');
    expect(other.verdict.helps).toBe('yes');
    const { r2 } = other.comparisons.find(({ a, b }) => a === 'text-aware' && b === 'numeric-only')!;
    expect(r2.low).toBeGreaterThan(0.1);
    const r2Of = (name: string) => other.models.find((model) => model.name === name)!.r2_log!;
    expect(r2Of('text-aware') - r2Of('numeric-only')).toBeCloseTo(r2.difference, 3);
  });

  it('is learned from its numbers, which do say something', () => {
    expect(errorOf('numeric-only')).toBeLessThan(0.75);
    expect(errorOf('ridge')).toBeLessThan(0.6);
    expect(errorOf('text-only')).toBeGreaterThan(0.9);
  });

  it('gives a report of the published form', () => {
    expect(evaluation.parse(JSON.parse(JSON.stringify(report)))).toEqual(report);
    expect(report.models.map(({ error }) => error)).toEqual(
      report.models.map(({ error }) => error).sort((a, b) => a - b),
    );
  });

  it('comes out the same when it goes on from finished forecasts', async () => {
    const again = await run(noise, 'noise');
    expect({ ...again, created: '' }).toEqual({ ...report, created: '' });
  });
});
