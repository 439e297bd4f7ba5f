import { existsSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { ShelfcastError } from '../contract/errors';
import { type DataFile, withDataFile } from '../ingest/file/dataFile';
import { isPostgres } from '../registry/shared/address';
import { UsageError } from './command';

/** Options for the data that a command reads. */
export interface DataOptions {
  data: string;
  sheet?: string;
  encoding?: string;
}

/** Adds `--data` and the options for reading it. `holds`: what the data are for the command. */
export function withDataOptions(command: Command, holds: string): Command {
  return withReadingOptions(command.requiredOption(...dataOption(holds)));
}

/** The same if a catalog may replace the file; the options `ofFile` apply to files only. */
export function withDataOrCatalog(command: Command, holds: string, ofFile: readonly string[]): Command {
  const catalog = new Option('--db <file>', 'in place of a file: SQLite file of a catalog');
  return withReadingOptions(command.option(...dataOption(holds))).addOption(
    catalog.conflicts(['data', 'sheet', 'encoding', ...ofFile]),
  );
}

/** Throws UsageError if the catalog is not a file on this machine. */
export function refuseAddress(db: string): void {
  if (!isPostgres(db)) return;
  throw new UsageError(
    "--db postgres://... is for servers; name a server's own file (its --view) to read the catalog here, and send sales, files and trainings to a server over HTTP",
  );
}

/** Throws ShelfcastError if the catalog does not exist, so that none is created by mistake. */
export function checkCatalog(file: string): void {
  refuseAddress(file);
  if (existsSync(file)) return;
  throw new ShelfcastError('invalid', `the catalog ${file} does not exist; make one with shelfcast ingest`);
}

/** Throws UsageError if neither a file nor a catalog is given. */
export function namedData<T extends Partial<DataOptions>>(options: T): T & DataOptions {
  const { data } = options;
  if (data === undefined)
    throw new UsageError('name the sales: --data FILE, or --db FILE for those of a catalog');
  return { ...options, data };
}

function dataOption(holds: string): [string, string] {
  return ['--data <file>', `${holds}: CSV or TSV, plain or gzip, or .xlsx; - reads standard input`];
}

function withReadingOptions(command: Command): Command {
  return command
    .option('--sheet <name>', 'sheet of a workbook; default: the one that looks like data')
    .option('--encoding <name>', 'encoding of the text, such as windows-1252; default: as its content shows');
}

/** Opens a command's data, which may come from a pipe. */
export function onData<T>(
  { data, sheet, encoding }: DataOptions,
  work: (file: DataFile) => Promise<T>,
): Promise<T> {
  return withDataFile(data, { sheet, encoding }, work);
}
