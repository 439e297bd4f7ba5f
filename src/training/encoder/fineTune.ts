import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { makeDirectory } from '../../common/makeDirectory';
import { messageOf } from '../../common/thrown';
import { Random } from '../../common/random';
import { ShelfcastError } from '../../contract/errors';
import { type EncoderDirectory, readEncoderDirectory } from '../../engine/encoderDirectory';
import { encoderGraph } from '../../engine/encoderGraph';
import { encodeTexts } from '../../engine/encodeTexts';
import type { Engine } from '../../engine/engine';
import { quantizedEncoder } from '../../engine/quantizedEncoder';
import { fitLinearHead, headInputs, scaledItems, type TuningItems } from './linearHead';
import { tunedDirectory } from './tunedDirectory';
import { type OnTuned, tuneEncoder } from './tuneEncoder';
import { type FineTune, type FineTuneSettings, TUNING_DEFAULTS, type TuningOptions } from './tuningOptions';
import { type TuningVerdict, tuningVerdict } from './verdict';

export interface FineTuneOptions extends Partial<TuningOptions> {
  mode: Exclude<FineTune, 'off'>;
  /** Items that the tuning may not see; null: a random fifth. */
  held: readonly number[] | null;
}

/** The result of a tuning, as stored in the manifest. */
export interface TuningReport extends TuningVerdict {
  chosen: boolean;
  options: TuningOptions;
  /** Cosine of the int8 vectors to the fp32 ones. */
  cosine: { mean: number; worst: number };
  seconds: number;
}

export interface FineTuned {
  report: TuningReport;
  /** Of the tuned encoder's directory, by path. */
  files: ReadonlyMap<string, Uint8Array>;
  /** Runs the tuned encoder, or if it is not chosen the given one. */
  engine: Engine;
  /** Closes an engine that the tuning opened. */
  close(): Promise<void>;
}

/** Tuning needs at least this many items. */
const FEWEST_ITEMS = 100;
const HELD_OUT = 0.2;
/** Texts for the calibration of the int8 scales. */
const CALIBRATED = 1000;

/**
 * Tunes the encoder of an engine to items' targets, quantizes it to int8 and judges it on items that it did not see.
 * The caller closes it. The same seed gives the same encoder. Throws ShelfcastError `invalid` if there are too few
 * items or the encoder cannot be tuned.
 */
export async function fineTune(
  engine: Engine,
  items: TuningItems,
  { mode, held: given, ...options }: FineTuneOptions,
  onTuned: OnTuned = () => {},
): Promise<FineTuned> {
  const count = items.texts.length;
  if (count < FEWEST_ITEMS) {
    const detail = `fine-tuning takes ${FEWEST_ITEMS} texts with a target or more, and there are ${count}; leave --fine-tune off`;
    throw new ShelfcastError('invalid', detail);
  }
  const started = performance.now();
  const tuning: TuningOptions = { ...TUNING_DEFAULTS, ...options };
  const random = new Random(tuning.seed + 2000);
  const order = random.shuffle(Array.from({ length: count }, (_, row) => row));
  const held = given ?? order.slice(0, Math.round(count * HELD_OUT));
  const hidden = new Set(held);
  const seen = order.filter((row) => !hidden.has(row)).sort((a, b) => a - b);
  const before = await encodeTexts(engine, items.texts);
  const tuned = await tune(engine, items, before, seen, tuning, onTuned);
  const report = (verdict: TuningVerdict): TuningReport => ({
    ...verdict,
    chosen: mode === 'on' || verdict.gain.low > 0,
    options: tuning,
    cosine: tuned.cosine,
    seconds: Math.round((performance.now() - started) / 1000),
  });
  const own = await openTuned(engine, tuned.files);
  try {
    const after = await encodeTexts(own.engine, items.texts);
    const { dimension } = engine.encoder;
    const verdict = report(tuningVerdict([before, after], dimension, scaledItems(items, seen), seen, held));
    if (verdict.chosen) return { report: verdict, files: tuned.files, ...own };
    await own.close();
    return { report: verdict, files: tuned.files, engine, close: async () => {} };
  } catch (error) {
    await own.close();
    throw error;
  }
}

async function tune(
  engine: Engine,
  items: TuningItems,
  vectors: Float32Array,
  seen: readonly number[],
  options: TuningOptions,
  onTuned: OnTuned,
) {
  const { encoder, tokenizer, device } = engine;
  const { dimension } = encoder;
  const scaled = scaledItems(items, seen);
  const head = fitLinearHead(headInputs(vectors, dimension, scaled), scaled.targets, seen);
  const ids = items.texts.map((text) => tokenizer.tokenize(text).ids);
  const base = await preciseEncoder(encoder);
  try {
    const graph = await tuneEncoder(
      await encoderGraph(base),
      { ...scaled, ids, seen, dimension, head },
      options,
      { provider: device.provider, deviceId: device.deviceIds[0], threads: 1 },
      onTuned,
    );
    const calibrated = new Random(options.seed).shuffle([...seen]).slice(0, CALIBRATED);
    const { bytes, cosine } = await quantizedEncoder(
      graph,
      calibrated.map((row) => ids[row]),
      encoder,
    );
    return { cosine, files: await tunedDirectory(base, bytes) };
  } catch (error) {
    const detail = `the encoder '${encoder.name}' cannot be fine-tuned: ${messageOf(error)}`;
    throw new ShelfcastError('invalid', detail, { cause: error });
  }
}

/** The same encoder in fp32, or if it has no such file in fp16. */
async function preciseEncoder({
  directory,
  pooling,
  prefix,
  maxTokens,
}: EncoderDirectory): Promise<EncoderDirectory> {
  const settings = { pooling, prefix, maxTokens };
  try {
    return await readEncoderDirectory(directory, { dtype: 'fp32', ...settings });
  } catch (withoutWide) {
    return await readEncoderDirectory(directory, { dtype: 'fp16', ...settings }).catch(() => {
      const detail = `fine-tuning needs the encoder in fp32 or fp16, and ${messageOf(withoutWide)}`;
      throw new ShelfcastError('invalid', detail);
    });
  }
}

/** The tuned encoder in the processes of the engine, from a directory that exists while it is open. */
async function openTuned(engine: Engine, files: ReadonlyMap<string, Uint8Array>) {
  const directory = await mkdtemp(join(tmpdir(), 'shelfcast-encoder-'));
  const remove = () => rm(directory, { recursive: true, force: true });
  try {
    for (const [name, content] of files) {
      makeDirectory(dirname(join(directory, name)));
      await writeFile(join(directory, name), content);
    }
    const own = await engine.beside(directory);
    const close = async () => {
      await own.close();
      await remove();
    };
    return { engine: own, close };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** An engine's encoder tuned as requested; null if it was not requested. */
export async function fineTuneAs(
  { mode, ...asked }: FineTuneSettings,
  engine: Engine,
  items: TuningItems,
  given: Pick<FineTuneOptions, 'held' | 'seed'>,
  onTuned: OnTuned,
): Promise<FineTuned | null> {
  return mode === 'off' ? null : fineTune(engine, items, { ...given, ...asked, mode }, onTuned);
}
