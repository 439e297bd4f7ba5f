import { join } from 'node:path';
import { writeWhole } from '../common/writeWhole';
import { ShelfcastError } from '../contract/errors';
import { MODEL_FILES, type Manifest } from '../contract/manifest';
import { backtestFigures } from '../evaluation/summary/backtestFigures';
import { modelCard } from '../training/export/modelCard';
import { manifestOf } from './askedFile';
import { printResult } from './command';
import { readEvaluation } from './evaluationFile';

/** `shelfcast models attach`: adds the figures of a report to a model, whose page then shows the report. */
export async function attachEvaluation(
  directory: string,
  report: string,
  { json }: { json?: boolean },
): Promise<void> {
  const evaluation = await readEvaluation(report);
  const manifest = await manifestOf(directory);
  if (manifest.schema.mode !== evaluation.mode) {
    const kinds = { demand: 'weekly sales', table: 'a table' };
    const detail = `${report} is of ${kinds[evaluation.mode]}, and the model in ${directory} of ${kinds[manifest.schema.mode]}`;
    throw new ShelfcastError('invalid', detail);
  }
  const attached: Manifest = { ...manifest, ...backtestFigures(evaluation) };
  await writeWhole(join(directory, MODEL_FILES.evaluation), JSON.stringify(evaluation));
  await writeWhole(join(directory, MODEL_FILES.manifest), `${JSON.stringify(attached, null, 1)}\n`);
  await writeWhole(join(directory, 'README.md'), modelCard(attached));
  const others = [
    evaluation.data.hash !== manifest.data.hash &&
      'The report was made on other data than the model was trained on.',
    evaluation.encoder !== null &&
      evaluation.encoder !== manifest.encoder.name &&
      `The report was made with the encoder '${evaluation.encoder}', and the model has '${manifest.encoder.name}'.`,
  ];
  printResult(
    json,
    { directory, metrics: attached.metrics },
    [`${directory} has the figures of ${report}.`, ...others.filter((one) => one !== false)].join(' '),
  );
}
