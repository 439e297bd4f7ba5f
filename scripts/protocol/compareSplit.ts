/**
 * Compares what the reader and the backtest see with a split that another program made, row by row. SPLIT holds directories
 * `origin=DAY` with `train.csv` and `test.csv`, of columns task (in test.csv), sku, week, units, price and description:
 *
 *   npx tsx scripts/protocol/compareSplit.ts RAW.csv.gz SPLIT [SCHEMA]
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { mondayOf, weekOf } from '../../src/common/week';
import { casesAt } from '../../src/evaluation/tasks/cases';
import type { DemandPanel } from '../../src/ingest/panel';
import { readDemand } from '../../src/ingest/readDemand';
import { readSchema } from '../../src/ingest/schemaFile';

const HORIZON = 4;
type Rows = Map<string, { numbers: number[]; text: string }>;

async function main([data, split, schemaFile = 'scripts/models/online-retail.schema.json']: string[]) {
  const schema = await readSchema(schemaFile);
  if (!data || !split || schema.mode !== 'demand')
    throw new Error('usage: compareSplit.ts RAW SPLIT [SCHEMA]');
  const { panel } = await readDemand(data, schema);
  let differences = 0;
  const counts = { train: 0, test: 0 };
  for (const directory of readdirSync(split).filter((name) => name.startsWith('origin='))) {
    const origin = weekOf(directory.slice('origin='.length)) - panel.firstWeek;
    const seen = { train: trainRows(panel, origin), test: testRows(panel, origin) };
    for (const part of ['train', 'test'] as const) {
      const wanted = rowsOf(join(split, directory, `${part}.csv`), part);
      const wrong = differencesOf(wanted, seen[part]);
      console.log(
        `${directory} ${part}: ${wanted.size} rows, ${wrong.length} differ ${wrong.slice(0, 3).join('; ')}`,
      );
      counts[part] += wanted.size;
      differences += wrong.length;
    }
  }
  console.log(`${counts.train} train and ${counts.test} test rows, ${differences} differ`);
  process.exitCode = differences === 0 ? 0 : 1;
}

function trainRows(panel: DemandPanel, origin: number): Rows {
  const rows: Rows = new Map();
  const known = panel.before(origin);
  known.skus.forEach((sku, index) => {
    const text = known.descriptionAt(index, origin);
    for (const { week, units, price } of known.history(index, origin)) {
      rows.set(`${sku} ${mondayOf(week)}`, { numbers: [units, price ?? NaN], text });
    }
  });
  return rows;
}

function testRows(panel: DemandPanel, origin: number): Rows {
  const rows: Rows = new Map();
  for (const { case: one } of casesAt(panel, origin, HORIZON)) {
    for (let h = 0; h < HORIZON; h++) {
      const key = `${one.task} ${one.sku} ${mondayOf(one.record.origin + h)}`;
      rows.set(key, { numbers: [one.record.price ?? NaN], text: one.record.description });
    }
  }
  return rows;
}

function rowsOf(file: string, part: 'train' | 'test'): Rows {
  const records = parse(readFileSync(file, 'utf8'), { columns: true }) as Record<string, string>[];
  const number = (text: string) => (text === '' ? NaN : Number(text));
  return new Map(
    records.map(({ task, sku, week, units, price, description }) =>
      part === 'train'
        ? [`${sku} ${week}`, { numbers: [number(units), number(price)], text: description }]
        : [`${task} ${sku} ${week}`, { numbers: [number(price)], text: description }],
    ),
  );
}

/** Prices are written with four digits behind the point. */
function differencesOf(wanted: Rows, seen: Rows): string[] {
  const same = (a: number, b: number) => Math.abs(a - b) < 1e-4 || (Number.isNaN(a) && Number.isNaN(b));
  const wrong = [...wanted].filter(([key, { numbers, text }]) => {
    const other = seen.get(key);
    return !other || other.text !== text || !numbers.every((value, at) => same(value, other.numbers[at]));
  });
  return [...wrong.map(([key]) => key), ...[...seen.keys()].filter((key) => !wanted.has(key))];
}

void main(process.argv.slice(2));
