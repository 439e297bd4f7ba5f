import { messageOf } from '../common/thrown';
import { found } from '../contract/findings';
import type { Engine } from '../engine/engine';
import { readManifest } from '../engine/modelDirectory';
import { refused } from '../engine/refusedModel';
import { isEncoderOf, modelEncoder } from '../engine/modelEncoder';

/** The encoders that models were trained with: the server's own, and others while served models need them. */
export class ServedEncoders {
  /** How many users hold each encoder. */
  private readonly holders = new Map<Engine, number>();
  /** Called when nobody needs an encoder any more. */
  onClosed: (engine: Engine) => Promise<void> = () => Promise.resolve();

  /** `places`: directories with further encoders of models, besides the shipped ones. */
  constructor(
    readonly own: Engine,
    private readonly places: readonly string[] = [],
  ) {
    this.holders.set(own, 1);
  }

  /** The server's own first. */
  engines(): Engine[] {
    return [...this.holders.keys()];
  }

  /**
   * The encoder of the model in a directory, to be released later: a running one, or the one found by `modelEncoder`.
   * If none fits it is the server's own, which then refuses the model by name. Throws `model_refused`.
   */
  async take(directory: string): Promise<Engine> {
    const { encoder: wanted } = await readManifest(directory);
    for (const engine of this.engines()) {
      const fits = await isEncoderOf(wanted, engine.encoder);
      // Its last user may have released it meanwhile.
      if (fits && this.holders.has(engine)) return this.hold(engine);
    }
    const place = await modelEncoder(directory, this.places, this.own.device.provider);
    if (place === null) return this.hold(this.own);
    try {
      return this.hold(await this.own.beside(place));
    } catch (error) {
      throw refused(
        directory,
        `its encoder does not load: ${messageOf(error)}`,
        found('model_encoder_unusable'),
        error,
      );
    }
  }

  hold(engine: Engine): Engine {
    this.holders.set(engine, (this.holders.get(engine) ?? 0) + 1);
    return engine;
  }

  release(engine: Engine): void {
    const left = (this.holders.get(engine) ?? 0) - 1;
    if (left > 0) {
      this.holders.set(engine, left);
      return;
    }
    this.holders.delete(engine);
    void this.onClosed(engine).finally(() => engine.close());
  }
}
