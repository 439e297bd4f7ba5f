import type { Command } from 'commander';
import type { DemandSchema, TableSchema } from '../contract/dataSchema';
import { ShelfcastError } from '../contract/errors';
import type { ItemForecast } from '../contract/forecastAnswers';
import { MAX_ITEMS } from '../contract/limits';
import { Engine } from '../engine/engine';
import { modelEncoder } from '../engine/modelEncoder';
import type { Service } from '../serving/service';
import type { DataFile } from '../ingest/file/dataFile';
import type { ItemStream } from '../ingest/readItems';
import { readSchema } from '../ingest/schemaFile';
import { predictTable } from './predictTable';
import { type Row, writeRows } from '../common/rowFile';
import { batches, nothingRead, onAskedFile, schemaOf } from './askedFile';
import { type AskedFileCommand, withAskedFileOptions } from './askedFileOptions';
import { counted, printResult, progressBar, targetName } from './command';
import { onData } from './dataOption';
import { reportText } from './reportText';

interface PredictCommand extends AskedFileCommand {
  compare?: boolean;
}

/** `shelfcast predict`: forecasts for a file, made like on the server. */
export function registerPredict(program: Command): void {
  withAskedFileOptions(
    program
      .command('predict')
      .description(
        'Forecasts every product in a file of sales, or every row of a file of items or of a table.',
      ),
    'sales as in training, or items (no target column; lag_1, lag_2, ... for history)',
    'one row per item and week, and one for the total; for a table one per row',
  )
    .option('--compare', 'add the numeric-only forecast to every row')
    .option('--json', 'print the result as JSON')
    .action(predict);
}

function predict(command: PredictCommand): Promise<void> {
  return onData(command, (data) => predictFile(data, command));
}

async function predictFile(data: DataFile, command: PredictCommand): Promise<void> {
  const schema = command.schema ? await readSchema(command.schema) : await schemaOf(command.model);
  return schema.mode === 'table' ? predictRows(data, command, schema) : predictSales(data, command, schema);
}

async function predictRows(data: DataFile, command: PredictCommand, schema: TableSchema): Promise<void> {
  const { out, encoder, json } = command;
  const bar = progressBar(`forecasting ${data.name}`, json);
  const engine = await Engine.start({ encoder: (await modelEncoder(command.model, [encoder])) ?? encoder });
  try {
    const report = await predictTable({ ...command, data, schema }, engine, bar.update);
    bar.stop();
    const text = [
      reportText(data.name, report),
      `Wrote forecasts of ${counted(report.kept, 'row')} to ${targetName(out)}.`,
    ].join('\n');
    printResult(json, { rows: report.kept, out }, text, out);
  } finally {
    bar.stop();
    await engine.close();
  }
}

async function predictSales(data: DataFile, command: PredictCommand, schema: DemandSchema): Promise<void> {
  const { out, json } = command;
  const bar = progressBar(`forecasting ${data.name}`, json);
  await onAskedFile(data, schema, command, async ({ service, asked, sales }) => {
    const rows = await writeForecasts(service, asked, command, bar.update);
    bar.stop();
    const report = asked.report();
    const noun = sales ? 'product' : 'item';
    const text = [
      reportText(data.name, report),
      `Wrote ${counted(rows, 'row')} for ${counted(sales ? asked.rows : report.kept, noun)} to ${targetName(out)}` +
        (sales ? '.' : `, one a line of ${data.name}, as it has no column ${schema.target}.`),
    ];
    const { dropped, notes } = report;
    printResult(
      json,
      { items: sales ? asked.rows : report.kept, rows, out, dropped, notes },
      text.join('\n'),
      out,
    );
  }).finally(bar.stop);
}

async function writeForecasts(
  service: Service,
  asked: ItemStream,
  { out, compare = false, format, delimiter }: PredictCommand,
  onProgress: (done: number, of: number) => void,
): Promise<number> {
  let rows = 0;
  const { signal } = new AbortController();
  const forecasts = async function* (): AsyncGenerator<Row[]> {
    for await (const batch of batches(asked.items, MAX_ITEMS)) {
      const answer = await service.embedAndPredict(
        { items: batch.map(({ item }) => item), compare, explain: false, return_embeddings: false },
        { requestId: `rows ${batch[0].row} on`, signal },
      );
      const records = answer.items.flatMap((forecast, at) => recordsOf(forecast, batch[at].row));
      yield records;
      rows += records.length;
      onProgress(batch.at(-1)!.row, asked.rows);
    }
    if (rows === 0) throw new ShelfcastError('invalid', nothingRead(asked.report()));
  };
  await writeRows(out, forecasts(), { format, delimiter });
  return rows;
}

function recordsOf(item: ItemForecast, row: number): Row[] {
  const sku = item.sku ?? '';
  const other = item.numeric_only;
  const told = {
    warnings: [...new Set(item.warnings.map(({ code }) => code))],
    read_as: item.warnings.flatMap(({ code, values }) =>
      code === 'read_as' ? [`${values.word}>${values.read}`] : [],
    ),
  };
  const weeks = item.forecast.map(({ week, ...range }, at) => ({
    row,
    sku,
    week,
    ...range,
    ...beside(other?.forecast[at]),
    ...told,
  }));
  return [...weeks, { row, sku, week: 'total', ...item.total, ...beside(other?.total), ...told }];
}

/** The figures of a range, with a prefix before their names. */
function beside(range: Readonly<Record<string, number | string>> | undefined): Row {
  const figures = Object.entries(range ?? {}).filter(([name]) => name !== 'week');
  return Object.fromEntries(figures.map(([name, value]) => [`numeric_only_${name}`, value]));
}
