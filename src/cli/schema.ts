import type { Command } from 'commander';
import { STDOUT, writeWhole } from '../common/writeWhole';
import type { DataFile } from '../ingest/file/dataFile';
import { guessFile } from '../ingest/guessSchema';
import { schemaTemplate } from '../ingest/schema/guessedSchema';
import { ShelfcastError } from '../contract/errors';
import { counted, printResult, targetName } from './command';
import { shellWord } from '../common/shellWord';
import { type DataOptions, onData, withDataOptions } from './dataOption';

interface SchemaOptions extends DataOptions {
  out: string;
  json?: boolean;
}

/** `shelfcast schema`: guesses the columns of a file and writes a schema file to edit. */
export function registerSchema(program: Command): void {
  withDataOptions(
    program
      .command('schema')
      .description('Guesses the columns of a sales file and writes a schema file to check and edit.'),
    'one row per sale, or per product and week',
  )
    .option('--out <file>', 'JSON file to write, - for standard output', STDOUT)
    .option('--json', 'print the result as JSON')
    .action((options: SchemaOptions) => onData(options, (data) => writeSchema(data, options)));
}

async function writeSchema(data: DataFile, { data: file, out, json }: SchemaOptions): Promise<void> {
  const guess = await guessFile(data);
  await writeWhole(out, `${JSON.stringify(schemaTemplate(guess), null, 2)}\n`);
  const open = guess.unclear.map((sentence) => `  to choose: ${sentence}`);
  const text = [
    `Wrote the schema guessed from ${data.name} to ${targetName(out)}; check it before use.`,
    ...open,
    ...(open.length === 0 && out !== STDOUT && file !== '-'
      ? [`Next: shelfcast train --data ${shellWord(file)} --schema ${shellWord(out)} --out onnx/NAME`]
      : []),
  ];
  printResult(json, { out, unclear: guess.unclear }, text.join('\n'), out);
  if (open.length === 0) return;
  const what = `${counted(open.length, 'part')} of the schema could not be guessed`;
  throw new ShelfcastError('invalid', `${what}; choose where ${targetName(out)} says CHOOSE`);
}
