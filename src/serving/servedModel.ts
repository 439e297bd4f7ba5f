import type { Engine } from '../engine/engine';
import type { ModelDirectory } from '../engine/modelDirectory';

/** A model in use until it is released: what it is replaced by meanwhile does not touch it. */
export interface Lease {
  model: ModelDirectory;
  /** The encoder that it was trained with. */
  engine: Engine;
  release(): void;
}

/** A model that serves: once it is replaced, it goes when the last who answer with it have released it. */
export class ServedModel {
  private leases = 0;
  private retired = false;

  /** `onUnused` is called when it is retired and nobody answers with it any more. */
  constructor(
    readonly model: ModelDirectory,
    readonly engine: Engine,
    private readonly onUnused: (served: ServedModel) => void,
  ) {}

  lease(): Lease {
    this.leases++;
    return { model: this.model, engine: this.engine, release: () => this.release() };
  }

  /** Another one takes its place. */
  retire(): void {
    this.retired = true;
    if (this.leases === 0) this.onUnused(this);
  }

  private release(): void {
    this.leases--;
    if (this.retired && this.leases === 0) this.onUnused(this);
  }
}
