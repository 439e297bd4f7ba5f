import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mondayOf } from '../../../src/common/week';
import { type DemandSchema, WEEKLY_COLUMNS } from '../../../src/contract/dataSchema';
import { ingestSales } from '../../../src/ingest/ingestSales';
import { DemandPanel } from '../../../src/ingest/panel';
import { type Database, openDatabase } from '../../../src/registry/database/database';
import { jobsFile } from '../../../src/registry/jobs/jobFiles';
import { JobStore } from '../../../src/registry/jobs/jobs';
import { JOBS, REGISTRY } from '../../../src/registry/database/migrations';
import { shopParts } from '../../evaluation/support/shop';
import { writeTinyEncoder } from '../../support/tinyEncoder';

/** A catalog of a small shop's file in a directory of its own, with a tiny encoder. */
export interface SmallShop {
  directory: string;
  /** The sales as a file, and what its columns mean. */
  sales: string;
  schema: DemandSchema;
  file: string;
  catalog: Database;
  store: JobStore;
  encoder: string;
  remove(): void;
}

const SCHEMA: DemandSchema = {
  ...WEEKLY_COLUMNS,
  ...{ description: 'text', numeric: [], categorical: [], known_ahead: [], keep: [] },
};

export async function openSmallShop({ skus = 24, weeks = 22 } = {}): Promise<SmallShop> {
  const directory = mkdtempSync(join(tmpdir(), 'shelfcast-jobs-'));
  const sales = join(directory, 'sales.csv');
  const panel = new DemandPanel(shopParts({ skus, weeks }));
  writeFileSync(sales, salesText(panel));
  const file = join(directory, 'shop.db');
  const catalog = openDatabase(file, REGISTRY);
  await ingestSales(catalog, sales, SCHEMA);
  const jobs = openDatabase(jobsFile(file), JOBS);
  return {
    ...{ directory, sales, schema: SCHEMA, file, catalog, store: new JobStore(jobs) },
    encoder: writeTinyEncoder(join(directory, 'encoder')),
    remove: () => {
      catalog.close();
      jobs.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function salesText(panel: DemandPanel): string {
  const rows = panel.skus.flatMap((sku, index) =>
    panel
      .history(index, panel.weeks)
      .map(({ week, units, price }) =>
        [sku, mondayOf(week), units, price ?? '', panel.descriptionAt(index, panel.weeks)].join(','),
      ),
  );
  return `sku,week,units,price,text\n${rows.join('\n')}\n`;
}
