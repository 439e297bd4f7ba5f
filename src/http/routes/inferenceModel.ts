import { ShelfcastError } from '../../contract/errors';
import type { Manifest } from '../../contract/manifest';
import type { ForecastService } from '../../contract/service';
import { modelNamed } from './models';

export const TAG = 'Interfaces of others';
/** Every model has this one version. */
export const VERSION = '1';

export interface LoadedModel {
  name: string;
  manifest: Manifest;
}

/**
 * The served model named in an address of the Open Inference Protocol. Throws ShelfcastError `unknown_model` or
 * `not_ready`.
 */
export function loaded(service: ForecastService, params: Record<string, string>): LoadedModel {
  const { name, state, manifest, reason } = modelNamed(service, params.name);
  if (params.version !== undefined && params.version !== VERSION) {
    throw new ShelfcastError('unknown_model', `The model has only version ${VERSION}.`);
  }
  if (state !== 'serving' || !manifest) {
    throw new ShelfcastError('not_ready', `The model is not served: ${reason ?? 'it is not loaded'}.`);
  }
  return { name, manifest };
}
