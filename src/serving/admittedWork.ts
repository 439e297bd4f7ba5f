import { ShelfcastError } from '../contract/errors';
import type { Call } from '../contract/service';
import type { Engine } from '../engine/engine';
import type { ModelDirectory } from '../engine/modelDirectory';
import type { Pipelines } from './encoderPipelines';
import type { EncoderPipeline } from './encoderPipeline';
import type { ServedEncoders } from './servedEncoders';
import type { ServedModels } from './servedModels';
import type { Admission } from './queue/admission';

export interface WorkParts {
  encoders: ServedEncoders;
  admission: Admission;
  models: ServedModels;
  pipelines: Pipelines;
}

/** Admitted work, which holds its model or encoder until it is done. `since`: when it was requested. */
export class AdmittedWork {
  constructor(private readonly parts: WorkParts) {}

  /** With the model of this name, or the active one. Throws as ServedModels.lease and Admission.enter. */
  async withModel<T>(
    name: string | undefined,
    texts: number,
    call: Call,
    work: (model: ModelDirectory, pipeline: EncoderPipeline, since: number) => Promise<T>,
  ): Promise<T> {
    const since = performance.now();
    const { models, pipelines } = this.parts;
    const lease = models.lease(name);
    const letGo = () => lease.release();
    return this.admitted(texts, call, letGo, () => work(lease.model, pipelines.of(lease.engine), since));
  }

  /**
   * With the encoder of a model or of this name, or the server's own. Throws `unknown_model`, and as Admission.enter.
   */
  async withEncoder<T>(
    name: string | undefined,
    texts: number,
    call: Call,
    work: (pipeline: EncoderPipeline, since: number) => Promise<T>,
  ): Promise<T> {
    const since = performance.now();
    const { pipelines, encoders } = this.parts;
    const engine = encoders.hold(this.encoderOf(name));
    const letGo = () => encoders.release(engine);
    return this.admitted(texts, call, letGo, () => work(pipelines.of(engine), since));
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

  /**
   * The encoder of a served model, or the one of this name; the server's own if none is named. Throws `unknown_model`.
   */
  private encoderOf(name: string | undefined): Engine {
    const { encoders, models } = this.parts;
    if (name === undefined) return encoders.own;
    const engine =
      models.servingModel(name)?.engine ?? encoders.engines().find(({ encoder }) => encoder.name === name);
    if (engine) return engine;
    const names = encoders.engines().map(({ encoder }) => encoder.name);
    throw new ShelfcastError(
      'unknown_model',
      `No model and no encoder '${name}' serves; the encoders: ${names.join(', ')}; the models: see GET /models`,
    );
  }
}
