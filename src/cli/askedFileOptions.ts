import { type Command, InvalidArgumentError, Option } from 'commander';
import { ROW_FORMATS, type RowFormat } from '../common/rowFile';
import type { AskedFileOptions } from './askedFile';
import { type DataOptions, withDataOptions } from './dataOption';
import { encoderOption } from './encoderOption';

/** Options for the input file that a model forecasts, and for the output file. */
export interface AskedFileCommand extends DataOptions, AskedFileOptions {
  schema?: string;
  out: string;
  format: RowFormat;
  delimiter: string;
  json?: boolean;
}

/**
 * Adds the options of `AskedFileCommand`, except `--json`. `holds`: what the data are; `writes`: the rows of the
 * output.
 */
export function withAskedFileOptions(command: Command, holds: string, writes: string): Command {
  return withDataOptions(command, holds)
    .requiredOption('--model <directory>', 'model directory')
    .option('--schema <file>', "JSON file that says which column means what; default: the model's own")
    .requiredOption('--out <file>', `file to write, - for standard output: ${writes}`)
    .addOption(new Option('--format <form>', 'form of the output').choices(ROW_FORMATS).default('csv'))
    .option('--delimiter <sign>', 'between the cells of csv; tab for a tab', delimiter, ',')
    .addOption(encoderOption())
    .option('--db <file>', 'SQLite catalog in which to find the history of known items');
}

/** A single character, or `tab`. */
function delimiter(text: string): string {
  if (text === 'tab' || text === '\\t') return '\t';
  if ([...text].length === 1 && !/["\r\n]/.test(text)) return text;
  throw new InvalidArgumentError('It must be one character, or tab.');
}
