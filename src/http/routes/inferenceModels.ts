import { z } from 'zod';
import type { Manifest } from '../../contract/manifest';
import type { ForecastService } from '../../contract/service';
import { MAX_ITEMS } from '../../contract/limits';
import { endpoint, type Endpoint } from '../exchange/endpoint';
import type { InferenceStatistics } from '../watch/inferenceStatistics';
import { loaded, TAG, VERSION } from './inferenceModel';
import { tensorsOf } from './inferenceTensors';

const configTensor = z.object({ name: z.string(), data_type: z.string(), dims: z.array(z.number().int()) });
const modelConfig = z
  .object({
    name: z.string(),
    platform: z.string(),
    backend: z.string(),
    version_policy: z.object({ latest: z.object({ num_versions: z.number().int() }) }),
    max_batch_size: z.number().int(),
    input: z.array(configTensor),
    output: z.array(configTensor),
  })
  .meta({ id: 'InferenceModelConfig' });
const duration = z.object({ count: z.number().int(), ns: z.number().int() });
const modelStatistics = z
  .object({
    model_stats: z.array(
      z.object({
        name: z.string(),
        version: z.string(),
        last_inference: z.number().int().meta({ description: 'Milliseconds since 1970' }),
        inference_count: z.number().int(),
        execution_count: z.number().int(),
        inference_stats: z.object({
          success: duration,
          fail: duration,
          queue: duration,
          compute_input: duration,
          compute_infer: duration,
          compute_output: duration,
        }),
        batch_stats: z.array(z.unknown()),
      }),
    ),
  })
  .meta({ id: 'InferenceStatistics' });
const repositoryIndex = z
  .array(z.object({ name: z.string(), version: z.string(), state: z.string(), reason: z.string() }))
  .meta({ id: 'InferenceRepositoryIndex' });

/** What Triton's clients request besides inference: a model's configuration, its statistics, and the list of models. */
export function inferenceModelEndpoints(
  service: ForecastService,
  statistics: InferenceStatistics,
  perModel: readonly string[],
): Endpoint[] {
  const statisticsOf = (names: readonly string[]) => ({
    json: { model_stats: names.map((name) => ({ ...statistics.of(name), version: VERSION })) },
  });
  return [
    endpoint({
      method: 'post',
      path: '/v2/repository/index',
      tag: TAG,
      scope: 'read',
      summary: 'Open Inference Protocol: the models there are',
      answer: { schema: repositoryIndex },
      handle: () => ({
        json: service.models().map(({ name, state, reason }) => ({
          name,
          version: VERSION,
          state: state === 'serving' ? 'READY' : 'UNAVAILABLE',
          reason: reason ?? '',
        })),
      }),
    }),
    endpoint({
      method: 'get',
      path: '/v2/models/stats',
      tag: TAG,
      scope: 'read',
      summary: 'Open Inference Protocol: statistics of all models',
      answer: { schema: modelStatistics },
      handle: () => statisticsOf(service.models().map(({ name }) => name)),
    }),
    ...perModel.flatMap((path) => [
      endpoint({
        method: 'get',
        path: `${path}/config`,
        tag: TAG,
        scope: 'read',
        summary: "Open Inference Protocol: a model's configuration",
        answer: { schema: modelConfig },
        errors: ['unknown_model', 'not_ready'],
        handle: ({ params }) => {
          const { name, manifest } = loaded(service, params);
          return { json: configOf(name, manifest) };
        },
      }),
      endpoint({
        method: 'get',
        path: `${path}/stats`,
        tag: TAG,
        scope: 'read',
        summary: "Open Inference Protocol: a model's statistics",
        answer: { schema: modelStatistics },
        errors: ['unknown_model', 'not_ready'],
        handle: ({ params }) => statisticsOf([loaded(service, params).name]),
      }),
    ]),
  ];
}

/** The batch dimension, the first of every tensor, is left out, as `max_batch_size` implies. */
function configOf(name: string, manifest: Manifest): z.infer<typeof modelConfig> {
  const { inputs, outputs } = tensorsOf(manifest);
  const shown = (tensors: { name: string; datatype: string; shape: number[] }[]) =>
    tensors.map((tensor) => ({
      name: tensor.name,
      data_type: tensor.datatype === 'BYTES' ? 'TYPE_STRING' : `TYPE_${tensor.datatype}`,
      dims: tensor.shape.slice(1),
    }));
  return {
    name,
    platform: 'onnxruntime_onnx',
    backend: 'onnxruntime',
    version_policy: { latest: { num_versions: 1 } },
    max_batch_size: MAX_ITEMS,
    input: shown(inputs),
    output: shown(outputs),
  };
}
