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
  /** Encoder directory in the hub's layout. */
  encoder: string;
  dtype?: Dtype;
  settings?: EncoderSettings;
  /** `auto`, `cpu`, `cuda`, `cuda:N` or `cuda:N,M`; `auto` takes CUDA where it works. */
  device?: string;
  /** Where the CUDA provider lies; beside the installed runtime where nothing else is said. */
  runtime?: ReturnType<typeof installedRuntime>;
  processes?: number | 'auto';
  /** As of the pool; on a GPU all of them run. */
  atRest?: PoolOptions['atRest'];
  restMs?: PoolOptions['restMs'];
  /** Intra-op threads of each process. */
  threads?: number | 'auto';
  /** Steps of the batches' shapes; the provider's own where none are given. */
  steps?: Partial<ShapeSteps>;
  /**
   * Texts share the encoder's rows where provider and graph allow it, in place of being padded; true by default. An encoder of
   * whole numbers answers a few texts otherwise when padded: who compares vectors makes all of them in one way.
   */
  packed?: boolean;
  /** Encoder and text-aware head in one graph; the provider's own way where nothing is said. */
  oneGraph?: boolean;
  /** Folder in which encoders outlive the process as the runtime made them, so that the next start is quicker; nowhere by default. */
  graphs?: string;
  /** Precision in which whoever keeps vectors keeps them, so that a new text answers as a kept one would; fp32 by default. */
  keptPrecision?: 'fp16' | 'fp32';
  /** As of the pool. */
  hangMs?: PoolOptions['hangMs'];
  loadMs?: PoolOptions['loadMs'];
  onDeath?: PoolOptions['onDeath'];
  onFailing?: PoolOptions['onFailing'];
  onLacking?: PoolOptions['onLacking'];
}

/** The encoder with its tokenizer and the inference processes that run it: what serving and training share. */
export class Engine {
  private constructor(
    readonly encoder: EncoderDirectory,
    readonly tokenizer: TextTokenizer,
    readonly pool: EnginePool,
    readonly device: DeviceChoice,
  ) {}

  /**
   * Rejects with an Error naming what is wrong with the directory, or with `not_ready` when no process starts or the
   * device asked for does not work.
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
   * Another encoder in the same processes, of the precision that suits the device. Rejects with an Error that says what
   * is wrong with its directory or why it does not load; closing it ends no process.
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
