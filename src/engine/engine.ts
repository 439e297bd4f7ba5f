import { chosen } from '../contract/chosen';
import type { Provider, ShapeSteps } from '../contract/messages';
import { BATCH_PLANS } from './batchPlan';
import { grantedCores, planProcesses } from './cores';
import { countGpus } from './cuda/gpus';
import { inspectProvider } from './cuda/inspectProvider';
import { probe } from './cuda/probe';
import type { installedRuntime } from './cuda/providerFiles';
import { chooseDevice, type DeviceChoice } from './device';
import { encoderFiles, readEncoderDirectory, type Dtype, type EncoderDirectory } from './encoderDirectory';
import type { EncoderSettings } from './encoderConfig';
import { packTokens } from './packTokens';
import { EnginePool, type PoolOptions } from './pool';
import { TextTokenizer } from './tokenizer';

export interface EngineOptions {
  /** Encoder directory in the Hub's layout. */
  encoder: string;
  dtype?: Dtype;
  settings?: EncoderSettings;
  /** `auto`, `cpu`, `cuda`, `cuda:N` or `cuda:N,M`; `auto` uses CUDA if it works. */
  device?: string;
  /** Where the CUDA provider is; by default next to the installed runtime. */
  runtime?: ReturnType<typeof installedRuntime>;
  processes?: number | 'auto';
  /** See the pool; on a GPU all processes run. */
  atRest?: PoolOptions['atRest'];
  restMs?: PoolOptions['restMs'];
  /** Intra-op threads of each process. */
  threads?: number | 'auto';
  /** Steps to which batch shapes are rounded; by default the provider's own. */
  steps?: Partial<ShapeSteps>;
  /**
   * Whether texts share rows of the encoder's input, if provider and graph allow it; true by default. An int8 encoder
   * gives a few texts other vectors when padded, so vectors to be compared must all be made in the same way.
   */
  packed?: boolean;
  /** Encoder and text-aware head in one graph; by default the provider's own setting. */
  oneGraph?: boolean;
  /** Folder in which optimised encoders are kept to speed up the next start; none by default. */
  graphs?: string;
  /**
   * Precision in which the caller stores vectors, so that a new text gets the same forecast as a stored one; fp32 by
   * default.
   */
  keptPrecision?: 'fp16' | 'fp32';
  /** See the pool. */
  hangMs?: PoolOptions['hangMs'];
  loadMs?: PoolOptions['loadMs'];
  onDeath?: PoolOptions['onDeath'];
  onFailing?: PoolOptions['onFailing'];
  onLacking?: PoolOptions['onLacking'];
}

/** The encoder with its tokenizer and the inference processes that run it, shared by serving and training. */
export class Engine {
  private constructor(
    readonly encoder: EncoderDirectory,
    readonly tokenizer: TextTokenizer,
    readonly pool: EnginePool,
    readonly device: DeviceChoice,
  ) {}

  /**
   * Rejects with an Error naming what is wrong with the directory, or with `not_ready` if no process starts or the
   * requested device does not work.
   */
  static async start(options: EngineOptions): Promise<Engine> {
    const { dtype, settings, threads, processes, atRest } = options;
    const { hangMs, loadMs, restMs, onDeath, onFailing, onLacking } = options;
    const read = (provider: Provider) =>
      readEncoderDirectory(options.encoder, { dtype, provider, ...settings });
    const device = await chooseDevice(options.device ?? 'auto', {
      inspect: () => inspectProvider(options.runtime),
      countGpus,
      probe: async (deviceId) => tryGpu(await read('cuda'), deviceId),
    });
    const encoder = await read(device.provider);
    const { steps, packed, ...plans } = BATCH_PLANS[device.provider];
    const oneGraph = options.oneGraph ?? plans.oneGraph;
    const plan = planProcesses(grantedCores(), device.provider === 'cuda' ? device.deviceIds.length : 0);
    const pool = await EnginePool.start({
      encoder: encoderFiles(encoder),
      provider: device.provider,
      deviceIds: device.deviceIds,
      processes: chosen(processes) ?? plan.processes,
      threads: chosen(threads) ?? plan.threads,
      steps: {
        tokens: options.steps?.tokens ?? steps.tokens,
        rows: options.steps?.rows ?? steps.rows,
      },
      packed: (options.packed ?? true) && packed && !oneGraph,
      oneGraph,
      halved: options.keptPrecision === 'fp16',
      graphs: options.graphs,
      atRest: device.provider === 'cpu' ? atRest : undefined,
      restMs,
      hangMs,
      loadMs,
      onDeath,
      onFailing,
      onLacking,
    });
    return new Engine(encoder, tokenizerOf(encoder), pool, device);
  }

  /**
   * Another encoder in the same processes, in the precision that suits the device. Rejects with an Error saying what is
   * wrong with its directory, or why it does not load. Closing it ends no process.
   */
  async beside(directory: string): Promise<Engine> {
    const encoder = await readEncoderDirectory(directory, { provider: this.device.provider });
    return new Engine(
      encoder,
      tokenizerOf(encoder),
      await this.pool.beside(encoderFiles(encoder)),
      this.device,
    );
  }

  close(): Promise<void> {
    return this.pool.close();
  }
}

const TRIAL_TEXTS = ['red mug', 'paper lantern with hearts, set of 6', 'b'];

function tryGpu(encoder: EncoderDirectory, deviceId: number): Promise<string | null> {
  const tokenizer = tokenizerOf(encoder);
  const texts = packTokens(TRIAL_TEXTS.map((text) => tokenizer.tokenize(text).ids));
  const { steps } = BATCH_PLANS.cuda;
  return probe({
    encoder: encoderFiles(encoder),
    texts,
    settings: { provider: 'cuda', deviceId, threads: 1, steps },
  });
}

function tokenizerOf(encoder: EncoderDirectory): TextTokenizer {
  return new TextTokenizer(encoder.tokenizerJson, encoder.tokenizerConfig, encoder);
}
