import { ShelfcastError } from '../contract/errors';
import type { Call } from '../contract/service';
import type { Engine } from '../engine/engine';
import type { ModelDirectory } from '../engine/modelDirectory';
import type { DeskSet } from './desks';
import type { EncoderDesk } from './encoderDesk';
import type { EncoderShelf } from './encoderShelf';
import type { ModelShelf } from './modelShelf';
import type { Admission } from './queue/admission';

export interface WorkParts {
  encoders: EncoderShelf;
  admission: Admission;
  shelf: ModelShelf;
  desks: DeskSet;
}

/** Work that was admitted, which holds on to its model or encoder while it is done. `since`: when it was asked for. */
export class AdmittedWork {
  constructor(private readonly parts: WorkParts) {}

  /** With the model of this name, or the active one. Throws as ModelShelf.lease and Admission.enter. */
  async withModel<T>(
    name: string | undefined,
    texts: number,
    call: Call,
    work: (model: ModelDirectory, desk: EncoderDesk, since: number) => Promise<T>,
  ): Promise<T> {
    const since = performance.now();
    const { shelf, desks } = this.parts;
    const lease = shelf.lease(name);
    const letGo = () => lease.release();
    return this.admitted(texts, call, letGo, () => work(lease.model, desks.of(lease.engine), since));
  }

  /** With the encoder of a model or of this name, or the server's own. Throws `unknown_model`, and as Admission.enter. */
  async withEncoder<T>(
    name: string | undefined,
    texts: number,
    call: Call,
    work: (desk: EncoderDesk, since: number) => Promise<T>,
  ): Promise<T> {
    const since = performance.now();
    const { desks, encoders } = this.parts;
    const engine = encoders.hold(this.encoderOf(name));
    const letGo = () => encoders.release(engine);
    return this.admitted(texts, call, letGo, () => work(desks.of(engine), since));
  }

  private async admitted<T>(
    texts: number,
    call: Call,
    letGo: () => void,
    work: () => Promise<T>,
  ): Promise<T> {
    try {
      const leave = await this.parts.admission.enter(texts, call);
      try {
        return await work();
      } finally {
        leave();
      }
    } finally {
      letGo();
    }
  }

  /** The encoder of a model that serves, or the one of this name; the server's own where none is named. Throws `unknown_model`. */
  private encoderOf(name: string | undefined): Engine {
    const { encoders, shelf } = this.parts;
    if (name === undefined) return encoders.own;
    const engine =
      shelf.servingModel(name)?.engine ?? encoders.engines().find(({ encoder }) => encoder.name === name);
    if (engine) return engine;
    const names = encoders.engines().map(({ encoder }) => encoder.name);
    throw new ShelfcastError(
      'unknown_model',
      `No model and no encoder '${name}' serves; the encoders: ${names.join(', ')}; the models: see GET /models`,
    );
  }
}
