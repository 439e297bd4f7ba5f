import type { Engine } from '../engine/engine';
import type { ModelDirectory } from '../engine/modelDirectory';

/** A model in use until it is released; replacing the model does not affect it. */
export interface Lease {
  model: ModelDirectory;
  /** The encoder that it was trained with. */
  engine: Engine;
  release(): void;
}

/** A served model: once replaced, it is unloaded when its last user has released it. */
export class ServedModel {
  private leases = 0;
  private retired = false;

  /** `onUnused` is called once it is retired and nobody uses it any more. */
  constructor(
    readonly model: ModelDirectory,
    readonly engine: Engine,
    private readonly onUnused: (served: ServedModel) => void,
  ) {}

  lease(): Lease {
    this.leases++;
    return { model: this.model, engine: this.engine, release: () => this.release() };
  }

  /** It was replaced by another one. */
  retire(): void {
    this.retired = true;
    if (this.leases === 0) this.onUnused(this);
  }

  private release(): void {
    this.leases--;
    if (this.retired && this.leases === 0) this.onUnused(this);
  }
}
