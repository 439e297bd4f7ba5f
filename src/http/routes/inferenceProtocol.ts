import { z } from 'zod';
import type { ForecastService } from '../../contract/service';
import { endpoint, type Endpoint } from '../exchange/endpoint';
import type { Exchange } from '../exchange/exchange';
import type { Reply } from '../exchange/reply';
import type { Readiness } from '../watch/readiness';
import type { InferenceStatistics } from '../watch/inferenceStatistics';
import { inferenceJson } from './binaryTensors';
import { loaded, type LoadedModel, TAG, VERSION } from './inferenceModel';
import { inferenceModelEndpoints } from './inferenceModels';
import {
  inferenceReply,
  inferenceRequest,
  inferenceResponse,
  tensorRequest,
  tensorsOf,
} from './inferenceTensors';
import { readyEndpoint } from './ready';

const EXTENSIONS = ['binary_tensor_data', 'model_repository', 'model_configuration', 'statistics'];

const metadataTensor = z.object({
  name: z.string(),
  datatype: z.string(),
  shape: z.array(z.number().int()),
  parameters: z.object({ columns: z.array(z.string()) }).optional(),
});
const modelMetadata = z
  .object({
    name: z.string(),
    versions: z.array(z.string()),
    platform: z.string(),
    inputs: z.array(metadataTensor),
    outputs: z.array(metadataTensor),
  })
  .meta({ id: 'InferenceModelMetadata' });
const serverMetadata = z
  .object({ name: z.string(), version: z.string(), extensions: z.array(z.string()) })
  .meta({ id: 'InferenceServerMetadata' });
const live = z.object({ live: z.boolean() });
const ready = z.object({ ready: z.boolean() });
const modelReady = z.object({ name: z.string(), ready: z.boolean() });

/** The Open Inference Protocol (KServe, Triton), version 2, REST. */
export function inferenceProtocolEndpoints(
  service: ForecastService,
  readiness: Readiness,
  statistics: InferenceStatistics,
  version: string,
): Endpoint[] {
  const perModel = ['/v2/models/{name}', '/v2/models/{name}/versions/{version}'];
  return [
    endpoint({
      method: 'get',
      path: '/v2',
      tag: TAG,
      scope: 'read',
      summary: 'Open Inference Protocol: the server',
      answer: { schema: serverMetadata },
      handle: () => ({ json: { name: 'shelfcast', version, extensions: EXTENSIONS } }),
    }),
    endpoint({
      method: 'get',
      path: '/v2/health/live',
      tag: TAG,
      scope: 'open',
      summary: 'Open Inference Protocol: the server is alive',
      answer: { schema: live },
      handle: () => ({ json: { live: true } }),
    }),
    readyEndpoint(readiness, {
      path: '/v2/health/ready',
      tag: TAG,
      summary: 'Open Inference Protocol: the server can infer',
      schema: ready,
      json: { ready: true },
    }),
    ...inferenceModelEndpoints(service, statistics, perModel),
    ...perModel.flatMap((path) => modelEndpoints(path, service, statistics)),
  ];
}

/** The routes of a model under one of its addresses. */
function modelEndpoints(path: string, service: ForecastService, statistics: InferenceStatistics): Endpoint[] {
  return [
    endpoint({
      method: 'post',
      path: `${path}/infer`,
      tag: TAG,
      scope: 'read',
      summary: 'Open Inference Protocol: run a model',
      description:
        'BYTES text [N, 1] and FP32 features [N, F] in, FP32 quantiles [N, S, Q] and mean [N, S] out; ' +
        "as JSON, or in binary by Triton's extension (Inference-Header-Content-Length).",
      body: inferenceRequest,
      read: { contentTypes: ['', 'application/octet-stream'], parse: inferenceJson },
      answer: { schema: inferenceResponse },
      errors: ['unknown_model', 'text_refused', 'too_many_items'],
      handle: ({ body, params, exchange }) =>
        infer({ service, statistics }, loaded(service, params), body, exchange),
    }),
    endpoint({
      method: 'get',
      path,
      tag: TAG,
      scope: 'read',
      summary: 'Open Inference Protocol: what a model takes and gives',
      answer: { schema: modelMetadata },
      errors: ['unknown_model', 'not_ready'],
      handle: ({ params }) => {
        const { name, manifest } = loaded(service, params);
        const platform = 'onnxruntime_onnx';
        return { json: { name, versions: [VERSION], platform, ...tensorsOf(manifest) } };
      },
    }),
    endpoint({
      method: 'get',
      path: `${path}/ready`,
      tag: TAG,
      scope: 'read',
      summary: 'Open Inference Protocol: a model can infer',
      answer: { schema: modelReady },
      errors: ['unknown_model', 'not_ready'],
      handle: ({ params }) => ({ json: { name: loaded(service, params).name, ready: true } }),
    }),
  ];
}

async function infer(
  { service, statistics }: { service: ForecastService; statistics: InferenceStatistics },
  { name, manifest }: LoadedModel,
  body: z.infer<typeof inferenceRequest>,
  exchange: Exchange,
): Promise<Reply> {
  const request = tensorRequest(body, name, manifest.features.names);
  try {
    const answer = await service.infer(request, exchange);
    const rows = request.description.length;
    statistics.succeeded(name, rows, answer.timings);
    return inferenceReply(body, answer, rows, manifest.quantiles.length);
  } catch (error) {
    statistics.failed(name, exchange.elapsedMs);
    throw error;
  }
}
