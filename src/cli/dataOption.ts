import type { Command } from 'commander';
import { type DataFile, withDataFile } from '../ingest/file/dataFile';

/** What a command is told of the data it reads. */
export interface DataOptions {
  data: string;
  sheet?: string;
  encoding?: string;
}

/** Adds `--data` and what helps to read it. `holds`: what the data are for the command. */
export function withDataOptions(command: Command, holds: string): Command {
  return command
    .requiredOption('--data <file>', `${holds}: CSV or TSV, plain or gzip, or .xlsx; - reads standard input`)
    .option('--sheet <name>', 'sheet of a workbook; default: the one that looks like data')
    .option('--encoding <name>', 'encoding of the text, such as windows-1252; default: as its content shows');
}

/** Works on a command's data, which may come from a pipe. */
export function onData<T>(
  { data, sheet, encoding }: DataOptions,
  work: (file: DataFile) => Promise<T>,
): Promise<T> {
  return withDataFile(data, { sheet, encoding }, work);
}
