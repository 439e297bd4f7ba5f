import { Option, type Command } from 'commander';
import { DEFAULTS } from '../contract/settings';
import { mondayOf } from '../common/week';
import { openDatabase } from '../registry/database';
import { REGISTRY } from '../registry/migrations';
import { readDemand } from '../ingest/readDemand';
import { panelToCatalog } from '../ingest/toCatalog';
import { counted, fileName, grouped, printResult, progressBar, UsageError } from './command';
import { reportText } from './reportText';
import { SCHEMA_OPTION, schemaFor } from './schemaOption';

interface IngestOptions {
  data: string;
  schema?: string;
  db: string;
  json?: boolean;
}

/** `shelfcast ingest`: sales from a CSV file into the catalog. */
export function registerIngest(program: Command): void {
  program
    .command('ingest')
    .description(
      'Reads sales from a CSV file (plain or gzip) into the catalog and says what it dropped and why.',
    )
    .requiredOption('--data <file>', 'CSV file with one row per sale, or per product and week')
    .option(...SCHEMA_OPTION)
    .addOption(
      new Option('--db <file>', 'SQLite file of the catalog').default(DEFAULTS.db).env('SHELFCAST_DB'),
    )
    .option('--json', 'print the report as JSON')
    .action(ingest);
}

async function ingest({ data, schema: schemaFile, db, json }: IngestOptions): Promise<void> {
  const schema = await schemaFor(data, schemaFile);
  if (schema.mode !== 'demand') {
    throw new UsageError('the catalog holds weekly sales, and a schema in table mode has none; use train');
  }
  const database = openDatabase(db, REGISTRY);
  try {
    const bar = progressBar(`reading ${fileName(data)}`, json);
    const { panel, report } = await readDemand(data, schema, { onProgress: bar.update }).finally(bar.stop);
    const written = panelToCatalog(database, panel, {
      hash: report.hash,
      name: fileName(data),
      synthetic: false,
    });
    const weeks = {
      first_week: mondayOf(panel.firstWeek),
      last_week: mondayOf(panel.firstWeek + panel.weeks - 1),
      weeks: panel.weeks,
    };
    const text = [
      reportText(fileName(data), report),
      written.replacedSynthetic ? 'The synthetic demo shop has left the catalog.' : '',
      `Catalog ${db}: ${counted(written.products, 'product')} (${grouped(written.newProducts)} new), ` +
        `${counted(panel.weeks, 'week')} from ${weeks.first_week} to ${weeks.last_week}, ` +
        `${counted(written.weeks, 'product-week')} (${grouped(written.changedWeeks)} new or changed).`,
    ];
    printResult(json, { ...report, catalog: { ...written, ...weeks } }, text.filter(Boolean).join('\n'));
  } finally {
    database.close();
  }
}
