import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mondayOf } from '../../../src/common/week';
import { demandSchema } from '../../../src/contract/dataSchema';
import type { FilePreview } from '../../../src/contract/filePreview';
import type { ShelfcastError } from '../../../src/contract/errors';
import { Findings } from '../../../src/ingest/findings';
import { openSheet } from '../../../src/ingest/items/openSheet';
import { demandColumns, numberColumns } from '../../../src/ingest/saleColumns';
import { SaleRowReader } from '../../../src/ingest/saleRowReader';
import { ColumnSurvey } from '../../../src/ingest/values/columnReadings';
import { Catalog } from '../../../src/registry/catalog';
import { openDatabase } from '../../../src/registry/database/database';
import { REGISTRY } from '../../../src/registry/database/migrations';
import { runCli } from '../../support/runCli';
import type { HostileFile } from './hostileFiles';

/** What a door answers: known units of all products by week, and what it told; or its refusal. */
export type Answer = { weeks: Record<string, number>; told: string } | { refused: string };

function schemaOf(file: HostileFile) {
  const columns = { sku: 'sku', date: 'date', target: 'units', price: 'price', description: 'name' };
  return demandSchema.parse({ mode: 'demand', granularity: 'week', ...columns, ...file.schema });
}

/** The command line: `ingest` into a catalog of its own. */
export async function byCommandLine(directory: string, file: HostileFile, number: number): Promise<Answer> {
  const [data, schema, db] = ['data', 'schema.json', 'shop.db'].map((name) =>
    join(directory, `${number}-${name}`),
  );
  writeFileSync(data, file.bytes);
  writeFileSync(schema, JSON.stringify(schemaOf(file)));
  const { status, out, err } = await runCli('ingest', '--data', data, '--schema', schema, '--db', db);
  if (status !== 0) return { refused: err };
  const database = openDatabase(db, REGISTRY);
  const catalog = new Catalog(database);
  const weeks: Record<string, number> = {};
  for (const { sku } of catalog.list('', 0, 100).products) {
    for (const { week, units } of catalog.history(sku, Infinity)) {
      if (!Number.isNaN(units)) weeks[mondayOf(week)] = (weeks[mondayOf(week)] ?? 0) + units;
    }
  }
  database.close();
  return { weeks, told: out };
}

/** HTTP: `POST /files/preview`. */
export async function byHttp(url: string, file: HostileFile): Promise<Answer> {
  const query = new URLSearchParams({ name: 'data', schema: JSON.stringify(schemaOf(file)) });
  const response = await fetch(`${url}/files/preview?${query}`, {
    method: 'POST',
    body: Buffer.from(file.bytes),
  });
  const answer = (await response.json()) as FilePreview & { detail?: string };
  if (response.status !== 200) return { refused: answer.detail ?? String(response.status) };
  if (answer.problem !== null) return { refused: answer.problem };
  return {
    weeks: Object.fromEntries(
      (answer.weeks ?? []).filter(({ unknown }) => unknown === 0).map(({ week, units }) => [week, units]),
    ),
    told: JSON.stringify(answer.report),
  };
}

/** The page: the same rules on bytes held in memory. */
export async function byPage(file: HostileFile): Promise<Answer> {
  const schema = schemaOf(file);
  const findings = { dropped: new Findings(), notes: new Findings() };
  const weeks: Record<string, number> = {};
  try {
    const wanted = demandColumns(schema);
    const { columns, rows, ragged } = await openSheet(file.bytes, { name: 'data' }, wanted);
    const survey = new ColumnSurvey(numberColumns(schema), schema.date);
    for (const { cells, line } of rows) survey.add((name) => cells[columns.indexOf(name)] ?? '', line);
    const reader = new SaleRowReader(schema, columns, survey.decide(schema), findings);
    for (const { cells, line } of rows) {
      const row = reader.row(cells, line);
      if (row && row.units !== null) weeks[mondayOf(row.week)] = (weeks[mondayOf(row.week)] ?? 0) + row.units;
    }
    for (const { cells, line, reason } of ragged) reader.raggedRow(cells, line, reason);
    reader.tellColumns();
  } catch (error) {
    return { refused: (error as ShelfcastError).detail };
  }
  return { weeks, told: JSON.stringify([...findings.dropped.list(), ...findings.notes.list()]) };
}
