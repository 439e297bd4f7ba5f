import { Option, type Command } from 'commander';
import { type Covers, COVERS } from '../contract/covers';
import { thinWarning } from '../contract/saleAnswers';
import { DEFAULTS } from '../contract/settings';
import { mondayOf } from '../common/week';
import { openDatabase } from '../registry/database/database';
import { REGISTRY } from '../registry/database/migrations';
import { refuseView } from '../registry/shared/viewPlace';
import type { DataFile } from '../ingest/file/dataFile';
import { ingestSales } from '../ingest/ingestSales';
import { Catalog } from '../registry/catalog';
import { counted, grouped, printResult, progressBar, UsageError } from './command';
import { type DataOptions, onData, refuseAddress, withDataOptions } from './dataOption';
import { nextStep } from './nextStep';
import { reportText } from './reportText';
import { SCHEMA_OPTION, schemaFor } from './schemaOption';

interface IngestOptions extends DataOptions {
  schema?: string;
  db: string;
  covers?: Covers;
  json?: boolean;
}

/** `shelfcast ingest`: sales from a CSV file into the catalog. */
export function registerIngest(program: Command): void {
  withDataOptions(
    program
      .command('ingest')
      .description(
        'Loads sales into the catalog and reports how they were understood, and what was dropped and why.',
      ),
    'one row per sale, or per product and week',
  )
    .option(...SCHEMA_OPTION)
    .addOption(
      new Option('--db <file>', 'SQLite file of the catalog').default(DEFAULTS.db).env('SHELFCAST_DB'),
    )
    .addOption(
      new Option(
        '--covers <what>',
        'all: products that the file does not list sold nothing in its days; listed: it says nothing of them',
      ).choices(COVERS),
    )
    .option('--json', 'print the report as JSON')
    .action(ingest);
}

function ingest(options: IngestOptions): Promise<void> {
  return onData(options, (data) => ingestFile(data, options));
}

async function ingestFile(
  data: DataFile,
  { schema: schemaFile, db, covers, json }: IngestOptions,
): Promise<void> {
  const schema = await schemaFor(data, schemaFile);
  if (schema.mode !== 'demand') {
    throw new UsageError('the catalog holds weekly sales, and a schema in table mode has none; use train');
  }
  refuseAddress(db);
  const database = openDatabase(db, REGISTRY);
  try {
    refuseView(database);
    const bar = progressBar(`reading ${data.name}`, json);
    const { report, written } = await ingestSales(database, data, schema, {
      covers,
      onProgress: bar.update,
    }).finally(bar.stop);
    const catalog = new Catalog(database);
    const shop = catalog.shopWeeks();
    const { thinWeek } = catalog;
    const warning = thinWarning(thinWeek ? [{ ...thinWeek, week: mondayOf(thinWeek.week) }] : []);
    const [first, last] = [shop.at(0), shop.at(-1)].map((week) => (week ? mondayOf(week.week) : null));
    const weeks = { first_week: first, last_week: last, weeks: shop.length };
    const next = await nextStep(database);
    const text = [
      reportText(data.name, report),
      written.replacedSynthetic ? 'The synthetic demo shop has left the catalog.' : '',
      `Catalog ${db}: ${counted(written.products, 'product')} (${grouped(written.newProducts)} new), ` +
        (first === null
          ? 'no complete week yet, '
          : `${counted(shop.length, 'week')} from ${first} to ${last}, `) +
        `${counted(written.weeks, 'product-week')} (${grouped(written.changedWeeks)} new or changed).`,
      warning ?? '',
      next ?? '',
    ];
    printResult(
      json,
      { ...report, catalog: { ...written, ...weeks }, warning, next },
      text.filter(Boolean).join('\n'),
    );
  } finally {
    database.close();
  }
}
