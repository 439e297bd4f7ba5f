import type { Command } from 'commander';
import { composeProducts } from '../demoShop/products';
import { ShopRandom } from '../demoShop/random';
import { type Quantized, quantizeDirectory } from '../hub/quantizeDirectory';
import { verifyModel } from '../hub/verifyDirectory';
import { printResult, UsageError } from './command';
import { shellWord } from '../common/shellWord';
import { type DataOptions, onData } from './dataOption';
import { readColumn } from './readColumn';

/** Texts for calibration; more make no measurable difference. */
const CALIBRATION_TEXTS = 512;

interface QuantizeCommand extends Partial<DataOptions> {
  text?: string;
  model?: string;
  json?: boolean;
}

/** `shelfcast models quantize`: adds an int8 file to an fp32 encoder. */
export function registerQuantize(models: Command): void {
  models
    .command('quantize')
    .description(
      'Writes an int8 version of an encoder with fixed scales next to its fp32 or fp16 file; refused if its vectors differ ' +
        'too much. It is then used by default: a third to a quarter of the size, and faster on most processors.',
    )
    .argument('<dir>', 'directory of the encoder')
    .option('--data <file>', 'texts to set the scales on; default: made-up product descriptions')
    .option('--text <column>', "the column of --data's texts")
    .option('--model <dir>', 'model trained with this encoder: its forecasts in int8 are checked, too')
    .option('--json', 'print the result as JSON')
    .action(quantize);
}

async function quantize(directory: string, { model, json, ...from }: QuantizeCommand): Promise<void> {
  const quantized = await quantizeDirectory(directory, await textsOf(from));
  const checked =
    model === undefined ? null : await verifyModel(model, { encoder: directory, dtype: 'int8' });
  const lines = [
    quantizedText(quantized),
    ...(checked ? [`${checked.name} forecasts its golden records with it as it did in training.`] : []),
    `Next: shelfcast serve --encoder ${shellWord(directory)}`,
  ];
  printResult(json, quantizedResult(quantized), lines.join('\n'));
}

/** Made-up product descriptions in English. */
export function calibrationTexts(): string[] {
  return composeProducts(CALIBRATION_TEXTS, new ShopRandom(0)).map(({ description }) => description);
}

export function quantizedText({ encoder, cosine, bytes }: Quantized): string {
  const size = (count: number) => `${(count / 1e6).toFixed(1)} MB`;
  return (
    `${encoder.modelFile}: ${size(bytes.after)} instead of ${size(bytes.before)}; cosine to its vectors ` +
    `${cosine.mean.toFixed(4)} in the mean, ${cosine.worst.toFixed(4)} at worst.`
  );
}

export function quantizedResult({ encoder, cosine, bytes }: Quantized): object {
  const { name, modelFile, hash } = encoder;
  return { name, file: modelFile, hash, bytes: bytes.after, bytes_before: bytes.before, cosine };
}

async function textsOf({ data, text, ...reading }: QuantizeCommand): Promise<string[]> {
  if (data === undefined) return calibrationTexts();
  if (text === undefined)
    throw new UsageError('name the column of --data that holds the texts: --text COLUMN');
  const all = await onData({ ...reading, data }, (file) => readColumn(file, text));
  const step = Math.max(1, all.length / CALIBRATION_TEXTS);
  return Array.from(
    { length: Math.min(all.length, CALIBRATION_TEXTS) },
    (_, at) => all[Math.floor(at * step)],
  );
}
