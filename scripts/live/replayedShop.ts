import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import { mondayOf, type Week } from '../../src/common/week';
import { demandSchema, type DemandSchema } from '../../src/contract/dataSchema';
import type { Launch } from '../../src/contract/monitoring';
import { casesAt } from '../../src/evaluation/tasks/cases';
import type { DemandPanel } from '../../src/ingest/panel';
import { readSales } from '../../src/ingest/readSales';

/** A sale as POST /sales takes it. */
export interface Sale {
  id: string;
  sku: string;
  date: string;
  units: number;
  price: number | null;
}

/** Some of a file's products in a file of their own, drawn by their codes, with its schema. */
export async function drawProducts(
  data: string,
  schema: DemandSchema,
  { share, directory }: { share: number; directory: string },
): Promise<{ data: string; schema: DemandSchema }> {
  let rows: string[][] = [];
  await readSales(data, schema, () => {
    rows = [];
    return ({ sku, day, units, price, description }) => {
      if (sku === null || day === null || units === null || !isDrawn(sku, share)) return;
      rows.push([sku, day, String(units), price === null ? '' : String(price), description]);
    };
  });
  const drawn = join(directory, 'drawn.csv');
  writeFileSync(
    drawn,
    stringify(rows, { header: true, columns: ['sku', 'date', 'units', 'price', 'description'] }),
  );
  const named = { sku: 'sku', date: 'date', target: 'units', price: 'price', description: 'description' };
  return {
    data: drawn,
    schema: demandSchema.parse({ mode: 'demand', granularity: 'transaction', ...named }),
  };
}

function isDrawn(sku: string, share: number): boolean {
  return createHash('sha256').update(sku).digest().readUInt32BE() / 2 ** 32 < share;
}

/** The file's sales from a day on, by day. A sale's id is its line. */
export async function salesFrom(
  data: string,
  schema: DemandSchema,
  since: string,
): Promise<Map<string, Sale[]>> {
  let days = new Map<string, Sale[]>();
  await readSales(data, schema, () => {
    days = new Map();
    return ({ line, sku, day, units, price }) => {
      if (sku === null || day === null || units === null || day < since) return;
      const sales = days.get(day) ?? [];
      days.set(day, sales);
      sales.push({ id: `line ${line}`, sku, date: day, units, price });
    };
  });
  return days;
}

/** Products whose description before a week is another one than before the week before. */
export function changedProducts(panel: DemandPanel, week: Week): { sku: string; description: string }[] {
  const t = week - panel.firstWeek;
  return panel.skus.flatMap((sku, at) => {
    if (panel.firstSale[at] >= t) return [];
    const description = panel.descriptionAt(at, t);
    const before = panel.firstSale[at] < t - 1 ? panel.descriptionAt(at, t - 1) : null;
    return description === before || description === '' ? [] : [{ sku, description }];
  });
}

/** What is launched within the horizon from a week on, as the backtest plans it. */
export function plannedLaunches(panel: DemandPanel, week: Week, horizon: number): Launch[] {
  return casesAt(panel, week - panel.firstWeek, horizon)
    .filter(({ case: { task } }) => task === 'NEW')
    .map(({ case: { record } }) => ({
      sku: record.sku!,
      description: record.description || record.sku!,
      price: record.price,
      date: mondayOf(record.origin),
    }));
}
