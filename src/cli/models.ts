import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { messageOf } from '../common/thrown';
import { POOLINGS, type EncoderSettings } from '../engine/encoderConfig';
import { DTYPES, type Dtype, type EncoderDirectory } from '../engine/encoderDirectory';
import { MODEL_FILES } from '../contract/manifest';
import { DEFAULTS } from '../contract/settings';
import { checkEncoder, type EncoderCheck } from '../hub/checkEncoder';
import { hubSettings } from '../hub/hubSettings';
import { describe, listDirectories } from '../hub/listDirectories';
import { pullEncoder } from '../hub/pullEncoder';
import { quantizeDirectory, quantizedFile } from '../hub/quantizeDirectory';
import { writeTritonRepository } from '../hub/tritonRepository';
import { verifyEncoder, verifyModel } from '../hub/verifyDirectory';
import { trainedModels } from '../registry/jobs/jobFiles';
import { attachEvaluation } from './attachEvaluation';
import { counted, printResult, progressBar, wholeNumber } from './command';
import { catalogOption, modelsOfCatalog, registerRegisteredModels } from './registeredModels';
import { calibrationTexts, quantizedResult, quantizedText, registerQuantize } from './quantize';

const ENCODERS = 'data/encoders';

interface EncoderFlags extends EncoderSettings {
  dtype?: Dtype;
  json?: boolean;
}

/** `shelfcast models`: downloads encoders, and checks, lists and exports encoders and models. */
export function registerModels(program: Command): void {
  const models = program
    .command('models')
    .description('Downloads, checks, lists and exports encoders and models.');
  encoderFlags(
    models
      .command('pull')
      .description(
        "Downloads an encoder from the Hugging Face Hub, or copies it from a local directory in the Hub's layout.",
      )
      .argument('<id>', 'name on the hub, such as sentence-transformers/all-MiniLM-L6-v2, or a directory')
      .option('--revision <name>', 'branch, tag or commit on the hub', 'main')
      .option('--to <dir>', 'directory that holds encoders by their names', ENCODERS)
      .option(
        '--no-quantize',
        'leave it in its own precision; default: in int8 beside, where that is nearly the same',
      )
      .addHelpText('after', '\nHF_ENDPOINT, HF_TOKEN and HF_HUB_OFFLINE are respected.'),
  ).action(pull);
  encoderFlags(
    models
      .command('verify')
      .description('Checks whether an encoder or a model is complete and undamaged, and runs it once.')
      .argument('<dir>', 'directory of the encoder or of the model')
      .addOption(encoderOption('encoder that a model is to run with')),
  ).action(verify);
  encoderFlags(
    models
      .command('export')
      .description('Writes the encoder and a model as a model repository for NVIDIA Triton.')
      .requiredOption('--triton <dir>', 'directory to write, which must be new')
      .requiredOption('--model <dir>', 'directory of the model')
      .addOption(encoderOption('encoder that the model was trained with')),
  ).action(exportModel);
  registerQuantize(models);
  models
    .command('attach')
    .description(
      "Attaches a report of evaluate to a model: its figures go on the model's card, and the page shows it.",
    )
    .argument('<dir>', 'directory of the model')
    .argument('<report>', 'report.json of evaluate')
    .option('--json', 'print the result as JSON')
    .action(attachEvaluation);
  registerRegisteredModels(models);
  models
    .command('list')
    .description('Lists models, including those from trainings, and encoders.')
    .addOption(
      new Option('--models <dir>', 'directory of models').default(DEFAULTS.models).env('SHELFCAST_MODELS'),
    )
    .option('--encoders <dir>', 'directory of pulled encoders', ENCODERS)
    .addOption(catalogOption())
    .option('--json', 'print the list as JSON')
    .action(list);
}

function encoderOption(description: string): Option {
  return new Option('--encoder <dir>', description).default(DEFAULTS.encoder).env('SHELFCAST_ENCODER');
}

function encoderFlags(command: Command): Command {
  return command
    .addOption(new Option('--dtype <type>', 'precision; default: fp32 where there is one').choices(DTYPES))
    .addOption(
      new Option('--pooling <mode>', "how tokens become one vector; default: the model's own").choices(
        POOLINGS,
      ),
    )
    .option('--prefix <text>', "put before every text, such as 'query: '; default: the model's own")
    .option('--max-tokens <n>', "tokens of a text at most; default: the model's own", wholeNumber(3, 1e6))
    .option('--json', 'print the result as JSON');
}

interface PullFlags extends EncoderFlags {
  revision: string;
  to: string;
  quantize: boolean;
}

async function pull(id: string, options: PullFlags): Promise<void> {
  const bar = progressBar(`pulling ${id}`, options.json);
  const { encoder, fetched } = await pullEncoder(id, {
    ...options,
    hub: hubSettings(process.env),
    onProgress: ({ received, total }) => bar.update(received, total),
  }).finally(bar.stop);
  const { directory, dtype } = encoder;
  const check = await checkEncoder(directory, { dtype }).catch((error: Error) => {
    throw new Error(`${directory} was brought, but it does not run: ${error.message}`, { cause: error });
  });
  const int8 =
    options.quantize && options.dtype === undefined ? await inInt8(directory, dtype, fetched) : null;
  const text = [
    `${directory}: ${describe(encoder)} (${counted(fetched.length, 'file')} fetched).`,
    cosines(check),
    ...(int8 ? [int8.text] : []),
    ...(needsPrefix(encoder)
      ? ["Models of the E5 family expect a prefix: pull again with --prefix 'query: '."]
      : []),
    `Use it with --encoder ${directory}`,
  ];
  printResult(options.json, { ...result(check), fetched, int8: int8?.result ?? null }, text.join('\n'));
}

/** Adds an int8 file to a downloaded encoder, or says why not; null if the existing one still fits. */
async function inInt8(
  directory: string,
  dtype: Dtype,
  fetched: readonly string[],
): Promise<{ text: string; result: object } | null> {
  if (dtype === 'int8') return null;
  if (fetched.some((path) => path.endsWith('.onnx'))) await rm(quantizedFile(directory), { force: true });
  if (existsSync(quantizedFile(directory))) return null;
  try {
    const quantized = await quantizeDirectory(directory, calibrationTexts(), { dtype });
    return { text: quantizedText(quantized), result: quantizedResult(quantized) };
  } catch (error) {
    const message = messageOf(error);
    return { text: `It stays in ${dtype}: ${message}.`, result: { problem: message } };
  }
}

async function verify(directory: string, options: EncoderFlags & { encoder: string }): Promise<void> {
  if (existsSync(join(directory, MODEL_FILES.manifest))) return verifyOneModel(directory, options);
  const { json, ...flags } = options;
  const verified = await verifyEncoder(directory, flags);
  const { encoder, filesChecked } = verified;
  const hashes =
    filesChecked > 0
      ? `the hashes of ${counted(filesChecked, 'file')} are right`
      : 'nothing records what its hashes should be';
  const text = [`${directory}: ${describe(encoder)}; complete, it runs, and ${hashes}.`, cosines(verified)];
  printResult(json, { ...result(verified), files_checked: filesChecked }, text.join('\n'));
}

async function verifyOneModel(
  directory: string,
  { json, ...options }: EncoderFlags & { encoder: string },
): Promise<void> {
  const { name, manifest } = await verifyModel(directory, options);
  const { title, files, golden } = manifest;
  const checked = Object.keys(files).length;
  printResult(
    json,
    { name, title, directory, files_checked: checked, golden_replayed: golden.length },
    `${directory}: ${title}; the hashes of ${counted(checked, 'file')} are right, and ` +
      `${counted(golden.length, 'golden record')} came out as recorded with ${options.encoder}.`,
  );
}

async function list({
  models,
  encoders,
  db,
  json,
}: {
  models: string;
  encoders: string;
  db: string;
  json?: boolean;
}): Promise<void> {
  const registered = modelsOfCatalog(db);
  const active = registered.find((model) => model.active)?.directory;
  const isActive = (root: string, name: string) => resolve(root, name) === active;
  const trained = trainedModels(db);
  const roots = [...new Set([models, encoders, ...(existsSync(trained) ? [trained] : [])])];
  const found = await Promise.all(
    roots.map(async (root) =>
      (await listDirectories(root)).map((each) => ({
        ...each,
        directory: root,
        active: isActive(root, each.name),
      })),
    ),
  );
  const rows = found.flat();
  const width = Math.max(0, ...rows.map(({ name }) => name.length));
  const lines = rows.map(
    ({ kind, name, about, problem, active: serves }) =>
      `${kind.padEnd(8)} ${name.padEnd(width)}  ${problem === null ? about : `cannot be used: ${problem}`}${serves ? ' (active)' : ''}`,
  );
  printResult(json, rows, lines.join('\n') || `Nothing in ${roots.join(' and ')}.`);
}

async function exportModel({
  triton,
  json,
  ...options
}: EncoderFlags & { triton: string; encoder: string; model: string }): Promise<void> {
  const names = await writeTritonRepository(triton, options);
  printResult(json, { directory: triton, models: names }, `${triton}: ${names.join(', ')}.`);
}

function result({ encoder, similar, different }: EncoderCheck): object {
  const { name, directory, modelFile, dtype, dimension, pooling, maxTokens, prefix, hash } = encoder;
  return {
    ...{ name, directory, file: modelFile, dtype, dimension, pooling, max_tokens: maxTokens, prefix, hash },
    cosine: { similar, different },
  };
}

function cosines({ similar, different }: EncoderCheck): string {
  const line = `Cosine of two texts that mean the same: ${similar.toFixed(3)}, of two that do not: ${different.toFixed(3)}.`;
  return similar > different ? line : `${line} That is the wrong way round: is this an encoder of sentences?`;
}

/** E5's repositories mostly state the prefix only in their README. */
function needsPrefix({ name, prefix }: EncoderDirectory): boolean {
  return prefix === '' && /(^|[-_/])e5[-_]/i.test(name);
}
