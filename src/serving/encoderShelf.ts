import { join, resolve } from 'node:path';
import type { Manifest } from '../contract/manifest';
import type { Engine } from '../engine/engine';
import { readEncoderDirectory, type EncoderDirectory } from '../engine/encoderDirectory';
import { encoderDifferences, readManifest, refused } from '../engine/modelDirectory';

/** The encoders that models were trained with: the server's own, and others while models that serve need them. */
export class EncoderShelf {
  /** How many hold on to each encoder. */
  private readonly holders = new Map<Engine, number>();
  /** Told when nobody needs an encoder any more. */
  onClosed: (engine: Engine) => Promise<void> = () => Promise.resolve();

  /** `places`: directories of encoders that models may have been trained with. */
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
   * The encoder of the model in a directory, to be released: one that runs, the one in the model's own directory, or one
   * of the places. Where none fits it is the server's own, which refuses the model by name. Throws `model_refused`.
   */
  async take(directory: string): Promise<Engine> {
    const root = resolve(directory);
    const { encoder: wanted } = await readManifest(root);
    for (const engine of this.engines()) if (await fits(wanted, engine.encoder)) return this.hold(engine);
    const place = await this.placeOf(root, wanted);
    if (place === null) return this.hold(this.own);
    try {
      return this.hold(await this.own.beside(place));
    } catch (error) {
      throw refused(root, `its encoder does not load: ${(error as Error).message}`, error);
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
    void this.onClosed(engine).then(() => engine.close());
  }

  private async placeOf(root: string, wanted: Manifest['encoder']): Promise<string | null> {
    if (wanted.directory !== undefined) {
      const own = join(root, wanted.directory);
      await this.read(own).catch((error: Error) => {
        throw refused(root, `its encoder cannot be read: ${error.message}`, error);
      });
      return own;
    }
    for (const place of this.places) {
      const encoder = await this.read(place).catch(() => null);
      if (encoder && (await fits(wanted, encoder))) return place;
    }
    return null;
  }

  private read(directory: string): Promise<EncoderDirectory> {
    return readEncoderDirectory(directory, { provider: this.own.device.provider });
  }
}

async function fits(wanted: Manifest['encoder'], encoder: EncoderDirectory): Promise<boolean> {
  return (await encoderDifferences(wanted, encoder)).length === 0;
}
