import { grantedCores, planProcesses } from './cores';
import { readEncoderDirectory, type Dtype, type EncoderDirectory } from './encoderDirectory';
import type { EncoderSettings } from './encoderConfig';
import { EnginePool } from './pool';
import { TextTokenizer } from './tokenizer';

export interface EngineOptions {
  /** Encoder directory in the hub's layout. */
  encoder: string;
  dtype?: Dtype;
  settings?: EncoderSettings;
  /** `auto`, `cpu`, `cuda` or `cuda:N`; `auto` takes CUDA where it loads. */
  device?: string;
  processes?: number | 'auto';
  /** Intra-op threads of each process. */
  threads?: number | 'auto';
  /** Milliseconds after which a batch counts as hung; a minute where none is given. */
  hangMs?: number;
  /** Told when an inference process that had been ready ended. */
  onDeath?: (reason: string) => void;
}

/** The encoder with its tokenizer and the inference processes that run it: what serving and training share. */
export class Engine {
  private constructor(
    readonly encoder: EncoderDirectory,
    readonly tokenizer: TextTokenizer,
    readonly pool: EnginePool,
  ) {}

  /** Rejects with an Error naming what is wrong with the directory, or with `not_ready` when no process starts. */
  static async start(options: EngineOptions): Promise<Engine> {
    const encoder = await readEncoderDirectory(options.encoder, {
      dtype: options.dtype,
      ...options.settings,
    });
    const tokenizer = new TextTokenizer(encoder.tokenizerJson, encoder.tokenizerConfig, encoder);
    const [device, deviceId] = (options.device ?? 'auto').split(':');
    const provider = device as 'auto' | 'cpu' | 'cuda';
    const plan = planProcesses(grantedCores(), provider === 'cuda');
    const pool = await EnginePool.start({
      encoder,
      provider,
      deviceId: Number(deviceId ?? 0),
      processes: fixed(options.processes) ?? plan.processes,
      threads: fixed(options.threads) ?? plan.threads,
      hangMs: options.hangMs,
      onDeath: options.onDeath,
    });
    return new Engine(encoder, tokenizer, pool);
  }

  close(): Promise<void> {
    return this.pool.close();
  }
}

function fixed(value: number | 'auto' | undefined): number | undefined {
  return value === 'auto' ? undefined : value;
}
